"""Write docs/difftools.md: what oxspec and tools that compare schemas say of two catalogs.

    python scripts/difftools.py            write it anew
    python scripts/difftools.py --check    say whether it would change, times apart

Each tool, from requirements-dev.lock and tests/tools/differs/package-lock.json, is given the same
two dates of the catalog: the facts of July in tests/data and the bundled one. What differs is found
by set arithmetic on the two payloads; what a tool says is read from its output.
"""

import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from madepage import made
from support.differences import CLASSES, Difference, differences, entries
from support.differinputs import write_inputs
from support.differreading import Said
from support.differs import DIFFERS, OXSPEC, Differ

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "difftools.md"
OLD = ROOT / "tests" / "data" / "facts-2026-07-01.json"
NEW = ROOT / "schemas" / "catalog.json"
#: Models whose statements are shown: one with a rename, one whose endpoint moved.
SHOWN = ("bytedance-seedream-4-5", "nano-banana-2")
LINES = 12
COLUMNS = 160
TURNS = 3
#: What a ratio is rounded to, so that another machine says the same more often than not.
STEPS = (0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 70, 100)
#: How the row begins that --check passes over.
TIME = "| time of all commands"


@dataclass(frozen=True)
class Heard:
    """What a tool says of the two dates.

    Attributes:
        said: all its statements.
        statuses: the exit statuses of its commands, sorted.
    """

    said: list[Said]
    statuses: list[int]

    def of(self, fact: Difference) -> list[Said]:
        """Return the statements that tell of a difference."""
        return [said for said in self.said if said.concerns(fact)]


def heard(differ: Differ, inputs: Path) -> Heard:
    """Run a tool; return what it says."""
    said: list[Said] = []
    statuses: set[int] = set()
    for run in differ.runs(inputs):
        output, status = run.output(inputs)
        said += run.read(output)
        statuses.add(status)
    return Heard(said, sorted(statuses))


def rows(facts: list[Difference], told: dict[Differ, Heard]) -> list[list[str]]:
    """Return a row per class, and the sums."""
    table: list[list[str]] = []
    for kind in CLASSES:
        of = [fact for fact in facts if fact.kind == kind]
        if of:
            cells = (_cell(kind, of, differ, heard) for differ, heard in told.items())
            table.append([kind, "yes" if CLASSES[kind] else "no", str(len(of)), *cells])
    breaks = [fact for fact in facts if CLASSES[fact.kind]]
    right = (sum(map(_called, breaks, [h] * len(breaks))) for h in told.values())
    wrong = (str(false_alarms(breaks, heard)) for heard in told.values())
    renames = [fact for fact in facts if fact.new]
    named = (sum(any(s.new == f.new for s in h.of(f)) for f in renames) for h in told.values())
    table.append(["**rightly called breaking**", "", str(len(breaks)), *map(str, right)])
    table.append(["**wrongly called breaking**", "", "", *wrong])
    table.append(["**renames told as renames**", "", str(len(renames)), *map(str, named)])
    return table


def _cell(kind: str, facts: list[Difference], differ: Differ, heard: Heard) -> str:
    if kind in differ.blind:
        return "not given"
    told = sum(bool(heard.of(fact)) for fact in facts)
    breaking = sum(_called(fact, heard) for fact in facts)
    return f"{told}, {breaking} as breaking" if told and (CLASSES[kind] or breaking) else str(told)


def _called(fact: Difference, heard: Heard) -> bool:
    """Return whether a difference is told of as breaking."""
    return any(said.breaking for said in heard.of(fact))


def false_alarms(breaks: list[Difference], heard: Heard) -> int:
    """Return how many places are called breaking where nothing is that breaks."""
    places = {
        (said.model, said.parameter, said.keyword)
        for said in heard.said
        if said.breaking and not any(said.concerns(fact) for fact in breaks)
    }
    return len(places)


def times(inputs: Path) -> list[str]:
    """Return the row of times, as rounded ratios measured in turn."""
    taken: dict[Differ, list[float]] = {differ: [] for differ in DIFFERS}
    for turn in range(TURNS + 1):
        for differ, seconds in taken.items():
            begin = time.perf_counter()
            for run in differ.runs(inputs):
                run.output(inputs)
            if turn:  # the first turn fills the machine's caches
                seconds.append(time.perf_counter() - begin)
    medians = {differ: statistics.median(seconds) for differ, seconds in taken.items()}
    ratios = (_rounded(seconds / medians[OXSPEC]) for seconds in medians.values())
    return [f"{TIME[2:]}, oxspec diff = 1", "", "", *ratios]


def _rounded(ratio: float) -> str:
    return f"{min(STEPS, key=lambda step: abs(step - ratio) / step):g}"


INTRO = """# Two dates of a catalog, and what tools say of them

Made by `python scripts/difftools.py`, which runs the tools on two published dates of the catalog,
{old} and {new}. What differs between them is counted by set arithmetic on the two
payloads; what a tool says is read from its output. The tools are such as compare OpenAPI documents
or JSON Schemas, come from npm and PyPI and run as they are installed. None of them knows what a
model is, so they are given what they take:

- *two OpenAPI documents*: version 3.0, with one POST operation per model, its path the model's
  endpoint and id, its summary the model's title. Lists of types become `anyOf`, empty lists of
  required parameters are left out, and the hub's own keywords begin with `x-`.
- *pairs of schemas*: one command per model whose schema differs. Models that went or came,
  endpoints and titles are no part of them (*not given*).

A cell says how many changes of a class a tool tells of at all, and how many of these it calls
breaking. A change *breaks* when a request that was right before can be wrong after it. *Wrongly
called breaking* counts the places (a model, a parameter, a keyword of it) that are called breaking
where no such change is; the new name of a renamed parameter is such a place.

The published schemas are open: by their letter, a parameter that went is one that anybody may still
send. Tools that keep to the letter say so. They are asked a second time with closed schemas, below.
For tools that know paths, a model whose endpoint moved is one that went and one that came: what
else changed in it is left unsaid.

On these dates there is nothing of these classes:
{absent}.

## As published

"""

CLOSED = """
## Closed first

The same with `"additionalProperties": false` in each request schema of both dates: the rows that
change by it.

"""


def rendered(*, timed: bool) -> str:
    """Return the page, with the row of times if asked."""
    old, new = entries(OLD), entries(NEW)
    facts = differences(old, new)
    with tempfile.TemporaryDirectory() as name:
        folders = {closed: Path(name, str(closed)) for closed in (False, True)}
        for closed, folder in folders.items():
            write_inputs(folder, old, new, closed=closed)
        told = {closed: {d: heard(d, f) for d in DIFFERS} for closed, f in folders.items()}
        time_row = [times(folders[False])] if timed else []
    tables = {closed: rows(facts, by) for closed, by in told.items()}
    changed = [row for row in tables[True] if row not in tables[False]]
    return (
        _intro(facts)
        + _table(
            [*_titles(), *_head(told[False], f"{len(old)}, {len(new)}"), *tables[False], *time_row]
        )
        + CLOSED
        + _table([*_titles(), *changed])
        + "".join(_excerpts(model, told[False]) for model in SHOWN)
    )


def _intro(facts: list[Difference]) -> str:
    old, new = (json.loads(path.read_bytes())["date"] for path in (OLD, NEW))
    absent = [kind for kind in CLASSES if kind not in {fact.kind for fact in facts}]
    return INTRO.format(old=old, new=new, absent=", ".join(absent))


def _titles() -> list[list[str]]:
    titles = ["", "breaks", "changes", *(differ.title for differ in DIFFERS)]
    return [titles, ["---"] * len(titles)]


def _head(told: dict[Differ, Heard], models: str) -> list[list[str]]:
    statuses = (" or ".join(map(str, heard.statuses)) for heard in told.values())
    return [
        ["version", "", "", *(differ.version(differ.title) for differ in DIFFERS)],
        ["models, and what they are given as", "", models, *(differ.given for differ in DIFFERS)],
        ["exit status", "", "", *statuses],
    ]


def _table(lines: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _excerpts(model: str, told: dict[Differ, Heard]) -> str:
    parts = [f"\n## What is said of {model}\n"]
    for differ, heard in told.items():
        texts = dict.fromkeys(said.text for said in heard.said if said.model == model)
        lines = [text if len(text) <= COLUMNS else f"{text[:COLUMNS]}…" for text in texts]
        lines = [*lines[:LINES], *["…"] * (len(lines) > LINES)]
        said = "\n".join(lines) or "(nothing)"
        parts.append(f"\n{differ.title}:\n\n```text\n{said}\n```\n")
    return "".join(parts)


def main(*, check: bool) -> int:
    """Write the page, or say whether it is up to date; return the exit status."""
    return made(PAGE, rendered(timed=not check), check=check, noisy=(TIME,))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
