"""Client packages: what is in them, that they run, and that they type-check."""

from __future__ import annotations

import asyncio
import importlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from oxspec import runtime
from oxspec.catalog.bundled import bundled_catalog
from oxspec.catalog.decode import decode_catalog
from oxspec.catalog.endpoints import ENDPOINTS
from oxspec.catalog.model import Quarantined
from oxspec.errors import OutputError
from oxspec.render.client import plan_client
from oxspec.render.manifest import read_manifest
from oxspec.render.plan import set_aside, write
from support.catalogs import each_catalog
from support.models import chat, paint, video
from support.typedcalls import PROGRAM, WRONG, wrong_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from hub.server import Hub
    from oxspec.catalog.model import Catalog

RUNTIME: Final = Path(runtime.__file__ or "").parent
PYTHON: Final = sys.executable


def generate(folder: Path) -> None:
    write(plan_client([paint(), chat(), video()], package="acme"), folder / "acme")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A generated package of three models, imported."""
    generate(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield importlib.import_module("acme")
    for name in [name for name in sys.modules if name.split(".")[0] == "acme"]:
        del sys.modules[name]


def test_a_package_has_a_module_for_each_model_and_all_that_they_share() -> None:
    files = plan_client([paint(), chat()], package="acme").files

    assert {p for p in files if "/" not in p} == {
        "README.md",
        "__init__.py",
        "acme_chat_1.py",
        "acme_paint_1.py",
        "py.typed",
    }
    copied = {p.removeprefix("_runtime/"): c for p, c in files.items() if p.startswith("_runtime/")}
    assert copied == {path.name: path.read_bytes() for path in RUNTIME.glob("*.py")}
    assert {p for p in files if p.startswith("_endpoints/")} == {
        "_endpoints/__init__.py",
        *(f"_endpoints/{endpoint.replace('/', '_')}.py" for endpoint in ENDPOINTS),
    }
    schemas = sorted(p for p in files if p.startswith("_schemas/"))
    assert schemas[0] == "_schemas/acme_paint_1.json"
    assert re.fullmatch(r"_schemas/chat_completions_[0-9a-f]{8}\.json", schemas[1])
    assert len(schemas) == 2


def test_a_package_does_not_depend_on_the_order_of_the_models() -> None:
    one = plan_client([paint(), chat(), video()], package="acme")
    other = plan_client([video(), chat(), paint()], package="acme")

    assert one.files == other.files
    assert one.manifest.encoded() == other.manifest.encoded()


def test_a_call_sends_the_body_and_returns_the_answer(package: ModuleType, hub: Hub) -> None:
    with package.Client(base_url=hub.url, api_key="key-1") as client:
        answer = package.acme_paint_1.create(client, prompt="x", class_=4, refs=())

    assert answer.model == "acme-paint-1"
    assert answer.urls
    [request] = hub.requests
    assert request.path == "/api/ai/images/generate"
    assert request.headers["authorization"] == "Bearer key-1"
    assert request.json == {"model": "acme-paint-1", "prompt": "x", "class": 4, "refs": []}


def test_an_asynchronous_call_does_the_same(package: ModuleType, hub: Hub) -> None:
    async def call() -> str:
        async with package.AsyncClient(base_url=hub.url) as client:
            messages = [{"role": "user", "content": "Hi"}]
            answer = await package.acme_chat_1.acreate(client, messages=messages)
            text: str = answer.text
            return text

    answer = asyncio.run(call())

    assert answer == "Hi"
    assert hub.paths == ["/api/ai/chat/completions"]


def test_a_package_lists_its_modules_and_misses_no_name_quietly(package: ModuleType) -> None:
    assert package.MODELS["acme-paint-1"] == "acme_paint_1"
    assert package.model("acme-paint-1") is package.acme_paint_1
    with pytest.raises(LookupError, match="acme-pant-1"):
        package.model("acme-pant-1")
    with pytest.raises(AttributeError, match="acme_pant_1"):
        _ = package.acme_pant_1


def test_importing_a_module_imports_neither_httpx_nor_jsonschema(tmp_path: Path) -> None:
    generate(tmp_path)
    code = (
        "import sys, acme.acme_paint_1\n"
        "print([n for n in ('httpx', 'jsonschema', 'asyncio', 'oxspec') if n in sys.modules])"
    )

    found = subprocess.run(
        [PYTHON, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert found.stdout == "[]\n"


def test_type_checkers_find_what_is_wrong_and_only_that(tmp_path: Path) -> None:
    generate(tmp_path)
    (tmp_path / "user.py").write_text(PROGRAM)

    found = mypy(tmp_path, "user.py", "acme")

    assert wrong_lines({int(line.split(":")[1]) for line in found}) == list(WRONG)


@each_catalog
def test_the_clients_of_a_whole_catalog_pass_mypy_strict(catalog: Catalog, tmp_path: Path) -> None:
    # One part of them is enough where all are chat models of the same shape.
    models = [m for m in catalog.models.values() if m.request_schema is not None]
    output = plan_client(models, package="acme")
    write(output, tmp_path / "acme")

    assert set_aside(output) == ()
    assert mypy(tmp_path, "acme") == []


def mypy(folder: Path, *targets: str) -> list[str]:
    """Return what mypy finds under ``--strict``."""
    found = subprocess.run(
        [PYTHON, "-m", "mypy", "--strict", "--no-error-summary", *targets],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        env={
            **os.environ,
            "MYPY_CACHE_DIR": str(Path(__file__).parents[2] / ".mypy_cache" / "generated"),
        },
    )
    assert found.returncode in (0, 1), found.stderr
    return [line for line in found.stdout.splitlines() if ": error:" in line]


def test_generated_code_is_as_a_formatter_and_a_linter_would_have_it(tmp_path: Path) -> None:
    write(plan_client(bundled_catalog().models.values(), package="acme"), tmp_path / "acme")

    for command in (["format", "--check"], ["check"]):
        found = subprocess.run(
            [
                PYTHON,
                "-m",
                "ruff",
                *command,
                "--isolated",
                "--no-cache",
                "acme",
            ],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            text=True,
        )
        assert found.returncode == 0, found.stdout


def test_a_bad_model_is_set_aside_and_changes_no_byte_of_the_others() -> None:
    bad = paint(name="bad", json_request_schema={"type": "nothing"})

    alone = plan_client([paint(), chat()], package="acme")
    both = plan_client(
        [paint(), bad, chat()], package="acme", quarantined=[Quarantined("worse", "/2", "no")]
    )

    for name in ("acme_paint_1.py", "acme_chat_1.py"):
        assert alone.files[name] == both.files[name]
    assert alone.files.keys() == both.files.keys()
    assert [q.id for q in set_aside(both)] == ["bad", "worse"]


def test_importing_what_was_set_aside_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = plan_client(
        [chat()], package="aside", quarantined=[Quarantined("ba.d", "", 'it\'s "odd"')]
    )
    write(output, tmp_path / "aside")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    package = importlib.import_module("aside")

    with pytest.raises(ImportError, match='it\'s "odd"'):
        _ = package.ba_d
    with pytest.raises(LookupError, match='it\'s "odd"'):
        package.model("ba.d")


def test_the_others_stay_where_models_are_named(tmp_path: Path) -> None:
    write(plan_client([paint(), chat()], package="acme", catalog="sha256:1"), tmp_path)
    before = (tmp_path / "acme_paint_1.py").read_bytes()

    named = plan_client(
        [video()], package="acme", known=read_manifest(tmp_path, "client"), partial=True
    )
    write(named, tmp_path)

    assert (tmp_path / "acme_paint_1.py").read_bytes() == before
    assert b"acme_film_1" in (tmp_path / "__init__.py").read_bytes()
    assert b"acme_paint_1" in (tmp_path / "__init__.py").read_bytes()
    known = read_manifest(tmp_path, "client")
    assert known is not None
    assert known.models.keys() == {"acme-paint-1", "acme-chat-1", "acme-film-1"}


def test_a_module_keeps_its_name_when_another_model_comes_beside_it() -> None:
    first = plan_client([chat(name="a.b")], package="acme").manifest

    second = plan_client([chat(name="a_b")], package="acme", known=first, partial=True)

    assert second.manifest.models["a.b"].name == "a_b"
    assert second.manifest.models["a_b"].name != "a_b"


def test_an_edited_module_stops_the_run(tmp_path: Path) -> None:
    write(plan_client([chat()], package="acme"), tmp_path)
    (tmp_path / "acme_chat_1.py").write_text("mine = 1\n")

    with pytest.raises(OutputError, match=r"acme_chat_1\.py"):
        write(plan_client([chat()], package="acme"), tmp_path)


def test_a_model_that_nothing_is_published_of_is_set_aside() -> None:
    catalog = decode_catalog([{"name": "silent", "endpoint": "videos/generate"}], source="test")

    output = plan_client(catalog.models.values(), package="client")

    (aside,) = set_aside(output)
    assert (aside.id, aside.reason) == ("silent", "no request schema is published for it")


def test_a_project_is_built_and_its_package_needs_no_oxspec(tmp_path: Path) -> None:
    output = plan_client([paint(), chat()], package="acme", version="1.2.0")
    write(output, tmp_path / "project")

    build = [PYTHON, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(tmp_path / "project")], capture_output=True, check=True)

    (wheel,) = tmp_path.glob("acme-1.2.0-*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")  # our own wheel
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "sys.modules['oxspec'] = None\n"
        "import acme\n"
        "print([f.pointer for f in acme.acme_paint_1.validate(prompt='x', size='3k')])"
    )
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout == "['/size']\n"


def test_losing_more_than_half_of_the_models_has_to_be_allowed(tmp_path: Path) -> None:
    write(plan_client([paint(), chat(), video()], package="acme"), tmp_path)
    fewer = plan_client([chat()], package="acme")

    with pytest.raises(OutputError, match="2 of 3 models would go"):
        write(fewer, tmp_path)
    assert (tmp_path / "acme_paint_1.py").exists()

    write(fewer, tmp_path, allow_shrink=True)
    assert not (tmp_path / "acme_paint_1.py").exists()


def test_a_package_that_becomes_a_project_leaves_nothing_behind(tmp_path: Path) -> None:
    write(plan_client([paint()], package="acme"), tmp_path)

    write(plan_client([paint()], package="acme", version="1"), tmp_path, allow_shrink=True)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("README.md", "acme", "manifest.json", "pyproject.toml")
    ]
