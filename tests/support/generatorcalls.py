"""Programs that use what a generator wrote: rightly, and with one mistake.

Each takes the hub's address as its argument. Where a generator writes types alone, the program
sends what they hold by itself, as their users do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .generators import OPENAPI, OXSPEC, PYDANTIC, TYPED_DICT

if TYPE_CHECKING:
    from .generators import Generator

_VIDEO: Final = ("google-veo-3-1-fast", "GoogleVeo31Fast", "videos/generate")
_IMAGE: Final = (
    "black-forest-labs-flux-2-klein-4b",
    "BlackForestLabsFlux2Klein4B",
    "images/edit",
)
_UPSCALER: Final = ("topazlabs-video-upscale", "TopazlabsVideoUpscale", "videos/generate")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One parameter, given rightly and wrongly.

    Attributes:
        title: what is done wrong.
        model: its id, the name of its type, and its endpoint.
        required: what the model requires, as a name and a text.
        right: name and value as Python writes them.
        wrong: the same with the mistake.
        enum: the name of the enum's class, where a generator writes one.
    """

    title: str
    model: tuple[str, str, str]
    required: tuple[str, str]
    right: tuple[str, str]
    wrong: tuple[str, str]
    enum: str | None = None


_PROMPT: Final = ("prompt", '"An ox"')
MISTAKES: Final = (
    Mistake(
        "A misspelt parameter",
        _VIDEO,
        _PROMPT,
        right=("seed", "8"),
        wrong=("sed", "8"),
    ),
    Mistake(
        "A value the enum lacks",
        _IMAGE,
        _PROMPT,
        right=("aspect_ratio", '"16:9"'),
        wrong=("aspect_ratio", '"16:10"'),
        enum="AspectRatio",
    ),
    Mistake(
        "A number out of range",
        _IMAGE,
        _PROMPT,
        right=("num_inference_steps", "28"),
        wrong=("num_inference_steps", "60"),
    ),
    Mistake(
        "A float the enum lacks",
        _UPSCALER,
        ("input_video", '"https://example.com/ox.mp4"'),
        right=("target_fps", "23.976"),
        wrong=("target_fps", "31.5"),
        enum="TargetFps",
    ),
)


def program(generator: Generator, mistake: Mistake, *, right: bool) -> str:
    """Return the program that gives a parameter, rightly or not, by what a generator wrote."""
    return _PROGRAMS[generator](mistake, mistake.right if right else mistake.wrong)


def _oxspec(mistake: Mistake, given: tuple[str, str]) -> str:
    module = mistake.model[0].replace("-", "_")
    return f"""import sys

from made import Client, {module}

with Client(base_url=sys.argv[1], api_key="key") as client:
    {module}.create(client, {_keywords(mistake.required, given)})
"""


def _typed_dict(mistake: Mistake, given: tuple[str, str]) -> str:
    model, name, endpoint = mistake.model
    members = ", ".join(f'"{key}": {value}' for key, value in (mistake.required, given))
    return f"""import sys

import httpx
from made.{model.replace("-", "_")} import {name}

body: {name} = {{{members}}}
httpx.post(sys.argv[1] + "/api/ai/{endpoint}", json=body)
"""


def _pydantic(mistake: Mistake, given: tuple[str, str]) -> str:
    model, name, endpoint = mistake.model
    keywords = _keywords(_address(mistake.required), _member(given, mistake.enum))
    names = ", ".join(sorted({name, *([mistake.enum] if mistake.enum else [])}))
    address = "from pydantic import AnyUrl\n" if "AnyUrl" in keywords else ""
    return f"""import sys

import httpx
from made.{model.replace("-", "_")} import {names}
{address}
body = {name}({keywords})
content = body.model_dump(mode="json", exclude_unset=True)
httpx.post(sys.argv[1] + "/api/ai/{endpoint}", json=content)
"""


def _openapi(mistake: Mistake, given: tuple[str, str]) -> str:
    model, name, _ = mistake.model
    enum = mistake.enum and name + mistake.enum
    # It writes a letter after a digit large in an enum's name, small in the type's own.
    module, name = model.replace("-", "_"), name.replace("4B", "4b")
    keywords = _keywords(mistake.required, _member(given, enum))
    names = ", ".join(sorted({name, *([enum] if enum else [])}))
    return f"""import sys

from made import Client
from made.api.default import {module}
from made.models import {names}

client = Client(base_url=sys.argv[1])
{module}.sync_detailed(client=client, body={name}({keywords}))
"""


def _keywords(*given: tuple[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in given)


def _member(given: tuple[str, str], enum: str | None) -> tuple[str, str]:
    # How a value becomes a member of an enum that has no members named like values.
    return (given[0], f"{enum}({given[1]})") if enum else given


def _address(given: tuple[str, str]) -> tuple[str, str]:
    return (given[0], f"AnyUrl({given[1]})") if given[1].startswith('"https:') else given


_PROGRAMS: Final = {
    OXSPEC: _oxspec,
    TYPED_DICT: _typed_dict,
    PYDANTIC: _pydantic,
    OPENAPI: _openapi,
}

STREAM: Final = """import sys

from chat import Client, moonshotai_kimi_k2_5

with (
    Client(base_url=sys.argv[1], api_key="key") as client,
    moonshotai_kimi_k2_5.stream(client, messages=[{"role": "user", "content": "Hi"}]) as stream,
):
    assert len([chunk.text for chunk in stream]) > 1
"""
CHAT: Final = "moonshotai-kimi-k2-5"

JOB: Final = """import sys

from made import Client, google_veo_3_1_fast

with Client(base_url=sys.argv[1], api_key="key") as client:
    (job,) = google_veo_3_1_fast.submit(client, prompt="An ox")
    assert job.wait(timeout=30, poll=0.1).urls
"""
