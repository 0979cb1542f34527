"""From the hub's envelopes, and all else that answers, to errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.client_errors import ApiError, StreamFailed
from oxspec.runtime.refusals import MESSAGE_CHARACTERS, error_of, retry_after
from support.twins import KEY


def told(content: object) -> ApiError:
    return error_of(400, {}, json.dumps(content).encode(), where="e", secret=KEY)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ({"error": {"type": "t", "title": "T", "detail": "D"}}, "D"),
        ({"error": {"message": "M", "title": "T"}}, "M"),
        ({"error": {"title": "T"}}, "T"),
        ({"error": "E", "status_message": "S"}, "E"),
        ({"error_message": "EM"}, "EM"),
        ({"status_message": "SM", "status_description": "SD"}, "SD"),
        ({"status_message": "SM"}, "SM"),
        ({"error": {"detail": ""}, "status": 7}, '{"error": {"detail": ""}, "status": 7}'),
    ],
)
def test_the_most_telling_text_of_an_envelope_is_read(content: object, detail: str) -> None:
    assert told(content).detail == detail


def test_an_error_carries_all_that_is_known() -> None:
    content = json.dumps({"error": {"type": "invalid_params", "title": "T", "detail": "x" * 999}})

    error = error_of(400, {"x-request-id": "r1"}, content.encode(), where="e", secret=None)

    assert (error.type, error.title, error.request_id) == ("invalid_params", "T", "r1")
    assert len(error.detail) == MESSAGE_CHARACTERS
    assert str(error).startswith("e: status 400: xxx")
    assert "request r1" in str(error)


def test_an_error_of_no_answer_has_no_status_and_the_class_that_is_asked_for() -> None:
    error = error_of(None, {}, b'{"error": "e"}', where="w", secret=None, kind=StreamFailed)

    assert type(error) is StreamFailed
    assert (error.status, str(error)) == (None, "w: e")


@given(
    st.integers(100, 599),
    st.dictionaries(st.sampled_from(["x-request-id", "retry-after", "cf-ray"]), st.text()),
    st.binary() | st.text().map(lambda t: json.dumps({"error": {"detail": t, "type": t}}).encode()),
)
def test_whatever_answers_becomes_one_printable_line(
    status: int, headers: dict[str, str], content: bytes
) -> None:
    error = error_of(status, headers, content, where="e", secret=None)

    assert str(error).isprintable()
    assert len(str(error)) < 3 * MESSAGE_CHARACTERS
    assert error.status == status


@given(st.text(max_size=900), st.text(max_size=20))
def test_the_key_is_in_no_part_of_an_error(before: str, after: str) -> None:
    text = before + KEY + after
    content = json.dumps({"error": {"detail": text, "title": text, "type": text}}).encode()

    error = error_of(401, {"x-request-id": text}, content, where="e", secret=KEY)

    assert KEY not in str(vars(error))
    assert KEY[:8] not in str(error)


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)

    assert retry_after({"retry-after": "5"}) == 5
    assert 50 < (retry_after({"retry-after": date}) or 0) <= 60
    for nonsense in ("", "-1", "soon", "1.5", "Wed, 99 Foo 2026", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert retry_after({"retry-after": nonsense}) is None
