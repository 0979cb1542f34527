"""Ratios of whole processes, measured side by side: ours, theirs, ours, theirs.

    python tests/bench/bench.py [RUNS]

Times on one machine say little; what is compared runs in turn, so that both meet the same load.
"""

from __future__ import annotations

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from jsonschema import Draft202012Validator

import oxspec
from hub.server import Hub
from oxspec.examples import example
from oxspec.validation.text import located, read
from support.generators import OXSPEC as OUR_GENERATOR
from support.generators import TYPED_DICT, write_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oxspec.catalog.model import Model

RUNS: Final = 15
BIN: Final = Path(sys.executable).parent
OXSPEC: Final = str(BIN / "oxspec")
MODEL: Final = "black-forest-labs-flux-2-klein-4b"
CATALOG: Final = Path(__file__).parents[2] / "schemas" / "catalog.json"
JULY: Final = Path(__file__).parents[1] / "data" / "facts-2026-07-01.json"

BARE_GROUP: Final = """
import click
@click.group()
def group(): "A bare group."
for number in range(12):
    @group.command(f"command{number}", help="Do one thing.")
    def command(): pass
group()
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        what: what is measured.
        ours: the command measured.
        theirs: what it is compared with.
        against: that in words.
        budget: the ratio not to pass.
        most_runs: how often it is run at most, since it takes seconds.
    """

    what: str
    ours: Sequence[str]
    theirs: Sequence[str]
    against: str
    budget: float
    most_runs: int = 99


def rows(folder: Path, source: str) -> Iterator[Row]:
    """Yield the comparisons; files they need are written to ``folder``."""
    python = [sys.executable, "-c"]
    bare = folder / "bare.py"
    bare.write_text(BARE_GROUP, "utf-8")
    yield Row(
        "oxspec --help",
        [OXSPEC, "--help"],
        [sys.executable, str(bare), "--help"],
        "a bare click group of 12",
        1.4,
    )
    yield Row(
        "import oxspec", [*python, "import oxspec"], [*python, "pass"], "an empty process", 1.5
    )
    validate = [OXSPEC, "validate", "--source", source]
    peer = [str(BIN / "check-jsonschema"), "--schemafile", str(_schema(folder, source))]
    for name, budget in (("right", 1 / 3), ("wrong", 2 / 3)):
        body = str(_body(folder, source, name))
        yield Row(
            f"one {name} body, cached catalog",
            [*validate, body],
            [*peer, body],
            "check-jsonschema",
            budget,
        )
    empty = [*python, "pass"]
    yield Row(
        "oxspec diff of two dates",
        [OXSPEC, "diff", str(JULY), str(CATALOG)],
        empty,
        "an empty process",
        12.0,
    )
    yield Row(
        "oxspec lint, all models",
        [OXSPEC, "lint", "--source", str(CATALOG)],
        empty,
        "an empty process",
        30.0,
    )
    yield from _growth(folder)
    # A site's pages may take a second where an empty process takes 0.0125.
    for kind, budget in (("client", 50.0), ("docs", 25.0), ("docs --format html", 80.0)):
        out = str(folder / kind.replace(" ", "-"))
        write = [OXSPEC, *kind.split(), "--source", source, "-o", out, "-q", "--force"]
        yield Row(
            f"oxspec {kind}, all models",
            ["sh", "-c", f"rm -rf {out}; exec {' '.join(write)}"],
            empty,
            "an empty process",
            budget,
        )
        yield Row(f"oxspec {kind}, nothing to do", write, empty, "an empty process", 30.0)
    yield from _generators(folder / "generators")


def _generators(folder: Path) -> Iterator[Row]:
    """Yield what a client costs beside one of types alone, and when it is used."""
    write_inputs(folder)
    ours, theirs = folder / "ours" / "made", folder / "theirs" / "made"
    ours.parent.mkdir()
    theirs.parent.mkdir()
    fresh = shlex.join(OUR_GENERATOR.command(folder, ours))
    yield Row(
        "oxspec client, models with schemas",
        ["sh", "-c", f"rm -rf {ours}; exec {fresh}"],
        TYPED_DICT.command(folder, theirs),
        "datamodel-codegen",
        1 / 2,
    )
    module = OUR_GENERATOR.module(MODEL, ours.parent)
    enter = f"import sys; sys.path[0] = {str(ours.parent)!r}"
    yield Row(
        "import of one generated module",
        [sys.executable, "-c", f"{enter}; import {module}"],
        [sys.executable, "-c", "pass"],
        "an empty process",
        4.0,
    )


def _growth(folder: Path) -> Iterator[Row]:
    """Yield what ten times the models cost, twice: ratios of 10 are linear, less has a start-up."""
    commands: list[list[str]] = []
    for times in (1, 10, 100):
        old, new = folder / f"old-{times}.json", folder / f"new-{times}.json"
        old.write_text(json.dumps({"models": _multiplied(JULY, times)}), "utf-8")
        new.write_text(json.dumps({"models": _multiplied(CATALOG, times)}), "utf-8")
        commands.append([OXSPEC, "diff", str(old), str(new)])
    count = len(json.loads(CATALOG.read_bytes())["models"])
    for larger, (times, before) in enumerate(((10, 1), (100, 10)), start=1):
        yield Row(
            f"oxspec diff of {count * times:,} models",
            commands[larger],
            commands[larger - 1],
            f"oxspec diff of {count * before:,}",
            11.0,
            most_runs=3,
        )


def _multiplied(catalog: Path, times: int) -> list[Any]:
    """Return a catalog's entries some times over, each time with ids of their own."""
    entries = json.loads(catalog.read_bytes())["models"]
    copies = [entries if not copy else _renamed(entries, copy) for copy in range(times)]
    return [entry for copy in copies for entry in copy]


def _renamed(entries: list[Any], copy: int) -> list[Any]:
    return [{**entry, "name": f"{entry['name']}-copy-{copy}"} for entry in entries]


def measure(row: Row, runs: int) -> tuple[float, float, float]:
    """Return the median seconds of both commands, run in turn, and of the ratios of the turns."""
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(min(runs, row.most_runs) + 1):
        times = (_seconds(row.ours), _seconds(row.theirs))
        if turn:  # the first turn fills the machine's caches
            ours.append(times[0])
            theirs.append(times[1])
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return statistics.median(ours), statistics.median(theirs), statistics.median(ratios)


def _seconds(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    # Away from this checkout, whose own configuration would be read; compiled, as what is
    # installed is.
    where, nowhere = tempfile.gettempdir(), subprocess.DEVNULL
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=where, stdout=nowhere, stderr=nowhere, check=False, env=env)
    return time.perf_counter() - begin


def _schema(folder: Path, source: str) -> Path:
    path = folder / "schema.json"
    path.write_bytes(_output("schema", MODEL, "--source", source))
    return path


def _body(folder: Path, source: str, name: str) -> Path:
    body = json.loads(_output("example", MODEL, "--variant", "all", "--source", source))
    if name == "wrong":
        body["aspect_ratio"] = "16:10"
        body["num_inference_steps"] = 60
    path = folder / f"{name}.json"
    path.write_text(json.dumps(body, indent=2), "utf-8")
    return path


def _output(*arguments: str) -> bytes:
    return subprocess.run(
        [OXSPEC, *arguments, "-q"], stdout=subprocess.PIPE, check=True
    ).stdout  # ours


def in_process(runs: int) -> Iterator[tuple[str, float, float, str, float]]:
    """Yield what is measured inside one process: medians over the catalog's ``all`` bodies."""
    os.environ["OXSPEC_SOURCE"] = "bundled"
    models = [m for m in oxspec.load_catalog("bundled").models.values() if m.is_judged]
    right = [(m, example(m, "all").body) for m in models]
    wrong = [(m, {**body, "zzz": 1, "prompt": 5}) for m, body in right]
    texts = [(m, json.dumps(body, indent=2).encode()) for m, body in wrong]
    plain: dict[str, Any] = {m.id: Draft202012Validator(m.strict or {}) for m in models}

    def from_text(data: bytes) -> object:
        text = read(data)
        return located(oxspec.validate(text.body), text.text)

    yield (
        "validate, right body, warm",
        *_medians(
            right, lambda _, b: oxspec.validate(b), lambda m, b: plain[m.id].is_valid(b), runs
        ),
        "jsonschema is_valid",
        1 / 25,
    )
    yield (
        "validate, wrong body, warm",
        *_medians(
            wrong,
            lambda _, b: oxspec.validate(b),
            lambda m, b: list(plain[m.id].iter_errors(b)),
            runs,
        ),
        "jsonschema iter_errors",
        4.0,
    )
    yield (
        "the same from text, with places",
        *_medians(
            texts,
            lambda _, t: from_text(t),
            lambda m, t: list(plain[m.id].iter_errors(json.loads(t))),
            runs,
        ),
        "json.loads + iter_errors",
        4.0,
    )


def _medians(
    cases: Sequence[tuple[Model, Any]],
    ours: Callable[[Model, Any], object],
    theirs: Callable[[Model, Any], object],
    runs: int,
) -> tuple[float, float]:
    """Return the medians over all cases of the best of some runs in turn."""
    times: tuple[list[float], list[float]] = [], []
    for model, case in cases:
        for side, call in zip(times, (ours, theirs), strict=True):
            call(model, case)
            side.append(min(_timed(call, model, case) for _ in range(runs)))
    return statistics.median(times[0]), statistics.median(times[1])


def _timed(call: Callable[[Model, Any], object], model: Model, case: object) -> float:
    begin = time.perf_counter()
    call(model, case)
    return time.perf_counter() - begin


def main(runs: int) -> None:
    """Print the table."""
    print(f"median of {runs} runs in turn, Python {sys.version.split()[0]}")
    print(f"{'what':<34} {'ours':>8} {'theirs':>8} {'ratio':>6} {'budget':>7}  compared with")
    with tempfile.TemporaryDirectory() as name, Hub() as hub:
        hub.entries = json.loads(CATALOG.read_bytes())["models"]
        os.environ["OXSPEC_CACHE_DIR"] = str(Path(name) / "cache")
        source = hub.url + "/api/evaluations/models"
        _output("fetch", "--source", source)
        for row in rows(Path(name), source):
            ours, theirs, ratio = measure(row, runs)
            mark = "" if ratio <= row.budget else "  over budget"
            print(
                f"{row.what:<34} {ours:7.3f}s {theirs:7.3f}s {ratio:6.2f} {row.budget:7.2f}"
                f"  {row.against}{mark}"
            )
        for what, mine, other, against, budget in in_process(5):
            mark = "" if mine / other <= budget else "  over budget"
            print(
                f"{what:<34} {mine * 1e6:6.0f}µs {other * 1e6:6.0f}µs {mine / other:6.2f}"
                f" {budget:7.2f}  {against}{mark}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
