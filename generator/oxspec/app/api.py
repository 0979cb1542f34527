"""The library: catalogs and checks inside a running program.

Without ``catalog=`` the functions use the process's catalog: loaded once, from the cache or the
bundle, never from the network. Only ``load_catalog`` fetches.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast, get_args

from ..errors import InvalidRequest, UnjudgedError, UsageProblem
from ..runtime.findings import Unknown, excerpt
from ..validation.judge import is_silent, judge

if TYPE_CHECKING:
    from ..catalog.model import Catalog
    from ..jsontypes import JsonValue
    from ..runtime.findings import Finding


def load_catalog(
    source: str | None = None, *, offline: bool = False, max_age: str | int | None = None
) -> Catalog:
    """Return a catalog as the command line would use it.

    Args:
        source: a URL, a file, or ``bundled``; None is OXSPEC_SOURCE, the configuration or the hub.
        offline: whether no socket may be opened.
        max_age: an age such as ``24h``, or seconds; an older cached catalog is fetched again.

    Raises:
        SourceError: no catalog can be had.
        UsageProblem: the source is neither a URL nor a file.
    """
    from .session import session_of_process

    age = f"{max_age}s" if isinstance(max_age, int) else max_age
    session = session_of_process(source=source, offline=offline, max_age=age)
    return session.catalog()


def validate(
    body: object,
    *,
    model: str | None = None,
    catalog: Catalog | None = None,
    unknown: Unknown = "error",
) -> list[Finding]:
    """Return what is wrong with a request body, [] for a right one.

    Args:
        body: what would be sent, decoded: dicts, lists, texts, numbers.
        model: the id to judge by, where the body does not say it.
        catalog: what models there are; None is the process's catalog.
        unknown: what a parameter that the model does not have is.

    Raises:
        UnjudgedError: there is nothing to judge the body by.
        UsageProblem: ``unknown`` is none of the three.
    """
    if unknown != "error" and unknown not in get_args(Unknown):
        what = f"unknown is one of {', '.join(get_args(Unknown))}, not {excerpt(unknown)}"
        raise UsageProblem(what)
    known = catalog or process_catalog()
    if model is None and is_silent(body, known):
        return []
    verdict = judge(cast("JsonValue", body), known, model=model, unknown=unknown)
    if verdict.outcome == "unjudged":
        raise UnjudgedError(verdict.reason or "not judged", where=verdict.model)
    return list(verdict.findings)


def check(
    body: object,
    *,
    model: str | None = None,
    catalog: Catalog | None = None,
    unknown: Unknown = "error",
) -> None:
    """Return for a right request body; warnings pass.

    Raises:
        InvalidRequest: it has errors; ``findings`` has all of them.
        UnjudgedError: there is nothing to judge the body by.
    """
    findings = validate(body, model=model, catalog=catalog, unknown=unknown)
    if any(finding.severity == "error" for finding in findings):
        raise InvalidRequest(findings)


def repair(
    body: object,
    *,
    model: str | None = None,
    catalog: Catalog | None = None,
    unknown: Unknown = "error",
    unsafe: bool = False,
) -> tuple[object, list[Finding]]:
    """Return a body in which what is safely mendable is mended, and the findings that are left.

    The body itself is left as it is. Each repair is the ``fix`` of a finding.

    Args:
        body: what would be sent, decoded.
        model: the id to judge by, where the body does not say it.
        catalog: what models there are; None is the process's catalog.
        unknown: what a parameter that the model does not have is.
        unsafe: whether numbers may be moved to the bound that they are beyond.

    Raises:
        UnjudgedError: there is nothing to judge the body by.
    """
    from ..validation.repair import repaired

    def findings_of(candidate: JsonValue) -> list[Finding]:
        return validate(candidate, model=model, catalog=catalog, unknown=unknown)

    mended, _ = repaired(cast("JsonValue", body), findings_of, unsafe=unsafe)
    return mended, findings_of(mended)


@cache
def process_catalog() -> Catalog:
    """Return the process's catalog: loaded once, from the cache or the bundle.

    Raises:
        SourceError: the source that is asked for is neither cached nor bundled.
    """
    from .session import session_of_process

    return session_of_process(offline=True).catalog()
