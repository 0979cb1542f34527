"""Names that changed while what they name stayed: of parameters and of models.

What went and what came are one thing renamed where both have the same shape and either a near
name or the same text, and where no other could be meant. Shape alone says nothing: half of all
parameters are texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..runtime.hints import distance
from .equality import key_of
from .vocabulary import is_judging

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from ..catalog.model import Model
    from ..jsontypes import JsonValue

_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONG_ENOUGH: Final = 4
_WORDS: Final = 3
#: Beyond this many pairs of one shape, near names are not looked for.
_MOST_PAIRS: Final = 10_000


def renamed_parameters(
    old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]
) -> dict[str, str]:
    """Return the new names of parameters that were renamed, by their old ones.

    Args:
        old: the properties of an object as they were.
        new: the same as they are now.
    """
    gone = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    if not gone or not came:
        return {}

    def is_same(was: str, now: str) -> bool:
        return is_near(was, now) or _same_text(old[was], new[now])

    return _pairs(
        {name: _shape(old[name]) for name in gone},
        {name: _shape(new[name]) for name in came},
        is_same,
    )


def renamed_models(old: Mapping[str, Model], new: Mapping[str, Model]) -> dict[str, str]:
    """Return the new ids of models that were renamed, by their old ones.

    Args:
        old: the models that went.
        new: the models that came.
    """

    def is_same(was: str, now: str) -> bool:
        one, two = old[was], new[now]
        named = one.display_name == two.display_name and one.display_name not in (one.id, two.id)
        told = bool(one.description) and one.description == two.description
        # Other digits are another version, whatever a text says.
        return _digits(was) == _digits(now) and (is_near(was, now) or named or told)

    shapes = [{i: _model_shape(m) for i, m in models.items()} for models in (old, new)]
    return _pairs(shapes[0], shapes[1], is_same)


def is_near(one: str, two: str) -> bool:
    """Return whether two names are one spelt in two ways: word by word, digits the same."""
    words, others = sorted(_tokens(one)), sorted(_tokens(two))
    if "".join(_tokens(one)) == "".join(_tokens(two)):
        return bool(words)
    return len(words) == len(others) and all(map(_is_near_word, words, others))


def _is_near_word(one: str, two: str) -> bool:
    if one == two:
        return True
    if one.isdigit() or two.isdigit() or min(len(one), len(two)) < _LONG_ENOUGH:
        return False
    return distance(one, two) == 1


def _tokens(name: str) -> list[str]:
    return _TOKEN.findall(_CAMEL.sub("_", name).lower())


def _digits(name: str) -> list[str]:
    return [token for token in _tokens(name) if token.isdigit()]


def _pairs(
    gone: Mapping[str, Hashable],
    came: Mapping[str, Hashable],
    is_same: Callable[[str, str], bool],
) -> dict[str, str]:
    """Return the pairs in which each could only be the other, by what went."""
    pairs: list[tuple[str, str]] = []
    by_shape = _grouped(came)
    for shape, names in _grouped(gone).items():
        others = by_shape.get(shape, [])
        if len(names) * len(others) <= _MOST_PAIRS:
            pairs += [(was, now) for was in names for now in others if is_same(was, now)]
    olds, news = [was for was, _ in pairs], [now for _, now in pairs]
    return {was: now for was, now in pairs if olds.count(was) == news.count(now) == 1}


def _grouped(shapes: Mapping[str, Hashable]) -> dict[Hashable, list[str]]:
    groups: dict[Hashable, list[str]] = {}
    for name, shape in shapes.items():
        groups.setdefault(shape, []).append(name)
    return groups


def _shape(schema: JsonValue) -> Hashable:
    """Return what judges, without what is only shown."""
    return key_of(_judging(schema))


def _judging(schema: JsonValue) -> JsonValue:
    if not isinstance(schema, dict):
        return schema
    kept = {keyword: value for keyword, value in schema.items() if is_judging(keyword)}
    if isinstance(properties := kept.get("properties"), dict):
        kept["properties"] = {name: _judging(member) for name, member in properties.items()}
    if "items" in kept:
        kept["items"] = _judging(kept["items"])
    return kept


def _model_shape(model: Model) -> Hashable:
    return (model.endpoint, _shape(model.request_schema))


def _same_text(one: JsonValue, two: JsonValue) -> bool:
    """Return whether two parameters are told in the same sentence, one that says something."""
    texts = [_text(schema) for schema in (one, two)]
    return texts[0] == texts[1] and len(texts[0].split()) >= _WORDS


def _text(schema: JsonValue) -> str:
    text = schema.get("description") if isinstance(schema, dict) else None
    return text.strip() if isinstance(text, str) else ""
