"""Write docs/generators.md: what oxspec and other generators make of the same schemas.

    python scripts/generators.py            write it anew
    python scripts/generators.py --check    say whether it would change, times apart

Each tool, from requirements-dev.lock, is given every model of the bundled catalog that publishes a
request schema. All that the page says is measured: what they write is imported, type-checked and
called, against a hub on this machine.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hub.server import Hub
from madepage import made
from support.generatorcalls import MISTAKES, Mistake, program
from support.generatorresults import Call, Measured, measured, python, run
from support.generators import (
    BIN,
    GENERATORS,
    OXSPEC,
    PRESET,
    Generator,
    entries,
    write_inputs,
)

PAGE = Path(__file__).parents[1] / "docs" / "generators.md"
TURNS = 9
#: What a ratio is rounded to, so that another machine says the same more often than not.
STEPS = (1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 70, 100)
#: How the rows begin that --check passes over.
TIMES = ("| import of one module", "| generating all")


def said_of(mistake: Mistake, right: Call, wrong: Call) -> str:
    """Return what becomes of a mistake in words."""
    if "ModuleNotFoundError" in right.said or "ImportError" in right.said:
        return "the model is lost"
    if right.sent is None:
        return "the right value is refused too"
    typed = " and ".join(wrong.refused_by) if wrong.refused_by else "neither checker"
    note = "; so is the right value" if right.refused_by and wrong.refused_by else ""
    return f"{typed}{note}; {_fate(mistake, wrong)}"


def _fate(mistake: Mistake, wrong: Call) -> str:
    if wrong.sent is None:
        return "refused at run time"
    return "sent" if mistake.wrong[0] in wrong.sent else "left out in silence, and sent"


def rows(results: dict[Generator, Measured]) -> list[list[str]]:
    """Return the table's rows but for the times."""
    given = len(entries())
    of = results.values()
    table = [
        ["", *(generator.title for generator in results)],
        ["---"] * (len(results) + 1),
        ["version", *(_version(generator) for generator in results)],
        ["models given", *(str(given) for _ in of)],
        ["models lost", *(str(len(m.lost)) for m in of)],
        ["exit status", *(_status(m) for m in of)],
        ["errors in `mypy --strict`", *(str(m.errors["mypy"]) for m in of)],
        ["errors in pyright, strict", *(str(m.errors["pyright"]) for m in of)],
        ["lines per model, all told", *(str(round(m.lines / given)) for m in of)],
        ["functions of a module", *(_flow(m, later=False) for m in of)],
        ["functions, awaited", *(_flow(m, later=True) for m in of)],
        ["streams", *(_yes(m.can["streams"]) for m in of)],
        ["jobs", *(_yes(m.can["jobs"]) for m in of)],
        ["parameters sent that were not given", *(_unasked(m) for m in of)],
        ["mistakes refused before sending", *(_preflight(m) for m in of)],
    ]
    for mistake in MISTAKES:
        told = (said_of(mistake, *m.calls[mistake.title]) for m in of)
        table.append([mistake.title[0].lower() + mistake.title[1:], *told])
    return table


def _version(generator: Generator) -> str:
    return "this one" if generator is OXSPEC else version(generator.distribution)


def _status(result: Measured) -> str:
    is_silent = result.lost and result.status == 0
    return f"{result.status}, as if nothing were lost" if is_silent else str(result.status)


def _flow(result: Measured, *, later: bool) -> str:
    names = [name for name, is_later in result.functions.items() if is_later == later]
    return ", ".join(f"`{name}`" for name in names) or "no"


def _yes(holds: bool) -> str:  # noqa: FBT001  # a word for a flag
    return "yes" if holds else "no"


def _unasked(result: Measured) -> str:
    mistake = MISTAKES[0]
    sent = result.calls[mistake.title][0].sent or {}
    # The model's id is what makes a request one for this model.
    unasked = sorted(sent.keys() - {"model", mistake.required[0], mistake.right[0]})
    return ", ".join(f"`{name}`" for name in unasked) or "none"


def _preflight(result: Measured) -> str:
    pairs = result.calls.values()
    refused = [wrong for right, wrong in pairs if right.sent is not None and wrong.sent is None]
    return f"{len(refused)} of {len(pairs)}"


def times(folders: dict[Generator, Path], inputs: Path) -> list[list[str]]:
    """Return the rows of times, as rounded ratios measured in turn."""
    module = MISTAKES[0].model[0]
    imports = [python(f"import {g.module(module, folder)}") for g, folder in folders.items()]
    empty = [(python("pass"), inputs)]
    taken = _medians([*empty, *zip(imports, folders.values(), strict=True)], TURNS)
    anew = [(g.command(inputs, f / "made"), f) for g, f in folders.items()]
    made = _medians(anew, 3, fresh=True)
    return [
        [f"{TIMES[0][2:]}, empty process = 1", *(_rounded(t / taken[0]) for t in taken[1:])],
        [f"{TIMES[1][2:]}, oxspec client = 1", *(_rounded(t / made[0]) for t in made)],
    ]


def _medians(
    commands: list[tuple[list[str], Path]], turns: int, *, fresh: bool = False
) -> list[float]:
    taken: list[list[float]] = [[] for _ in commands]
    for turn in range(turns + 1):
        for seconds, (command, folder) in zip(taken, commands, strict=True):
            if fresh:  # what stands there already would be half of the work
                shutil.rmtree(folder / "made")
            begin = time.perf_counter()
            run(command, folder)
            if turn:  # the first turn fills the machine's caches
                seconds.append(time.perf_counter() - begin)
    return [statistics.median(seconds) for seconds in taken]


def _rounded(ratio: float) -> str:
    return f"{min(STEPS, key=lambda step: abs(step - ratio) / step):g}"


INTRO = """# Generated clients, beside those of other generators

Made by `python scripts/generators.py`, which runs the tools on every model of the bundled catalog
that publishes a request schema, then imports, type-checks and calls what they wrote, against a hub
on the same machine. datamodel-code-generator reads a folder of schemas, with the options of its
preset `{preset}`; it writes types, and no more is asked of it: the programs
send what they hold with httpx. openapi-python-client reads an OpenAPI 3.1 document with an
operation per model.

A model is *lost* when it has no module, or one that cannot be imported. A mistake is told of in two
steps: which type checkers refuse it, and what the program does when it is run all the same. Times
are of whole processes, as rounded ratios. *Lines per model* are all lines, what models share
included.

"""


def rendered(*, timed: bool) -> str:
    """Return the page, with the rows of times if asked."""
    with tempfile.TemporaryDirectory() as name, Hub() as hub:
        inputs = Path(name, "inputs")
        write_inputs(inputs)
        folders = {g: Path(name, f"tool{number}") for number, g in enumerate(GENERATORS)}
        for folder in folders.values():
            folder.mkdir()
        results = {g: measured(g, inputs, folder, hub) for g, folder in folders.items()}
        table = rows(results) + (times(folders, inputs) if timed else [])
    return INTRO.format(preset=PRESET) + _table(table) + _lost(results) + _programs(results)


def _table(lines: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _lost(results: dict[Generator, Measured]) -> str:
    lost = {g.title: m.lost for g, m in results.items() if m.lost}
    lines = [f"{t} loses {', '.join(f'`{name}`' for name in names)}." for t, names in lost.items()]
    return "".join(f"\n{line}\n" for line in lines)


def _programs(results: dict[Generator, Measured]) -> str:
    parts: list[str] = []
    for number, mistake in enumerate(MISTAKES, 1):
        parts.append(f"\n## {number}. {mistake.title}\n")
        for generator, result in results.items():
            code = _formatted(program(generator, mistake, right=False)).partition("\n\n")[2]
            wrong = result.calls[mistake.title][1]
            said = wrong.said or f"(sent: {json.dumps(wrong.sent)})"
            parts.append(f"\n{generator.title}:\n\n```python\n{code}```\n\n```text\n{said}\n```\n")
    return "".join(parts)


def _formatted(code: str) -> str:
    command = [str(BIN / "ruff"), "format", "--isolated", "--line-length", "100", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


def main(*, check: bool) -> int:
    """Write the page, or say whether it is up to date; return the exit status."""
    return made(PAGE, rendered(timed=not check), check=check, noisy=TIMES)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
