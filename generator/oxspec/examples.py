"""Example bodies of a model: minimal, basic and all, each accepted by its own strict schema.

Values follow the hub's published pages: the default, else the first enum value, else a value by
type. Where the catalog contradicts itself the example follows the schema.
"""

from __future__ import annotations

from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from .errors import ExampleUnavailable
from .jsontypes import ABSENT
from .schema.accept import acceptor
from .schema.alike import once_for_alike
from .schema.normalise import parameter_of
from .schema.strict import CHAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .catalog.model import Model
    from .jsontypes import JsonObject, JsonValue
    from .runtime.findings import Finding
    from .schema.normalise import Parameter

    Fit = Callable[[str], JsonValue]

Variant: TypeAlias = Literal["minimal", "basic", "all"]
VARIANTS: Final[tuple[Variant, ...]] = ("minimal", "basic", "all")
TITLES: Final[dict[Variant, str]] = {
    "minimal": "Minimal",
    "basic": "Basic parameters",
    "all": "All parameters",
}

#: Of the values that a member of an object may be, how many are tried.
_TRIED: Final = 100
#: Keywords that say nothing of what fits.
_ANNOTATIONS: Final = frozenset(("title", "description", "default", "renderType", "x-order"))
_ASSETS: Final = "https://hub.oxen.ai/api/repos"
MEDIA: Final = {
    "audio": "https://example.com/audio.mp3",
    "video": f"{_ASSETS}/ox/Oxen-AI-Assets/file/main/images/winter_summer_ox.mp4",
    "image": f"{_ASSETS}/elau/assets/file/main/bloxy/bloxy_cropped_512x512.png",
}
#: Providers that are said to take ``top_p`` and both penalties.
_TAKES_PENALTIES: Final = frozenset(("openai", "fireworks", "groq", "cerebras", "perplexity"))


class Example(NamedTuple):
    """One example body.

    Attributes:
        variant: ``minimal``, ``basic`` or ``all``.
        body: what would be sent.
        omitted: parameters of the model that the body leaves out.
    """

    variant: Variant
    body: JsonObject
    omitted: tuple[str, ...]

    @property
    def title(self) -> str:
        """The variant's name for people."""
        return TITLES[self.variant]


def example(model: Model, variant: Variant) -> Example:
    """Return one example body.

    Raises:
        ExampleUnavailable: the model publishes no description, or no fitting value could be made.
        SchemaDefect: its request schema is not well-formed.
    """
    return _made(model, variant, partial(_fitting, model))


def examples(model: Model) -> tuple[Example, ...]:
    """Return the example bodies in order, one equal to the one before it left out.

    Raises:
        ExampleUnavailable: the model publishes no description, or no fitting value could be made.
        SchemaDefect: its request schema is not well-formed.
    """
    kept: list[Example] = []
    # The variants share most parameters: each value is made once.
    fit = cache(partial(_fitting, model))
    for variant in VARIANTS:
        made = _made(model, variant, fit)
        if not kept or made.body != kept[-1].body:
            kept.append(made)
    return tuple(kept)


def _made(model: Model, variant: Variant, fit: Fit) -> Example:
    if not model.is_judged:
        what = "no request schema is published for it"
        raise ExampleUnavailable(what, where=model.id, fix="ask the hub what it accepts")
    if model.request is None:
        return Example(variant, _chat_body(model, variant), ())
    return _example(model, variant, fit)


def _chat_body(model: Model, variant: Variant) -> JsonObject:
    body: JsonObject = {"model": model.id, "messages": [_user_message(model)]}
    if variant == "minimal":
        return body
    shown: JsonObject = {"temperature": 0.7, "max_tokens": 1024, "stream": False}
    if variant == "all":
        shown["top_p"] = 1.0
        if (model.provider or "").lower() in _TAKES_PENALTIES:
            shown |= {"frequency_penalty": 0, "presence_penalty": 0}
    broken_by = model.broken_rules
    for name, value in shown.items():
        if not broken_by({**body, name: value}):
            body[name] = value
    return body


def _user_message(model: Model) -> JsonObject:
    if "audio" in model.inputs and "text" not in model.inputs:
        address: JsonObject = {"url": MEDIA["audio"]}
        part: JsonObject = {"type": "audio_url", "audio_url": address}
        return {"role": "user", "content": [part]}
    return {"role": "user", "content": "Hello, what can you do?"}


def _example(model: Model, variant: Variant, fit: Fit) -> Example:
    body: JsonObject = {"model": model.id}
    if model.endpoint == CHAT:
        body["messages"] = [_user_message(model)]
    shown_first = model.request.shown_first() if model.request else ()
    parameters = [p for p in shown_first if p.name not in body]
    # A required name that has no property may be anything.
    unnamed = {name: f"<{name}>" for name in _required(model) if name not in body}
    required = {p.name: fit(p.name) for p in parameters if p.required}
    chosen = _consistent(model, {**unnamed, **body, **required}, parameters, variant, fit)
    shown = [p.name for p in parameters if p.name in chosen]
    body.update({name: chosen[name] for name in (*shown, *unnamed)})
    omitted = [p.name for p in parameters if p.name not in body]
    return Example(variant, body, tuple(omitted) if variant == "all" else ())


def _consistent(
    model: Model, body: JsonObject, parameters: Sequence[Parameter], variant: Variant, fit: Fit
) -> JsonObject:
    """Return a body with the optional parameters of a variant that no rule excludes.

    Where a rule asks for one that the variant would not show, it is shown.
    """
    broken_by = model.broken_rules
    optional = [p for p in parameters if p.name not in body]
    broken = broken_by(body)
    left = [p for p in optional if _is_shown(p, variant)]
    # Twice: one that needs another may come before it.
    for _ in range(2):
        refused: list[Parameter] = []
        for parameter in left:
            made = {**body, parameter.name: fit(parameter.name)}
            if (breaks := broken_by(made)) <= broken:
                body, broken = made, breaks
            else:
                refused.append(parameter)
        left = refused
    for parameter in optional:
        if not broken:
            break
        made = {**body, parameter.name: fit(parameter.name)}
        if (breaks := broken_by(made)) < broken:
            body, broken = made, breaks
    return body


def _is_shown(parameter: Parameter, variant: Variant) -> bool:
    if parameter.required:
        return True
    if variant == "minimal":
        return False
    return parameter.basic or (variant == "all" and parameter.default is not ABSENT)


def _required(model: Model) -> list[str]:
    required = (model.strict or {}).get("required")
    return (
        [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
    )


def _fitting(model: Model, name: str) -> JsonValue:
    """Return the first value, likeliest first, that the parameter's own schema accepts."""
    parameter = model.request.parameter(name) if model.request else None
    if parameter is None:
        return f"<{name}>"
    subschema = _alone(model.strict or {}, name)
    accepts = _acceptor_of(subschema)
    for value in _candidates(parameter, name):
        if accepts(value) or not _findings(value, subschema):
            return value
    what = f"no value that fits {name} could be made"
    raise ExampleUnavailable(
        what, where=model.id, fix="write it by hand: oxspec schema shows what fits"
    )


_acceptor = once_for_alike(acceptor)


def _acceptor_of(subschema: JsonObject) -> Callable[[JsonValue], bool]:
    # Without these most are one of a few in many models: a seed, an address, a count.
    return _acceptor({k: v for k, v in subschema.items() if k not in _ANNOTATIONS})


def _findings(value: JsonValue, subschema: JsonObject) -> Sequence[Finding]:
    from .runtime.check import check

    return check(value, subschema)


def _alone(strict: JsonObject, name: str) -> JsonObject:
    properties = strict.get("properties")
    subschema = properties.get(name) if isinstance(properties, dict) else None
    alone: JsonObject = dict(subschema) if isinstance(subschema, dict) else {}
    return {**alone, "$defs": strict["$defs"]} if "$defs" in strict else alone


def _candidates(parameter: Parameter, name: str) -> Iterator[JsonValue]:
    if parameter.default is not ABSENT and parameter.default not in ("", None):
        yield parameter.default
    yield from (parameter.enum or ())[:1]
    yield by_type(parameter, name)
    # What follows is met only where the catalog contradicts itself or says unusual things.
    yield from parameter.enum or ()
    if parameter.default is not ABSENT:
        yield parameter.default
    yield from _unusual(parameter, name)


def by_type(parameter: Parameter, name: str) -> JsonValue:
    """Return a value of the parameter's type, as the published pages choose it."""
    kind = parameter.types[0] if len(parameter.types) == 1 else "string"
    if kind in ("integer", "number"):
        lowest = parameter.number("minimum")
        return lowest if lowest is not None else (0 if kind == "integer" else 0.0)
    if kind == "boolean":
        return False
    if kind == "object":
        return _members(parameter)
    if kind == "array":
        return [_entry(parameter, name)]
    return MEDIA[_medium(parameter, name)] if _is_address(parameter, name) else f"<{name}>"


def _members(parameter: Parameter) -> JsonObject:
    return {
        member.name: next(_candidates(member, member.name))
        for member in parameter.properties
        if member.required
    }


def _entry(parameter: Parameter, name: str) -> JsonValue:
    items = parameter.items
    if items is not None and items.types[:1] == ("object",):
        return _members(items)
    hinted = (items.render_type if items else None) or parameter.render_type
    if (hinted or "").endswith("-url") or any(kind in name for kind in MEDIA):
        return MEDIA[_medium(items if items and items.render_type else parameter, name)]
    return f"<{name}_item>" if items is None else next(_candidates(items, f"{name}_item"))


def _is_address(parameter: Parameter, name: str) -> bool:
    hinted = (parameter.render_type or "").endswith("-url")
    return parameter.format == "uri" or "url" in name or hinted


def _medium(parameter: Parameter, name: str) -> str:
    hinted = (parameter.render_type or "").removesuffix("-url")
    return hinted if hinted in MEDIA else next((kind for kind in MEDIA if kind in name), "image")


def _unusual(parameter: Parameter, name: str) -> Iterator[JsonValue]:
    least, most = parameter.number("minLength"), parameter.number("maxLength")
    text = f"<{name}>"
    if least is not None or most is not None:
        yield text.ljust(int(least or 0), ".")[: None if most is None else int(most)]
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        bound = parameter.number(keyword)
        if bound is not None:
            yield from (bound, bound + 1, bound - 1, int(bound), float(bound))
    if parameter.properties:
        yield _fitting_members(parameter)
    if parameter.items is not None and parameter.items.properties:
        yield [_fitting_members(parameter.items)]
    few = parameter.number("minItems")
    if few is not None:
        yield [_entry(parameter, name) for _ in range(int(min(few, 64)))]
    yield from ([], {}, 0, 1, 0.5, "", text, MEDIA["image"], False, True, None)
    for keyword in ("anyOf", "oneOf", "allOf"):
        yield from _alternatives(parameter, keyword, name)


def _fitting_members(parameter: Parameter) -> JsonObject:
    return {m.name: _alone_fitting(m) for m in parameter.properties if m.required}


def _alone_fitting(member: Parameter) -> JsonValue:
    """Return the first value that fits a member of an object; the likeliest where none does."""
    values = [*islice(_candidates(member, member.name), _TRIED)]
    if "$ref" in repr(member.keywords):  # part of it stands elsewhere
        return values[0]
    accepts = _acceptor_of(member.keywords)
    return next((value for value in values if accepts(value)), values[0])


def _alternatives(parameter: Parameter, keyword: str, name: str) -> Iterator[JsonValue]:
    branches = parameter.keywords.get(keyword)
    for branch in branches if isinstance(branches, list) else ():
        if isinstance(branch, dict):
            yield from _candidates(parameter_of(name, branch), name)
