"""What chat answers with: whole completions, and the chunks of a stream.

A generated module returns ``ChatCompletion.of(client, client.post(ENDPOINT, body))``, its
asynchronous twin the same of ``await client.post(ENDPOINT, body)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self, TypeAlias, TypeVar, cast

from .bodies import decoded
from .views import View, integer_of, object_of, objects_of, text_of

if TYPE_CHECKING:
    from .jsonvalue import JsonObject, JsonValue

#: Why a model stopped; hubs may know other words.
FinishReason: TypeAlias = Literal["stop", "length", "tool_calls"] | str

_T = TypeVar("_T")


class Usage(View):
    """How many tokens a completion took."""

    @property
    def prompt_tokens(self) -> int | None:
        """Those of the messages."""
        return integer_of(self.raw.get("prompt_tokens"))

    @property
    def completion_tokens(self) -> int | None:
        """Those of the answer."""
        return integer_of(self.raw.get("completion_tokens"))

    @property
    def total_tokens(self) -> int | None:
        """Both together."""
        return integer_of(self.raw.get("total_tokens"))


class ToolCall(View):
    """A call of a tool that the model asks for; in a chunk, a part of one."""

    @property
    def index(self) -> int | None:
        """Its place among the calls of the message."""
        return integer_of(self.raw.get("index"))

    @property
    def id(self) -> str | None:
        """What the ``tool`` message that answers it gives as ``tool_call_id``."""
        return text_of(self.raw.get("id"))

    @property
    def name(self) -> str | None:
        """The function's name."""
        return text_of(object_of(self.raw.get("function")).get("name"))

    @property
    def arguments(self) -> str:
        """The function's arguments, as the JSON text that the model wrote."""
        return text_of(object_of(self.raw.get("function")).get("arguments")) or ""

    @property
    def parsed_arguments(self) -> JsonObject | None:
        """The arguments decoded, None where the model wrote no JSON object."""
        return decoded(self.arguments)


class Message(View):
    """What the model says; in a chunk, what it adds."""

    @property
    def role(self) -> str | None:
        """``assistant``."""
        return text_of(self.raw.get("role"))

    @property
    def content(self) -> str | None:
        """The text, None where there is none (beside tool calls)."""
        content = self.raw.get("content")
        return _joined(content) if isinstance(content, list) else text_of(content)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The calls that it asks for."""
        return tuple(map(ToolCall, objects_of(self.raw.get("tool_calls"))))

    def as_param(self, kind: type[_T]) -> _T:
        """Return what the next request's ``messages`` have of it: role, content, tool calls.

        What else an answer holds, such as its reasoning, a request does not take.

        Args:
            kind: the ``Message`` of the package.
        """
        del kind  # it is for type checkers
        calls = [_call_param(call) for call in self.tool_calls]
        content = self.content if calls else self.content or ""
        message: JsonObject = {"role": self.role or "assistant", "content": content}
        return cast("_T", {**message, "tool_calls": calls} if calls else message)


class Choice(View):
    """One of the answers of a completion."""

    @property
    def index(self) -> int | None:
        """Its place among the choices."""
        return integer_of(self.raw.get("index"))

    @property
    def message(self) -> Message:
        """What the model says."""
        return Message(object_of(self.raw.get("message")))

    @property
    def finish_reason(self) -> FinishReason | None:
        """Why it stopped."""
        return text_of(self.raw.get("finish_reason"))


class ChunkChoice(View):
    """What a chunk adds to one of the answers."""

    @property
    def index(self) -> int | None:
        """The answer's place among the choices."""
        return integer_of(self.raw.get("index"))

    @property
    def delta(self) -> Message:
        """What is added."""
        return Message(object_of(self.raw.get("delta")))

    @property
    def finish_reason(self) -> FinishReason | None:
        """Why it stopped, in the answer's last chunk."""
        return text_of(self.raw.get("finish_reason"))


class _Answer(View):
    @property
    def id(self) -> str | None:
        """The hub's id of the completion."""
        return text_of(self.raw.get("id"))

    @property
    def created(self) -> int | None:
        """When it was made, in Unix seconds."""
        return integer_of(self.raw.get("created"))

    @property
    def model(self) -> str | None:
        """The model that answered."""
        return text_of(self.raw.get("model"))

    @property
    def usage(self) -> Usage | None:
        """How many tokens it took, where the hub says so; of a stream, in the last chunk."""
        usage = self.raw.get("usage")
        return Usage(usage) if isinstance(usage, dict) else None


class ChatCompletion(_Answer):
    """A whole answer."""

    @classmethod
    def of(cls, client: object, raw: JsonObject) -> Self:
        """Return the view of a decoded answer; the client is what other results download with."""
        return cls(raw)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers: one, unless more were asked for."""
        return tuple(map(Choice, objects_of(self.raw.get("choices"))))

    @property
    def message(self) -> Message:
        """The first answer's message; to go on, append ``message.as_param(Message)``."""
        return self.choices[0].message if self.choices else Message({})

    @property
    def text(self) -> str:
        """The first answer's text, "" where there is none."""
        return self.message.content or ""

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The first answer's tool calls."""
        return self.message.tool_calls

    @property
    def finish_reason(self) -> FinishReason | None:
        """Why the first answer ended."""
        return self.choices[0].finish_reason if self.choices else None


class ChatChunk(_Answer):
    """A piece of a streamed answer."""

    @property
    def choices(self) -> tuple[ChunkChoice, ...]:
        """What it adds to each answer; none in a chunk that only tells the usage."""
        return tuple(map(ChunkChoice, objects_of(self.raw.get("choices"))))

    @property
    def text(self) -> str:
        """What it adds to the first answer's text."""
        added = (c.delta.content for c in self.choices if not c.index)
        return "".join(text or "" for text in added)


def _call_param(call: ToolCall) -> JsonObject:
    function: JsonObject = {"name": call.name or "", "arguments": call.arguments}
    return {"id": call.id or "", "type": "function", "function": function}


def _joined(parts: list[JsonValue]) -> str:
    return "".join(text_of(part.get("text")) or "" for part in objects_of(parts))
