"""Client modules: types, names, and a skeleton that no text changes."""

from __future__ import annotations

import ast
import string
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, given

from oxspec.catalog.endpoints import CHAT
from oxspec.errors import SchemaDefect, UnjudgedError
from oxspec.jsontypes import ABSENT
from oxspec.render.modules import client_parameters, module_view, render_module
from oxspec.render.shared import endpoint_file, options_of
from oxspec.render.skeleton import SkeletonError, prove
from support.goldens import golden
from support.models import chat, hostile_models, model_of, paint

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.render.clientviews import ModuleView

_TEXTS: Final = ("title", "description")


def rendered(model: Model) -> str:
    return render_module(view_of(model))


def view_of(model: Model) -> ModuleView:
    return module_view(model, module="m", schema="m.json")


def skeleton(text: str) -> str:
    """Return a module's tree without constants, and without statements that are one."""

    class Blank(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return ast.Constant(None) if isinstance(node.value, str) else node

        def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
            return None if isinstance(node.value, ast.Constant) else node

    return ast.dump(Blank().visit(ast.parse(text)))


def harmless(model: Model) -> Model:
    """Return a model whose descriptive texts are all a letter."""
    schema = _blank(model.request_schema)
    return replace(
        model,
        display_name="x",
        summary=model.summary and "x",
        request_schema=schema if isinstance(schema, dict) else None,
    )


def _blank(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_blank(member) for member in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    named: JsonObject = (
        {"properties": {name: _blank(member) for name, member in properties.items()}}
        if isinstance(properties, dict)
        else {}
    )
    texts: JsonObject = {k: "x" for k in _TEXTS if k in value}
    others = {k: _blank(v) for k, v in value.items() if k not in ("properties", *_TEXTS)}
    return {**others, **named, **texts}


def class_of(tree: ast.Module, name: str) -> ast.ClassDef:
    return next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)


def wire_names(text: str) -> list[str]:
    """Return the keys of ``Params`` as they go over the wire."""
    tree = ast.parse(text)
    params = class_of(tree, "Params")
    if ast.unparse(params.bases[0]) == "ChatParams":
        assert not params.body[1:]
        params = class_of(ast.parse(endpoint_file(CHAT)), "ChatParams")
    keys = [
        n.target.id
        for n in params.body
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
    ]
    wire: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.AnnAssign(ast.Name("WIRE"), value=ast.Dict() as value):
                wire = ast.literal_eval(value)
            case _:
                pass
    return [wire.get(key, key) for key in keys]


def test_a_module_equals_its_golden() -> None:
    text = rendered(paint())

    assert text == golden("client/acme_paint_1.py", text)


@given(model=hostile_models())
def test_no_text_changes_the_skeleton_of_a_module(model: Model) -> None:
    assert skeleton(rendered(model)) == skeleton(rendered(harmless(model)))


@given(model=hostile_models())
def test_a_module_has_exactly_the_parameters_of_its_model(model: Model) -> None:
    names = wire_names(rendered(model))

    own = [p.name for p in model.request.parameters] if model.request else []
    assert names == [p.name for p in client_parameters(model)]
    assert set(own) - set(names) <= {"model", "stream"}


@given(model=hostile_models())
def test_a_module_names_its_model_byte_for_byte(model: Model) -> None:
    tree = ast.parse(rendered(model))

    constants = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert model.id in constants
    for parameter in model.request.parameters if model.request else ():
        assume(parameter.name not in ("model", "stream"))
        members = [m for m in parameter.enum or () if isinstance(m, str)]
        assert constants >= set(members)


@given(model=hostile_models())
def test_identifiers_are_ascii_whatever_the_names_are(model: Model) -> None:
    letters = set(string.ascii_letters + string.digits + "_.")

    for node in ast.walk(ast.parse(rendered(model))):
        name = (
            getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None)
        )
        assert set(name or "") <= letters


def test_a_default_is_documented_and_never_sent() -> None:
    text = rendered(paint())

    assert "1 to 50. Default: 28." in text
    assert "= 28" not in text


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "integer", "minimum": 8, "multipleOf": 8}, "At least 8. A multiple of 8."),
        ({"type": "string", "pattern": "^[a-z]+$"}, 'Matches "^[a-z]+$".'),
        ({"type": "string", "pattern": r"^\d+$"}, r'Matches "^\\d+$".'),
        ({"const": 1.5}, "One of: 1.5."),
    ],
)
def test_what_a_type_cannot_carry_is_documented(schema: JsonObject, said: str) -> None:
    text = rendered(paint(json_request_schema={"type": "object", "properties": {"p": schema}}))

    assert f'"""{said}"""' in text


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        ({"type": "string"}, "str"),
        ({"type": "number", "nullable": True}, "float | None"),
        ({"type": ["integer", "string"]}, "int | str"),
        ({"type": ["string", "null"]}, "str | None"),
        ({"type": "array"}, "Sequence[JsonValue]"),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
            "Sequence[Sequence[int]]",
        ),
        ({"type": "object"}, "Mapping[str, JsonValue]"),
        ({"type": "object", "properties": {"a": {}}}, "P"),
        (
            {"type": "object", "properties": {"a": {}}, "additionalProperties": True},
            "Mapping[str, JsonValue]",
        ),
        ({"enum": ["a", None]}, "P"),
        ({"enum": ["a"], "type": "string", "nullable": True}, "P | None"),
        ({"enum": [23.976, 24], "type": "number"}, "float"),
        ({"enum": [1, "a", [2]]}, "JsonValue"),
        ({"const": "a"}, "P"),
        ({"const": 1.5, "type": "number"}, "float"),
        ({"oneOf": [{"const": "a"}, {"type": "integer"}]}, "POption0 | int"),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "str | int"),
        ({"anyOf": [{"minimum": 1}, {"type": "integer"}]}, "JsonValue"),
        ({"$ref": "#/$defs/name"}, "str"),
        ({"$ref": "#/$defs/node"}, "Node"),
        ({"$ref": "#/$defs/loop"}, "Sequence[JsonValue]"),
        ({}, "JsonValue"),
    ],
)
def test_every_schema_has_its_type(schema: JsonObject, annotation: str) -> None:
    definitions: JsonObject = {
        "name": {"type": "string"},
        "node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}},
        "loop": {"type": "array", "items": {"$ref": "#/$defs/loop"}},
    }
    model = model_of(
        {
            "name": "m",
            "capabilities": {"output": ["image"]},
            "json_request_schema": {
                "type": "object",
                "properties": {"p": schema},
                "$defs": definitions,
            },
        }
    )

    view = view_of(model)

    assert view.parts.objects[-1].fields[0].annotation == annotation
    compile(rendered(model), "m.py", "exec")


def test_digits_of_a_mixed_enum_are_taken_as_integers_too() -> None:
    aliases = {a.name: a.members for a in view_of(paint()).parts.aliases}

    assert aliases["ClassValue"] == ("4", "8", 4, 8)


def test_the_endpoint_owns_messages_and_the_client_owns_model_and_stream() -> None:
    own: JsonObject = {
        "type": "object",
        "properties": {"stream": {}, "messages": {"type": "string"}, "model": {}},
    }

    names = {p.name: p for p in client_parameters(chat(json_request_schema=own))}

    assert names["messages"].types == ("array",)
    assert not names.keys() & {"model", "stream"}


def test_undocumented_parameters_are_left_out() -> None:
    assert not {p.name for p in client_parameters(chat())} & {"logprobs", "seed"}


def test_what_the_endpoint_takes_beside_is_an_option_and_what_its_queue_takes_another() -> None:
    options = {p.name for p in options_of("images/generate")}
    queued = {p.name for p in options_of("images/generate", queue_only=True)}

    assert options == {"response_format", "target_namespace", "n", "size"}
    assert queued == {"num_generations", "target_repo", "target_directory"}
    assert not {p.name for p in client_parameters(paint())} & (queued | options - {"size"})


def test_a_required_name_without_a_property_is_required_all_the_same() -> None:
    schema: JsonObject = {"type": "object", "required": ["ghost"], "properties": {}}

    assert "ghost: Required[JsonValue]" in rendered(paint(json_request_schema=schema))


def test_a_model_without_an_endpoint_or_with_a_defect_is_refused() -> None:
    with pytest.raises(UnjudgedError):
        view_of(replace(chat(), endpoint=None))
    with pytest.raises(SchemaDefect):
        view_of(chat(json_request_schema={"type": "nothing"}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('MODEL: Final = "acme-paint-1"', 'MODEL: Final = print("acme-paint-1")'),
        ("def create(", "import os\n\n\ndef create("),
        ("    steps: int\n", "    steps: int = 1\n"),
        ('    "1k",\n', '    "3k",\n'),
    ],
)
def test_a_module_that_is_not_its_view_is_refused(old: str, new: str) -> None:
    view = view_of(paint())
    text = render_module(view)
    assert old in text

    with pytest.raises(SkeletonError):
        prove(text.replace(old, new), view)


def test_no_default_is_no_fact() -> None:
    assert next(p for p in client_parameters(paint()) if p.name == "prompt").default is ABSENT
