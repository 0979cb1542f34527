"""What becomes of a request that is wrong: the same for every HTTP client."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypedDict, get_args

from ..errors import InvalidRequest, UsageProblem
from ..runtime.findings import Unknown, excerpt
from .examination import examine, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..catalog.model import Catalog
    from ..jsontypes import JsonObject
    from ..runtime.findings import Finding
    from ..validation.judge import Verdict
    from .examination import Examination

    OnFindings: TypeAlias = Callable[[tuple[Finding, ...], str | None], object]

Mode: TypeAlias = Literal["raise", "warn", "respond"]
REFUSED_STATUS: Final = 400
#: Clients that heed it (openai does) do not send the request again.
REFUSED_HEADERS: Final = {"content-type": "application/json", "x-should-retry": "false"}


class PreflightWarning(UserWarning):
    """A request that is wrong, or that could not be judged, was sent all the same."""


class Options(TypedDict, total=False):
    """What every transport takes beside the one that it wraps.

    Attributes:
        catalog: what models there are; without it the process's catalog, loaded at the first
            request from the cache or the bundle, never from the network.
        base_url: the hub, with or without ``/api/ai``; without it ``OXEN_BASE_URL`` or the hub.
        mode: what becomes of a wrong request. ``raise``: ``InvalidRequest``. ``respond``: it is
            answered as the hub would, with status 400 and the findings in ``error``, and no
            network is used. ``warn``: it is sent, with a ``PreflightWarning``.
        unknown: what a parameter that the model does not have is: ``error``, ``warn``, ``allow``.
        on_findings: called with all findings of a request that has any, warnings included, and
            the model's id, before anything else becomes of it.
    """

    catalog: Catalog | None
    base_url: str | None
    mode: Mode
    unknown: Unknown
    on_findings: OnFindings | None


class Preflight:
    """Judges requests on their way out, and says what becomes of them; safe to share by threads."""

    def __init__(
        self,
        *,
        catalog: Catalog | None = None,
        base_url: str | None = None,
        mode: Mode = "raise",
        unknown: Unknown = "error",
        on_findings: OnFindings | None = None,
    ) -> None:
        """Take the options; no catalog is loaded yet.

        Raises:
            UsageProblem: one of them cannot be used.
        """
        _refuse_other("mode", mode, get_args(Mode))
        _refuse_other("unknown", unknown, get_args(Unknown))
        self._catalog = catalog
        self._base_url = _hub_url(base_url)
        self._mode = mode
        self._unknown: Unknown = unknown
        self._on_findings = on_findings
        self._told: set[str | None] = set()
        self._lock = Lock()

    def concerns(self, method: str, url: str, headers: Mapping[str, str]) -> bool:
        """Return whether the body of a request is to be looked at."""
        return target_of(method, url, headers, base_url=self._base_url) is not None

    def refusal(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> JsonObject | None:
        """Return what a request is answered with instead of being sent, None for sending it.

        Raises:
            InvalidRequest: it has errors, and the mode is ``raise``.
            SourceError: there is no catalog to judge it by.
        """
        examination = examine(
            method,
            url,
            headers,
            body,
            catalog=self._catalog or _process_catalog(),
            base_url=self._base_url,
            unknown=self._unknown,
        )
        return None if examination is None else self._outcome(examination)

    def _outcome(self, examination: Examination) -> JsonObject | None:
        verdict = examination.verdict
        if self._on_findings and verdict.findings:
            self._on_findings(verdict.findings, verdict.model)
        if verdict.outcome == "unjudged" and self._mode == "warn":
            self._tell_once(verdict)
        if verdict.outcome != "invalid":
            return None
        error = InvalidRequest(verdict.findings, where=examination.target)
        if self._mode == "raise":
            raise error
        if self._mode == "respond":
            return _envelope(error)
        _warn(str(error))
        return None

    def _tell_once(self, verdict: Verdict) -> None:
        with self._lock:
            is_new = verdict.model not in self._told
            self._told.add(verdict.model)
        if is_new:
            model = "a request" if verdict.model is None else excerpt(verdict.model)
            _warn(f"{model} was not judged: {verdict.reason}")


def _refuse_other(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        what = f"no {option} {excerpt(value)}"
        raise UsageProblem(what, fix=f"write one of {', '.join(allowed)}")


def _warn(message: str) -> None:
    # Which frame is the user's depends on the client, and on whether it is async.
    warnings.warn(message, PreflightWarning, stacklevel=2)


def _envelope(error: InvalidRequest) -> JsonObject:
    """Return findings as the hub's error envelope, with the members that openai reads."""
    first = next(finding for finding in error.findings if finding.severity == "error")
    return {
        "error": {
            "type": "invalid_params",
            "title": "The request is wrong and was not sent.",
            "detail": str(error),
            "message": str(error),
            "code": first.code,
            "param": first.pointer,
            "findings": [finding.to_json() for finding in error.findings],
        },
        "status": "error",
        "status_message": "invalid_params",
    }


def _hub_url(base_url: str | None) -> str:
    from ..settings import load_settings

    wanted = os.environ.get("OXEN_BASE_URL", "") if base_url is None else base_url
    return load_settings({"OXEN_BASE_URL": wanted}, Path("/"), no_config=True).hub_url


def _process_catalog() -> Catalog:
    from ..app.api import process_catalog

    return process_catalog()
