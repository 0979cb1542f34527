"""A catalog: the models of a hub, and those set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..errors import OxspecError
from ..schema.normalise import RequestSchema, normalise
from .endpoints import CHAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..jsontypes import JsonObject, JsonValue
    from ..schema.rules import Rule
    from .endpoints import Endpoint


@dataclass(frozen=True)
class Model:
    """One model of a hub.

    Attributes:
        id: what goes into ``model``, byte for byte.
        display_name: for people; the id where the catalog has none.
        summary: one line, or None.
        description: Markdown, or None.
        model_type: ``base`` or ``custom`` (a user's deployment).
        can_run_inference: whether requests are answered at all.
        deprecated: whether the hub says it will go.
        inputs: ``text image video audio``, as the catalog says.
        outputs: ``text image video audio embeddings``, as the catalog says.
        endpoint: where requests go, or None where that is not known.
        developer: who made it, or None.
        provider: who runs it, or None.
        request_schema: as the catalog has it, or None.
        checked: whether the request schema is known to be well-formed.
        rules: what no schema says, for this model and others; None for the built-in rules.
    """

    id: str
    display_name: str
    summary: str | None
    description: str | None
    model_type: str
    can_run_inference: bool
    deprecated: bool
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    endpoint: Endpoint | None
    developer: str | None
    provider: str | None
    request_schema: JsonObject | None
    checked: bool = False
    rules: tuple[Rule, ...] | None = None

    @cached_property
    def request(self) -> RequestSchema | None:
        """The parameters of its own schema, None where it has none.

        Raises:
            SchemaDefect: the schema is not well-formed.
        """
        if self.request_schema is None:
            return None
        return normalise(self.request_schema, checked=self.checked)

    @cached_property
    def strict(self) -> JsonObject | None:
        """The schema that its bodies are judged by, None where nothing is published.

        Raises:
            SchemaDefect: its own schema is not well-formed.
        """
        if not self.is_judged or self.endpoint is None:
            return None
        from ..schema.rules import builtin_rules_of, with_rules
        from ..schema.strict import strict_schema

        own = self.request.keywords if self.request else None
        strict = strict_schema(
            self.id, endpoint=self.endpoint, request_schema=own, title=self.display_name
        )
        where = {"provider": self.provider, "endpoint": self.endpoint}
        rules = builtin_rules_of(self.id) if self.rules is None else self.rules
        return with_rules(strict, (rule for rule in rules if rule.matches(self.id, **where)))

    @cached_property
    def accepts(self) -> Callable[[JsonValue], bool]:
        """What tells whether a body surely has no finding; False is for ``check`` to explain.

        Raises:
            SchemaDefect: its own schema is not well-formed.
        """
        from ..schema.accept import acceptor

        return acceptor(self.strict or {})

    @cached_property
    def broken_rules(self) -> Callable[[JsonValue], frozenset[str]]:
        """What tells the ids of the rules that a body breaks.

        Raises:
            SchemaDefect: its own schema is not well-formed.
        """
        from ..schema.rules import broken_rules

        return broken_rules(self.strict or {})

    @property
    def is_judged(self) -> bool:
        """Whether there is a description to judge a body by."""
        return self.endpoint is not None and (
            self.request_schema is not None or self.endpoint == CHAT
        )

    @property
    def is_published(self) -> bool:
        """Whether clients and pages are made of it unless others are named."""
        return (
            self.model_type == "base"
            and self.can_run_inference
            and not self.deprecated
            and "embeddings" not in self.outputs
        )


class Quarantined(NamedTuple):
    """A model set aside, and why; the others go on.

    Attributes:
        id: its id, or None where it has none that can be used.
        pointer: where in the catalog or, for a schema, in the request schema.
        reason: one line.
    """

    id: str | None
    pointer: str
    reason: str


@dataclass(frozen=True)
class Catalog:
    """The models of one source.

    Attributes:
        models: by id, in the catalog's order; a cached catalog reads each on first use.
        quarantined: the models set aside when it was decoded.
        source: where it came from: a URL, a file name or ``bundled``.
        date: when it was fetched or made (ISO 8601), or None for a file.
        known_digest: of its content, "" for none; None where it is to be found out.
        stale: whether it is older than was asked for.
        authoritative: whether an id that it lacks does not exist (a file, a fresh fetch).
        partial: whether it has some models only (a lock, a page), so that what it lacks says
            nothing.
        entries: all entries in order as they came, those set aside too; a cached catalog reads
            each on first use.
    """

    models: Mapping[str, Model]
    quarantined: tuple[Quarantined, ...] = ()
    source: str = ""
    date: str | None = None
    known_digest: str | None = ""
    stale: bool = False
    authoritative: bool = True
    partial: bool = False
    entries: Sequence[JsonValue] = field(default=(), compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` of its content."""
        if self.known_digest is not None:
            return self.known_digest
        from .decode import digest_of

        return digest_of([*self.entries])

    @cached_property
    def parameters(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the models that have a parameter, by its name; of those that can be read."""
        found: dict[str, list[str]] = {}
        for identifier in self.models:
            try:
                request = self.models[identifier].request
            except OxspecError:
                continue
            for parameter in request.parameters if request else ():
                found.setdefault(parameter.name, []).append(identifier)
        return {name: tuple(identifiers) for name, identifiers in found.items()}

    def quarantine_of(self, model: str) -> Quarantined | None:
        """Return why a model is set aside, or None."""
        return next((q for q in self.quarantined if q.id == model), None)
