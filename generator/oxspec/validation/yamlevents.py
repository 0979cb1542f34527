"""A YAML text as a flat row of events, by PyYAML: with its C parser where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import JsonTextError, UsageProblem
from ..jsonplaces import line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

#: What a person writes by hand is far smaller; the parser takes its time.
YAML_CHARACTERS: Final = 8 << 20
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(slots=True)
class YamlEvent:
    """One step through the text, of any kind.

    Attributes:
        kind: the library's name for it.
        start: offset of its first character.
        end: offset behind its last one.
        anchor: what it is called, or calls, or None.
        tag: as it is resolved, or None.
        text: of a scalar, without its quotes and escapes.
        is_plain: whether a scalar has no quotes and is no block.
    """

    kind: str
    start: int
    end: int
    anchor: str | None
    tag: str | None
    text: str
    is_plain: bool


def events_of(text: str) -> Iterator[YamlEvent]:
    """Yield the events of a text.

    Raises:
        JsonTextError: it is not YAML, or too large.
        UsageProblem: PyYAML is not installed.
    """
    _refuse_text(text)
    try:
        import yaml
    except ImportError as error:
        what = "YAML bodies need PyYAML"
        raise UsageProblem(what, fix="pip install 'oxspec[yaml]'") from error
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            yield _event(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parts = [" ".join(part.split()) for part in (error.context, error.problem) if part]
        raise error_at(text, mark.index if mark else 0, f"not YAML: {', '.join(parts)}") from None
    except (yaml.YAMLError, RecursionError) as error:
        what = f"not YAML: {type(error).__name__}"
        raise JsonTextError(what) from None


def error_at(text: str, offset: int, what: str) -> JsonTextError:
    """Return the error of what stands at an offset."""
    line, column = line_and_column(text, offset)
    return JsonTextError(what, line=line, column=column)


def _refuse_text(text: str) -> None:
    if len(text) > YAML_CHARACTERS:
        what = f"larger than {YAML_CHARACTERS >> 20} MiB: send big files by their address"
        raise JsonTextError(what)
    if unprintable := _UNPRINTABLE.search(text):
        what = f"not YAML: a control character, U+{ord(unprintable.group()):04X}"
        raise error_at(text, unprintable.start(), what)


def _event(event: Event) -> YamlEvent:
    kind, start, end = type(event).__name__, event.start_mark, event.end_mark
    return YamlEvent(
        kind,
        start.index if start else 0,
        end.index if end else 0,
        getattr(event, "anchor", None),
        getattr(event, "tag", None),
        getattr(event, "value", ""),
        is_plain=kind == "ScalarEvent" and getattr(event, "implicit", (False,))[0],
    )
