"""Write docs/mistakes.md: what oxspec and its peers say of twelve typical mistakes.

    python scripts/mistakes.py            write it anew
    python scripts/mistakes.py --check    say whether it would change

The peers judge by the request schema as the hub publishes it, since that is what people have
without oxspec; for chat, by the published body as it is described, open. They come from
requirements-dev.lock and tests/tools/peers/package-lock.json.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from madepage import made

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "mistakes.md"
PEERS = ROOT / "tests" / "tools" / "peers" / "node_modules" / ".bin"
BIN = Path(sys.executable).parent
LINES = 5
COLUMNS = 110
#: How each tool says what is allowed, or what to write instead.
TOLD = re.compile(
    r"hint:|must be (one of|from|at )|comma before|there twice"  # oxspec
    r"|is not one of|greater than the maximum"  # check-jsonschema
    r"|allowedValues|limit:"  # ajv-cli
    r"|equal one of the following|less than or equal to"  # sourcemeta
)

VIDEO = "google-veo-3-1-fast"
IMAGE = "black-forest-labs-flux-2-klein-4b"
CHAT = "moonshotai-kimi-k2-5"


@dataclass(frozen=True)
class Mistake:
    """One body that is wrong in one way.

    Attributes:
        title: what was done wrong.
        model: whom it is for.
        text: of the body, the model's line left out.
    """

    title: str
    model: str
    text: str


MISTAKES = (
    Mistake("A misspelt parameter", VIDEO, '"prompt": "An ox",\n  "durations": 8'),
    Mistake("A value the model lacks", IMAGE, '"prompt": "An ox",\n  "aspect_ratio": "16:10"'),
    Mistake("The wrong case", IMAGE, '"prompt": "An ox",\n  "output_format": "PNG"'),
    Mistake("A number out of range", IMAGE, '"prompt": "An ox",\n  "num_inference_steps": 60'),
    Mistake("A number as text", VIDEO, '"prompt": "An ox",\n  "duration": "8"'),
    Mistake("null for what is optional", IMAGE, '"prompt": "An ox",\n  "seed": null'),
    Mistake(
        "One address where a list is due",
        IMAGE,
        '"prompt": "An ox",\n  "input_image": "https://example.com/ox.png"',
    ),
    Mistake("A required parameter misspelt", IMAGE, '"promt": "An ox"'),
    Mistake("The same name twice", VIDEO, '"prompt": "An ox",\n  "prompt": "A cow"'),
    Mistake("A comma too many", VIDEO, '"prompt": "An ox",\n  "duration": 8,'),
    Mistake(
        "Values that exclude each other",
        VIDEO,
        '"prompt": "An ox",\n  "resolution": "4k",\n  "duration": 4',
    ),
    Mistake(
        "A chat parameter out of range",
        CHAT,
        '"messages": [{"role": "user", "content": "Hi"}],\n  "temperature": 3',
    ),
)


@dataclass(frozen=True)
class Answer:
    """What a tool said of one body.

    Attributes:
        text: all of it.
        shown: its first lines.
        accepted: whether it found nothing wrong.
    """

    text: str
    shown: str
    accepted: bool


def published_schema(model: str) -> dict[str, object]:
    """Return the request schema of a model as the hub publishes it."""
    models = json.loads((ROOT / "schemas" / "catalog.json").read_text("utf-8"))["models"]
    entry = next(entry for entry in models if entry["name"] == model)
    schema: dict[str, object] | None = entry["json_request_schema"]
    if schema is None:
        path = ROOT / "schemas" / "envelopes" / "chat-completions.schema.json"
        schema = json.loads(path.read_text("utf-8"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **(schema or {})}


def tools(schema: str, body: str) -> dict[str, list[str]]:
    """Return the commands that judge a body, by the names of their tools."""
    ajv = [str(PEERS / "ajv"), "validate", "--spec=draft2020", "--strict=false", "--all-errors"]
    return {
        "oxspec": [str(BIN / "oxspec"), "validate", body],
        "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", schema, body],
        "ajv-cli": [*ajv, "-s", schema, "-d", body],
        "sourcemeta": [str(PEERS / "jsonschema"), "validate", schema, body],
    }


def answers(mistake: Mistake) -> dict[str, Answer]:
    """Return what each tool says of a mistake."""
    with tempfile.TemporaryDirectory() as folder:
        schema, body = Path(folder, "schema.json"), Path(folder, "body.json")
        schema.write_text(json.dumps(published_schema(mistake.model)), "utf-8")
        body.write_text(body_of(mistake), "utf-8")
        return {
            name: _answer(command, Path(folder))
            for name, command in tools(schema.name, body.name).items()
        }


def body_of(mistake: Mistake) -> str:
    """Return the text of a mistake's body."""
    return f'{{\n  "model": "{mistake.model}",\n  {mistake.text}\n}}\n'


def _answer(command: list[str], folder: Path) -> Answer:
    environ = {"PATH": os.defpath + ":" + os.environ.get("PATH", ""), "HOME": str(folder)}
    environ |= {"OXSPEC_SOURCE": "bundled", "LANG": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    text = re.sub(r"\S*" + re.escape(folder.name) + "/", "", (done.stdout + done.stderr).decode())
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    shown = lines
    if not command[0].endswith("oxspec"):
        shown = [line[:COLUMNS] for line in lines[:LINES]] + ["…"] * (len(lines) > LINES)
    return Answer("\n".join(lines), "\n".join(shown), accepted=done.returncode == 0)


def names_place(answer: Answer) -> bool:
    """Return whether a line and column are told."""
    return not answer.accepted and bool(re.search(r":\d+:\d+|line \d+", answer.text))


def names_cause(answer: Answer) -> bool:
    """Return whether the body is refused at all, with a reason."""
    return not answer.accepted and bool(answer.text)


def names_repair(answer: Answer) -> bool:
    """Return whether it is told what to write instead, or what is allowed."""
    return not answer.accepted and bool(TOLD.search(answer.text))


def rendered() -> str:
    """Return the page."""
    given = [(mistake, answers(mistake)) for mistake in MISTAKES]
    parts = [INTRO, _summary(given)]
    for number, (mistake, told) in enumerate(given, 1):
        parts.append(f"\n## {number}. {mistake.title}\n\n```json\n{body_of(mistake)}```\n")
        for name, answer in told.items():
            said = answer.shown if not answer.accepted or name == "oxspec" else "(nothing wrong)"
            parts.append(f"\n{name}:\n\n```text\n{said}\n```\n")
    return "".join(parts)


INTRO = """# Twelve typical mistakes, and what is said of them

Made by `python scripts/mistakes.py`, which runs the tools. check-jsonschema, ajv-cli and
sourcemeta's `jsonschema` judge by the request schema as the hub publishes it, which is what there
is without oxspec; oxspec by the bundled catalog. A mark is computed from the output: *place* is a
line, *cause* a refusal with a reason, *repair* what to write instead or what is allowed.

"""


def _summary(given: list[tuple[Mistake, dict[str, Answer]]]) -> str:
    names = list(given[0][1])
    rows = [["mistake", *names], ["---"] * (len(names) + 1)]
    rows += [[m.title, *(_mark(told[name]) for name in names)] for m, told in given]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _mark(answer: Answer) -> str:
    marks = {"place": names_place, "cause": names_cause, "repair": names_repair}
    told = [word for word, holds in marks.items() if holds(answer)]
    return ", ".join(told) or "nothing"


def main(*, check: bool) -> int:
    """Write the page, or say whether it is up to date; return the exit status."""
    return made(PAGE, rendered(), check=check)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
