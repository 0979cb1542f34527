"""The transports are at hand after ``import oxspec``, and cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys


def _python(code: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_importing_oxspec_loads_nothing_else() -> None:
    code = """
import sys
before = set(sys.modules)
import oxspec
print(sorted(set(sys.modules) - before - {"__future__"}))
"""

    assert _python(code) == "['oxspec']\n"


def test_preflight_is_there_without_an_import_of_its_own() -> None:
    code = """
import sys, oxspec
oxspec.preflight.Transport().close()
print(oxspec.preflight is sys.modules["oxspec.preflight"], "preflight" in dir(oxspec))
"""

    assert _python(code) == "True True\n"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    code = "import oxspec; print(hasattr(oxspec, 'preflights'), hasattr(oxspec, 'cli'))"

    assert _python(code) == "False False\n"


def test_the_packages_that_clients_are_made_of_are_not_loaded_for_another_client() -> None:
    code = """
import sys, oxspec
oxspec.preflight.Transport()
print(sorted({"jsonschema", "requests", "openai", "httpx2"} & set(sys.modules)))
"""

    assert _python(code) == "[]\n"
