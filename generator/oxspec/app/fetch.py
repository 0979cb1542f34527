"""The catalog, or single models, brought into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ExampleUnavailable, SchemaDefect
from ..examples import example
from ..jsontypes import ABSENT
from ..runtime.findings import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..catalog.model import Catalog, Model
    from ..fetch.update import FetchOutcome
    from ..jsontypes import JsonValue
    from .session import Session


def fetch(
    session: Session,
    models: Sequence[str] = (),
    *,
    force: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> FetchOutcome:
    """Return what a fetch brought.

    Args:
        session: the source and the cache.
        models: single ids to fetch, () for the whole catalog.
        force: whether to take a catalog that lost most of its models.
        on_progress: called with the bytes received so far.

    Raises:
        UsageProblem: the source is a file or ``bundled``, or ``--offline`` was given.
        SourceError: the hub did not answer as it should; what was cached still is.
    """
    from ..fetch.update import fetch_catalog, fetch_models

    settings, say, now = session.settings, session.say, session.now
    if models:
        return fetch_models(settings, models, say=say, now=now, on_progress=on_progress)
    return fetch_catalog(settings, say=say, now=now, force=force, on_progress=on_progress)


def defects(catalog: Catalog) -> Iterator[str]:
    """Yield a line for each place where a model contradicts itself."""
    for model in catalog.models.values():
        yield from _unfitting_defaults(model)
        yield from _nameless(model)


def _unfitting_defaults(model: Model) -> Iterator[str]:
    """Yield the defaults that an example could not use."""
    if model.request is None or not model.is_judged:
        return
    try:
        body = example(model, "all").body
    except (ExampleUnavailable, SchemaDefect) as error:
        yield str(error)
        return
    for parameter in model.request.parameters:
        used: JsonValue = body.get(parameter.name)
        if parameter.default in (ABSENT, "", None) or used == parameter.default:
            continue
        default = excerpt(parameter.default)
        yield f"{model.id}: the default {default} of {parameter.name} does not fit its own schema"


def _nameless(model: Model) -> Iterator[str]:
    if model.request is None:
        return
    names = {parameter.name for parameter in model.request.parameters}
    for keyword in ("required", "basic"):
        listed = model.request.keywords.get(keyword)
        for name in listed if isinstance(listed, list) else ():
            if name not in names:
                yield f"{model.id}: {keyword} names {excerpt(name)}, which is no parameter"
