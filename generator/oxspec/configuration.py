"""The configuration file: found upwards from the working directory, read strictly."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast, get_args

from .errors import UsageProblem
from .runtime.findings import Unknown, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

CONFIG_BYTES: Final = 1 << 20
BUNDLED: Final = "bundled"
#: How a source begins that is a file in a git revision (``git:REV:PATH``).
GIT: Final = "git:"

LOCK_NAME: Final = "oxspec.lock"
_CONFIG_NAMES: Final = ("oxspec.toml", "pyproject.toml")


class Ignore(NamedTuple):
    """Findings that a team has decided to live with: those that match all that is given.

    Attributes:
        reason: why.
        code: of the finding, or None for any.
        model: pattern of ids, with ``*`` and ``?``, or None for any.
        parameter: the first name in the finding's pointer, or None for any.
        until: the last day that it holds, or None.
    """

    reason: str
    code: str | None = None
    model: str | None = None
    parameter: str | None = None
    until: date | None = None


_Value: TypeAlias = "str | tuple[str, ...] | tuple[Ignore, ...]"


class Config(NamedTuple):
    """The checked values of one configuration file."""

    values: Mapping[str, _Value] = MappingProxyType({})
    file: Path | None = None

    def text(self, key: str) -> str | None:
        """Return a text, or None."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, () where there is none."""
        return cast("tuple[str, ...]", self.values.get(key, ()))

    def rules(self) -> tuple[str, ...]:
        """Return the files of rules, as seen from where the configuration stands."""
        return tuple(str((self.file or Path()).parent / name) for name in self.texts("rules"))

    def ignore(self) -> tuple[Ignore, ...]:
        """Return the findings to pass over."""
        return cast("tuple[Ignore, ...]", self.values.get("ignore", ()))

    def source(self) -> str | None:
        """Return the source; a file is meant from where the configuration stands."""
        source = self.text("source")
        if not source or self.file is None or source == BUNDLED:
            return source or None
        if "://" in source or source.startswith(GIT):
            return source
        return str(self.file.parent / source)


def find_config(cwd: Path) -> Config:
    """Return the nearest configuration from a folder upwards; an empty one where there is none.

    Raises:
        UsageProblem: it cannot be read, or a value in it cannot be used.
    """
    for folder in (cwd, *cwd.parents):
        for name in _CONFIG_NAMES:
            file = folder / name
            if file.is_file():
                table = _table(file)
                if table is not None:
                    return Config({key: _checked(file, key, table[key]) for key in table}, file)
    return Config()


def find_lock(cwd: Path, config: Config) -> Path | None:
    """Return the nearest lock from a folder upwards, as far as that of the configuration."""
    for folder in (cwd, *cwd.parents):
        file = folder / LOCK_NAME
        if file.is_file():
            return file
        if config.file is not None and folder == config.file.parent:
            return None
    return None


def _table(file: Path) -> Mapping[str, object] | None:
    """Return a file's settings, None for a pyproject.toml that has none of ours."""
    data = _config_bytes(file)
    own = file.name == "oxspec.toml"
    # Most projects' pyproject.toml says nothing to us: those are not parsed at all.
    if not own and b"oxspec" not in data:
        return None
    import tomllib

    try:
        document: dict[str, object] = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        what = f"not TOML: {excerpt(str(error))}"
        raise UsageProblem(what, where=str(file), fix="mend it, or pass --no-config") from None
    if own:
        return document
    tool = document.get("tool", {})
    table: object = (
        cast("dict[str, object]", tool).get("oxspec") if isinstance(tool, dict) else None
    )
    if table is None or isinstance(table, dict):
        return cast("dict[str, object] | None", table)
    what = "tool.oxspec is a table"
    raise UsageProblem(what, where=str(file))


def _config_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(CONFIG_BYTES + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise UsageProblem(what, where=str(file), fix="or pass --no-config") from None
    if len(data) > CONFIG_BYTES:
        what = f"larger than {CONFIG_BYTES} bytes"
        raise UsageProblem(what, where=str(file))
    return data


def _checked(file: Path, key: str, value: object) -> _Value:
    if key not in _CHECKS:
        what = f"unknown key {excerpt(key)}"
        raise UsageProblem(what, where=str(file), fix=f"known keys: {', '.join(sorted(_CHECKS))}")
    expected, check = _CHECKS[key]
    checked = check(value)
    if checked is None:
        what = f"{key} is {expected}, got {excerpt(value)}"
        raise UsageProblem(what, where=str(file))
    return checked


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value and value.isprintable() else None


def _texts(value: object) -> tuple[str, ...] | None:
    entries = cast("list[object]", value) if isinstance(value, list) else [None]
    texts = tuple(text for text in map(_text, entries) if text is not None)
    return texts if len(texts) == len(entries) else None


def _unknown(value: object) -> str | None:
    return value if isinstance(value, str) and value in get_args(Unknown) else None


def _ignores(value: object) -> tuple[Ignore, ...] | None:
    entries = cast("list[object]", value) if isinstance(value, list) else [None]
    ignores = tuple(ignore for ignore in map(_ignore, entries) if ignore is not None)
    return ignores if len(ignores) == len(entries) else None


def _ignore(value: object) -> Ignore | None:
    from datetime import date, datetime

    entry = dict(cast("dict[str, object]", value)) if isinstance(value, dict) else {}
    until = entry.pop("until", None)
    is_day = isinstance(until, date) and not isinstance(until, datetime)
    texts = {name: text for name, given in entry.items() if (text := _text(given)) is not None}
    about = {"code", "model", "parameter"} & texts.keys()
    if len(texts) < len(entry) or not about or texts.keys() - about != {"reason"}:
        return None
    if until is not None and not is_day:
        return None
    return Ignore(**texts, until=cast("date | None", until))


_CHECKS: Final[Mapping[str, tuple[str, Callable[[object], _Value | None]]]] = {
    "source": ("a URL, a file or bundled", _text),
    "models": ("a list of model ids", _texts),
    "rules": ("a list of files", _texts),
    "unknown": ('"error", "warn" or "allow"', _unknown),
    "format": ("the name of a report format", _text),
    "ignore": (
        "a list of tables: a reason, one or more of code, model and parameter, and a day (until)",
        _ignores,
    ),
}
