"""Words for places, values and bounds in a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .findings import excerpt
from .hints import distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .jsonvalue import JsonObject, JsonValue

SHOWN_VALUES: Final = 12
_NEAREST_VALUES: Final = 5
_COMPARED_VALUES: Final = 1_000
#: Types of JSON Schema in words.
ARTICLES: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
#: What the names of files end in that a model may take.
_MEDIA_ENDINGS: Final = (
    *(
        ".avif",
        ".bmp",
        ".gif",
        ".heic",
        ".jpeg",
        ".jpg",
        ".png",
        ".svg",
        ".tiff",
        ".webp",
    ),
    *(".avi", ".mkv", ".mov", ".mp4", ".webm"),
    *(".aac", ".flac", ".m4a", ".mp3", ".ogg", ".wav", ".pdf"),
)
_BOUND_WORDS: Final = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
}


def place(tokens: Sequence[str | int]) -> str:
    """Return a place as people write it: ``messages[0].role``; "the body" for the whole."""
    if not tokens:
        return "the body"
    text = "".join(
        f"[{token}]" if isinstance(token, int) else f".{token}" for token in tokens
    )
    return excerpt(text.removeprefix("."))[1:-1]


def shown(value: JsonValue) -> str:
    """Return a value for the middle of a sentence."""
    return excerpt(value, limit=48)


def one_of(value: JsonValue, allowed: Sequence[JsonValue]) -> str:
    """Return the allowed values: all of a few, of many those that are nearest."""
    if len(allowed) == 1:
        return excerpt(allowed[0])
    if len(allowed) <= SHOWN_VALUES:
        return "one of " + ", ".join(map(excerpt, allowed))
    text = str(value)[:64]
    by_nearness = sorted(
        allowed[:_COMPARED_VALUES], key=lambda member: distance(text, str(member)[:64])
    )
    some = ", ".join(map(excerpt, by_nearness[:_NEAREST_VALUES]))
    return f"one of {len(allowed)} values, such as {some}"


def between(bounds: JsonObject) -> str:
    """Return bounds in words: ``from 0 to 2``, ``at least 1``."""
    if set(bounds) == {"minimum", "maximum"}:
        return f"from {bounds['minimum']} to {bounds['maximum']}"
    return " and ".join(
        f"{_BOUND_WORDS[keyword]} {bound}" for keyword, bound in bounds.items()
    )


def within(value: JsonValue, schema: JsonValue) -> str | None:
    """Return what to write in the place of a value, None where a schema has no limits."""
    limits = schema if isinstance(schema, dict) else {}
    if isinstance(enum := limits.get("enum"), list) and enum:
        # What is no text is near to none of many: the shortest are as good as any.
        return f"write {one_of(value if isinstance(value, str) else '', enum)}"
    bounds = {keyword: limits[keyword] for keyword in _BOUND_WORDS if keyword in limits}
    return f"write a number, {between(bounds)}" if bounds else None


def counted(count: JsonValue, unit: str) -> str:
    """Return ``1 entry``, ``2 entries``, ``3 characters``."""
    if unit == "entry":
        return f"{count} {'entry' if count == 1 else 'entries'}"
    return f"{count} {unit if count == 1 else unit + 's'}"


def _is_file(address: str) -> bool:
    """Return whether an address is the name of a file, its host missing: ``img/ox.png``."""
    host, slash, _ = address.partition("/")
    is_media = address.lower().endswith(_MEDIA_ENDINGS) and "://" not in address
    return is_media and not (slash and "." in host)


def address_hint(value: JsonValue) -> str:
    """Return what is wrong with an address that the hub cannot read."""
    if not isinstance(value, str) or not value:
        return "give the full address of a file that the hub can read"
    if any(char.isspace() for char in value):
        return "take the blanks out, or write them as %20"
    is_path = value.startswith(("/", "./", "../", "~", "file:")) or "\\" in value
    if is_path or _is_file(value):
        return "the hub cannot read a file of this machine: upload it, or send it as a data: URI"
    if "://" not in value and "." in value.split("/")[0]:
        return f"did you mean {excerpt('https://' + value)}?"
    return "write the whole address, beginning with https://"
