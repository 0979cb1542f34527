"""The way to the adapter for requests, which is loaded only where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from .policy import Options, Preflight

if TYPE_CHECKING:
    from .requests import PreflightAdapter


def requests_adapter(**options: Unpack[Options]) -> PreflightAdapter:
    """Return an adapter to mount on a session of requests: ``session.mount(hub, adapter)``.

    Args:
        **options: see ``Options``.

    Raises:
        ImportError: requests is not installed.
        UsageProblem: an option cannot be used.
    """
    from .requests import PreflightAdapter

    return PreflightAdapter(Preflight(**options))
