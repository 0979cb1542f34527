"""For every model: what can be mended of a mistake is, in the text, and no other byte changes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from oxspec.app.mend import mend_all
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
    from oxspec.app.mend import Mended
    from oxspec.catalog.model import Model
    from oxspec.testing import BrokenBody, Written

BLANKS = " \t\r\n"
MODELS = st.sampled_from([model for _, model in distinct_models()])


def mended(text: str, model: Model, *, unsafe: bool = False) -> tuple[Validation, Mended]:
    """Return the verdict on a text, and what becomes of it."""
    catalog = Catalog({model.id: model})
    verdict = judge(read(text.encode()).body, catalog)
    before = Validation((Item("body.json", verdict, text=text),), catalog)
    return before, mend_all(before, model=None, unknown="error", unsafe=unsafe)


def total(validation: Validation) -> int:
    return sum(len(item.verdict.findings) for item in validation.items)


def around(text: Written, broken: BrokenBody, *, removed: bool) -> tuple[str, str]:
    """Return what stands before a mistake, and behind it."""
    place = text.places[broken.pointer]
    if broken.at == "value" and not removed:
        return text.text[: place.start], text.text[place.end :]
    end = place.end if removed else place.key_end
    return text.text[: place.key_start], text.text[end:]


def assert_only_there(after: str, text: Written, broken: BrokenBody) -> None:
    """Hold a mended text to what it was around the mistake."""
    removed = len(json.loads(after)) < len(broken.body)
    before, behind = around(text, broken, removed=removed)
    if removed:  # with its comma, and with the blanks on one side of it
        before, behind = before.rstrip(BLANKS + ","), behind.lstrip(BLANKS + ",")
        middle = after[len(before) : len(after) - len(behind)]
        assert middle.replace(",", "").strip(BLANKS) == ""
    assert after.startswith(before)
    assert after.endswith(behind)
    assert len(before) + len(behind) <= len(after)


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
