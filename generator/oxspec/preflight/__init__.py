"""Checks requests to the hub on their way out of a program, in the HTTP client that it uses.

    import httpx
    import oxspec.preflight

    client = httpx.Client(transport=oxspec.preflight.Transport())

``Transport`` and ``AsyncTransport`` are for httpx (and httpx2, which the openai package uses);
``requests_adapter`` is for requests; ``examine`` is what all of them ask, for any other client.
"""

from __future__ import annotations

from .adapter import requests_adapter
from .examination import Examination, Target, examine
from .policy import Mode, Options, PreflightWarning
from .transports import AsyncTransport, Transport

__all__ = [
    "AsyncTransport",
    "Examination",
    "Mode",
    "Options",
    "PreflightWarning",
    "Target",
    "Transport",
    "examine",
    "requests_adapter",
]
