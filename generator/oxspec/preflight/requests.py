"""An adapter for requests that checks a request before it is sent."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from .policy import REFUSED_HEADERS, REFUSED_STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..jsontypes import JsonObject
    from .policy import Preflight


class PreflightAdapter(HTTPAdapter):
    """Sends requests, wrong ones to the hub's inference excepted."""

    def __init__(self, preflight: Preflight) -> None:
        """Check by ``preflight``, send as requests does."""
        super().__init__()
        self._preflight = preflight

    def send(  # noqa: PLR0913, PLR0917  # the signature of requests
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002  # the signature of requests
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002  # the signature of requests
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the answer to a request.

        Raises:
            InvalidRequest: it has errors, and the mode is ``raise``; nothing was sent.
            SourceError: there is no catalog to judge it by.
        """
        answer = self._refusal(request)
        if answer is not None:
            return _response(request, answer)
        return super().send(request, stream, timeout, verify, cert, proxies)

    def _refusal(self, request: PreparedRequest) -> JsonObject | None:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        method, url = request.method or "", request.url or ""
        headers = {name: _text(value) for name, value in request.headers.items()}
        if not isinstance(body, bytes) or not self._preflight.concerns(method, url, headers):
            return None
        return self._preflight.refusal(method, url, headers, body)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _response(request: PreparedRequest, answer: JsonObject) -> Response:
    response = Response()
    response.status_code = REFUSED_STATUS
    response.reason = "Bad Request"
    response.headers.update(REFUSED_HEADERS)
    response.encoding = "utf-8"
    response.raw = io.BytesIO(json.dumps(answer).encode())
    response.request = request
    response.url = request.url or ""
    return response
