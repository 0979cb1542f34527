"""Keywords by what they do: what is shown, what limits a value, and what cannot be decided."""

from __future__ import annotations

from typing import Final

#: What people read.
TEXT: Final = frozenset(("title", "description"))
#: Pairs of the lower and the upper limit of one thing; a side may have an exclusive form.
RANGES: Final = (
    ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
    ("minLength", "", "maxLength", ""),
    ("minItems", "", "maxItems", ""),
    ("minProperties", "", "maxProperties", ""),
)
#: Every keyword that judges an instance (JSON Schema 2020-12), and the hub's own ``nullable``.
_JUDGING: Final = frozenset(
    (
        *("type", "nullable", "enum", "const", "format", "pattern", "multipleOf", "uniqueItems"),
        *(keyword for limits in RANGES for keyword in limits if keyword),
        *("required", "properties", "patternProperties", "additionalProperties", "propertyNames"),
        *("items", "prefixItems", "contains", "minContains", "maxContains"),
        *("allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
        *("dependentRequired", "dependentSchemas", "dependencies"),
        *("unevaluatedItems", "unevaluatedProperties"),
        *("$ref", "$defs", "definitions"),
    )
)


def is_judging(keyword: str) -> bool:
    """Return whether a keyword judges an instance, or is where one that does looks."""
    return keyword in _JUDGING
