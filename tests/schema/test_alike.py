"""What is made of a schema is made once for all that are alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from oxspec.schema.alike import once_for_alike

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), values, max_size=4))
def test_what_is_made_gets_the_schema_and_is_made_once(schema: JsonObject) -> None:
    made: list[JsonObject] = []

    def noted(given: JsonObject) -> JsonObject:
        made.append(given)
        return given

    kept = once_for_alike(noted)
    again = json.loads(json.dumps(schema))

    assert kept(schema) is kept(again)
    assert [json.dumps(each) for each in made] == [json.dumps(schema)]


def test_values_that_only_compare_as_equal_are_not_alike() -> None:
    kept = once_for_alike(lambda schema: schema["const"])

    assert [repr(kept({"const": value})) for value in (1, True, 1.0, "1")] == [
        "1",
        "True",
        "1.0",
        "'1'",
    ]
