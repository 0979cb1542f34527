"""Every Python example of docs/in-a-program.md runs below the first and prints what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from oxspec.catalog.bundled import BUNDLED

if TYPE_CHECKING:
    from hub.server import Hub

PAGE: Final = Path(__file__).parents[2] / "docs" / "in-a-program.md"
EXAMPLES: Final = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
_PROMISED: Final = re.compile(r"# (.+)$", re.MULTILINE)


def _run(code: str, hub: Hub) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{EXAMPLES[0]}\n{code}"],
        env={
            **os.environ,
            "OXEN_BASE_URL": hub.url,
            "OXEN_API_KEY": "k",
            "OXSPEC_SOURCE": BUNDLED,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs_and_prints_what_its_comments_say(hub: Hub, code: str) -> None:
    done = _run(code, hub)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or code == EXAMPLES[0]
    for promised in _PROMISED.findall(code):
        assert promised in done.stdout


def test_the_examples_show_every_door() -> None:
    page = "".join(EXAMPLES)

    shown = ("Transport(", "AsyncTransport(", "requests_adapter(", "examine(", "stream=True")
    assert [door for door in shown if door not in page] == []
