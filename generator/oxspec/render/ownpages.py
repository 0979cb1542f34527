"""Pages from a user's own templates: closed as ours are, and every mistake told by its line."""

from __future__ import annotations

import dataclasses
import re
from functools import wraps
from typing import TYPE_CHECKING, Final, NoReturn, cast

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..catalog.nearest import nearest_ids
from ..errors import TemplateProblem
from ..resources import templates_dir
from ..runtime.findings import excerpt
from .environment import FILTERS, UnescapedError, prepared
from .escaped import Escaped
from .owntemplates import BUILTIN, builtin_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jinja2 import Template

    from .owntemplates import OwnTemplates

_UNKNOWN_FILTER: Final = re.compile(r"No filter named '(.*)'")
_DOCUMENT: Final = "docs/templates.md lists what templates are given"


class OwnPages:
    """The templates of one format, the user's before ours.

    Attributes:
        templates: the user's.
        page_format: the name of the format.
    """

    def __init__(self, templates: OwnTemplates, page_format: str) -> None:
        """Compile what is the user's, so that a mistake is told whether it is used or not.

        Raises:
            TemplateProblem: one cannot be compiled.
        """
        self.templates = templates
        self.page_format = page_format
        self._texts = {
            name: content.decode("utf-8")
            for name, content in templates.of(page_format).items()
            if name.endswith(".jinja")
        }
        self._env = self._environment()
        for name in self._texts:
            self._template(name)
            self._refuse_unknown_blocks(name)

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Return a page.

        Args:
            template: the name of the template's file, without its last suffix.
            values: what it is given.

        Raises:
            TemplateProblem: a template of the user's went wrong.
        """
        found = self._template(f"{template}.jinja")
        try:
            return found.render(values)
        except Exception as error:  # noqa: BLE001  # what somebody's template raises is its mistake
            self._tell(error)

    def _template(self, name: str) -> Template:
        try:
            return self._env.get_template(name)
        except (TemplateSyntaxError, RecursionError) as error:
            self._tell(error)

    def _refuse_unknown_blocks(self, name: str) -> None:
        """Refuse a block that takes the place of none: Jinja would pass it by."""
        tree = self._env.parse(self._texts[name])
        known = self._blocks_of_base(tree, (name,))
        for block in tree.body if known else ():
            if isinstance(block, nodes.Block) and block.name not in known:
                what = f"what it extends has no block {excerpt(block.name)}"
                where = f"{self._path(name)}:{block.lineno}"
                raise TemplateProblem(what, where=where, fix=_near(block.name, known))

    def _blocks_of_base(self, tree: nodes.Template, below: tuple[str, ...]) -> set[str]:
        """Return the names of the blocks of what a template extends, and so on upwards."""
        found: set[str] = set()
        for extends in tree.find_all(nodes.Extends):
            base = extends.template.value if isinstance(extends.template, nodes.Const) else None
            if not isinstance(base, str) or base in below or self._env.loader is None:
                continue
            try:
                text = self._env.loader.get_source(self._env, base)[0]
            except TemplateNotFound:
                continue  # told with its line where a page is made
            above = self._env.parse(text)
            found |= {block.name for block in above.find_all(nodes.Block)}
            found |= self._blocks_of_base(above, (*below, base))
        return found

    def _environment(self) -> ImmutableSandboxedEnvironment:
        ours = templates_dir() / "docs"
        loader = ChoiceLoader(
            [
                FunctionLoader(self._source),
                FileSystemLoader(ours / self.page_format),
                PrefixLoader({BUILTIN: FileSystemLoader(ours)}),
            ]
        )
        kind = f"docs/{self.page_format}"
        env = prepared(ImmutableSandboxedEnvironment, kind, loader, undefined=_Missing)
        env.context_class = _Context
        filters = cast("dict[str, Callable[..., Escaped]]", env.filters)
        filters.update({name: _of_defined(function) for name, function in FILTERS.items()})
        return env

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = self._texts.get(name)
        return None if text is None else (text, self._path(name), lambda: True)

    def _path(self, name: str) -> str:
        return self.templates.path(f"{self.page_format}/{name}")

    def _tell(self, error: Exception) -> NoReturn:
        """Raise what a mistake in a template is; what is none of the user's goes on as it is."""
        where = self._place(error)
        if where is None:
            raise error
        what, fix = self._words(error)
        raise TemplateProblem(what, where=where, fix=fix) from error

    def _place(self, error: Exception) -> str | None:
        """Return the user's template and the line that an error came from, None for neither."""
        paths = {self._path(name) for name in self._texts}
        if isinstance(error, TemplateSyntaxError):
            # What the lexer itself raises has the file where the name should be.
            path = error.filename or error.name
            return f"{path}:{error.lineno}" if path in paths else None
        found, trace = None, error.__traceback__
        while trace is not None:
            path = trace.tb_frame.f_code.co_filename
            found = f"{path}:{trace.tb_lineno}" if path in paths else found
            trace = trace.tb_next
        return found

    def _words(self, error: Exception) -> tuple[str, str | None]:
        """Return what an error means, and what to do next."""
        text = str(error) or type(error).__name__
        told = excerpt(text, limit=300)[1:-1].replace('\\"', '"').rstrip(".")
        match error:
            case TemplateNotFound():
                return f"there is no template {excerpt(text)}", _near(text, self._names())
            case TemplateSyntaxError():
                filtered = _UNKNOWN_FILTER.match(text)
                near = _near(filtered[1], FILTERS) if filtered else None
                return told[:1].lower() + told[1:], near
            case UnescapedError():
                return told, "end the expression in a filter of the format, such as mdx_text"
            case RecursionError():
                fix = f"to extend ours, put {BUILTIN}/ before its name"
                return "it includes or extends itself", fix
            case _:
                return told, _DOCUMENT

    def _names(self) -> Iterator[str]:
        """Yield what a template may include or extend."""
        yield from self._texts
        for name in builtin_names():
            yield f"{BUILTIN}/{name}"
            if name.startswith(f"{self.page_format}/"):
                yield name.removeprefix(f"{self.page_format}/")


class _Missing(StrictUndefined):
    """A name that nothing has, which says what was meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, str(self._undefined_name)
        names = _fields_of(owner)
        if self._undefined_hint or not names:
            return super()._undefined_message
        return f"{type(owner).__name__} has no {excerpt(name)} ({_near(name, names)})"


class _Context(Context):
    """A context in which what a macro or a block printed may be printed again."""

    def call(self, called: Callable[..., object], /, *args: object, **named: object) -> object:
        """Return what a call in a template gives back."""
        result = super().call(called, *args, **named)
        is_printed = isinstance(called, Macro | BlockReference) and type(result) is str
        return Escaped(str(result), "template") if is_printed else result


def _of_defined(function: Callable[..., Escaped]) -> Callable[..., Escaped]:
    """Return a filter that tells of what is undefined before it looks at it."""

    @wraps(function)
    def checked(value: object, *arguments: object, **named: object) -> Escaped:
        if isinstance(value, Undefined):
            str(value)  # raises
        return function(value, *arguments, **named)

    return checked


def _fields_of(owner: object) -> tuple[str, ...]:
    if dataclasses.is_dataclass(owner):
        return tuple(field.name for field in dataclasses.fields(owner))
    named: tuple[str, ...] = getattr(owner, "_fields", ())
    return named


def _near(name: str, names: Iterable[str]) -> str:
    known = sorted(set(names))
    near = nearest_ids(name, known)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
