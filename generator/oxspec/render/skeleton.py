"""The proof that a rendered module is what its view says: no text of a catalog became code."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clientviews import ModuleView
    from .kinds import Kind

_Shape: TypeAlias = tuple[object, ...]


class SkeletonError(AssertionError):
    """A rendered module is not what its view says, which is a fault of oxspec."""


def prove(text: str, view: ModuleView) -> None:
    """Accept a module whose statements, keys and members are those of its view.

    Text that broke out of a literal or a docstring would add, change or take away one of these.

    Raises:
        SkeletonError: they are not.
    """
    found = [_shape(statement) for statement in ast.parse(text).body]
    if found != list(_expected(view)):
        raise SkeletonError(view.model)


def _expected(view: ModuleView) -> Iterator[_Shape]:
    parts = view.parts
    yield _TEXT
    yield ("import", "__future__", ("annotations",))
    for imports in view.imports.running:
        yield from (("import", i.module.lstrip("."), i.names) for i in imports)
    yield ("typing", *(("import", i.module.lstrip("."), i.names) for i in view.imports.typing))
    for name, value in (
        ("MODEL", view.model),
        ("ENDPOINT", view.endpoint),
        ("DIGEST", view.digest),
    ):
        yield ("value", name, value)
    if parts.wire:
        yield ("value", "WIRE", dict(parts.wire))
    yield ("spec", tuple(_spec(view)))
    yield from (("literal", alias.name, alias.members) for alias in parts.aliases)
    for shape in parts.objects:
        keys = tuple(field.key for field in shape.fields)
        yield ("class" if shape.is_class else "dict", shape.name, keys)
    yield ("class", "Create", ())
    if view.kind.queues:
        yield ("class", "Submit", ())
    yield from _functions(view.kind)


def _spec(view: ModuleView) -> Iterator[tuple[object, str]]:
    yield from (("model", "MODEL"), ("endpoint", "ENDPOINT"), ("schema", repr(view.schema)))
    if view.parts.wire:
        yield ("wire", "WIRE")
    if view.deprecated:
        yield ("deprecated", "True")


def _functions(kind: Kind) -> Iterator[_Shape]:
    yield from (("def", "create", ("Return",)), ("def", "acreate", ("Assign", "Return")))
    names = [*_IF_STREAMED] * kind.streams + [*_IF_QUEUED] * kind.queues
    yield from (("def", name, ("Return",)) for name in (*names, "validate"))


_TEXT: Final = ("text",)
_IF_STREAMED: Final = ("stream", "astream")
_IF_QUEUED: Final = ("submit", "asubmit")


def _shape(statement: ast.stmt) -> _Shape:
    match statement:
        case ast.Expr(ast.Constant(str())):
            return _TEXT
        case ast.ImportFrom() | ast.If():
            return _imported(statement)
        case ast.AnnAssign() | ast.Assign():
            return _assigned(statement)
        case ast.ClassDef(name, body=body):
            return ("class", name, tuple(_keys(body)))
        case ast.FunctionDef(name, body=[_, *steps]) | ast.AsyncFunctionDef(name, body=[_, *steps]):
            return ("def", name, tuple(type(step).__name__ for step in steps))
        case _:
            return ("other", type(statement).__name__)


def _imported(statement: ast.ImportFrom | ast.If) -> _Shape:
    match statement:
        case ast.ImportFrom(module=module, names=names):
            return ("import", module, tuple(name.name for name in names))
        case ast.If(ast.Name("TYPE_CHECKING"), body=body, orelse=[]):
            return ("typing", *map(_shape, body))
        case _:
            return ("other", type(statement).__name__)


def _assigned(statement: ast.AnnAssign | ast.Assign) -> _Shape:
    match statement:
        case ast.AnnAssign(ast.Name(name), value=ast.Subscript(slice=inner)):
            members = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return ("literal", name, tuple(ast.literal_eval(member) for member in members))
        case ast.AnnAssign(ast.Name("SPEC"), value=ast.Dict(keys, values)):
            names = [key.value for key in keys if isinstance(key, ast.Constant)]
            return ("spec", tuple(zip(names, map(ast.unparse, values), strict=True)))
        case ast.AnnAssign(ast.Name(name), value=(ast.Constant() | ast.Dict()) as value):
            return ("value", name, ast.literal_eval(value))
        case ast.Assign([ast.Name(name)], ast.Call(args=[_, ast.Dict(keys)])):
            return ("dict", name, tuple(key.value for key in keys if isinstance(key, ast.Constant)))
        case _:
            return ("other", type(statement).__name__)


def _keys(body: list[ast.stmt]) -> Iterator[object]:
    for statement in body:
        match statement:
            case ast.AnnAssign(ast.Name(name), value=None):
                yield name
            case ast.Expr(ast.Constant(str())):
                pass
            case _:
                yield type(statement)
