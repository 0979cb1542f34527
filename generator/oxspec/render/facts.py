"""What a parameter's keywords say, in words: for docstrings and for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..jsontypes import ABSENT
from ..runtime.findings import EXCERPT_CHARACTERS, excerpt

if TYPE_CHECKING:
    from ..jsontypes import JsonValue
    from ..schema.normalise import Parameter

_END: Final = (".", "!", "?", ":", "…")
_ENUM_VALUES: Final = 50
DESCRIPTION_CHARACTERS: Final = 20_000


def documentation(parameter: Parameter, *, facts: bool = True) -> str:
    """Return a parameter's text followed by what its keywords say; "" for nothing at all."""
    text = " ".join(
        (parameter.description or parameter.title or "")[:DESCRIPTION_CHARACTERS].split()
    )
    said = _facts(parameter) if facts else []
    if text and said and not text.endswith(_END):
        text += "."
    return " ".join([text, *said]).strip()


def bounds_of(parameter: Parameter) -> tuple[str, ...]:
    """Return what bounds a parameter's value, in few words: ``1 to 50``, ``at most 4 entries``."""
    found = (
        _range(parameter, "minimum", "maximum", ("", "")),
        _exclusive(parameter),
        _range(parameter, "minLength", "maxLength", (" character", " characters")),
        _range(parameter, "minItems", "maxItems", (" entry", " entries")),
    )
    return tuple(bound for bound in found if bound)


def shape_of(parameter: Parameter) -> tuple[str, ...]:
    """Return what else a value must look like, in few words: ``a multiple of 8``."""
    multiple = parameter.keywords.get("multipleOf")
    found = ("" if multiple is None else f"a multiple of {excerpt(multiple)}", _pattern(parameter))
    return tuple(shape for shape in found if shape)


def _facts(parameter: Parameter) -> list[str]:
    found = [
        *(f"{bound[0].upper()}{bound[1:]}." for bound in bounds_of(parameter)),
        *(f"{shape[0].upper()}{shape[1:]}." for shape in shape_of(parameter)),
        _one_of(parameter),
        f"Format: {parameter.format}." if parameter.format else "",
        _default(parameter),
    ]
    return [fact for fact in found if fact]


def _range(parameter: Parameter, low: str, high: str, units: tuple[str, str]) -> str:
    least, most = parameter.number(low), parameter.number(high)
    one, many = units
    if least is not None and most is not None:
        return f"{least} to {most}{many}"
    if least is not None:
        return f"at least {least}{one if least == 1 else many}"
    return f"at most {most}{one if most == 1 else many}" if most is not None else ""


def _exclusive(parameter: Parameter) -> str:
    above, below = parameter.number("exclusiveMinimum"), parameter.number("exclusiveMaximum")
    words = [f"above {above}"] if above is not None else []
    words += [f"below {below}"] if below is not None else []
    return " and ".join(words)


def _pattern(parameter: Parameter) -> str:
    """Return a pattern as it is written, without the escapes that JSON needs."""
    pattern = parameter.keywords.get("pattern")
    if not isinstance(pattern, str):
        return ""
    is_long = len(pattern) > EXCERPT_CHARACTERS
    return f'matches "{pattern[:EXCERPT_CHARACTERS]}{"…" if is_long else ""}"'


def _one_of(parameter: Parameter) -> str:
    """Return an enum's members where the type cannot carry them: no literal is a float."""
    members = parameter.members or ()
    if not any(isinstance(member, float | list | dict) for member in members):
        return ""
    shown = ", ".join(excerpt(member) for member in members[:_ENUM_VALUES])
    return f"One of: {shown}{', …' if len(members) > _ENUM_VALUES else ''}."


def _default(parameter: Parameter) -> str:
    default: JsonValue = None if parameter.default is ABSENT else parameter.default
    return "" if default is None else f"Default: {excerpt(default)}."
