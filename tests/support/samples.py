"""The samples of pages, taken from the pages, and run one after another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_FENCE: Final = re.compile(r"(?m)^( *)(`{3,})([a-z]+) ([^\n`]+)\n(.*?)\n\1\2$", re.DOTALL)
RUNNERS: Final = Path(__file__).parent / "runners"
#: What runs the samples of a tab: a program that is given a folder, and the ending of files in it.
_PROGRAMS: Final[Mapping[str, tuple[Sequence[str], str]]] = {
    "cURL": (["bash", str(RUNNERS / "run.bash")], ".sh"),
    "Python": ([sys.executable, str(RUNNERS / "run.py")], ".py"),
    "Generated client": ([sys.executable, str(RUNNERS / "run.py")], ".py"),
    "OpenAI package": ([sys.executable, str(RUNNERS / "run.py")], ".py"),
    "JavaScript": (["node", str(RUNNERS / "run.mjs")], ".mjs"),
}

_NEEDED: Final[Mapping[str, Sequence[str]]] = {"cURL": ("curl", "jq"), "JavaScript": ("node",)}

#: What a sample wrote to stderr, by its file's name; only of those that failed.
Failures: TypeAlias = "dict[str, str]"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as a page shows it.

    Attributes:
        tab: its title: ``cURL``, ``Python``, …
        text: the call.
    """

    tab: str
    text: str


def samples_in(page: str) -> list[Sample]:
    """Return the samples of an MDX page in its order."""
    return [
        Sample(match[4], re.sub(f"(?m)^{match[1]}", "", match[5]))
        for match in _FENCE.finditer(page)
    ]


def run_samples(
    texts: Iterable[str], tab: str, *, folder: Path, environ: Mapping[str, str]
) -> Failures:
    """Run samples one after another in one process, and return those that failed.

    Nothing waits: what would sleep goes on at once.
    """
    program, ending = _PROGRAMS[tab]
    missing = [name for name in _NEEDED.get(tab, ()) if shutil.which(name) is None]
    assert not missing, f"install {' and '.join(missing)}: apt-get install curl jq nodejs"
    for number, text in enumerate(texts):
        (folder / f"{number:04d}{ending}").write_text(text, "utf-8")
    done = subprocess.run(
        [*program, str(folder)], capture_output=True, check=True, env=environ, cwd=folder
    )
    failures: Failures = json.loads(done.stdout)
    return failures
