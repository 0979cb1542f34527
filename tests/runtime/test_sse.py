"""Events out of bytes, wherever the bytes are cut."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oxspec.runtime.client_errors import ApiError
from oxspec.runtime.sse import Event, EventReader

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What streams are made of, and what breaks readers: line ends, marks, half characters.
PARTS = st.sampled_from(
    [
        b"data",
        b"event",
        b"id",
        b":",
        b" ",
        b"x",
        b"\n",
        b"\r",
        b"\r\n",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xa9",
    ]
)
STREAMS = st.lists(PARTS | st.binary(max_size=3), max_size=40).map(b"".join)


def events_of(pieces: Iterable[bytes]) -> list[Event]:
    reader = EventReader()
    return [event for piece in pieces for event in reader.feed(piece)]


def events_by_the_book(stream: bytes) -> list[Event]:
    """Return the events of a whole stream, as the standard's grammar has them."""
    text = stream.decode("utf-8-sig", "replace")
    *lines, _ = re.split(r"\r\n|\r|\n", text)
    events: list[Event] = []
    data: list[str] = []
    name = "message"
    for line in lines:
        field, _, value = line.partition(":")
        if not line:
            events += [Event(name, "\n".join(data))] if data else []
            data, name = [], "message"
        elif field == "data":
            data.append(value.removeprefix(" "))
        elif field == "event":
            name = value.removeprefix(" ") or "message"
    return events


@given(STREAMS, st.lists(st.integers(0, 120), max_size=8))
@example(b"data: a\r", [])
@example(b"data: a\r\n\r\n", [8, 9])
@example(b"data: \xc3\xa9\n\n", [7])
@example(b"\xef\xbb\xbfdata: a\n\n", [1, 2])
def test_a_stream_means_the_same_wherever_it_is_cut(stream: bytes, cuts: list[int]) -> None:
    places = sorted({0, *(min(cut, len(stream)) for cut in cuts), len(stream)})
    pieces = [stream[a:b] for a, b in pairwise(places)]

    assert events_of([*pieces, b""]) == events_by_the_book(stream)
    assert events_of(stream[i : i + 1] for i in range(len(stream))) == events_by_the_book(stream)


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: a\n\n", [Event("message", "a")]),
        (b"data:a\r\rdata:  b\r\n\r\n", [Event("message", "a"), Event("message", " b")]),
        (b"event: error\ndata: a\ndata\ndata: b\n\n", [Event("error", "a\n\nb")]),
        (b": keep-alive\n\n:\n\ndata: a\n: no\n\n", [Event("message", "a")]),
        (b"id: 1\nretry: 5\nevent: x\n\n", []),
        (b"data: a\n", []),
        (b"data: \xff\n\n", [Event("message", "\ufffd")]),
        (b"data\n\n", [Event("message", "")]),
    ],
)
def test_events_are_read_as_the_standard_says(stream: bytes, expected: list[Event]) -> None:
    assert events_of([stream]) == expected


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 60, b"data: x\n" * 12, b":" + b"x" * 60])
def test_an_event_is_bounded(piece: bytes) -> None:
    reader = EventReader(limit=50)
    reader.feed(b"data: " + b"x" * 40 + b"\n\n")

    with pytest.raises(ApiError, match="50 bytes"):
        reader.feed(piece)


def test_comments_that_keep_a_stream_alive_fill_no_limit() -> None:
    reader = EventReader(limit=50)

    assert not any(reader.feed(b": keep-alive\n\n") for _ in range(100))
    assert reader.feed(b"data: a\n\n") == [Event("message", "a")]
