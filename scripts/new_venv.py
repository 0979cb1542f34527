"""Make a virtual environment, or say in one line what is missing for it."""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def main(folder: str) -> int:
    """Make the environment; return the exit status."""
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:2]))
        print(
            f"oxspec needs Python 3.11 or newer, and {sys.executable} is {version}:",
            file=sys.stderr,
        )
        print("give another one: make PYTHON=python3.12 …", file=sys.stderr)
        return 2
    if Path(folder, "bin", "python").exists():
        return 0
    done = subprocess.run([sys.executable, "-m", "venv", folder], check=False)  # this very Python
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        print(
            "no virtual environment: install venv (Debian: apt install python3-venv)",
            file=sys.stderr,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
