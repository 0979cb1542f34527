"""Bodies written in YAML: values, places, and what has no word in JSON."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oxspec.catalog.model import Catalog
from oxspec.errors import JsonTextError
from oxspec.jsontext import BODY_DEPTH
from oxspec.runtime.findings import pointer_of
from oxspec.testing import broken_bodies, json_values
from oxspec.validation.judge import judge
from oxspec.validation.text import located, read
from oxspec.validation.yamltext import YAML_VALUES, decode_yaml, yaml_places_of
from support.models import paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oxspec.jsontypes import JsonValue

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class Quoted(yaml.SafeDumper):
    """PyYAML's dumper with every text in quotes: unquoted, some texts are numbers in YAML 1.2."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that nothing is written as an alias."""
        del data
        return True


def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    del dumper
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')


Quoted.add_representer(str, quoted)


@st.composite
def dumps(draw: st.DrawFn, value: JsonValue) -> str:
    """Return a value as PyYAML writes it, in any of its layouts."""
    return yaml.dump(
        value,
        Dumper=Quoted,
        sort_keys=False,
        allow_unicode=draw(st.booleans()),
        default_flow_style=draw(st.sampled_from([None, True, False])),
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([20, 80])),
        explicit_start=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n"])),
    )


def refusal(text: str) -> JsonTextError:
    with pytest.raises(JsonTextError) as caught:
        decode_yaml(text)
    return caught.value


def decoded(text: str) -> JsonValue | JsonTextError:
    try:
        return decode_yaml(text)
    except JsonTextError as error:
        return error


def parts(value: JsonValue, tokens: tuple[str | int, ...] = ()) -> Iterator[tuple[str, JsonValue]]:
    yield pointer_of(tokens), value
    if isinstance(value, dict):
        for name, member in value.items():
            yield from parts(member, (*tokens, name))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from parts(entry, (*tokens, index))


@given(data=st.data(), value=json_values())
def test_a_dumped_value_is_read_back_exactly(data: st.DataObject, value: JsonValue) -> None:
    text = data.draw(dumps(value))

    assert json.dumps(decode_yaml(text)) == json.dumps(value)


@given(data=st.data(), value=json_values())
def test_every_part_is_where_its_place_says(data: st.DataObject, value: JsonValue) -> None:
    text = data.draw(dumps(value))
    wanted = dict(parts(value))

    places = yaml_places_of(text, wanted)

    assert places.keys() == wanted.keys()
    for pointer, place in places.items():
        if not isinstance(wanted[pointer], dict | list):
            found = decode_yaml(text[place.start : place.end])
            assert json.dumps(found) == json.dumps(wanted[pointer])
        if place.key_start is not None:
            name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            assert decode_yaml(text[place.key_start : place.key_end]) == name


@settings(suppress_health_check=SLOW, deadline=None)
@given(data=st.data())
def test_a_body_in_yaml_gets_the_findings_that_it_gets_in_json(data: st.DataObject) -> None:
    model = paint()
    broken = data.draw(broken_bodies(model))
    text = data.draw(dumps(broken.body))
    catalog = Catalog({model.id: model})

    verdict = judge(read(text.encode(), syntax="yaml").body, catalog)

    assert verdict == judge(broken.body, catalog)
    (finding,) = located(verdict.findings, text, syntax="yaml")
    place = yaml_places_of(text, [broken.pointer])[broken.pointer]
    start = place.key_start if broken.at == "name" else place.start
    before = text[: start or 0]
    assert (finding.line, finding.column) == (
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
    )


@given(text=st.text("ab: -[]{},&*!'\"#|>%\n\t?~1.<", max_size=24))
@example("\ud800")
@example("[" * 5_000)
@example("- " * 5_000)
@example('{"a": "\x00"}')
def test_any_text_gives_a_value_or_a_place_in_it(text: str) -> None:
    outcome = decoded(text)

    if isinstance(outcome, JsonTextError):
        assert 1 <= outcome.line <= text.count("\n") + 1
        assert outcome.column >= 1
    else:
        assert json.loads(json.dumps(outcome)) == outcome


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: true", True),
        ("a: ~", None),
        ("a:", None),
        ("a: 12:30:45", "12:30:45"),
        ("a: 1_000", "1_000"),
        ("a: 1e3", 1000.0),
        ("a: 0o17", 15),
        ("a: 0x1F", 31),
        ("a: 2024-01-01 at noon", "2024-01-01 at noon"),
        ("a: '2024-01-01'", "2024-01-01"),
        ("a: |\n  x\n  y\n", "x\ny\n"),
        ("a: >-\n  x\n  y\n", "x y"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: JsonValue) -> None:
    assert decode_yaml(text) == {"a": value}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        (
            "a: 2024-01-01",
            (1, 4),
            'a date, which JSON does not have: write "2024-01-01", in quotes',
        ),
        ("a:\n  - .nan", (2, 5), ".nan is not JSON: write a number or null"),
        ("a: -.inf", (1, 4), "-.inf is not JSON: write a number or null"),
        ("a: 1e999", (1, 4), "1e999 is too large for a number"),
        ("a: 0123", (1, 4), 'a number with a leading zero: write "0123" in quotes'),
        (f"a: {'9' * 4001}", (1, 4), "an integer of 4001 digits: the limit is 4000"),
        ("1: x", (1, 1), 'a name that is not text: write "1" in quotes'),
        ("b: 1\ntrue: x", (2, 1), 'a name that is not text: write "true" in quotes'),
        ("? [a]\n: b", (1, 3), "a name that is not text: write it out"),
        ("a: !!str 5", (1, 4), 'a tag ("tag:yaml.org,2002:str"): a body has none'),
        ("a: !!python/object:os.system x", (1, 4), "a tag"),
        ("a: &x {b: 1}\n<<: *x", (2, 1), "a merge key (<<): write its members out"),
        ("a: 1\n---\nb: 2", (2, 1), "a second document: a file holds one body"),
        ("a: *b", (1, 4), 'not YAML: there is no anchor "b" before'),
        ("a: &x [*x]", (1, 8), "an alias of what it stands in: it would never end"),
        ("a:\n\tb: 1", (2, 1), "not YAML: while scanning for the next token"),
        ("a: b: c", (1, 5), "not YAML: mapping values are not allowed"),
        ('a: "\x07"', (1, 5), "not YAML: a control character, U+0007"),
        ("# nothing", (1, 1), "empty: expected one YAML value"),
    ],
)
def test_what_json_has_no_word_for_is_refused_where_it_stands(
    text: str, place: tuple[int, int], told: str
) -> None:
    error = refusal(text)

    assert (error.code, error.line, error.column) == ("not-json", *place)
    assert told in str(error)


def test_a_name_that_is_there_twice_is_told_with_both_places() -> None:
    error = refusal("b:\n  - {a: {}}\n  - a: 1\n    a: 2\n")

    assert (error.code, error.pointer) == ("duplicate-key", "/b/1/a")
    assert (error.line, error.column) == (4, 5)
    assert str(error) == '"a" is there twice: first at line 3, column 5'


def test_an_alias_stands_where_it_is_and_its_members_where_they_are_written() -> None:
    text = "a: &x {b: 1}\nc: *x\n"

    places = yaml_places_of(text, ["/c", "/c/b"])

    assert decode_yaml(text) == {"a": {"b": 1}, "c": {"b": 1}}
    assert text[places["/c"].start : places["/c"].end] == "*x"
    assert places["/c/b"].start == text.index("1")


def test_aliases_of_aliases_are_refused_before_they_grow() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    started = time.monotonic()

    error = refusal("\n".join(lines))

    assert str(error) == f"more than {YAML_VALUES} values, aliases written out"
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("text", ["[" * 20_000, "- " * 20_000, "{a: " * 20_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    started = time.monotonic()

    error = refusal(text)

    assert str(error) == f"nested deeper than {BODY_DEPTH} containers"
    assert time.monotonic() - started < 10


def test_aliases_do_not_nest_deeper_than_brackets_may() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200))]

    assert str(refusal("\n".join(lines))) == f"nested deeper than {BODY_DEPTH} containers"
