"""A model's strict schema: as it is, as a tool's parameters, and as files for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..errors import QuarantinedError, SchemaDefect, UnjudgedError
from .generate import Generation

if TYPE_CHECKING:
    from ..catalog.model import Model
    from ..jsontypes import JsonObject, JsonValue
    from .generate import Writing
    from .session import Session

ToolForm: TypeAlias = Literal["openai-tool", "anthropic-tool", "mcp-tool"]
#: The longest description that all of the APIs take.
_DESCRIPTION_CHARACTERS: Final = 1024


def strict_schema_of(model: Model) -> JsonObject:
    """Return the schema that a model's bodies are judged by.

    Raises:
        UnjudgedError: none is published.
        QuarantinedError: its own schema is not well-formed.
    """
    try:
        strict = model.strict
    except SchemaDefect as defect:
        what = f"its request schema cannot be used: {defect}"
        raise QuarantinedError(what, where=model.id) from defect
    if strict is None:
        what = "no request schema is published for it"
        raise UnjudgedError(what, where=model.id, fix="ask the hub what it accepts")
    return strict


def tool_of(model: Model, form: ToolForm) -> JsonObject:
    """Return the tool by which an agent calls a model, as one API takes it.

    Raises:
        UnjudgedError: no schema is published.
        QuarantinedError: its own schema is not well-formed.
    """
    from ..schema.tools import tool_name, tool_parameters

    strict = strict_schema_of(model)
    named: JsonObject = {"name": tool_name(model.id), "description": _description(model, strict)}
    parameters: JsonValue = tool_parameters(strict)
    if form == "anthropic-tool":
        return {**named, "input_schema": parameters}
    if form == "mcp-tool":
        return {**named, "inputSchema": parameters}
    return {"type": "function", "function": {**named, "parameters": parameters}}


def write_schemas(session: Session, *, writing: Writing) -> Generation:
    """Write a schema for each published model and their index, or say what would change.

    Args:
        session: where the catalog comes from.
        writing: how.

    Raises:
        OutputError: a file there is not ours, was edited, or cannot be written.
    """
    from ..render.manifest import read_manifest
    from ..render.plan import compare, set_aside, write
    from ..render.schemas import plan_schemas

    catalog = session.catalog()
    output = plan_schemas(
        [model for model in catalog.models.values() if model.is_published],
        quarantined=catalog.quarantined,
        catalog=catalog.digest,
        known=read_manifest(writing.folder, "schemas"),
    )
    comparison = compare(output, writing.folder)
    written = None
    if not writing.check:
        written = write(
            output, writing.folder, force=writing.force, allow_shrink=writing.allow_shrink
        )
    told = {quarantined.id for quarantined in catalog.quarantined}
    asides = (*catalog.quarantined, *(q for q in set_aside(output) if q.id not in told))
    return Generation(len(output.files) - 1, comparison, written, asides)


def _description(model: Model, strict: JsonObject) -> str:
    from ..schema.tools import told_rules

    about = " ".join((model.summary or model.description or "").split())
    title = (
        model.display_name
        if model.display_name == model.id
        else f"{model.display_name} ({model.id})"
    )
    kinds = (
        f"{', '.join(model.inputs) or 'parameters'} to {', '.join(model.outputs) or 'an answer'}"
    )
    sentences = [f"{title}: {kinds}", about, *told_rules(strict)]
    text = " ".join(f"{s.rstrip('.')}." for s in sentences if s)
    return (
        text if len(text) <= _DESCRIPTION_CHARACTERS else text[: _DESCRIPTION_CHARACTERS - 1] + "…"
    )
