"""Bodies to compare two judges on: right ones, and ones with up to three mistakes of any kind."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oxspec.examples import examples
from oxspec.testing import bodies, broken_bodies
from oxspec.testing import models as any_models
from support.catalogs import all_models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy

    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue

Drawn = TypeVar("Drawn")
_NAMES: Final = ("zzz", "a/b", "~", "", "promt", "__proto__", "constructor", "é", "\u202e")
_HOLDERS: Final[tuple[JsonValue, ...]] = (
    [],
    [1],
    ["x", "x"],
    [None],
    [["x"]],
    {},
    {"a": 1},
    {"url": "https://x"},
    {"a\ud800": 1},
)
_VALUES: Final[tuple[JsonValue, ...]] = (
    *(None, True, False, 0, 1, -1, 5, 0.5, 1e-5, 3.14, 10**6, 2**53, 19.99),
    *("", "1", "28", "4", "-0.5", "true", " True ", "x", "16:10", "1080P", "x" * 200),
    *("https://a.b/c", "HTTPS://X", "http://", "https://u@/x", "https://exa[mple", "ftp://x"),
    *(
        "data:,",
        "data:image/png;base64,AAAA",
        "/a/x",
        "~/x",
        "a.b/c",
        "a b",
        "ox.png",
        "img/ox.JPG",
        "https://[::1]/x",
    ),
    *("https://a\u2100b/", "é😀", "\u202e", "\ud800", "sk-abcdefghijklmnop", "Bearer x"),
    *_HOLDERS,
)
_MESSAGES: Final[tuple[JsonObject, ...]] = (
    {"role": "user", "content": "x"},
    {"role": "tool", "content": "x"},
    {"role": "assistant"},
    {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function"}]},
    {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]},
    {"role": "user", "content": [{"type": "file", "file": {"file_data": "data:a,b"}}]},
    {"role": "user", "content": [{"type": "file", "file": {"file_url": "x", "file_data": "y"}}]},
    {"role": "userr", "content": 3, "refusal": ""},
    {"role": "user", "content": []},
)
_CHAT: Final[dict[str, tuple[JsonValue, ...]]] = {
    "tool_choice": ("none", "autp", {"type": "function"}, {"typ": "function"}, 3, None),
    "response_format": ({"type": "json_schema"}, {"type": "text"}, {"typ": "x"}, "text", None),
    "temperature": (3, 1, None, "x"),
    "top_p": (0.5, 2),
    "n": (2,),
    "tools": ([{"type": "function", "function": {"name": ""}}], [{}], {}),
}


def corpus(*, each: int, hostile: int) -> Iterator[tuple[JsonObject, list[JsonObject]]]:
    """Yield strict schemas, each with bodies; the same ones every time.

    Args:
        each: how many bodies with mistakes there are of each model of the catalogs.
        hostile: how many generated models there are beside.
    """
    random = Random(1)  # noqa: S311  # the same bodies every time
    for _, model in all_models():
        if model.strict is not None:
            right = [example.body for example in examples(model)]
            yield model.strict, [*right, *_broken(random, model, right, each)]
    for model, made in _generated(hostile):
        if model.strict is not None:
            yield model.strict, [*made, *_broken(random, model, made, len(made))]


def mistaken(model: Model, *, count: int) -> list[JsonObject]:
    """Return bodies of a model: right ones, then some with mistakes; the same ones every time."""
    right = [example.body for example in examples(model)]
    return [*right, *_broken(Random(1), model, right, count)]  # noqa: S311  # the same every time


def _broken(
    random: Random, model: Model, right: list[JsonObject], count: int
) -> Iterator[JsonObject]:
    for _ in range(count):
        body = copy.deepcopy(random.choice(right))
        if model.endpoint == "chat/completions":
            _vary_chat(random, body)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            _break(random, body, model.strict or {})
        yield body


def _vary_chat(random: Random, body: JsonObject) -> None:
    body["messages"] = [copy.deepcopy(m) for m in random.choices(_MESSAGES, k=random.randrange(3))]
    for name, values in _CHAT.items():
        if random.random() < 1 / 4:
            body[name] = copy.deepcopy(random.choice(values))


def _break(random: Random, body: JsonObject, schema: JsonObject) -> None:
    properties = schema.get("properties")
    if isinstance(properties, dict) and properties:
        name = random.choice(list(properties))
        described = properties[name]
        random.choice(_BREAKS)(random, body, name, described if isinstance(described, dict) else {})


def _drop(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    del name, schema
    if body:
        del body[random.choice(list(body))]


def _replace(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    del schema
    body[name] = copy.deepcopy(random.choice(_VALUES))


def _misspell(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    del name, schema
    if body:
        old = random.choice(list(body))
        at = random.randrange(max(len(old), 1))
        body[old[:at] + old[at + 1 :]] = body.pop(old)


def _add(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    del name, schema
    body[random.choice(_NAMES)] = copy.deepcopy(random.choice(_VALUES))


def _border(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    """Give a value at, or just beyond, what is allowed."""
    steps: dict[str, int] = {"minimum": -1, "maximum": 1}
    values: list[JsonValue] = [
        bound + sign * step
        for keyword, sign in steps.items()
        if isinstance(bound := schema.get(keyword), int | float)
        for step in (0, 1, 0.5)
    ]
    enum = schema.get("enum")
    values += enum if isinstance(enum, list) else []
    values += [schema["default"]] if "default" in schema else []
    if values:
        body[name] = copy.deepcopy(random.choice(values))


def _fill(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    del schema
    body[name] = [copy.deepcopy(random.choice(_VALUES)) for _ in range(random.randrange(4))]


def _inside(random: Random, body: JsonObject, name: str, schema: JsonObject) -> None:
    """Break what a list or an object of the body holds."""
    del name, schema
    holders = [value for value in body.values() if isinstance(value, list | dict) and value]
    for holder in holders[:1]:
        inner = random.choice(holder) if isinstance(holder, list) else holder
        if isinstance(inner, dict):
            inner[random.choice([*inner, "zz"])] = copy.deepcopy(random.choice(_VALUES))
        elif isinstance(holder, list):
            holder[0] = copy.deepcopy(random.choice(_VALUES))


_BREAKS: Final[tuple[Callable[[Random, JsonObject, str, JsonObject], None], ...]] = (
    *(_drop, _replace, _misspell, _add, _border, _fill, _inside),
)


def _generated(count: int) -> list[tuple[Model, list[JsonObject]]]:
    def some(model: Model) -> SearchStrategy[tuple[Model, list[JsonObject]]]:
        any_body = bodies(model) | broken_bodies(model).map(lambda broken: broken.body)
        return st.tuples(st.just(model), st.lists(any_body, min_size=4, max_size=4))

    return generated(any_models().flatmap(some), count=count)


def generated(strategy: SearchStrategy[Drawn], *, count: int) -> list[Drawn]:
    """Return what a strategy draws, the same every time, for one process to look at."""
    found: list[Drawn] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(drawn=strategy)
    def collect(drawn: Drawn) -> None:
        found.append(drawn)

    collect()
    return found
