"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from hub.server import Hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a shell runs in its background ignores this signal, and so would what tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A promise is about what comes out: how long it takes is for `make bench`.
# In CI the examples are the same each time, so that a build is red for what changed; new ones are
# looked for wherever else the tests run.
settings.register_profile("oxspec", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("oxspec")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on 127.0.0.1, new for each test, and never behind the machine's proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Hub() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of its own: no cache, no configuration, no variables of ours."""
    for name in [name for name in os.environ if name.startswith(("OXEN_", "OXSPEC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path
