"""Templates of a user's own, which take the place of built-in ones by name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NoReturn

from ..catalog.nearest import nearest_ids
from ..errors import UsageProblem
from ..resources import templates_dir
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What the names of built-in templates begin with where one is extended.
BUILTIN: Final = "builtin"
_ASSETS: Final = "assets"
_SUFFIX: Final = ".jinja"
_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class OwnTemplates:
    """A folder of templates, as it was when it was read.

    Attributes:
        folder: as it was named.
        files: the content of each, by its name inside: ``mdx/page.mdx.jinja``.
    """

    folder: Path
    files: Mapping[str, bytes]

    def digest(self, page_format: str) -> str:
        """Return ``sha256:…`` of the names and the contents of one format's files."""
        digest = hashlib.sha256()
        for name, content in self.of(page_format).items():
            digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
        return f"sha256:{digest.hexdigest()}"

    def of(self, page_format: str) -> Mapping[str, bytes]:
        """Return the files of one format, by their names inside its folder."""
        start = f"{page_format}/"
        return {
            name.removeprefix(start): content
            for name, content in self.files.items()
            if name.startswith(start)
        }

    def assets(self, page_format: str) -> dict[str, bytes]:
        """Return the files that are copied beside the pages of one format."""
        files = self.of(page_format).items()
        return {name: content for name, content in files if name.startswith(f"{_ASSETS}/")}

    def path(self, name: str) -> str:
        """Return where a file is, for a message."""
        return excerpt(str(self.folder / name), limit=200)[1:-1]


def builtin_names() -> tuple[str, ...]:
    """Return the names that templates may have: ``mdx/page.mdx.jinja``, …."""
    folder = templates_dir() / "docs"
    found = (path.relative_to(folder) for path in folder.rglob(f"*{_SUFFIX}"))
    return tuple(sorted(path.as_posix() for path in found))


def read_templates(folder: Path) -> OwnTemplates:
    """Return the templates of a folder.

    A file has the name of a built-in template, or begins with ``_`` and is there to be included,
    or is in ``FORMAT/assets``. What begins with a dot is passed by.

    Raises:
        UsageProblem: it is no folder, has no template, or has a file of another name.
    """
    if not folder.is_dir():
        what = "there is no such folder of templates"
        raise UsageProblem(
            what, where=_shown(folder), fix="name one that has mdx, md or html in it"
        )
    names = builtin_names()
    formats = {name.partition("/")[0] for name in names}
    files: dict[str, bytes] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in names and not _is_beside(PurePosixPath(name), formats):
            _refuse(path, name, names)
        files[name] = _content(path)
    if not files:
        what = "there is no template in it"
        raise UsageProblem(what, where=_shown(folder), fix=f"templates are called {names[0]}, …")
    return OwnTemplates(folder, files)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path


def _is_beside(name: PurePosixPath, formats: set[str]) -> bool:
    """Return whether a file is one that no built-in template has to be called like."""
    first, *rest = name.parts
    if first not in formats or not rest:
        return False
    is_part = name.name.startswith("_") and name.suffix == _SUFFIX
    return is_part or (len(rest) > 1 and rest[0] == _ASSETS)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise UsageProblem(what, where=_shown(path), fix="mend it, or take it out") from error
    try:
        if path.suffix == _SUFFIX:
            content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = "not text in UTF-8"
        raise UsageProblem(what, where=f"{_shown(path)}:{line}", fix="save it as UTF-8") from error
    if len(content) > _BYTES:
        what = f"larger than {_BYTES // 1024 // 1024} MiB"
        raise UsageProblem(what, where=_shown(path), fix="no template is that large")
    return content


def _refuse(path: Path, name: str, names: tuple[str, ...]) -> NoReturn:
    near = nearest_ids(name, names, most=1) or nearest_ids(f"{name}{_SUFFIX}", names, most=1)
    fix = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
    what = "no built-in template has this name, and no part of your own that begins with _"
    raise UsageProblem(what, where=_shown(path), fix=fix)


def _shown(path: Path) -> str:
    return excerpt(str(path), limit=200)[1:-1]
