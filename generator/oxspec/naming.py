"""Names of files, modules, parameters and types that are made of a catalog's names.

Every map is injective, also where case is folded, and does not depend on the order of its input.
A name that can be used as it is stays as it is; the names of the others depend on the rest of the
catalog only where two would meet.
"""

from __future__ import annotations

import hashlib
import keyword
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

IDENTIFIER_CHARACTERS: Final = 64
#: Such a type's ``class X(TypedDict, total=False):`` fits a line of 88 characters.
TYPE_CHARACTERS: Final = 57
FILE_STEM_BYTES: Final = 120
_HASH_DIGITS: Final = 8

_DEVICES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
#: Pages that are written by hand in the same folder, and those and our own indexes.
WRITTEN_PAGES: Final = frozenset(("index", "overview", "readme"))
_PAGES: Final = WRITTEN_PAGES | {"model-references"}
#: Names that a client package has of its own.
_PACKAGE: Final = frozenset(
    (
        *("_runtime", "py", "py_typed", "manifest", "readme", "models", "annotations"),
        *("conftest", "test", "tests", "import_module", "data_url"),
    )
)
#: Names that a generated module or the methods around it use.
_RESERVED: Final = frozenset(
    (
        *("client", "options", "preflight", "self", "cls", "params", "model", "endpoint"),
        *("digest", "wire", "create", "acreate", "submit", "stream", "validate", "body"),
        *("timeout", "asubmit", "astream", "operations", "spec", "finding", "calling", "jobs"),
        *("result", "none"),
    )
)
#: What the types that the modules of an endpoint share are named after.
_KINDS: Final = ("Chat", "Image", "ImageEdit", "Video", "Audio")
#: Names that annotations are made of, and what a generated module defines beside them.
ANNOTATION_NAMES: Final = frozenset(
    (
        *("str", "int", "float", "bool", "Sequence", "Mapping", "JsonValue", "JsonObject"),
        *("Literal", "Required", "Unpack", "TypedDict", "TypeAlias", "Final"),
        *("Client", "AsyncClient", "Params", "Create", "Submit", "Spec", "Finding", "Calling"),
        *("operations", "Jobs", "AsyncJobs", "ChatStream", "AsyncChatStream", "ChatCompletion"),
        *("ImageResult", "VideoResult", "AudioResult", "ChatParams"),
        *(f"{kind}Call" for kind in _KINDS),
        *(f"{kind}Options" for kind in _KINDS),
        *(f"{kind}QueueOptions" for kind in _KINDS),
        *(f"{kind}Submission" for kind in _KINDS),
    )
)
_ANNOTATION_FOLDED: Final = frozenset(name.casefold() for name in ANNOTATION_NAMES)
#: Soft keywords are written out: the list in ``keyword`` differs between Python's versions.
_KEYWORDS: Final = frozenset(
    name.casefold() for name in (*keyword.kwlist, "_", "case", "match", "type")
)
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def file_stem(identifier: str) -> str:
    """Return the file name of a model's page, without its suffix, as the hub makes it.

    Runs of other characters than ``A-Za-z0-9_-`` become one ``_``. What cannot be a file
    everywhere (device names, nothing at all, more than 120 bytes) gets a hash.
    """
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", identifier).strip("_").lstrip("-")
    unusable = not stem or stem.casefold() in _DEVICES or stem.casefold() in _PAGES
    # ".x" would be a hidden file that lost its dot: two different things in one name.
    if unusable or identifier.startswith((".", "-")) or len(stem) > FILE_STEM_BYTES:
        return _hashed(stem or "model", identifier, FILE_STEM_BYTES)
    return stem


def file_stems(
    identifiers: Iterable[str], *, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the page's file name of every model, by id.

    Args:
        identifiers: of the models.
        known: names that are given away already, by id: they stay.
    """
    return _beside(identifiers, file_stem, known or {}, limit=FILE_STEM_BYTES)


def module_name(identifier: str) -> str:
    """Return a model's Python module: lower-case ASCII, at most 64 characters."""
    slug = re.sub(r"[^a-z0-9]+", "_", identifier.lower()).strip("_")
    if slug[:1].isdecimal():
        slug = f"m{slug}"
    # What the alphabet lost may be all that tells two ids apart; ASCII separators are no loss.
    if not slug or not identifier.isascii() or len(slug) > IDENTIFIER_CHARACTERS:
        return _hashed(slug or "model", identifier, IDENTIFIER_CHARACTERS)
    return f"{slug}_" if slug in _KEYWORDS | _PACKAGE | _RESERVED | _DEVICES else slug


def module_names(
    identifiers: Iterable[str], *, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the Python module of every model, by id.

    Args:
        identifiers: of the models.
        known: names that are given away already, by id: they stay.
    """
    return _beside(identifiers, module_name, known or {})


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return the Python identifier of every parameter, by the name on the wire."""
    return _injective(names, _identifier)


def is_plain(name: str) -> bool:
    """Return whether a name can be a key of a class-syntax ``TypedDict`` as it is."""
    return (
        _IDENTIFIER.fullmatch(name) is not None
        and not keyword.iskeyword(name)
        and not name.startswith("__")
        and name not in ANNOTATION_NAMES
    )


def type_name(name: str) -> str:
    """Return a name in CamelCase, "Value" where nothing of it can be used."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    camel = "".join(word[:1].upper() + word[1:] for word in words) or "Value"
    if camel[0].isdecimal():
        camel = f"T{camel}"
    if len(camel) > TYPE_CHARACTERS:
        return _hashed(camel, name, TYPE_CHARACTERS)
    folded = camel.casefold()
    taken = folded in _ANNOTATION_FOLDED | _KEYWORDS | _RESERVED
    return f"{camel}Value" if taken else camel


def type_names(names: Iterable[str], *, taken: Collection[str] = ()) -> dict[str, str]:
    """Return the type of every name, by name; ``taken`` are identifiers that it may not be."""
    return _injective(names, type_name, taken=taken, limit=TYPE_CHARACTERS)


def _identifier(name: str) -> str:
    text = re.sub(r"[^A-Za-z0-9_]+", "_", name)
    if text != name:
        text = text.strip("_")
    # Two leading underscores are mangled inside a class, and dunders belong to Python.
    text = re.sub(r"^__+", "p_", text)
    if text[:1].isdecimal():
        text = f"p{text}"
    if not text.strip("_") or not name.isascii() or len(text) > IDENTIFIER_CHARACTERS:
        return _hashed(text.strip("_") or "p", name, IDENTIFIER_CHARACTERS)
    folded = text.casefold()
    taken = folded in _KEYWORDS or folded in _ANNOTATION_FOLDED
    return f"{text}_" if taken or folded in _RESERVED else text


def _beside(
    names: Iterable[str],
    derive: Callable[[str], str],
    known: Mapping[str, str],
    *,
    limit: int = IDENTIFIER_CHARACTERS,
) -> dict[str, str]:
    wanted = frozenset(names)
    # Files: on some disks names that differ in case alone are one.
    taken = {name.casefold() for name in known.values()}
    fresh = _injective(wanted - known.keys(), derive, taken=taken, limit=limit)
    met = {name for name, text in fresh.items() if text.casefold() in taken}
    fresh |= {name: _free(fresh[name], name, taken, limit) for name in met}
    return fresh | {name: known[name] for name in sorted(wanted & known.keys())}


def _injective(
    names: Iterable[str],
    derive: Callable[[str], str],
    *,
    taken: Collection[str] = (),
    limit: int = IDENTIFIER_CHARACTERS,
) -> dict[str, str]:
    """Map every name to what ``derive`` makes of it, with hashes where two would meet."""
    derived = {name: derive(name) for name in sorted(set(names))}
    groups: dict[str, list[str]] = {}
    for name, text in derived.items():
        groups.setdefault(text.casefold(), []).append(name)
    kept = [_keeper(group, derived) for group in groups.values()]
    keepers = {name for name in kept if name is not None and derived[name] not in taken}
    used = {derived[name].casefold() for name in keepers} | {name.casefold() for name in taken}
    for name in [name for name in derived if name not in keepers]:
        derived[name] = _free(derived[name], name, used, limit)
        used.add(derived[name].casefold())
    return derived


def _keeper(group: list[str], derived: dict[str, str]) -> str | None:
    """Return which of the names that meet keeps the name: the exact one, else none of them."""
    if len(group) == 1:
        return group[0]
    exact = [name for name in group if derived[name] == name]
    # Case twins are both exact: the lower-case one stays.
    return max(exact, key=lambda name: (name.islower(), name), default=None)


def _free(text: str, name: str, used: Collection[str], limit: int) -> str:
    for digits in range(_HASH_DIGITS, 64, 4):
        candidate = _hashed(text, name, limit, digits=digits)
        if candidate.casefold() not in used:
            return candidate
    raise AssertionError(name)  # two names with one SHA-256


def _hashed(text: str, name: str, limit: int, *, digits: int = _HASH_DIGITS) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return f"{text[: limit - digits - 1].rstrip('_')}_{digest}"
