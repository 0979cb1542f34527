"""Files as ``data:`` URLs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.runtime.errors import OxspecError
from oxspec.runtime.inline import data_url

if TYPE_CHECKING:
    from pathlib import Path


@given(content=st.binary(max_size=200))
def test_a_url_holds_the_content(content: bytes) -> None:
    head, _, tail = data_url(content, media_type="image/png").partition(",")

    assert head == "data:image/png;base64"
    assert base64.b64decode(tail, validate=True) == content


def test_the_name_of_a_file_says_its_type(tmp_path: Path) -> None:
    (tmp_path / "ox.PNG").write_bytes(b"x")

    assert data_url(tmp_path / "ox.PNG") == "data:image/png;base64,eA=="


@pytest.mark.parametrize("name", ["ox", "ox.svg.gz", "ox.nothing"])
def test_a_type_that_is_not_known_is_asked_for(name: str, tmp_path: Path) -> None:
    with pytest.raises(OxspecError, match="media_type"):
        data_url(tmp_path / name)
    with pytest.raises(OxspecError, match="media_type"):
        data_url(b"x")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OxspecError, match=r"ox\.png: cannot be read"):
        data_url(tmp_path / "ox.png")


def test_a_text_is_never_taken_for_a_path(tmp_path: Path) -> None:
    path = tmp_path / "ox.png"
    path.write_bytes(b"ox")

    with pytest.raises(TypeError, match="never taken for a path"):
        data_url(cast("bytes", str(path)))
