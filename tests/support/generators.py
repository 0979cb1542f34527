"""Generators of Python code from the same schemas: what each is given, and how it is run.

What they write is always a package called ``made``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

BIN: Final = Path(sys.executable).parent
CATALOG: Final = Path(__file__).parents[2] / "schemas" / "catalog.json"
#: datamodel-code-generator's own set of recommended options for new code.
PRESET: Final = "standard-py311-20261027"


@dataclass(frozen=True, slots=True)
class Generator:
    """One tool with one kind of output.

    Attributes:
        title: what the page calls it.
        distribution: its name in the lock, for its version.
        command: the command that reads what is in a folder of inputs and writes to another.
        modules: the package that holds a module per model.
    """

    title: str
    distribution: str
    command: Callable[[Path, Path], list[str]]
    modules: str = "made"

    def module(self, model: str, folder: Path) -> str | None:
        """Return the name that the module of a model is imported by; None where none is written.

        Args:
            model: its id. Tools part words and write capitals in ways of their own.
            folder: that ``made`` is in.
        """
        written = (folder / self.modules.replace(".", "/")).glob("*.py")
        names = {_letters(path.stem): path.stem for path in written}
        found = names.get(_letters(model))
        return found and f"{self.modules}.{found}"


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def entries() -> list[dict[str, Any]]:
    """Return the bundled catalog's entries that publish a request schema."""
    models = json.loads(CATALOG.read_bytes())["models"]
    return [entry for entry in models if entry["json_request_schema"] is not None]


def write_inputs(folder: Path) -> None:
    """Write the same models as a catalog, as a folder of schemas and as an OpenAPI document."""
    given = entries()
    schemas = folder / "schemas"
    schemas.mkdir(parents=True)
    for entry in given:
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": entry["name"],
            **entry["json_request_schema"],
        }
        (schemas / f"{entry['name']}.json").write_text(json.dumps(schema), "utf-8")
    (folder / "catalog.json").write_text(json.dumps({"models": given}), "utf-8")
    (folder / "openapi.json").write_text(json.dumps(_document(given)), "utf-8")


def _document(given: list[dict[str, Any]]) -> dict[str, Any]:
    schemas = {entry["name"]: entry["json_request_schema"] for entry in given}
    # OpenAPI has one operation per path and method: the models of an endpoint need paths apart.
    return {
        "openapi": "3.1.0",
        "info": {"title": "hub", "version": "1"},
        "paths": {f"{e['endpoint']}/{e['name']}": {"post": _operation(e["name"])} for e in given},
        "components": {"schemas": {"Answer": {"type": "object"}} | schemas},
    }


def _operation(model: str) -> dict[str, Any]:
    body = {"schema": {"$ref": f"#/components/schemas/{model}"}}
    answer = {"schema": {"$ref": "#/components/schemas/Answer"}}
    return {
        "operationId": model,
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {"200": {"description": "done", "content": {"application/json": answer}}},
    }


def _oxspec(inputs: Path, out: Path) -> list[str]:
    source = str(inputs / "catalog.json")
    options = ["--no-config", "--force", "-q"]
    return [str(BIN / "oxspec"), "client", "--source", source, "-o", str(out), *options]


def _datamodel(kind: str) -> Callable[[Path, Path], list[str]]:
    def command(inputs: Path, out: Path) -> list[str]:
        tool = [str(BIN / "datamodel-codegen"), "--input", str(inputs / "schemas")]
        options = ["--input-file-type", "jsonschema", "--preset", PRESET, "--disable-timestamp"]
        return [*tool, "--output", str(out), "--output-model-type", kind, *options]

    return command


def _openapi(inputs: Path, out: Path) -> list[str]:
    tool = [str(BIN / "openapi-python-client"), "generate"]
    options = ["--meta", "none", "--overwrite"]
    return [*tool, "--path", str(inputs / "openapi.json"), "--output-path", str(out), *options]


OXSPEC: Final = Generator("oxspec client", "oxspec", _oxspec)
TYPED_DICT: Final = Generator(
    "datamodel-code-generator, TypedDict",
    "datamodel-code-generator",
    _datamodel("typing.TypedDict"),
)
PYDANTIC: Final = Generator(
    "datamodel-code-generator, pydantic",
    "datamodel-code-generator",
    _datamodel("pydantic_v2.BaseModel"),
)
OPENAPI: Final = Generator(
    "openapi-python-client", "openapi-python-client", _openapi, "made.api.default"
)
GENERATORS: Final = (OXSPEC, TYPED_DICT, PYDANTIC, OPENAPI)
