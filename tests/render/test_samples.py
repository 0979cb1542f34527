"""Samples: shells and Python read exactly the body."""

from __future__ import annotations

import ast
import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxspec.errors import ExampleUnavailable
from oxspec.render.samples import curl_sample, python_sample
from support.models import paint, texts

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject

_BODIES = st.dictionaries(
    texts,
    texts
    | st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(texts, max_size=2),
    max_size=4,
)
#: Prints the arguments of curl, each behind a NUL.
_STUB = "curl() { printf '\\0%s' \"$@\"; }\n"


def arguments(command: str) -> list[str]:
    found = subprocess.run(
        ["/bin/sh", "-c", _STUB + command],
        capture_output=True,
        check=True,
        env={"OXEN_API_KEY": "secret"},
    )
    assert found.stderr == b""
    return found.stdout.decode().split("\0")[1:]


@settings(max_examples=40, deadline=None)
@given(body=_BODIES)
def test_a_shell_reads_exactly_the_body(body: JsonObject) -> None:
    words = arguments(curl_sample(paint(), body))

    assert words[:3] == ["-X", "POST", "https://hub.oxen.ai/api/ai/images/generate"]
    assert words[3:7] == [
        "-H",
        "Content-Type: application/json",
        "-H",
        "Authorization: Bearer secret",
    ]
    assert words[7] == "-d"
    assert json.loads(words[8]) == body
    assert len(words) == 9


@given(body=_BODIES, library=st.sampled_from(["requests", "httpx"]))
def test_python_reads_exactly_the_body(body: JsonObject, library: str) -> None:
    text = python_sample(paint(), body, library="httpx" if library == "httpx" else "requests")

    call = next(n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call) and n.keywords)
    values = {keyword.arg: keyword.value for keyword in call.keywords}
    assert ast.literal_eval(values["json"]) == body
    assert ast.literal_eval(call.args[0]) == "https://hub.oxen.ai/api/ai/images/generate"
    assert ("timeout" in values) == (library == "httpx")


def test_samples_go_where_they_are_told_to() -> None:
    assert "http://127.0.0.1:8000/api/ai/images/generate" in curl_sample(
        paint(), {}, base_url="http://127.0.0.1:8000/api/ai/"
    )


def test_a_python_sample_speaks_python() -> None:
    text = python_sample(paint(), {"a": True, "b": None, "c": "true", "d": "\U0001f600"})

    assert '"a": True,' in text
    assert '"b": None,' in text
    assert '"c": "true",' in text
    assert '"d": "\\U0001f600"' in text


def test_a_model_without_an_endpoint_has_no_sample() -> None:
    with pytest.raises(ExampleUnavailable):
        curl_sample(replace(paint(), endpoint=None), {})
