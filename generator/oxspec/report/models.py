"""Models: many as a list, one as a sheet."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from ..catalog.parameters import inputs_of, shared_parameters
from ..jsontypes import ABSENT
from ..runtime.findings import excerpt
from .document import as_text, catalog_facts
from .words import Paint, no_paint, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..catalog.model import Catalog, Model
    from ..schema.normalise import Parameter

_ID_WIDTH: Final = 46
_NAME_WIDTH: Final = 30
_SHOWN_VALUES: Final = 12
_BOUNDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def models_text(models: Sequence[Model], *, paint: Paint = no_paint) -> str:
    """Return a line for each model: its id, what it makes of what, and its name."""
    rows = [(model, _media(model)) for model in models]
    width = min(max((len(model.id) for model in models), default=0), _ID_WIDTH)
    media_width = max((len(media) for _, media in rows), default=0)
    lines: list[str] = []
    for model, media in rows:
        mark = " (deprecated)" if model.deprecated else ""
        name = "" if model.display_name == model.id else printable(model.display_name)
        line = f"{paint(model.id.ljust(width), 'bold')}  {media:<{media_width}}  {name}{mark}"
        lines.append(line.rstrip() + "\n")
    return "".join(lines)


def _media(model: Model) -> str:
    return f"{'+'.join(inputs_of(model)) or '?'} → {'+'.join(model.outputs) or '?'}"


def models_json(catalog: Catalog, models: Sequence[Model]) -> str:
    """Return the report that ``schemas/reports/models.schema.json`` describes."""
    return as_text(
        {
            "version": 1,
            "catalog": catalog_facts(catalog),
            "models": [_facts(model) for model in models],
            "quarantined": [
                {"id": q.id, "pointer": q.pointer, "reason": q.reason} for q in catalog.quarantined
            ],
        }
    )


def model_text(model: Model, *, width: int = 80, paint: Paint = no_paint) -> str:
    """Return what a model is, and its parameters as a table of at most ``width`` columns."""
    lines = [paint(printable(model.display_name), "bold")]
    if model.summary:
        lines.extend(textwrap.wrap(printable(model.summary), width))
    lines.append("")
    facts = {
        "id": model.id,
        "endpoint": f"/api/ai/{model.endpoint}" if model.endpoint else "not known",
        "takes": ", ".join(inputs_of(model)) or "not known",
        "makes": ", ".join(model.outputs) or "not known",
        "developer": model.developer,
        "provider": model.provider,
        "deprecated": "yes: the hub will take it out" if model.deprecated else None,
    }
    lines += [f"{name:<11}{printable(value)}" for name, value in facts.items() if value]
    lines += ["", *_parameter_lines(model, width, paint)]
    return "\n".join(lines) + "\n"


def model_json(catalog: Catalog, model: Model) -> str:
    """Return the report that ``schemas/reports/show.schema.json`` describes."""
    parameters = model.request.parameters if model.request else ()
    return as_text(
        {
            "version": 1,
            "catalog": catalog_facts(catalog),
            "model": {
                **_facts(model),
                "summary": model.summary,
                "description": model.description,
                "parameters": [_parameter_facts(parameter) for parameter in parameters],
            },
        }
    )


def _facts(model: Model) -> dict[str, object]:
    return {
        "id": model.id,
        "display_name": model.display_name,
        "model_type": model.model_type,
        "endpoint": model.endpoint,
        "inputs": list(inputs_of(model)),
        "outputs": list(model.outputs),
        "developer": model.developer,
        "provider": model.provider,
        "deprecated": model.deprecated,
        "can_run_inference": model.can_run_inference,
        "has_request_schema": model.request_schema is not None,
    }


def _parameter_facts(parameter: Parameter) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": parameter.name,
        "types": list(parameter.types),
        "required": parameter.required,
        "basic": parameter.basic,
        "nullable": parameter.nullable,
        "enum": None if parameter.enum is None else list(parameter.enum),
        "description": parameter.description or parameter.title,
        "schema": parameter.keywords,
    }
    if parameter.default is not ABSENT:
        facts["default"] = parameter.default
    return facts


def _parameter_lines(model: Model, width: int, paint: Paint) -> Iterator[str]:
    if not model.is_judged:
        yield "The hub publishes no request schema for it."
        return
    own = model.request.shown_first() if model.request else ()
    shared = shared_parameters(model)
    names = [p.name for p in (*own, *shared)]
    column = min(max(map(len, names), default=0), _NAME_WIDTH) + len(" *")
    if own:
        yield paint("Parameters", "bold") + " (* required)"
        yield from (_row(p, column, width) for p in own)
    if own and shared:
        yield ""
    if shared:
        every = f"What every model of {model.endpoint} takes"
        yield paint(every, "bold") + ("" if own else " (* required)")
        yield from (_row(p, column, width) for p in shared)


def _row(parameter: Parameter, column: int, width: int) -> str:
    name = printable(parameter.name) + (" *" if parameter.required else "")
    head = f"  {name:<{column}}  "
    notes = "; ".join(parameter_notes(parameter))
    return textwrap.fill(
        notes,
        width,
        initial_indent=head,
        subsequent_indent=" " * (column + 4),
        break_on_hyphens=False,
    )


def parameter_notes(parameter: Parameter) -> Iterator[str]:
    """Yield what a parameter takes, in a few words each."""
    yield type_text(parameter)
    if parameter.enum is not None:
        shown = ", ".join(excerpt(value) for value in parameter.enum[:_SHOWN_VALUES])
        more = len(parameter.enum) - _SHOWN_VALUES
        yield f"one of {shown}" + (f" and {more} more" if more > 0 else "")
    yield from _limits(parameter)
    if parameter.keywords.get("x-queue-only") is True:
        yield "on the queue only"
    if parameter.default is not ABSENT:
        yield f"default {excerpt(parameter.default)}"


def type_text(parameter: Parameter) -> str:
    """Return a parameter's type as people read it: ``integer``, ``array of string (uri)``."""
    kinds = [kind for kind in parameter.types if kind != "null"]
    text = " or ".join(kinds) or "any"
    if kinds == ["array"] and parameter.items is not None and parameter.items.types:
        text = f"array of {type_text(parameter.items)}"
    form = f" ({printable(parameter.format)})" if parameter.format else ""
    return text + form + (" or null" if parameter.nullable else "")


def _limits(parameter: Parameter) -> Iterator[str]:
    low, above, high, below = (parameter.number(keyword) for keyword in _BOUNDS)
    if low is not None and high is not None:
        yield f"{low} to {high}"
    else:
        yield from (f"at least {low}",) if low is not None else ()
        yield from (f"at most {high}",) if high is not None else ()
    yield from (f"more than {above}",) if above is not None else ()
    yield from (f"less than {below}",) if below is not None else ()
    for keyword, words in (("minItems", "at least"), ("maxItems", "at most")):
        if (count := parameter.number(keyword)) is not None:
            yield f"{words} {count} {'entry' if count == 1 else 'entries'}"
