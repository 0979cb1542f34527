"""Run the commands that the documents show, and put their real output below them.

    python scripts/transcripts.py            write README.md and docs/*.md anew
    python scripts/transcripts.py --check    say which would change

A fence of ``console`` holds commands, each after ``$ ``, and what they print (both streams). They
run in an empty folder with the files of ``docs/examples``, on the bundled catalog, without a
network.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)


def documents() -> list[Path]:
    """Return the documents that may hold transcripts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def rendered(text: str) -> str:
    """Return a document with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder, "work")
        shutil.copytree(ROOT / "docs" / "examples", work)
        return FENCE.sub(lambda match: _transcript(match.group(), work), text)


def _transcript(block: str, work: Path) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_output(command, work)}" for command in commands)


def _output(command: str, work: Path) -> str:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "HOME": str(work.parent / "home"),
        "OXSPEC_SOURCE": "bundled",
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(  # our own documents
        ["/bin/sh", "-c", f"exec 2>&1; {command}"],
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    text = done.stdout.decode()
    # The fence ends on a line of its own, whatever a command prints.
    return text if text.endswith("\n") or not text else text + "\n"


def main(*, check: bool) -> int:
    """Write the documents, or compare them; return the exit status."""
    stale = 0
    for path in documents():
        old = path.read_text("utf-8")
        new = rendered(old)
        if new == old:
            continue
        stale += 1
        if check:
            names = (str(path.relative_to(ROOT)), "as it is now")
            lines = (old.splitlines(), new.splitlines())
            print("\n".join(difflib.unified_diff(*lines, *names, lineterm="")))
        else:
            path.write_text(new, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
