"""Filters for Python, JavaScript, YAML, TOML, shells, JSON and URLs.

Text in, ``Escaped`` of one grammar out.

A filter that cannot make its input safe raises ``ValueError``: what it was given is a fault of
ours, since everything that a catalog may say has a safe form.
"""

from __future__ import annotations

import json
import keyword
import re
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .escaped import Escaped, backslashed, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..jsontypes import JsonValue

LINE_WIDTH: Final = 88
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ANNOTATION: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:(?: \| |\[|\]+|, )[A-Za-z0-9_]*)*\]*")
_DOCSTRING: Final = re.compile(r'\\|"(?="")|"(?=$)|^"')
_PROTOTYPE: Final = re.compile(r'(?m)^( *)"__proto__":')
_PAIR: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab]\w\w)\\u(d[c-f]\w\w)")


def python_identifier(name: str) -> Escaped:
    """Return an identifier that code of ours made.

    Raises:
        ValueError: it is none, or a keyword.
    """
    if _IDENTIFIER.fullmatch(name) is None or keyword.iskeyword(name):
        message = f"not an identifier: {name!a}"
        raise ValueError(message)
    return Escaped(name, "python_identifier")


def python_annotation(annotation: str) -> Escaped:
    """Return a type expression that code of ours made: names, ``|``, ``[``, ``]`` and ``,``.

    Raises:
        ValueError: there is anything else in it.
    """
    if _ANNOTATION.fullmatch(annotation) is None:
        message = f"not a type expression: {annotation!a}"
        raise ValueError(message)
    return Escaped(annotation, "python_annotation")


def python_module(name: str) -> Escaped:
    """Return a module's name as an import has it, dots in front included.

    Raises:
        ValueError: a part of it is no identifier.
    """
    bare = name.lstrip(".")
    parts = [python_identifier(part) for part in bare.split(".")] if bare else []
    return Escaped(name[: len(name) - len(bare)] + ".".join(parts), "python_module")


def python_names(names: Iterable[str]) -> Escaped:
    """Return identifiers as an import lists them.

    Raises:
        ValueError: one of them is none.
    """
    return Escaped(", ".join(map(python_identifier, names)), "python_names")


def python_forward(annotation: str) -> Escaped:
    """Return a type expression as a string, for where it would be evaluated too early.

    Raises:
        ValueError: there is anything but a type expression in it.
    """
    return Escaped(f'"{python_annotation(annotation)}"', "python_forward")


def python_literal_type(members: Sequence[JsonValue], name: str) -> Escaped:
    """Return the ``Literal`` of some scalars as a formatter writes it behind ``NAME: TypeAlias =``.

    Raises:
        ValueError: one of them is no scalar.
    """
    written = [python_literal(member) for member in members]
    if len(written) > 1:
        text = "".join(f"    {member},\n" for member in written)
        return Escaped(f"Literal[\n{text}]", "python_literal_type")
    # Formatters treat a single subscript apart: no comma behind it, one line if it fits.
    line = f"Literal[{written[0]}]"
    fits = _columns(f"{name}: TypeAlias = {line}") <= LINE_WIDTH
    return Escaped(line if fits else f"Literal[\n    {written[0]}\n]", "python_literal_type")


def python_literal(value: JsonValue) -> Escaped:
    """Return a Python literal of a scalar, as a formatter would write it.

    Raises:
        ValueError: it is no scalar.
    """
    if isinstance(value, str):
        return Escaped(_quoted(value), "python_literal")
    if value is None or isinstance(value, bool | int | float):
        return Escaped(repr(value), "python_literal")
    message = f"not a scalar: {type(value).__name__}"
    raise ValueError(message)


def python_assigned(value: str, target: str) -> Escaped:
    """Return a string literal as a formatter writes it behind ``TARGET =``."""
    text = _quoted(value)
    alone, behind = 4 + _columns(text), len(target) + len(" = ") + _columns(text)
    # Parentheses are worth their lines only where the literal then fits.
    wrapped = alone <= LINE_WIDTH < behind
    return Escaped(f"(\n    {text}\n)" if wrapped else text, "python_assigned")


def python_docstring(text: str | Sequence[str], indent: int = 0) -> Escaped:
    """Return a complete docstring of one or more paragraphs, wrapped at 88 columns.

    Args:
        text: one paragraph, or several; white space inside is collapsed.
        indent: the column that the docstring stands at.
    """
    paragraphs = [one_line(part) for part in ([text] if isinstance(text, str) else text)]
    width = LINE_WIDTH - indent
    escaped = [backslashed(_DOCSTRING.sub(r"\\\g<0>", part)) for part in paragraphs if part]
    margin = " " * indent
    lines: list[str] = []
    for number, paragraph in enumerate(escaped):
        # The first line stands behind the quotes.
        wrapped = _wrapped(paragraph, width, 0 if number else 3)
        lines += ["", *(margin + line for line in wrapped)]
    body = "\n".join(lines).strip()
    if "\n" not in body:
        # Formatters never part a single line from its quotes, however long that makes it.
        return Escaped(f'"""{body}"""', "python_docstring")
    return Escaped(f'"""{body}\n{margin}"""', "python_docstring")


def python_value(value: JsonValue, indent: int = 0) -> Escaped:
    """Return a Python expression of JSON, spread over lines that continue at ``indent``.

    Strings are written as JSON does, in ASCII; ``ast.literal_eval`` gives the value back.
    """
    return Escaped(_spread(value, "    ", "\n" + " " * indent, _python_scalar), "python_value")


def javascript_value(value: JsonValue, indent: int = 0) -> Escaped:
    """Return a JavaScript expression of JSON, spread over lines that continue at ``indent``."""
    text = _spread(value, "  ", "\n" + " " * indent, _json_scalar)
    if "__proto__" in text:
        # As it stands this name would set the object's prototype, and be no member of it.
        text = _PROTOTYPE.sub(r'\1["__proto__"]:', text)
    return Escaped(text, "javascript_value")


def json_text(value: JsonValue, indent: int | None = None) -> Escaped:
    """Return strict JSON in ASCII."""
    return Escaped(_ascii_json(value, indent), "json_text")


def yaml_string(text: str) -> Escaped:
    """Return one double-quoted YAML string on one line; white space is collapsed."""
    quoted = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return Escaped(f'"{backslashed(quoted)}"', "yaml_string")


def toml_string(text: str) -> Escaped:
    """Return one basic string of TOML on one line; white space is collapsed."""
    return Escaped(str(yaml_string(text)), "toml_string")


def url_segment(text: str) -> Escaped:
    """Return text as one percent-encoded segment of a path, or value of a query."""
    segment = quote(text, safe="", errors="surrogatepass")
    # Dots alone would step up in a path.
    return Escaped(segment if segment.strip(".") else segment.replace(".", "%2E"), "url_segment")


def shell(text: str) -> Escaped:
    """Return text as one word of a POSIX shell.

    Raises:
        ValueError: it holds NUL, which no word can.
    """
    if "\0" in text:
        message = "a shell word cannot hold NUL"
        raise ValueError(message)
    if re.fullmatch(r"[\w@%+=:,./-]+", text, re.ASCII):
        return Escaped(text, "shell")
    return Escaped(f"'{shell_quoted(text)}'", "shell")


def shell_quoted(text: str) -> Escaped:
    """Return text, which has no NUL, for the inside of a shell's single quotes."""
    # Inside them a shell leaves everything alone but the quote itself.
    return Escaped(text.replace("'", "'\\''"), "shell_quoted")


def _columns(line: str) -> int:
    if line.isascii():
        return len(line)
    from unicodedata import combining, east_asian_width

    return sum((1 + (east_asian_width(c) in "WF")) for c in line if not combining(c))


def _quoted(text: str) -> str:
    escaped = backslashed(text.replace("\\", "\\\\"))
    # A formatter takes the quotes that need fewer escapes, double ones if in doubt.
    if escaped.count('"') > escaped.count("'"):
        return "'" + escaped.replace("'", "\\'") + "'"
    return '"' + escaped.replace('"', '\\"') + '"'


def _wrapped(text: str, width: int, used: int) -> Iterator[str]:
    line: list[str] = []
    length = used
    for word in text.split(" "):
        if line and length + len(word) > width:
            yield " ".join(line)
            line.clear()
            length = 0
        line.append(word)
        length += len(word) + 1
    yield " ".join(line)


def _ascii_json(value: JsonValue, indent: int | None) -> str:
    if indent is not None:
        return _spread(value, " " * indent, "\n", _json_scalar)
    # DEL is ASCII, so json leaves it as it is.
    return json.dumps(value, ensure_ascii=True, allow_nan=False).replace("\x7f", "\\u007f")


def _spread(value: JsonValue, step: str, newline: str, scalar: Callable[[JsonValue], str]) -> str:
    """Return JSON over lines, as ``json`` writes it with an indent, but several times faster."""
    inner = newline + step
    if isinstance(value, dict) and value:
        members = [
            f"{scalar(name)}: {_spread(member, step, inner, scalar)}"
            for name, member in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{newline}}}"
    if isinstance(value, list) and value:
        entries = [_spread(entry, step, inner, scalar) for entry in value]
        return f"[{inner}{f',{inner}'.join(entries)}{newline}]"
    return scalar(value)


def _json_scalar(value: JsonValue) -> str:
    if isinstance(value, str):
        return encode_basestring_ascii(value).replace("\x7f", "\\u007f")
    return json.dumps(value, allow_nan=False)


def _python_scalar(value: JsonValue) -> str:
    if value is None or isinstance(value, bool):
        return repr(value)
    text = _json_scalar(value)
    # JSON writes what lies beyond U+FFFF as two escapes; to Python these would be two characters.
    return _PAIR.sub(_joined, text) if "\\ud" in text else text


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
