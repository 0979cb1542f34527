"""What each code of a catalog's defects means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..lint.defects import severity_of
from .help import Help

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..lint.defects import Code

_TEXTS: Final[Mapping[Code, tuple[str, str, str]]] = {
    "malformed-entry": (
        "An entry cannot be used.",
        "A key of the entry has a value that it cannot have, or the entry has no id.",
        "Write the value as the message says: until then readers set the model aside.",
    ),
    "duplicate-model": (
        "Two entries have the same id.",
        "Nobody can tell which of them counts, so that all are set aside.",
        "Keep one of them.",
    ),
    "look-alike-model": (
        "Two ids look alike.",
        "They differ in case, separators, marks or letters of another script only.",
        "Tell them apart, or keep one of them.",
    ),
    "unknown-endpoint": (
        "The endpoint is none that is known.",
        "Requests cannot be sent to it, so that another is guessed from the capabilities.",
        "Write one of the endpoints that the hint lists.",
    ),
    "endpoint-mismatch": (
        "Endpoint and capabilities contradict each other.",
        "The endpoint makes something that the capabilities do not have.",
        "Correct the one or the other.",
    ),
    "no-schema": (
        "No request to the model can be checked.",
        "It has no request schema, and none is published for its endpoint.",
        "Add one.",
    ),
    "malformed-schema": (
        "The request schema cannot be used.",
        "It is not JSON Schema, refers to what is not there, or passes a limit.",
        "Write the keyword as the message says: until then readers set the model aside.",
    ),
    "unknown-type": (
        "A type is none of JSON's.",
        "JSON has `string`, `integer`, `number`, `boolean`, `array`, `object` and `null`.",
        "Write one of these.",
    ),
    "unknown-keyword": (
        "A keyword is misspelt.",
        "It is nearly one of JSON Schema's; spelt so it says nothing.",
        "Write the keyword that the hint names.",
    ),
    "unknown-format": (
        "A format is misspelt.",
        "It is nearly one that is known; spelt so nothing checks it.",
        "Write the format that the hint names.",
    ),
    "idle-keyword": (
        "A keyword says nothing of the type.",
        "It judges values of another type, such as `maximum` beside `string`.",
        "Take it out, or correct the type.",
    ),
    "empty-enum": (
        "An enum allows nothing.",
        "No value can be right.",
        "List the values, or take the enum out.",
    ),
    "empty-range": (
        "Bounds leave nothing between them.",
        "The lower one is above the upper one, so that no value can be right.",
        "Correct one of them.",
    ),
    "duplicate-required": (
        "A name is required twice.",
        "JSON Schema does not allow it: readers set the model aside.",
        "Keep one of them.",
    ),
    "duplicate-value": (
        "A list has a value twice.",
        "The second one adds nothing, and may have been meant to be another.",
        "Take it out, or write what was meant.",
    ),
    "look-alike-value": (
        "Two values of an enum look alike.",
        "They differ in case, blanks, marks or letters of another script only.",
        "Keep one of them.",
    ),
    "invalid-default": (
        "A default is refused by its own schema.",
        "Its type, the enum or the bounds do not allow it: whoever sends it is refused.",
        "Correct the default or what refuses it.",
    ),
    "invalid-enum": (
        "A member of an enum is refused by the schema around it.",
        "The type or the bounds do not allow it, so that it can never be sent.",
        "Take it out, or correct what refuses it.",
    ),
    "invalid-example": (
        "An example is refused by its own schema.",
        "Whoever copies it is refused.",
        "Correct the example or what refuses it.",
    ),
    "unknown-required": (
        "A required name is no parameter.",
        "Nothing says what it takes, and where unknown names are refused no body can be right.",
        "Write the name that was meant, take it out, or add the parameter.",
    ),
    "unknown-basic": (
        "A name that is to be shown first is no parameter.",
        "Nothing is shown for it.",
        "Write the name that was meant, or take it out.",
    ),
    "unknown-reference": (
        "A vendor keyword names no parameter.",
        "`x-next-to`, `x-media-references` or `x-bounding-boxes` point at what is not there.",
        "Write the name that was meant, or take the keyword out.",
    ),
    "required-default": (
        "A required parameter has a default.",
        "A default counts where a parameter is left out, and this one cannot be.",
        "Make the parameter optional, or take the default out.",
    ),
    "same-order": (
        "Two parameters have the same place.",
        "Their `x-order` is the same: which is shown first is left to chance.",
        "Give each a place of its own.",
    ),
    "reserved-name": (
        "A parameter is the endpoint's own.",
        "`model`, `messages` and `stream` are the client's, whatever a schema says of them.",
        "Take it out, or name the parameter otherwise.",
    ),
    "look-alike-name": (
        "Two parameters have names that look alike.",
        "They differ in case, separators, number, marks or letters of another script only.",
        "Name them for what they are for.",
    ),
    "missing-description": (
        "A description is missing.",
        "Pages and editors have nothing to show.",
        "Say what the model or the parameter is for.",
    ),
    "text-limit": (
        "A text names a limit that the schema does not have.",
        "People read it, programs do not: a request beyond it is sent, and refused later.",
        "Add the keyword that the hint names, or correct the text.",
    ),
    "text-default": (
        "A text names another default than the schema.",
        "One of them is wrong, and who reads the text expects another result.",
        "Correct the one or the other.",
    ),
    "text-value": (
        "A text offers a value that the enum does not have.",
        "Whoever writes what the text offers is refused.",
        "Spell the value in the text as the enum does, or add it.",
    ),
    "text-required": (
        "A text and the schema differ in whether a parameter is required.",
        "One of them is wrong.",
        "Correct the one or the other.",
    ),
    "text-name": (
        "A text speaks of a parameter that is not there.",
        "It is misspelt, or was renamed since.",
        "Write the name as it is now.",
    ),
}

LINT_HELP: Final[Mapping[str, Help]] = {
    code: Help(title, meaning, remedy, severity_of(code))
    for code, (title, meaning, remedy) in _TEXTS.items()
}
