"""What each kind of change means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .help import Help

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOVE_ON: Final = "Once bodies are right for both, move the lock on: `oxspec lock --update`."
_LESS: Final = "Bodies that use what was lost are refused now."
_MORE: Final = "Bodies that were accepted still are."

KINDS_HELP: Final[Mapping[str, Help]] = {
    "model-added": Help("A model came.", _MORE, "Nothing needs to be done.", "warning"),
    "model-removed": Help(
        "A model went.",
        "The hub does not have it any more: each request to it fails.",
        "Use another: `oxspec models` lists what there is.",
    ),
    "model-renamed": Help(
        "A model has another id.",
        "The hub has the same model under another name: each request to the old one fails.",
        "Write the new id into `model`.",
    ),
    "model-deprecated": Help(
        "A model is deprecated, or not any more.",
        "It still answers, but the hub says that it will take it out.",
        "Look for another in time: `oxspec models` lists what there is.",
        "warning",
    ),
    "endpoint-changed": Help(
        "A model answers at another endpoint.",
        "Requests that go to the old address fail, whatever their body says.",
        "Send them to the new endpoint; a generated client does so once it is made anew.",
    ),
    "parameter-added": Help("A parameter came.", _MORE, "Nothing needs to be done.", "warning"),
    "parameter-removed": Help(
        "A parameter went.", _LESS, f"Take it out of bodies that have it. {_MOVE_ON}"
    ),
    "parameter-renamed": Help(
        "A parameter has another name.",
        "The same parameter is there under another name: bodies with the old one are refused.",
        f"Rename it; `oxspec validate --fix` does so where the names are near. {_MOVE_ON}",
    ),
    "required-parameter-added": Help(
        "A parameter came that every body must have.",
        "Bodies that were accepted lack it, and are refused now.",
        f"Add it: `oxspec example MODEL` prints a body that has all that is required. {_MOVE_ON}",
    ),
    "became-required": Help(
        "A parameter must be given now.",
        "Bodies that leave it out are refused.",
        f"Add it. {_MOVE_ON}",
    ),
    "became-optional": Help(
        "A parameter need not be given any more.", _MORE, "Nothing needs to be done.", "warning"
    ),
    "type-changed": Help(
        "A parameter takes another type.", _LESS, f"Write the value in the new type. {_MOVE_ON}"
    ),
    "enum-narrowed": Help(
        "A parameter takes fewer values.", _LESS, f"Use one of those that are left. {_MOVE_ON}"
    ),
    "enum-widened": Help(
        "A parameter takes more values.", _MORE, "Nothing needs to be done.", "warning"
    ),
    "range-narrowed": Help(
        "A parameter takes a smaller range.", _LESS, f"Stay within the new limits. {_MOVE_ON}"
    ),
    "range-widened": Help(
        "A parameter takes a larger range.", _MORE, "Nothing needs to be done.", "warning"
    ),
    "format-changed": Help(
        "A text must have another format.", _LESS, f"Write it in the new format. {_MOVE_ON}"
    ),
    "default-changed": Help(
        "A default changed.",
        "Bodies that leave the parameter out are accepted as before and ask for something else.",
        "Write the value that is meant into the body.",
        "warning",
    ),
    "text-changed": Help(
        "A text changed.",
        "What people read is another; what is accepted is not.",
        "Make reference pages and clients anew to show it.",
        "warning",
    ),
    "schema-changed": Help(
        "Something else of a model changed.",
        "The message names it. Where no body was found that shows whether less is accepted, the "
        "change counts as breaking and is marked as not proven.",
        "Look at the old and the new schema: `oxspec schema MODEL`.",
    ),
}
