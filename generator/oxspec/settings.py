"""What a command needs to know before it starts: options, environment, configuration, defaults."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from .configuration import BUNDLED, GIT, Config, Ignore, find_config, find_lock
from .errors import UsageProblem
from .runtime.findings import Unknown, excerpt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["BUNDLED", "GIT", "HUB_URL", "Settings", "load_settings", "parse_age"]

HUB_URL: Final = "https://hub.oxen.ai"
DEFAULT_MAX_AGE_S: Final = 24 * 3600

_API: Final = "/api/ai"
_AGE: Final = re.compile(r"([0-9]{1,9})([smhdw])|0")
_UNIT_S: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_FILES: Final = re.compile(rf"[^{os.pathsep}]+")


class Settings(NamedTuple):
    """What a command needs to know.

    Attributes:
        cache_asked: where catalogs are to be kept, None for the user's folder of caches.
        source: a URL, a file name or ``bundled``; None is the hub's public catalog.
        offline: whether no socket may be opened.
        max_age_s: seconds after which a cached catalog is asked for again.
        unknown: what a parameter that no schema has is.
        format: the report that the configuration names, or None.
        models: the models that the configuration names, () for all.
        rules: files of rules beside the built-in ones.
        ignore: findings that the configuration passes over.
        api_key: printable ASCII, or None; it never appears in a repr.
        base_url: the hub, without ``/api/ai`` and without a slash at its end.
        source_asked: whether an option or the environment names the source.
        lock: the lock that stands beside the configuration, from the working directory, or None.
        no_config: whether configuration files were left unread.
        config_file: the file that the configuration was read from, or None.
    """

    cache_asked: Path | None = None
    source: str | None = None
    offline: bool = False
    max_age_s: int = DEFAULT_MAX_AGE_S
    unknown: Unknown = "error"
    format: str | None = None
    models: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    api_key: str | None = None
    base_url: str = HUB_URL
    source_asked: bool = False
    lock: Path | None = None
    no_config: bool = False
    config_file: Path | None = None

    def __repr__(self) -> str:
        """Return what it is made of, the key left out."""
        told = zip(self._fields, self, strict=True)
        shown = ", ".join(f"{name}={value!r}" for name, value in told if name != "api_key")
        return f"{type(self).__name__}({shown})"

    @property
    def cache_dir(self) -> Path:
        """Where catalogs are kept."""
        return self.cache_asked or _user_cache_dir()

    @property
    def hub_url(self) -> str:
        """The hub that the API key belongs to."""
        return self.base_url

    @property
    def inference_url(self) -> str:
        """Where the inference endpoints are."""
        return self.base_url + _API

    @property
    def catalog_url(self) -> str:
        """The hub's public catalog."""
        return f"{self.base_url}/api/evaluations/models"

    def model_url(self, model: str) -> str:
        """Return the address of one model, its id as one percent-encoded segment."""
        from urllib.parse import quote

        segment = quote(model, safe="", errors="surrogatepass")
        # A segment of dots alone would be taken for a step up.
        return f"{self.inference_url}/models/{segment.replace('.', '%2E')}"


def load_settings(  # noqa: PLR0913  # the options that every command has
    environ: Mapping[str, str],
    cwd: Path,
    *,
    source: str | None = None,
    offline: bool = False,
    max_age: str | None = None,
    cache_dir: str | Path | None = None,
    rules: Sequence[str] = (),
    no_config: bool = False,
) -> Settings:
    """Return the settings: options, then the environment, then configuration, then defaults.

    Args:
        environ: the environment's variables.
        cwd: an absolute path; configuration is looked for here and upwards.
        source: a URL, a file or ``bundled``.
        offline: whether no socket may be opened.
        max_age: an age such as ``24h``.
        cache_dir: a folder, from ``cwd`` if it is relative.
        rules: files of rules.
        no_config: whether to leave configuration files unread.

    Raises:
        UsageProblem: one of them cannot be used; the message names it.
    """
    config = Config() if no_config else find_config(cwd)
    asked = source or environ.get("OXSPEC_SOURCE")
    cache = cache_dir or environ.get("OXSPEC_CACHE_DIR")
    return Settings(
        source=asked or config.source(),
        source_asked=bool(asked),
        lock=None if no_config else _lock(cwd, config),
        offline=offline,
        max_age_s=DEFAULT_MAX_AGE_S if max_age is None else parse_age(max_age),
        cache_asked=cwd / cache if cache else None,
        unknown=cast("Unknown", config.text("unknown") or "error"),
        format=config.text("format"),
        models=config.texts("models"),
        rules=tuple(rules or _FILES.findall(environ.get("OXSPEC_RULES", "")) or config.rules()),
        ignore=config.ignore(),
        api_key=_api_key(environ.get("OXEN_API_KEY")),
        base_url=_base_url(environ.get("OXEN_BASE_URL")),
        no_config=no_config,
        config_file=config.file,
    )


def parse_age(text: str) -> int:
    """Return the seconds of an age: a whole number with s, m, h, d or w, or ``0``.

    Raises:
        UsageProblem: it is none.
    """
    match = _AGE.fullmatch(text.strip())
    if match is None:
        what = f"not an age: {excerpt(text)}"
        raise UsageProblem(what, fix="write a number and a unit: 90s, 30m, 24h, 7d, or 0")
    return int(match[1]) * _UNIT_S[match[2]] if match[1] else 0


def _lock(cwd: Path, config: Config) -> Path | None:
    """Return the lock as seen from the working directory, as reports name it."""
    file = find_lock(cwd, config)
    return None if file is None else Path(os.path.relpath(file, cwd))


def _api_key(value: str | None) -> str | None:
    if not value:
        return None
    if value.isascii() and value.isprintable() and value == value.strip():
        return value
    what = "the key has a character that no key has (a line break, a blank at its end, not ASCII)"
    raise UsageProblem(what, where="OXEN_API_KEY", fix="set it again without")


def _base_url(value: str | None) -> str:
    if not value:
        return HUB_URL
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    # No value is shown: a URL may carry a password.
    if not good or not value.isprintable() or " " in value or set("@?#\\") & set(value):
        what = "not the address of a hub"
        raise UsageProblem(
            what, where="OXEN_BASE_URL", fix=f"write it as {HUB_URL} or {HUB_URL}{_API}"
        )
    return value.rstrip("/").removesuffix(_API).rstrip("/")


def _user_cache_dir() -> Path:
    from platformdirs import user_cache_dir

    try:
        found = Path(user_cache_dir("oxspec"))
    except (RuntimeError, OSError):
        return _cache_dir_without_home()
    # Older versions leave the "~" as it is, which would become a folder of that name.
    return found if found.is_absolute() else _cache_dir_without_home()


def _cache_dir_without_home() -> Path:
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"oxspec-{user}"
