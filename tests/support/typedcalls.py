"""A program that calls a client of ``paint``, ``chat`` and ``video``: rightly, and wrongly."""

from __future__ import annotations

from typing import Final

_HEAD: Final = """
from pathlib import Path

import acme
from acme import AsyncClient, Client, Job, Message, Tool, acme_chat_1, acme_film_1, acme_paint_1


def right(client: Client) -> list[Path]:
    picture = acme_paint_1.create(client, prompt="x", size="1k", seed=None)
    acme_paint_1.create(client, prompt="x", refs=[{"url": "https://a"}], options={"n": 2})
    acme_paint_1.create(client, prompt="x", preflight=False, timeout=5)
    acme.acme_chat_1.create(client, messages=[{"role": "user", "content": "Hi"}])
    messages: list[Message] = [{"role": "user", "content": "Hi"}]
    tools: list[Tool] = [{"type": "function", "function": {"name": "look"}}]
    answer = acme_chat_1.create(client, messages=messages, tools=tools)
    messages.append({"role": "assistant", "content": answer.text})
    messages.append(answer.message.as_param(Message))
    with acme_chat_1.stream(client, messages=[{"role": "user", "content": "Hi"}]) as stream:
        print([chunk.text for chunk in stream], stream.completion().usage)
    (job,) = acme_film_1.submit(client, prompt="x", options={"num_generations": 1})
    print(job.wait(timeout=9.0).urls, Job.attach(client, job.id).status())
    print([finding.message for finding in acme_paint_1.validate(prompt="x")])
    return picture.download("folder")


async def later(client: AsyncClient) -> str:
    await acme_paint_1.acreate(client, prompt="x")
    answer = await acme_chat_1.acreate(client, messages=[{"role": "user", "content": "Hi"}])
    async with acme_chat_1.astream(client, messages=[]) as stream:
        async for chunk in stream:
            print(chunk.text)
    (job,) = await acme_film_1.asubmit(client, prompt="x")
    print((await job.wait()).urls)
    return answer.text


def wrong(client: Client) -> None:
"""

#: Each of these lines is an error for a type checker.
WRONG: Final = (
    'acme_paint_1.create(client, prompt="x", size="3k")',
    'acme_paint_1.create(client, promt="x", prompt="y")',
    'acme_paint_1.create(client, size="1k")',
    'acme_paint_1.create(client, prompt="x", steps="28")',
    'acme_paint_1.create(client, prompt="x", refs=[{"uri": "https://a"}])',
    'acme_paint_1.create(client, prompt="x", options={"num_generations": 2})',
    'acme_paint_1.create(client, prompt="x", options={"response_format": "png"})',
    "acme_paint_1.submit(client, prompt=1)",
    'acme_paint_1.validate(prompt="x", hd="yes")',
    'acme_paint_1.create(client, prompt="x", timeout="5")',
    'acme_paint_1.create("key", prompt="x")',
    'acme_chat_1.create(client, messages=[{"role": "me"}])',
    "messages: list[Message] = [acme_chat_1.create(client, messages=[]).message]",
    'acme_chat_1.stream(client, messages="Hi")',
    "print(acme_chat_1.create(client, messages=[]).urls)",
    "acme_chat_1.submit",
    "acme_film_1.stream",
    "acme.acme_pant_1",
)
PROGRAM: Final = _HEAD + "".join(f"    {line}\n" for line in WRONG)


def wrong_lines(numbers: set[int]) -> list[str]:
    """Return the lines of the program that a checker found wrong."""
    return [PROGRAM.splitlines()[number - 1].strip() for number in sorted(numbers)]
