"""Texts, names and values of any kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, given, settings

from oxspec.testing import json_values, names, texts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from oxspec.jsontypes import JsonValue

FIRST = settings(
    max_examples=10_000, phases=[Phase.generate], derandomize=True, database=None
)  # any will do


@given(value=json_values())
def test_every_value_can_be_sent(value: JsonValue) -> None:
    text = json.dumps(value, allow_nan=False, ensure_ascii=False)

    assert json.loads(text.encode()) == value


@pytest.mark.parametrize(
    "needle", ['"', "\\", "`", "{", "~", "/", "\x00", "\n", "\u202e", "\U0001f600"]
)
@pytest.mark.parametrize("strategy", [texts(), names()], ids=["texts", "names"])
def test_what_is_hostile_really_comes(strategy: SearchStrategy[str], needle: str) -> None:
    assert needle in find(strategy, lambda text: needle in text, settings=FIRST)
