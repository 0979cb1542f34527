"""The check of the HTML pages says what Python's says, and its calls are Python's calls."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

import pytest

from oxspec.examples import Example, examples
from oxspec.render.reference import reference_view
from oxspec.resources import templates_dir
from oxspec.runtime.check import check
from support.catalogs import all_models
from support.corpus import corpus
from support.models import paint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oxspec.jsontypes import JsonObject, JsonValue
    from oxspec.render.referenceviews import ReferenceView
    from oxspec.runtime.findings import Finding

pytestmark = pytest.mark.tools

SITE: Final = Path(__file__).parent / "site"
ASSETS: Final = templates_dir() / "docs" / "html" / "assets"
CODES: Final = {
    *("unknown-parameter", "missing-parameter", "wrong-type", "not-in-enum", "out-of-range"),
    *("bad-format", "bad-length", "conflict", "undocumented-parameter"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One body, and what both say of it.

    Attributes:
        body: as it was given.
        python: what the library finds.
        page: what the page finds.
        unsure: what the page says that it cannot judge.
    """

    body: JsonObject
    python: Sequence[Finding]
    page: Sequence[dict[str, JsonValue]]
    unsure: Sequence[dict[str, str | None]]

    def is_unsure(self, code: str, pointer: str) -> bool:
        """Return whether the page says that it cannot judge this."""
        return any(
            (place["pointer"] == pointer and place["code"] in (None, code))
            or (place["code"] is None and pointer.startswith(f"{place['pointer']}/"))
            for place in self.unsure
        )


@cache
def judged() -> list[Judged]:
    """Return one corpus, judged by Python and by one Node process that runs the page's own file."""
    cases = list(corpus(each=12, hostile=300))
    sent = [{"schema": s, "bodies": [json.dumps(b) for b in bodies]} for s, bodies in cases]
    answers = node("check.js", str(ASSETS / "check.js"), stdin=json.dumps(sent))
    return [
        Judged(body, check(body, schema), answer["findings"], answer["unsure"])
        for (schema, bodies), told in zip(cases, answers, strict=True)
        for body, answer in zip(bodies, told, strict=True)
    ]


def node(*arguments: str, stdin: str) -> list[Any]:
    """Run a script of the folder, and return what it prints."""
    done = subprocess.run(
        ["node", *arguments], cwd=SITE, input=stdin.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: list[Any] = json.loads(done.stdout)
    return answer


def words(text: object) -> str | None:
    """Return a text without what may differ: JavaScript reads 1.0 as 1."""
    return None if text is None else re.sub(r"(\d)\.0(?!\d)", r"\1", str(text))


def is_assigned(body: JsonObject) -> bool:
    """Return whether Python's Unicode, which may be older, knows all characters of a body.

    What it does not know is shown as an escape by one and as it is by the other.
    """
    return all(category(char) != "Cn" for char in json.dumps(body, ensure_ascii=False))


def test_both_find_the_same_codes_at_the_same_places() -> None:
    for case in judged():
        python = {(f.code, f.pointer) for f in case.python if not case.is_unsure(f.code, f.pointer)}
        page = {(str(f["code"]), str(f["pointer"])) for f in case.page}

        assert page == python, case


def test_both_use_the_same_words() -> None:
    cases = [case for case in judged() if is_assigned(case.body)]
    assert len(cases) > 0.9 * len(judged())
    for case in cases:
        python = {(f.code, f.pointer, words(f.message), words(f.hint)) for f in case.python}
        page = {(f["code"], f["pointer"], words(f["message"]), words(f["hint"])) for f in case.page}

        assert page <= python, case


def test_the_corpus_has_every_kind_of_mistake_and_little_is_left_unsure() -> None:
    cases = judged()

    assert {finding.code for case in cases for finding in case.python} >= CODES
    assert sum(not case.python for case in cases) > len(cases) / 20
    assert sum(bool(case.unsure) for case in cases) < len(cases) / 20


@pytest.mark.parametrize(
    ("schema", "body", "reason"),
    [
        ({"properties": {"a": {"pattern": "x"}}}, {"a": "y"}, "pattern is not checked here"),
        ({"properties": {"a": {"format": "email"}}}, {"a": "y"}, 'format "email" is not'),
        ({"properties": {"a": {"type": "integer"}}}, {"a": 2**60}, "more digits than"),
        ({"properties": {}, "unevaluatedProperties": False}, {"b": 1}, "unevaluatedProperties is"),
    ],
)
def test_what_cannot_be_judged_is_said_and_not_guessed(
    schema: JsonObject, body: JsonObject, reason: str
) -> None:
    sent = json.dumps([{"schema": schema, "bodies": [json.dumps(body)]}])

    ((answer,),) = node("check.js", str(ASSETS / "check.js"), stdin=sent)

    assert answer["findings"] == []
    assert reason in str(answer["unsure"][0]["reason"])


def test_what_a_body_leaves_out_is_no_doubt() -> None:
    schema = {"properties": {"a": {"pattern": "x"}, "b": {}}}
    sent = json.dumps([{"schema": schema, "bodies": ['{"b": 1}']}])

    ((answer,),) = node("check.js", str(ASSETS / "check.js"), stdin=sent)

    assert answer == {"findings": [], "unsure": []}


def test_a_call_that_the_page_makes_is_the_call_that_the_page_shows() -> None:
    hostile: JsonObject = {
        "a'b\\": ["\U0001f600", "\u2028", "'; id; '", None, True, 1.5, {}, [], "\\ud83d"],
        "__proto__": {"__proto__": '"__proto__":'},
        "é": "${HOME} `id` %s {0}\n\ttrue",
    }
    made = [(model, examples(model)) for _, model in all_models() if model.strict]
    made.append((paint(), (Example("all", hostile, ()),)))
    views = [reference_view(model, bodies) for model, bodies in made]
    calls = [(_direct(view), call) for view in views for call in view.calls]
    sent = [{"frames": frames, "body": call.json} for frames, call in calls]

    answers = node("calls.js", str(ASSETS), stdin=json.dumps(sent))

    assert len(answers) == len(calls)
    for answer, (_, call) in zip(answers, calls, strict=True):
        shown = {"curl": call.curl, "python": call.python, "javascript": call.javascript}
        assert {k: words(v) for k, v in dict(answer).items()} == {
            k: words(v) for k, v in shown.items()
        }


def _direct(view: ReferenceView) -> JsonValue:
    calls = view.form["calls"]
    assert isinstance(calls, dict)
    return calls["direct"]
