"""The view of one reference page: what the hub publishes about a model, and samples that run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ..jsontypes import ABSENT
from .filters import shell, url_segment
from .pageviews import PageView, RowView
from .samples import HUB_INFERENCE_URL
from .ways import PUBLISHED, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalog.model import Model
    from ..examples import Example
    from ..jsontypes import JsonValue
    from ..schema.normalise import Parameter
    from .history import History, ModelHistory
    from .historyviews import SinceView
    from .samples import Language

WORKBENCH_URL: Final = "https://www.oxen.ai/ai/workbench"
SUMMARY_CHARACTERS: Final = 160
DESCRIPTION_CHARACTERS: Final = 20_000
ENUM_VALUES: Final = 50
_STOCK: Final = "What this model takes, with requests to copy."
_SENTENCE: Final = re.compile(r"(?s)(.*?)\. ")


def page_view(
    model: Model,
    examples: Iterable[Example],
    *,
    base_url: str = HUB_INFERENCE_URL,
    history: History | None = None,
    languages: Sequence[Language] = PUBLISHED,
) -> PageView:
    """Return the view of a model's page.

    Args:
        model: with an endpoint.
        examples: its example bodies, each with the title of its tab.
        base_url: where the samples send their requests.
        history: what changed since an earlier catalog, None where that is not asked.
        languages: of the samples.

    Raises:
        SchemaDefect: its request schema is not well-formed.
        ExampleUnavailable: no endpoint is known for it.
    """
    request = model.request
    told = history.of(model.id) if history else None
    rows = [(p.required, _row(p, told)) for p in (request.shown_first() if request else ())]
    ways = ways_of(model, examples, base_url=base_url, languages=languages)
    return PageView(
        title=model.display_name,
        summary=summary_of(model),
        model=model.id,
        description=(model.description or "").strip(),
        workbench=workbench_url(model),
        details=details_command(model, base_url),
        ways=ways,
        is_queued=len(ways) > 1,
        has_parameters=bool(rows),
        required=tuple(row for is_required, row in rows if is_required),
        optional=tuple(row for is_required, row in rows if not is_required),
        since=_since(history, model.id),
    )


def _since(history: History | None, model: str) -> SinceView | None:
    if history is None:
        return None
    from .history import since_view

    return since_view(history, model)


def summary_of(model: Model) -> str:
    """Return one line of at most 160 characters that says what a model is."""
    said = (model.summary, _first_sentence(model.description), _STOCK)
    text = next(" ".join(words) for each in said if (words := (each or "").split()))
    if len(text) <= SUMMARY_CHARACTERS:
        return text
    cut = text[: SUMMARY_CHARACTERS - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:-") + "…"


def workbench_url(model: Model) -> str:
    """Return where a model can be tried."""
    return f"{WORKBENCH_URL}?model={url_segment(model.id)}"


def details_command(model: Model, base_url: str) -> str:
    """Return the cURL command that asks the hub about a model."""
    url = f"{base_url.rstrip('/')}/models/{url_segment(model.id)}"
    return f'curl -H "Authorization: Bearer $OXEN_API_KEY" {shell(url)}'


def _first_sentence(description: str | None) -> str | None:
    if description is None:
        return None
    match = _SENTENCE.match(description)
    return f"{match[1]}." if match else description


def _row(parameter: Parameter, told: ModelHistory | None) -> RowView:
    default = parameter.default
    return RowView(
        name=parameter.name,
        type=_type(parameter),
        default=None if default is ABSENT or default is None else json.dumps(default),
        text=" ".join(
            [_cut(parameter.description or parameter.title or ""), *_facts(parameter)]
        ).strip(),
        mark=told.mark(parameter.name, is_leaf=True) if told else None,
    )


def _type(parameter: Parameter) -> str:
    kinds = parameter.types
    if kinds == ("array",):
        items = parameter.items.types if parameter.items else ()
        return f"array<{_either(items)}>"
    return _either(kinds)


def _either(kinds: Sequence[str]) -> str:
    return " or ".join(kinds) or "any"


def _cut(text: str) -> str:
    if len(text) <= DESCRIPTION_CHARACTERS:
        return text
    return f"{text[:DESCRIPTION_CHARACTERS]}… (cut here)"


def _facts(parameter: Parameter) -> list[str]:
    facts = [f"One of: {_members(parameter.enum)}."] if parameter.enum else []
    least, most = parameter.number("minimum"), parameter.number("maximum")
    if least is not None or most is not None:
        low = "-∞" if least is None else least
        facts.append(f"Range: {low} – {'+∞' if most is None else most}.")  # noqa: RUF001  # a range's dash
    return [*facts, f"Format: {parameter.format}."] if parameter.format else facts


def _members(members: Sequence[JsonValue]) -> str:
    shown = ", ".join(m if isinstance(m, str) else json.dumps(m) for m in members[:ENUM_VALUES])
    more = len(members) - ENUM_VALUES
    return f"{shown} and {more} more" if more > 0 else shown
