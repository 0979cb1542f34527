"""One Jinja2 environment per kind of output: strict, and closed to text that no filter made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..resources import templates_dir
from . import description, filters, markdown
from .escaped import Escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_FILTERS: Final[Mapping[str, Callable[..., Escaped]]] = {
    "python_identifier": filters.python_identifier,
    "python_annotation": filters.python_annotation,
    "python_literal": filters.python_literal,
    "python_assigned": filters.python_assigned,
    "python_literal_type": filters.python_literal_type,
    "python_names": filters.python_names,
    "python_forward": filters.python_forward,
    "python_docstring": filters.python_docstring,
    "python_value": filters.python_value,
    "json_text": filters.json_text,
    "yaml_string": filters.yaml_string,
    "url_segment": filters.url_segment,
    "shell": filters.shell,
    "mdx_text": markdown.mdx_text,
    "markdown": markdown.mdx_text,
    "mdx_cell": markdown.mdx_cell,
    "mdx_attribute": markdown.mdx_attribute,
    "code_span": markdown.code_span,
    "code_cell": markdown.code_cell,
    "fence": markdown.fence,
    "mdx_description": description.mdx_description,
}


class UnescapedError(TypeError):
    """A template printed a value that did not pass through a filter of ours."""


def environment(kind: str, *, templates: Path | None = None) -> Environment:
    """Return the environment of one kind of output.

    Args:
        kind: the folder of its templates: ``client``, ``docs/mdx``, ``samples``.
        templates: the folder that holds it, our own by default.
    """
    return _environment(kind, templates or templates_dir())


@cache
def _environment(kind: str, templates: Path) -> Environment:
    # Autoescape knows HTML alone and would leave braces, backticks and quotes of Python alive; here
    # every value has the filter of its own grammar, and `finalize` refuses what has none.
    env = Environment(  # see above
        loader=FileSystemLoader(templates / kind),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # see above
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    # Jinja's own filters return plain text, which `finalize` would refuse anyway.
    known = cast("dict[str, Callable[..., Escaped]]", env.filters)
    known.clear()
    known.update(_FILTERS)
    return env


def _finalize(value: object) -> Escaped:
    if isinstance(value, Escaped):
        return value
    message = f"a template printed {type(value).__name__} without a filter"
    raise UnescapedError(message)
