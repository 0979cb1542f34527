"""One Jinja2 environment per kind of output: strict, and closed to text that no filter made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup

from ..resources import templates_dir
from . import description, filters, markdown, markup
from .escaped import Escaped
from .viewversion import VIEW_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from pathlib import Path

    from jinja2 import BaseLoader

_Env = TypeVar("_Env", bound=Environment)
HTML: Final = "docs/html"
FILTERS: Final[Mapping[str, Callable[..., Escaped]]] = {
    "python_identifier": filters.python_identifier,
    "python_annotation": filters.python_annotation,
    "python_literal": filters.python_literal,
    "python_assigned": filters.python_assigned,
    "python_literal_type": filters.python_literal_type,
    "python_module": filters.python_module,
    "python_names": filters.python_names,
    "python_forward": filters.python_forward,
    "python_docstring": filters.python_docstring,
    "python_value": filters.python_value,
    "javascript_value": filters.javascript_value,
    "json_text": filters.json_text,
    "yaml_string": filters.yaml_string,
    "toml_string": filters.toml_string,
    "url_segment": filters.url_segment,
    "shell": filters.shell,
    "mdx_text": markdown.mdx_text,
    "markdown": markdown.mdx_text,
    "mdx_cell": markdown.mdx_cell,
    "mdx_attribute": markdown.mdx_attribute,
    "code_span": markdown.code_span,
    "sentence": markdown.sentence,
    "code_cell": markdown.code_cell,
    "fence": markdown.fence,
    "indented": markdown.indented,
    "mdx_description": description.mdx_description,
    "md_cell": markdown.md_cell,
    "md_words": markdown.md_words,
    "md_number": markdown.md_number,
    "md_code_cell": markdown.md_code_cell,
    "md_description": description.md_description,
    "html_text": markup.html_text,
    "html_words": markup.html_words,
    "html_sentence": markup.html_sentence,
    "html_number": markup.html_number,
    "html_json": markup.html_json,
    "html_code": markup.html_code,
    "html_description": markup.html_description,
    "json_script": markup.json_script,
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
    return prepared(Environment, kind, FileSystemLoader(templates / kind))


def prepared(
    of: type[_Env], kind: str, loader: BaseLoader, *, undefined: type[Undefined] = StrictUndefined
) -> _Env:
    """Return an environment of a class that prints what a filter of ours made, and that alone.

    Args:
        of: the class.
        kind: the folder of its templates, which says what they write.
        loader: finds them.
        undefined: what stands for a name that nothing has.
    """
    # Autoescape knows HTML alone and would leave braces, backticks and quotes of Python alive: each
    # value has the filter of its own grammar, and `finalize` refuses what has none. In HTML both
    # hold: what a filter of another grammar made is escaped as well.
    env = of(
        loader=loader,
        undefined=undefined,
        autoescape=kind == HTML,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        # There is nothing constant to work out: looking for it takes a tenth of compiling.
        optimized=False,
    )
    # Jinja's own filters return plain text, which `finalize` would refuse anyway.
    known = cast("dict[str, Callable[..., Escaped]]", env.filters)
    known.clear()
    known.update(FILTERS)
    cast("MutableMapping[str, object]", env.globals)["view_version"] = VIEW_VERSION
    return env


def _finalize(value: object) -> Escaped | Markup:
    # What a macro or a block of an HTML template gives back is made of values that passed here.
    if isinstance(value, Escaped | Markup):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises what says of what
    message = f"a template printed {type(value).__name__} without a filter"
    raise UnescapedError(message)
