"""Names: injective, stable, safe everywhere."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oxspec.naming import (
    file_stem,
    file_stems,
    identifiers,
    is_plain,
    module_name,
    module_names,
    type_name,
    type_names,
)
from support.models import texts

_SETS = st.lists(texts, max_size=8, unique=True)


@pytest.mark.parametrize("name", ["moonshotai-kimi-k2-5", "GPT_4", "flux-2-dev"])
def test_a_clean_id_names_its_page_as_it_is(name: str) -> None:
    assert file_stem(name) == name


def test_other_characters_become_one_underscore_as_on_the_hub() -> None:
    assert file_stem("acme/paint  1.5") == "acme_paint_1_5"
    assert file_stem("(acme)") == "acme"


@pytest.mark.parametrize(
    "name", ["con", "LPT1", "nul", ".env", "..", "模型", "-rf", "overview", "x" * 500, " "]
)
def test_what_cannot_be_a_file_everywhere_gets_a_hash(name: str) -> None:
    stem = file_stem(name)

    assert stem[-9] == "_"
    assert len(stem.encode()) <= 120
    assert not stem.startswith(("-", "."))


def test_case_twins_keep_two_pages_and_the_lower_case_one_its_name() -> None:
    stems = file_stems(["Acme-1", "acme-1"])

    assert stems["acme-1"] == "acme-1"
    assert stems["Acme-1"] == f"Acme-1_{stems['Acme-1'][-8:]}"


@given(names=_SETS)
@example(names=["a", "A", "a_ca978112"])
@example(names=["x" * 200, "x" * 201])
def test_pages_are_injective_where_case_is_folded(names: list[str]) -> None:
    stems = [stem.casefold() for stem in file_stems(names).values()]

    assert len(set(stems)) == len(names)


@given(names=_SETS)
@example(names=["a-b", "a_b", "A B"])
@example(names=["class", "class_", "class-"])
def test_modules_are_injective_identifiers_of_64_characters(names: list[str]) -> None:
    modules = module_names(names)

    assert len(set(modules.values())) == len(names)
    for module in modules.values():
        assert module.isascii()
        assert module.isidentifier()
        assert module == module.lower()
        assert not keyword.iskeyword(module)
        assert len(module) <= 65


@given(names=_SETS)
def test_names_do_not_depend_on_the_order_of_the_models(names: list[str]) -> None:
    assert module_names(names) == module_names(reversed(names))
    assert file_stems(names) == file_stems(reversed(names))


def test_modules_are_slugs() -> None:
    assert module_name("flux-2-dev") == "flux_2_dev"
    assert module_name("4o") == "m4o"
    assert module_name("Class") == "class_"
    assert module_name("_runtime") == "runtime"
    assert module_name("manifest") == "manifest_"


def test_the_exact_name_stays_where_slugs_meet() -> None:
    modules = module_names(["a-b", "a_b"])

    assert modules["a_b"] == "a_b"
    assert modules["a-b"].startswith("a_b_")


@given(names=_SETS)
@example(names=["a b", "a-b", "a_b", "A_B"])
@example(names=["__x", "p_x", "_"])
def test_identifiers_are_injective_and_lead_back_to_the_wire(names: list[str]) -> None:
    found = identifiers(names)

    assert {identifier: wire for wire, identifier in found.items()}.keys() == set(found.values())
    assert len({identifier.casefold() for identifier in found.values()}) == len(names)
    for identifier in found.values():
        assert identifier.isascii()
        assert identifier.isidentifier()
        assert not keyword.iskeyword(identifier)
        assert not identifier.startswith("__")


@pytest.mark.parametrize("name", ["prompt", "num_inference_steps", "x1", "_private", "input"])
def test_a_clean_parameter_keeps_its_name(name: str) -> None:
    assert identifiers([name]) == {name: name}


@pytest.mark.parametrize("name", ["class", "type", "client", "self", "str", "None", "stream"])
def test_a_taken_parameter_gets_an_underscore(name: str) -> None:
    assert identifiers([name]) == {name: f"{name}_"}


def test_types_are_camel_case_and_avoid_identifiers() -> None:
    assert type_name("aspect_ratio") == "AspectRatio"
    assert type_name("2k") == "T2k"
    assert type_name("mapping") == "MappingValue"
    assert len(f"class {type_name('x' * 300)}(TypedDict, total=False):") == 88
    assert type_names(["size"], taken={"Size"})["size"].startswith("Size_")
    assert len(set(type_names(["a b", "a_b", "aB"]).values())) == 3


@pytest.mark.parametrize(("name", "plain"), [("type", True), ("a b", False), ("class", False)])
def test_keys_of_nested_objects_are_plain_or_written_as_strings(name: str, plain: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert is_plain(name) is plain


def test_a_name_that_differs_in_case_from_one_given_away_is_another_file() -> None:
    stems = file_stems(["Ok-1", "ok-1"], known={"Ok-1": "Ok-1"})

    assert stems["Ok-1"] == "Ok-1"
    assert stems["ok-1"].casefold() != "ok-1"
