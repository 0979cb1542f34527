"""Bodies in files, mended where that is safe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..validation.ignoring import unmended
from ..validation.judge import judge
from ..validation.mend import mended
from ..validation.outcome import Validation
from ..validation.repair import repaired
from ..validation.text import located, read
from .files import put_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalog.model import Catalog
    from ..configuration import Ignore
    from ..jsontypes import JsonObject, JsonValue
    from ..runtime.findings import Finding, Unknown
    from ..validation.outcome import Item

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Options:
    """How bodies are judged, and what is mended.

    Attributes:
        model: the id that they are judged by, where one was asked for.
        unknown: what a parameter that a model does not have is.
        unsafe: whether numbers may be moved to the bound that they are beyond.
        ignores: findings that are passed over, and so stay as they are.
    """

    model: str | None = None
    unknown: Unknown = "error"
    unsafe: bool = False
    ignores: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class Mending:
    """What can be, or was, mended in one text.

    Attributes:
        source: its file name, ``-`` for standard input.
        before: as it was written.
        after: with the repairs.
        repairs: how many there are.
    """

    source: str
    before: str
    after: str
    repairs: int


@dataclass(frozen=True, slots=True)
class Mended:
    """The verdicts after the repairs, and the repairs.

    Attributes:
        validation: of the bodies as they are after.
        mendings: of the texts that change.
    """

    validation: Validation
    mendings: tuple[Mending, ...]


def mend_all(validation: Validation, options: Options) -> Mended:
    """Return what is left of a validation's findings after the repairs that are safe.

    Args:
        validation: of the bodies as they are.
        options: how they are judged, and what is mended.
    """
    items: list[Item] = []
    mendings: list[Mending] = []
    for item in validation.items:
        made = _mended(item, validation.catalog, options)
        items.append(item if made is None else made[0])
        if made is not None:
            mendings.append(made[1])
    return Mended(Validation(tuple(items), validation.catalog), tuple(mendings))


def write_mendings(mendings: Iterable[Mending]) -> None:
    """Write the mended texts back; a byte-order mark stays.

    Raises:
        OutputError: one cannot be written; those before it are.
    """
    for mending in mendings:
        path = Path(mending.source)
        with path.open("rb") as file:
            mark = _BOM if file.read(len(_BOM)) == _BOM else b""
        put_file(path, mark + mending.after.encode("utf-8"))


def _mended(item: Item, catalog: Catalog | None, options: Options) -> tuple[Item, Mending] | None:
    if catalog is None or item.syntax != "json":
        return None
    if not any(finding.fix for finding in unmended(item.verdict, options.ignores)):
        return None

    def findings_of(body: JsonValue) -> tuple[Finding, ...]:
        verdict = judge(body, catalog, model=options.model, unknown=options.unknown)
        return unmended(verdict, options.ignores)

    body = read(item.text.encode("utf-8")).body
    _, operations = repaired(body, findings_of, unsafe=options.unsafe)
    if not operations:
        return None
    return _item(item, operations, catalog, options)


def _item(
    item: Item, operations: list[JsonObject], catalog: Catalog, options: Options
) -> tuple[Item, Mending]:
    after = mended(item.text, operations)
    body = read(after.encode("utf-8")).body
    verdict = judge(body, catalog, model=options.model, unknown=options.unknown)
    verdict = verdict._replace(findings=located(verdict.findings, after))
    mending = Mending(item.source, item.text, after, len(operations))
    return item._replace(verdict=verdict, text=after), mending
