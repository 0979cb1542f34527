"""Ratios of whole processes, measured side by side: ours, theirs, ours, theirs.

    python tests/bench/bench.py [RUNS]

Times on one machine say little; what is compared runs in turn, so that both meet the same load.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from hub.server import Hub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS: Final = 15
BIN: Final = Path(sys.executable).parent
OXSPEC: Final = str(BIN / "oxspec")
MODEL: Final = "black-forest-labs-flux-2-klein-4b"
CATALOG: Final = Path(__file__).parents[2] / "schemas" / "catalog.json"

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
    """

    what: str
    ours: Sequence[str]
    theirs: Sequence[str]
    against: str
    budget: float


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
    for name, budget in (("right", 1 / 2), ("wrong", 1.0)):
        body = str(_body(folder, source, name))
        yield Row(
            f"one {name} body, cached catalog",
            [*validate, body],
            [*peer, body],
            "check-jsonschema",
            budget,
        )
    empty = [*python, "pass"]
    for kind, budget in (("client", 50.0), ("docs", 25.0)):
        out = str(folder / kind)
        write = [OXSPEC, kind, "--source", source, "-o", out, "-q", "--force"]
        yield Row(
            f"oxspec {kind}, all models",
            ["sh", "-c", f"rm -rf {out}; exec {' '.join(write)}"],
            empty,
            "an empty process",
            budget,
        )
        yield Row(f"oxspec {kind}, nothing to do", write, empty, "an empty process", 30.0)


def measure(row: Row, runs: int) -> tuple[float, float]:
    """Return the median seconds of both commands, run in turn."""
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(runs + 1):
        times = (_seconds(row.ours), _seconds(row.theirs))
        if turn:  # the first turn fills the machine's caches
            ours.append(times[0])
            theirs.append(times[1])
    return statistics.median(ours), statistics.median(theirs)


def _seconds(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
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
    return subprocess.run([OXSPEC, *arguments], stdout=subprocess.PIPE, check=True).stdout  # ours


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
            ours, theirs = measure(row, runs)
            ratio = ours / theirs
            mark = "" if ratio <= row.budget else "  over budget"
            print(
                f"{row.what:<34} {ours:7.3f}s {theirs:7.3f}s {ratio:6.2f} {row.budget:7.2f}"
                f"  {row.against}{mark}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
