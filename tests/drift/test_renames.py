"""What has another name is told from what went and what came, and never by its shape alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.drift.compare import compare
from oxspec.drift.renames import is_near, renamed_models, renamed_parameters
from support.pairs import catalog_of, model_pairs, model_with, patiently

if TYPE_CHECKING:
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

LIST: JsonObject = {"type": "array", "items": {"type": "string"}}
TEXT = "The images to start from, up to four."


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("input_images", "input_image"),
        ("inputImage", "input_image"),
        ("image-input", "input_image"),
        ("colour_mode", "color_mode"),
        ("Prompt", "prompt"),
        ("flux-2-pro", "flux.2.pro"),
    ],
)
def test_near_names_are_one_name_spelt_in_two_ways(one: str, two: str) -> None:
    assert is_near(one, two)
    assert is_near(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("image_1", "image_2"),
        ("min_duration", "max_duration"),
        ("first_frame", "last_frame"),
        ("start_image", "tail_image"),
        ("enable_audio", "disable_audio"),
        ("audio", "audio_url"),
        ("width", "height"),
        ("kimi-k2-5", "kimi-k2-6"),
        ("claude-opus-4-1", "claude-opus-4-5"),
        ("gpt-5", "gpt-5-6"),
        ("", ""),
        ("!", "?"),
    ],
)
def test_names_that_only_look_alike_are_two(one: str, two: str) -> None:
    assert not is_near(one, two)
    assert not is_near(two, one)


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ({"input_images": LIST}, {"input_image": LIST}, True),
        ({"input_images": LIST}, {"input_image": {**LIST, "default": [], "x-order": 3}}, True),
        ({"input_images": LIST}, {"input_image": {"type": "string"}}, False),
        ({"input_images": LIST}, {"input_image": {**LIST, "maxItems": 4}}, False),
        ({"sources": LIST}, {"references": LIST}, False),
        (
            {"sources": {**LIST, "description": TEXT}},
            {"references": {**LIST, "description": TEXT}},
            True,
        ),
        (
            {"sources": {**LIST, "description": "Images."}},
            {"references": {**LIST, "description": "Images."}},
            False,
        ),
        ({"input_images": LIST}, {"input_image": LIST, "input_imagess": LIST}, False),
        ({"input_images": LIST, "input_imagess": LIST}, {"input_image": LIST}, True),
        ({"input_images": LIST}, {"input_images": LIST, "input_image": LIST}, False),
    ],
)
def test_a_parameter_is_renamed_where_shape_and_name_or_text_agree(
    old: dict[str, JsonValue], new: dict[str, JsonValue], *, renamed: bool
) -> None:
    assert bool(renamed_parameters(old, new)) == renamed
    assert bool(renamed_parameters(new, old)) == renamed


@patiently
@given(model_pairs() | model_pairs(hostile=True))
def test_renames_are_the_same_from_both_sides(pair: tuple[Model, Model]) -> None:
    old, new = ((model.request_schema or {}).get("properties") or {} for model in pair)
    assert isinstance(old, dict)
    assert isinstance(new, dict)

    there, back = renamed_parameters(old, new), renamed_parameters(new, old)

    assert there == {old_name: new_name for new_name, old_name in back.items()}


def models(*named: Model) -> dict[str, Model]:
    return {model.id: model for model in named}


SCHEMA: JsonObject = {"type": "object", "properties": {"prompt": {"type": "string"}}}


def test_a_model_with_another_spelling_of_its_id_is_renamed() -> None:
    old, new = model_with(SCHEMA, name="flux-2-pro"), model_with(SCHEMA, name="flux.2-pro")

    (change,) = compare(catalog_of(old), catalog_of(new)).changes

    assert (change.kind, change.model, change.new) == ("model-renamed", "flux-2-pro", "flux.2-pro")
    assert (change.impact, change.proven) == ("breaking", True)
    assert change.message == "the model is called `flux.2-pro` now"
    assert change.repair == {"op": "replace", "path": "/model", "value": "flux.2-pro"}


def test_a_model_with_the_same_name_for_people_is_renamed() -> None:
    old = replace(model_with(SCHEMA, name="flux-2-pro"), display_name="FLUX.2 Pro")
    new = replace(
        model_with(SCHEMA, name="black-forest-labs-flux-2-pro"), display_name="FLUX.2 Pro"
    )

    assert renamed_models(models(old), models(new)) == {old.id: new.id}


def test_a_new_version_is_no_new_name() -> None:
    text = "The most capable model there is."
    old, new = (
        replace(model_with(SCHEMA, name=name), display_name="Opus", description=text)
        for name in ("claude-opus-4-1", "claude-opus-4-5")
    )

    assert renamed_models(models(old), models(new)) == {}


def test_a_repair_moves_a_parameter_that_stands_in_an_object() -> None:
    def inside(name: str, *, listed: bool) -> Model:
        member: JsonObject = {"type": "object", "properties": {name: LIST}}
        options: JsonObject = {"type": "array", "items": member} if listed else member
        return model_with({"type": "object", "properties": {"options": options}})

    pairs = [(inside("sources", listed=x), inside("source", listed=x)) for x in (False, True)]
    changes = [compare(*map(catalog_of, pair)).changes[0] for pair in pairs]

    assert [change.kind for change in changes] == ["parameter-renamed"] * 2
    assert changes[0].repair == {
        "op": "move",
        "from": "/options/sources",
        "path": "/options/source",
    }
    assert changes[1].repair is None


def test_many_models_of_one_shape_are_not_held_against_each_other_one_by_one() -> None:
    gone = models(*(model_with(None, name=f"gone-{n}") for n in range(200)))
    came = models(*(model_with(None, name=f"came-{n}") for n in range(200)))

    assert renamed_models(gone, came) == {}
