"""What both clients of a hub are set up with."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from .errors import OxspecError
from .hub import RETRIES, hub_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from http.cookiejar import CookieJar
    from typing import Self

    import httpx

    from .hub import Hub

_Http = TypeVar("_Http", bound="httpx.Client | httpx.AsyncClient")


class Shell(Generic[_Http]):
    """What both clients are set up with.

    Attributes:
        hub: where requests go, and as whom.
        preflight: whether models check a body before it is sent.
    """

    def __init__(  # every setting of a client
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: _Http | None = None,
        retries: int = RETRIES,
        preflight: bool = True,
    ) -> None:
        """Read the settings; nothing is opened yet.

        Args:
            base_url: the hub, with or without ``/api/ai``; ``OXEN_BASE_URL`` by default.
            api_key: the hub's key; ``OXEN_API_KEY`` by default.
            timeout: seconds that an answer may take in all; by kind of endpoint by default.
            headers: sent to the hub with every request, and nowhere else.
            http_client: an httpx client of your own; it is not closed here.
            retries: how often a request is sent again, where that does no harm.
            preflight: whether models check a body before it is sent.

        Raises:
            OxspecError: a setting cannot be used.
        """
        self.hub: Hub = hub_of(
            base_url, api_key, timeout=timeout, headers=headers, retries=retries
        )
        self.preflight = preflight
        self._given: _Http | None = http_client
        self._http: _Http | None = http_client

    @classmethod
    def of(cls, hub: Hub) -> Self:
        """Return a client of a hub that is known."""
        return cls(
            base_url=hub.base_url,
            api_key=hub.api_key,
            timeout=hub.timeout,
            headers=hub.headers,
            retries=hub.retries,
        )

    def __repr__(self) -> str:
        """Return the hub's address; the key never shows."""
        return f"{type(self).__name__}(base_url={self.hub.base_url!r})"

    def __copy__(self) -> Self:
        """Return itself: connections are shared, not copied."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself: so a copy of a result can be downloaded as well."""
        return self

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Return how another process makes it: the key and the headers stay in this one.

        There it has the key of that process: ``OXEN_API_KEY``.

        Raises:
            TypeError: it has an httpx client of your own.
        """
        if self._given is not None:
            message = "a client that was given an http_client cannot be pickled"
            raise TypeError(message)
        made = partial(
            type(self),
            base_url=self.hub.base_url,
            timeout=self.hub.timeout,
            retries=self.hub.retries,
            preflight=self.preflight,
        )
        return made, ()

    def _let_go(self) -> _Http | None:
        """Return what was opened here, which is then closed, or None."""
        opened = self._http if self._given is None else None
        self._http = self._given
        return opened


@contextmanager
def setting_up() -> Generator[None, None, None]:
    """Say what may be wrong where httpx cannot be set up: it reads the environment.

    Raises:
        OxspecError: it cannot.
    """
    import httpx

    try:
        yield
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        # Its text may hold a proxy's password.
        what = f"no HTTP client can be set up ({type(error).__name__})"
        fix = "look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE"
        raise OxspecError(what, where="the environment", fix=fix) from None


def no_cookies() -> CookieJar:
    """Return a jar that keeps none: what one server sets would go to the next of its host."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    return CookieJar(DefaultCookiePolicy(allowed_domains=()))
