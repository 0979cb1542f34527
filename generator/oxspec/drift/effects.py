"""What changes do to bodies that there are: which are refused now, or ask for something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..runtime.findings import Finding, pointer_of
from ..validation.judge import judge
from ..validation.repair import repaired
from ..validation.text import located
from .places import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..catalog.model import Catalog
    from ..jsontypes import JsonObject, JsonValue
    from ..validation.text import Syntax
    from .changes import Change, Kind

    Path = tuple[str | None, ...]
    _Identity = tuple[str, str, str]

#: What a body is told that meets a change, where several changes are at one parameter.
_CODES: Final[Mapping[Kind, str]] = {
    "type-changed": "wrong-type",
    "enum-narrowed": "not-in-enum",
    "range-narrowed": "out-of-range bad-length",
    "format-changed": "bad-format",
    "became-required": "missing-parameter",
    "required-parameter-added": "missing-parameter",
    "parameter-removed": "unknown-parameter",
    "parameter-renamed": "unknown-parameter missing-parameter",
}


@dataclass(frozen=True, slots=True)
class Body:
    """One body that there is.

    Attributes:
        source: its file.
        text: as it was written.
        syntax: what it is written in.
        value: what it says.
        model: the id that it names.
    """

    source: str
    text: str
    syntax: Syntax
    value: JsonObject
    model: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does to one body.

    Attributes:
        source: the body's file.
        change: what does it.
        pointer: of what is refused, or of the object that leaves a default to the hub.
        line: 1-based, of that.
        column: 1-based, in characters.
        mendable: whether ``oxspec validate --fix`` mends it.
    """

    source: str
    change: Change
    pointer: str
    line: int
    column: int
    mendable: bool = False


def effects_on(
    body: Body, changes: Sequence[Change], *, old: Catalog, new: Catalog
) -> list[Effect]:
    """Return what changes do to a body, in the order of its text.

    Args:
        body: a body.
        changes: between the catalogs, of any model.
        old: the catalog as it was.
        new: the catalog as it is.
    """
    own = [change for change in changes if change.model == body.model]
    if not own:
        return []
    was_told = {_identity(finding) for finding in judge(body.value, old).findings}
    told = judge(body.value, new).findings
    lost = [f for f in told if f.severity == "error" and _identity(f) not in was_told]
    left = _left_after_repair(body, new) if lost else set["_Identity"]()
    met: list[tuple[Change, Finding]] = []
    for finding in lost:
        met += [(change, finding) for change in _causes(finding, own)]
    met += [(change, at) for change in own for at in _unseen(change, body)]
    places = located((finding for _, finding in met), body.text, syntax=body.syntax)
    effects = [
        Effect(
            source=body.source,
            change=change,
            pointer=place.pointer,
            line=place.line or 1,
            column=place.column or 1,
            mendable=finding in lost and _identity(finding) not in left,
        )
        for (change, finding), place in zip(met, places, strict=True)
    ]
    return sorted(effects, key=lambda effect: (effect.line, effect.column))


def _identity(finding: Finding) -> _Identity:
    missing = str(finding.allowed) if finding.code == "missing-parameter" else ""
    return finding.code, finding.pointer, missing


def _left_after_repair(body: Body, new: Catalog) -> set[_Identity]:
    mended, _ = repaired(body.value, lambda value: judge(value, new).findings)
    return {_identity(finding) for finding in judge(mended, new).findings}


def _causes(finding: Finding, changes: Iterable[Change]) -> list[Change]:
    """Return the changes that a finding is due to."""
    breaking = [change for change in changes if change.impact == "breaking"]
    at = [change for change in breaking if _is_at(change, finding)]
    named = [change for change in at if finding.code in _CODES.get(change.kind, "").split()]
    # What is said of the schema itself may be at any parameter.
    whole = [change for change in breaking if change.pointer == "" and change.parameter is None]
    return named or at or whole


def _is_at(change: Change, finding: Finding) -> bool:
    if change.parameter is None:
        return False
    tokens = tokens_of(finding.pointer)
    if finding.code == "missing-parameter":
        tokens = (*tokens, str(finding.allowed))
    paths = [_path(change)]
    if change.kind == "parameter-renamed":
        # A name that was taken for another may be refused, and one that is still taken is not.
        paths.append((*paths[0][:-1], str(change.new)))
    return any(_leads_to(path, tokens) for path in paths)


def _leads_to(path: Path, tokens: Sequence[str]) -> bool:
    both = zip(path, tokens, strict=False)
    return all(name is None or name == token for name, token in both)


def _path(change: Change) -> Path:
    """Return the steps to a parameter in a body, None for any entry of a list."""
    tokens = iter(tokens_of(change.pointer or ""))
    return tuple(next(tokens) if keyword == "properties" else None for keyword in tokens)


def _unseen(change: Change, body: Body) -> Iterator[Finding]:
    """Yield where a body meets a change that no finding tells."""
    if change.impact == "behaviour":
        for owner in _lacking(body.value, _path(change)):
            yield _mark(owner)
    elif change.kind in ("model-removed", "model-renamed"):
        yield _mark("/model")
    elif change.pointer is None and change.impact == "breaking":
        yield _mark("")


def _mark(pointer: str) -> Finding:
    return Finding("schema", pointer, "")


def _lacking(value: JsonValue, path: Path, at: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Yield the pointers of the objects that a path leads to and that lack its last name."""
    if not path:
        return  # an entry that is there is no name that is left out
    step, *rest = path
    if step is None:
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            yield from _lacking(entry, tuple(rest), (*at, index))
    elif isinstance(value, dict):
        if not rest:
            yield from () if step in value else (pointer_of(at),)
        elif step in value:
            yield from _lacking(value[step], tuple(rest), (*at, step))
