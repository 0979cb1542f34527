"""Which endpoint a model answers on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from oxspec.catalog.decode import decode_entry
from oxspec.catalog.endpoints import ENDPOINTS, Endpoint, endpoint_for, media_of, named_endpoint
from oxspec.catalog.model import Model
from oxspec.testing import texts
from support.catalogs import each_model

if TYPE_CHECKING:
    from oxspec.jsontypes import JsonObject


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "spelling",
    ["{}", "/{}", "/api/ai/{}", "api/ai/{}", "https://hub.example/api/ai/{}", "http://h:80/{}/"],
)
def test_each_spelling_of_an_endpoint_names_it(spelling: str, endpoint: Endpoint) -> None:
    assert named_endpoint(spelling.format(endpoint)) == endpoint


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "/",
        "images",
        "/images/generate/x",
        "/audio/speech",
        "/audio/transcriptions",
        "//evil.example/images/generate",
        "ftp://h/images/generate",
        "IMAGES/GENERATE",
        "images//edit",
        "/images/generate?x=1",
        "/images/generate#x",
        "/api/ai/../images/edit",
        "images\\edit",
    ],
)
def test_what_is_none_of_the_five_names_no_endpoint(text: str | None) -> None:
    assert named_endpoint(text) is None


@given(text=texts())
def test_only_the_five_endpoints_ever_come_out_of_a_text(text: str) -> None:
    assert named_endpoint(text) in (None, *ENDPOINTS)


@pytest.mark.parametrize(
    ("inputs", "outputs", "endpoint"),
    [
        (["text"], ["text"], "chat/completions"),
        (["text", "image"], ["text"], "chat/completions"),
        (["audio"], ["text"], "chat/completions"),
        ([], [], "chat/completions"),
        (["text"], ["image"], "images/generate"),
        (["text", "image"], ["image"], "images/edit"),
        (["text", "image"], ["video", "image"], "videos/generate"),
        (["text"], ["audio"], "audio/generate"),
        (["text"], ["audio", "video"], "videos/generate"),
        (["text"], ["embeddings"], None),
    ],
)
def test_an_endpoint_follows_from_capabilities(
    inputs: list[str], outputs: list[str], endpoint: Endpoint | None
) -> None:
    assert endpoint_for(inputs, outputs) == endpoint


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_media_of_an_endpoint_lead_back_to_it(endpoint: Endpoint) -> None:
    assert endpoint_for(*media_of(endpoint)) == endpoint


@pytest.mark.parametrize("named", [None, "", "/audio/speech", "https://evil.example/steal"])
def test_an_endpoint_that_is_absent_or_unknown_gives_way_to_capabilities(named: str | None) -> None:
    capabilities: JsonObject = {"input": ["text"], "output": ["audio"]}

    model = decode_entry({"name": "x", "endpoint": named, "capabilities": capabilities})

    assert isinstance(model, Model)
    assert model.endpoint == "audio/generate"


def test_absent_capabilities_give_way_to_the_endpoint() -> None:
    model = decode_entry({"name": "x", "endpoint": "/images/edit"})

    assert isinstance(model, Model)
    assert (model.inputs, model.outputs) == (("text", "image"), ("image",))


@each_model
def test_every_real_model_has_an_endpoint(model: Model) -> None:
    assert model.endpoint in ENDPOINTS
