"""Generated modules: every one of them is imported, called, and judges as oxspec does."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, TypedDict, Unpack

import pytest
from hypothesis import strategies as st

from hub import faults
from hub.queue import generation_id
from oxspec import validate
from oxspec.catalog.model import Catalog
from oxspec.examples import examples
from oxspec.render.client import plan_client
from oxspec.render.plan import write
from oxspec.render.shared import options_of
from oxspec.testing import bodies, broken_bodies
from oxspec.testing import models as any_models
from support.catalogs import each_catalog
from support.corpus import generated, mistaken
from support.documents import python_in, ran
from support.models import chat, paint, video

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from types import ModuleType

    from hub.server import Hub
    from oxspec.catalog.model import Model
    from oxspec.jsontypes import JsonObject
    from oxspec.runtime.findings import Finding
    from oxspec.runtime.http import AsyncClient, Client


#: What a call takes that goes into no body.
SETTINGS: Final = ("options", "preflight", "timeout")


@contextmanager
def imported(folder: Path, *models: Model) -> Generator[ModuleType]:
    """Import the package of some models; nothing of it is left behind."""
    write(plan_client(models, package="pack"), folder / "pack")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module("pack")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.split(".")[0] == "pack"]:
            del sys.modules[name]


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[ModuleType]:
    """A package of an image, a chat and a video model."""
    with imported(tmp_path, paint(), chat(), video()) as package:
        yield package


def module_of(package: ModuleType, model: Model) -> ModuleType:
    return importlib.import_module(f"pack.{package.MODELS[model.id]}")


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.pointer, finding.message) for finding in findings]


def arguments(module: ModuleType, model: Model, body: JsonObject) -> dict[str, object]:
    """Return what a module's functions are called with, so that they make a body."""
    wire = {name: key for key, name in getattr(module, "WIRE", {}).items()}
    own = {p.name for p in model.request.parameters} if model.request else set[str]()
    beside = {p.name for p in options_of(model.endpoint or "")} - own
    options = {name: value for name, value in body.items() if name in beside}
    rest = {n: v for n, v in body.items() if n not in {"model", "stream", *beside}}
    named: dict[str, object] = {wire.get(name, name): value for name, value in rest.items()}
    return {**named, "options": options} if options else named


@each_catalog
def test_a_client_finds_what_oxspec_finds(catalog: Catalog, tmp_path: Path) -> None:
    models = [model for model in catalog.models.values() if model.is_judged]
    with imported(tmp_path, *models) as package:
        for model in models:
            module = module_of(package, model)
            for body in mistaken(model, count=8):
                assert_alike(module, arguments(module, model, body), catalog)


def assert_alike(module: ModuleType, call: dict[str, object], catalog: Catalog) -> None:
    sent = module.operations.body_of(module.SPEC, call)
    assert told(module.validate(**call)) == told(validate(sent, catalog=catalog)), sent


def test_so_it_does_for_any_schema(tmp_path: Path) -> None:
    any_body = any_models().flatmap(
        lambda model: st.tuples(
            st.just(model), bodies(model) | broken_bodies(model).map(lambda broken: broken.body)
        )
    )
    drawn = [
        (replace(model, id=f"made-{number}"), body)
        for number, (model, body) in enumerate(generated(any_body, count=150))
        if model.strict is not None and set(body).isdisjoint(SETTINGS)
    ]
    catalog = Catalog({model.id: model for model, _ in drawn})
    assert len(drawn) > 100
    with imported(tmp_path, *catalog.models.values()) as package:
        for model, body in drawn:
            module = module_of(package, model)
            assert_alike(module, arguments(module, model, body), catalog)


@each_catalog
def test_every_module_makes_its_calls_and_the_hub_has_nothing_to_object(
    catalog: Catalog, tmp_path: Path, hub: Hub
) -> None:
    hub.catalog, hub.judges = catalog, True
    models = [model for model in catalog.models.values() if model.is_judged]
    with imported(tmp_path, *models) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with package.Client(base_url=hub.url) as client:
            for model in models:
                call_blocking(
                    importlib.import_module(f"pack.{package.MODELS[model.id]}"), model, client
                )

        async def main() -> None:
            async with package.AsyncClient(base_url=hub.url) as client:
                for model in models:
                    await call_awaited(module_of(package, model), model, client)

        asyncio.run(main())
    expected = [calls_of(model) for model in models]
    assert len(hub.verdicts) == 2 * sum(map(len, expected))
    assert {verdict.outcome for verdict in hub.verdicts} == {"valid"}


def calls_of(model: Model) -> list[str]:
    beside = {"chat/completions": ["stream"], "audio/generate": []}
    return ["create", *beside.get(model.endpoint or "", ["submit"])]


def basic(model: Model) -> JsonObject:
    return examples(model)[-1].body


def call_blocking(module: ModuleType, model: Model, client: Client) -> None:
    call = arguments(module, model, basic(model))
    kinds = calls_of(model)
    assert says_something(module.create(client, **call))
    if "stream" in kinds:
        with module.stream(client, **call) as stream:
            assert stream.completion().text == "Hi"
    if "submit" in kinds:
        (job,) = module.submit(client, **call)
        assert job.wait(poll=0.001).urls


async def call_awaited(module: ModuleType, model: Model, client: AsyncClient) -> None:
    call = arguments(module, model, basic(model))
    kinds = calls_of(model)
    assert says_something(await module.acreate(client, **call))
    if "stream" in kinds:
        async with module.astream(client, **call) as stream:
            assert (await stream.completion()).text == "Hi"
    if "submit" in kinds:
        (job,) = await module.asubmit(client, **call)
        assert (await job.wait(poll=0.001)).urls


def says_something(result: object) -> bool:
    return bool(getattr(result, "urls", ()) or getattr(result, "text", ""))


def test_a_wrong_body_is_not_sent(pack: ModuleType, hub: Hub) -> None:
    with pack.Client(base_url=hub.url) as client:
        for function in (pack.acme_paint_1.create, pack.acme_paint_1.submit):
            with pytest.raises(pack.InvalidRequest) as caught:
                function(client, promt="x", size="3k")
            codes = {(finding.code, finding.pointer) for finding in caught.value.findings}
            assert codes == {("unknown-parameter", "/promt"), ("not-in-enum", "/size")}
        with pytest.raises(pack.InvalidRequest):
            pack.acme_chat_1.stream(client, messages=[])

    assert hub.requests == []


def test_a_wrong_body_is_not_sent_asynchronously_either(pack: ModuleType, hub: Hub) -> None:
    async def main() -> None:
        async with pack.AsyncClient(base_url=hub.url) as client:
            for function in (pack.acme_paint_1.acreate, pack.acme_paint_1.asubmit):
                with pytest.raises(pack.InvalidRequest):
                    await function(client, size="3k")
            with pytest.raises(pack.InvalidRequest):
                pack.acme_chat_1.astream(client, messages=[])

    asyncio.run(main())

    assert hub.requests == []


def test_the_other_kind_of_client_is_refused_before_it_sends(pack: ModuleType, hub: Hub) -> None:
    module = pack.acme_film_1

    async def awaited() -> None:
        with pack.Client(base_url=hub.url) as client:
            for call in (module.acreate, module.asubmit):
                with pytest.raises(TypeError, match="takes the package's AsyncClient"):
                    await call(client, prompt="a fish")

    asyncio.run(awaited())
    for call in (module.create, module.submit):
        with pytest.raises(TypeError, match="takes the package's Client"):
            call(pack.AsyncClient(base_url=hub.url), prompt="a fish")
    assert not hub.requests


def test_preflight_is_turned_off_for_a_call_or_a_client(pack: ModuleType, hub: Hub) -> None:
    with pack.Client(base_url=hub.url) as client:
        pack.acme_paint_1.create(client, promt="x", preflight=False)
    with pack.Client(base_url=hub.url, preflight=False) as client:
        pack.acme_paint_1.create(client, promt="x")
        with pytest.raises(pack.InvalidRequest):
            pack.acme_paint_1.create(client, promt="x", preflight=True)

    assert [request.json for request in hub.requests] == 2 * [
        {"model": "acme-paint-1", "promt": "x"}
    ]


def test_options_go_into_the_body_and_none_is_given_twice(pack: ModuleType, hub: Hub) -> None:
    with pack.Client(base_url=hub.url) as client:
        result = pack.acme_paint_1.create(client, prompt="x", options={"n": 2})
        jobs = pack.acme_paint_1.submit(client, prompt="x", options={"num_generations": 3})
        with pytest.raises(TypeError, match="prompt"):
            pack.acme_paint_1.create(client, prompt="x", options={"prompt": "y"})
        with pytest.raises(TypeError, match="options is a dict, not str"):
            pack.acme_paint_1.create(client, prompt="x", options="url")

    assert (len(result.urls), len(jobs)) == (2, 3)
    assert hub.requests[0].json == {"model": "acme-paint-1", "prompt": "x", "n": 2}


@pytest.mark.parametrize(
    "call", [{"model": "acme-chat-2"}, {"stream": True}, {"options": {"stream": True}}]
)
def test_what_the_function_says_is_not_a_parameter(
    pack: ModuleType, hub: Hub, call: dict[str, object]
) -> None:
    with (
        pack.Client(base_url=hub.url) as client,
        pytest.raises(TypeError, match=r"says it itself: (model|stream)"),
    ):
        pack.acme_chat_1.create(client, messages=[], **call)

    assert hub.requests == []


@pytest.mark.parametrize("tools", [(), ({"type": "function", "function": {"name": "look"}},)])
def test_what_a_model_said_is_sent_back_to_it_without_a_finding(
    pack: ModuleType, hub: Hub, tools: tuple[JsonObject, ...]
) -> None:
    asked = {"tools": tools} if tools else {}
    question = {"role": "user", "content": "Hi"}
    with pack.Client(base_url=hub.url) as client:
        whole = pack.acme_chat_1.create(client, messages=[question], **asked).message
        with pack.acme_chat_1.stream(client, messages=[question], **asked) as stream:
            list(stream)
        told = stream.completion().message.as_param(pack.Message)
        results = [
            {"role": "tool", "tool_call_id": call.id, "content": "sun"} for call in whole.tool_calls
        ]
        messages = [question, whole.as_param(pack.Message), *results]
        pack.acme_chat_1.create(client, messages=messages)

    assert told == messages[1]
    assert len(told.get("tool_calls", ())) == len(results) == 2 * len(tools)
    assert pack.acme_chat_1.validate(messages=messages) == []
    assert json.loads(hub.requests[-1].body)["messages"] == messages


def test_a_time_out_of_a_call_is_its_own(pack: ModuleType, hub: Hub) -> None:
    hub.fail(faults.stall())
    with pack.Client(base_url=hub.url) as client, pytest.raises(pack.RequestTimeout):
        pack.acme_paint_1.create(client, prompt="x", timeout=0.2)


def test_a_job_is_waited_for_cancelled_and_found_again(pack: ModuleType, hub: Hub) -> None:
    with pack.Client(base_url=hub.url) as client:
        job = pack.acme_film_1.submit(client, prompt="x").job
        again = pack.Job.attach(client, job.id)
        again.cancel()
        with pytest.raises(pack.JobFailed) as caught:
            job.wait(poll=0.001)

    assert job.id == generation_id(1)
    assert caught.value.job_status == "cancelled"
    assert caught.value.job_id == job.id


class _Refusal(TypedDict):
    kind: str
    title: str


_ENVELOPE: _Refusal = {"kind": "some_type", "title": "Some title."}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (400, "BadRequest"),
        (401, "AuthError"),
        (404, "NotFound"),
        (422, "BadRequest"),
        (429, "RateLimited"),
        (500, "ServerError"),
    ],
)
def test_what_the_hub_refuses_is_an_error_of_its_own(
    code: int, error: str, pack: ModuleType, hub: Hub
) -> None:
    hub.fail_always(faults.refusal(code, **_ENVELOPE, detail="why"))
    kind = getattr(pack, error)
    with pack.Client(base_url=hub.url, retries=0, api_key="key-0123456789") as client:
        for call in (pack.acme_paint_1.create, pack.acme_film_1.submit, streamed(pack)):
            with pytest.raises(kind) as caught:
                call(client, prompt="x")
            assert (caught.value.status, caught.value.type) == (code, "some_type")
            assert "key-0123456789" not in str(caught.value)


class _Prompt(TypedDict):
    prompt: str


class _Call(Protocol):
    def __call__(self, client: Client, **call: Unpack[_Prompt]) -> object: ...


def streamed(pack: ModuleType) -> _Call:
    def call(client: Client, **call: Unpack[_Prompt]) -> object:
        messages = [{"role": "user", "content": call["prompt"]}]
        return list(pack.acme_chat_1.stream(client, messages=messages))

    return call


def test_a_deprecated_model_warns_once_where_it_is_called(tmp_path: Path, hub: Hub) -> None:
    with (
        imported(tmp_path, paint(deprecated=True)) as package,
        package.Client(base_url=hub.url) as client,
    ):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):
                package.acme_paint_1.create(client, prompt="x")
        findings = package.acme_paint_1.validate(prompt="x")

    (warning,) = [w for w in caught if w.category is DeprecationWarning]
    assert "acme-paint-1" in str(warning.message)
    assert warning.filename == __file__
    assert [finding.code for finding in findings] == ["deprecated"]


def test_a_number_that_is_none_of_json_is_a_finding(pack: ModuleType) -> None:
    (finding,) = pack.acme_chat_1.validate(
        messages=[{"role": "user", "content": "x"}], temperature=float("nan")
    )

    assert finding.pointer == "/temperature"


def test_a_package_without_its_schemas_says_so(pack: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pack" / "_schemas" / "acme_paint_1.json").write_text("[")

    with pytest.raises(pack.OxspecError, match="generate it again"):
        pack.acme_paint_1.validate(prompt="x")


def test_the_readme_of_a_package_runs(pack: ModuleType, tmp_path: Path, hub: Hub) -> None:
    hub.catalog, hub.judges = Catalog({m.id: m for m in (paint(), chat(), video())}), True
    readme = tmp_path / "pack" / "README.md"

    out = ran(python_in(readme), folder=tmp_path, hub=hub)

    assert out.startswith('Hi\nHi/speeed unknown parameter "speeed"')
    assert [path.suffix for path in (tmp_path / "results").iterdir()] == [".png"]
    assert pack.acme_film_1.MODEL in readme.read_text("utf-8")
