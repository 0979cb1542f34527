"""From the chunks of a stream to the completion that they are parts of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .views import integer_of, object_of, objects_of, text_of

if TYPE_CHECKING:
    from .jsonvalue import JsonObject, JsonValue

#: Members of a delta that go on where the last one ended; the others are told once, or again.
_CONTINUED: Final = ("content", "reasoning", "reasoning_content", "refusal")


class Merged:
    """A completion that grows with every chunk."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._answer: JsonObject = {}
        self._choices: dict[int, _Choice] = {}

    @property
    def is_finished(self) -> bool:
        """Whether every choice that began has a finish reason, and one began."""
        choices = self._choices.values()
        return bool(choices) and all(
            choice.raw.get("finish_reason") for choice in choices
        )

    def add(self, chunk: JsonObject) -> None:
        """Add a chunk; members that are not known keep their last value."""
        for name, value in chunk.items():
            if name != "choices" and value is not None:
                self._answer[name] = value
        for place, part in enumerate(objects_of(chunk.get("choices"))):
            index = _index(part, place)
            self._choices.setdefault(index, _Choice(index)).add(part)

    def completion(self) -> JsonObject:
        """Return what all chunks so far come to, as an answer without a stream has it."""
        choices: list[JsonValue] = [
            self._choices[i].merged() for i in sorted(self._choices)
        ]
        return {**self._answer, "object": "chat.completion", "choices": choices}


class _Choice:
    def __init__(self, index: int) -> None:
        self.raw: JsonObject = {"index": index}
        self._message: JsonObject = {"role": "assistant", "content": None}
        self._texts: dict[str, list[str]] = {}
        self._calls = _ToolCalls()

    def add(self, part: JsonObject) -> None:
        for name, value in part.items():
            if name not in ("delta", "index") and value is not None:
                self.raw[name] = value
        for name, value in object_of(part.get("delta")).items():
            self._add(name, value)

    def _add(self, name: str, value: JsonValue) -> None:
        if name == "tool_calls":
            for place, call in enumerate(objects_of(value)):
                self._calls.add(call, place)
        elif name in _CONTINUED and isinstance(value, str):
            self._texts.setdefault(name, []).append(value)
        elif value is not None:
            self._message[name] = value

    def merged(self) -> JsonObject:
        texts = {name: "".join(parts) for name, parts in self._texts.items()}
        message: JsonObject = {**self._message, **texts}
        if calls := self._calls.merged():
            message["tool_calls"] = calls
        return {"finish_reason": None, **self.raw, "message": message}


class _ToolCalls:
    def __init__(self) -> None:
        self._calls: dict[int, _ToolCall] = {}
        #: By the index that parts give, which some providers leave out or give to every call.
        self._latest: dict[int, _ToolCall] = {}

    def add(self, part: JsonObject, place: int) -> None:
        index = _index(part, place)
        call = self._latest.get(index)
        if call is None or call.is_other_than(part):
            number = max(self._calls, default=-1) + 1 if index in self._calls else index
            call = self._calls[number] = self._latest[index] = _ToolCall(number)
        call.add(part)

    def merged(self) -> list[JsonValue]:
        return [self._calls[number].merged() for number in sorted(self._calls)]


class _ToolCall:
    def __init__(self, index: int) -> None:
        self._raw: JsonObject = {"index": index, "type": "function"}
        self._function: JsonObject = {}
        self._arguments: list[str] = []

    def is_other_than(self, part: JsonObject) -> bool:
        """Return whether a part begins another call: it has another id, and a name."""
        part_id, own_id = part.get("id"), self._raw.get("id")
        is_named = bool(object_of(part.get("function")).get("name"))
        return bool(part_id and own_id) and part_id != own_id and is_named

    def add(self, part: JsonObject) -> None:
        # Some providers repeat the id and the name in every part, others send them empty later.
        for name, value in part.items():
            if name not in ("function", "index") and value not in (None, ""):
                self._raw[name] = value
        for name, value in object_of(part.get("function")).items():
            if name == "arguments":
                self._arguments.append(text_of(value) or "")
            elif value not in (None, ""):
                self._function[name] = value

    def merged(self) -> JsonObject:
        function: JsonObject = {**self._function, "arguments": "".join(self._arguments)}
        return {**self._raw, "function": function}


def _index(part: JsonObject, place: int) -> int:
    index = integer_of(part.get("index"))
    return place if index is None else index
