"""For every model: what can be mended of a mistake is, in the text, and no other byte changes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from oxspec.app.mend import Options, mend_all
from oxspec.catalog.bundled import BUNDLED
from oxspec.catalog.model import Catalog
from oxspec.testing import broken_bodies, written
from oxspec.validation.judge import judge
from oxspec.validation.outcome import Item, Validation
from oxspec.validation.text import read
from support.catalogs import distinct_models, each_distinct_model
from support.commands import run
from support.mistakes import FEW, each_mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oxspec.app.mend import Mended
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.testing import BrokenBody, Written

BLANKS = " \t\r\n"
MODELS = st.sampled_from([model for _, model in distinct_models()])


def mended(text: str, model: Model, *, unsafe: bool = False) -> tuple[Validation, Mended]:
    """Return the verdict on a text, and what becomes of it."""
    catalog = Catalog({model.id: model})
    verdict = judge(read(text.encode()).body, catalog)
    before = Validation((Item("body.json", verdict, text=text),), catalog)
    return before, mend_all(before, Options(unsafe=unsafe))


def total(validation: Validation) -> int:
    return sum(len(item.verdict.findings) for item in validation.items)


def after_cutting(text: Written, pointer: str, left: int) -> Iterator[str]:
    """Yield a text without a member: cut out with one comma and blanks beside it, at most."""
    place, cut = text.places[pointer], len(text.text) - left
    key = place.key_start or 0
    for start in range(max(0, place.end - cut), key + 1):
        beside = text.text[start:key] + text.text[place.end : start + cut]
        if beside.replace(",", "", 1).strip(BLANKS) == "":
            yield text.text[:start] + text.text[start + cut :]


def after_writing(text: Written, broken: BrokenBody, body: JsonValue) -> str:
    """Return a text with what stands in a mended body written where the mistake is."""
    place = text.places[broken.pointer]
    start, end = place.start, place.end
    if broken.at == "name":
        start, end = place.key_start or 0, place.key_end or 0
    *parents, name = tokens_of(broken.pointer)
    parent = at(body, parents)
    if broken.at == "name":
        (written_anew,) = set(members(parent)) - set(members(at(broken.body, parents)))
        new = json.dumps(written_anew, ensure_ascii=False)
    else:
        new = spelt(at(body, [*parents, name]), text.text[start:end])
    return text.text[:start] + new + text.text[end:]


def spelt(value: JsonValue, old: str) -> str:
    """Return how a value is written instead of another: what it is made of stays as it was."""
    if isinstance(value, list):
        return f"[{old}]"
    if isinstance(value, int | float) and not isinstance(value, bool) and old[0] == '"':
        return str(json.loads(old)).strip()
    return json.dumps(value, ensure_ascii=False)


def tokens_of(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def at(value: JsonValue, tokens: list[str]) -> JsonValue:
    for token in tokens:
        value = value[int(token)] if isinstance(value, list) else members(value)[token]
    return value


def members(value: JsonValue) -> JsonObject:
    assert isinstance(value, dict)
    return value


def assert_only_there(after: str, text: Written, broken: BrokenBody) -> None:
    """Hold a mended text to what it was around the mistake."""
    if after == text.text:
        return  # what would only be wrong in another way is left as it is
    body = json.loads(after)
    if len(body) < len(broken.body):
        assert after in after_cutting(text, broken.pointer, len(after))
    else:
        assert after == after_writing(text, broken, body)


def assert_mended(text: Written, broken: BrokenBody, model: Model, *, unsafe: bool) -> None:
    """Hold the repairs of a text to their promises."""
    before, made = mended(text.text, model, unsafe=unsafe)

    assert made.mendings or broken.right is None
    for mending in made.mendings:
        assert total(made.validation) < total(before)
        assert_only_there(mending.after, text, broken)
        assert broken.right in (None, json.loads(mending.after))
        assert mended(mending.after, model, unsafe=unsafe)[1].mendings == ()


@each_distinct_model
@FEW
@given(data=st.data())
def test_what_was_surely_meant_is_written_where_the_mistake_is_and_nowhere_else(
    model: Model, data: st.DataObject
) -> None:
    for broken, text in each_mistake(data, model, meant=True):
        assert_mended(text, broken, model, unsafe=False)


@settings(FEW, max_examples=50)
@given(data=st.data(), model=MODELS, unsafe=st.booleans())
def test_any_repair_leaves_fewer_findings_and_the_rest_of_the_text(
    data: st.DataObject,
    model: Model,
    unsafe: bool,  # noqa: FBT001  # drawn, not called
) -> None:
    for broken, text in each_mistake(data, model, meant=False):
        assert_mended(text, broken, model, unsafe=unsafe)


@settings(FEW, max_examples=5)
@given(data=st.data(), mark=st.sampled_from((b"", b"\xef\xbb\xbf")))
def test_files_are_mended_in_place_and_all_their_other_bytes_stay(
    data: st.DataObject, mark: bytes
) -> None:
    bundled = st.sampled_from([m for name, m in distinct_models() if name == BUNDLED])
    made = [*each_mistake(data, data.draw(bundled), meant=True)]
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{index}.json" for index in range(len(made))]
        for file, (_, text) in zip(files, made, strict=True):
            file.write_bytes(mark + text.text.encode())
        command = ("validate", "--fix", "--source", BUNDLED, "--no-config", *map(str, files))

        first, after = run(*command), [file.read_bytes() for file in files]
        again = run(*command)

        assert [file.read_bytes() for file in files] == after
        assert again.out == first.out
        assert "mended" not in again.err
    for data_after, (broken, text) in zip(after, made, strict=True):
        assert data_after.startswith(mark)
        result = data_after.removeprefix(mark).decode()
        assert_only_there(result, text, broken)
        assert broken.right in (None, json.loads(result))


@settings(FEW, max_examples=30)
@given(data=st.data(), code=st.sampled_from(["not-in-enum", "unknown-parameter", "wrong-type"]))
def test_what_is_made_to_be_mended_is(data: st.DataObject, code: str) -> None:
    model = data.draw(MODELS)
    broken = data.draw(broken_bodies(model, code=code, mendable=True))
    text = data.draw(written(broken.body))

    assert broken.right is not None
    assert_mended(text, broken, model, unsafe=False)
