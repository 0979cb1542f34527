"""What is known of a model's parameters beyond its own schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..schema.normalise import normalise
from ..schema.strict import envelope_of

if TYPE_CHECKING:
    from ..schema.normalise import Parameter
    from .model import Model

_KINDS: Final = ("text", "image", "video", "audio")
_MEDIA_ENDINGS: Final = frozenset(
    ("url", "urls", "image", "images", "video", "videos", "audio", "audios")
)


def shared_parameters(model: Model) -> tuple[Parameter, ...]:
    """Return the documented parameters that every model of the endpoint has, its own left out."""
    if model.endpoint is None:
        return ()
    own = {p.name for p in model.request.parameters} if model.request else set[str]()
    envelope = normalise(envelope_of(model.endpoint), checked=True)
    return tuple(
        parameter
        for parameter in envelope.parameters
        if parameter.name not in own
        and parameter.name != "model"
        and parameter.keywords.get("x-undocumented") is not True
    )


def inputs_of(model: Model) -> tuple[str, ...]:
    """Return what a model takes: as the catalog says, and as its parameters show.

    A catalog made from pages gives every video model text alone, though most take images.
    """
    parameters = model.request.parameters if model.request else ()
    media = [p.name for p in parameters if _is_media(p)]
    shown = {kind for kind in _KINDS if any(kind in name for name in media)}
    others = [kind for kind in model.inputs if kind not in _KINDS]
    return (*(kind for kind in _KINDS if kind in shown or kind in model.inputs), *others)


def _is_media(parameter: Parameter) -> bool:
    """Return whether a parameter takes the address of a file, or several: a switch does not."""
    takes_text = {"string", "array"} & set(parameter.types)
    ending = parameter.name.rpartition("_")[2]
    return bool(takes_text) and parameter.enum is None and ending in _MEDIA_ENDINGS
