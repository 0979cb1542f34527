"""Options, environment, configuration and defaults, merged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxspec.errors import UsageProblem
from oxspec.settings import HUB_URL, load_settings, parse_age

pytestmark = pytest.mark.usefixtures("home")


def test_without_anything_the_hub_is_the_default(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)

    assert settings.source is None
    assert settings.hub_url == HUB_URL
    assert settings.inference_url == "https://hub.oxen.ai/api/ai"
    assert settings.catalog_url == "https://hub.oxen.ai/api/evaluations/models"
    assert settings.max_age_s == 24 * 3600
    assert settings.cache_dir == tmp_path / "cache" / "oxspec"


def test_an_option_wins_over_the_environment_and_that_over_the_configuration(
    tmp_path: Path,
) -> None:
    (tmp_path / "oxspec.toml").write_text('source = "bundled"\n')
    environ = {"OXSPEC_SOURCE": "https://one.example/models"}

    by_option = load_settings(environ, tmp_path, source="two.json")
    by_environment = load_settings(environ, tmp_path)
    by_configuration = load_settings({}, tmp_path)
    by_default = load_settings({}, tmp_path, no_config=True)

    assert by_option.source == "two.json"
    assert by_environment.source == "https://one.example/models"
    assert by_configuration.source == "bundled"
    assert by_default.source is None


def test_configuration_is_found_upwards_in_either_file(tmp_path: Path) -> None:
    inner = tmp_path / "project" / "inner"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    pyproject = tmp_path / "project" / "pyproject.toml"
    pyproject.write_text(
        '[tool.oxspec]\nmodels = ["a", "b"]\nunknown = "warn"\nformat = "github"\n'
    )

    settings = load_settings({}, inner)

    assert settings.models == ("a", "b")
    assert settings.unknown == "warn"
    assert settings.format == "github"
    assert settings.config_file == pyproject


def test_oxspec_toml_wins_over_the_pyproject_beside_it(tmp_path: Path) -> None:
    (tmp_path / "oxspec.toml").write_text('unknown = "allow"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.oxspec]\nunknown = "warn"\n')

    assert load_settings({}, tmp_path).unknown == "allow"


def test_a_file_named_by_the_configuration_stands_beside_it(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "oxspec.toml").write_text('source = "models.json"\n')

    assert load_settings({}, inner).source == str(tmp_path / "models.json")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('sorce = "bundled"', "sorce"),
        ("source = 1", "source"),
        ('models = "a"', "models"),
        ("models = [1]", "models"),
        ('unknown = "maybe"', "unknown"),
        ("format = []", "format"),
        ('source = "a\\nb"', "source"),
        ("source = ", "not TOML"),
    ],
)
def test_a_wrong_configuration_names_file_and_key(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "oxspec.toml"
    file.write_text(text)

    with pytest.raises(UsageProblem) as caught:
        load_settings({}, tmp_path)

    assert str(file) in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[" * 5000, b"oxspec = \x00", b"#" * (1 << 21)])
def test_a_configuration_that_is_not_toml_is_a_usage_problem(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "oxspec.toml").write_bytes(data)

    with pytest.raises(UsageProblem):
        load_settings({}, tmp_path)


def test_a_pyproject_that_says_nothing_to_us_is_not_even_parsed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("not TOML at all")

    assert load_settings({}, tmp_path).config_file is None


@pytest.mark.parametrize("tail", ["", "/", "/api/ai", "/api/ai/", "/api/ai//"])
def test_the_base_url_may_end_in_api_ai(tmp_path: Path, tail: str) -> None:
    settings = load_settings({"OXEN_BASE_URL": "http://127.0.0.1:9" + tail}, tmp_path)

    assert settings.hub_url == "http://127.0.0.1:9"
    assert settings.inference_url == "http://127.0.0.1:9/api/ai"
    assert settings.catalog_url == "http://127.0.0.1:9/api/evaluations/models"


@pytest.mark.parametrize(
    "url",
    [
        "hub.oxen.ai",
        "ftp://hub.oxen.ai",
        "https://",
        "https://u:secret@h",
        "https://h:port",
        "https://h/?secret=1",
        "https://h/\n",
        "https://[::1",
        "https://h h",
    ],
)
def test_a_base_url_that_is_no_hub_is_refused_without_being_shown(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageProblem, match="OXEN_BASE_URL") as caught:
        load_settings({"OXEN_BASE_URL": url}, tmp_path)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["secret\n", "sec\x00ret", " secret", "sécret", "secret\udc80"])
def test_a_key_with_a_control_character_is_refused_without_being_shown(
    tmp_path: Path, key: str
) -> None:
    with pytest.raises(UsageProblem, match="OXEN_API_KEY") as caught:
        load_settings({"OXEN_API_KEY": key}, tmp_path)

    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_key_is_in_no_repr(tmp_path: Path) -> None:
    settings = load_settings({"OXEN_API_KEY": "secret"}, tmp_path)

    assert settings.api_key == "secret"
    assert "secret" not in repr(settings)


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    names = ("OXSPEC_SOURCE", "OXSPEC_CACHE_DIR", "OXEN_API_KEY", "OXEN_BASE_URL")

    assert load_settings(dict.fromkeys(names, ""), tmp_path) == load_settings({}, tmp_path)


@given(model=st.text(min_size=1))
def test_a_model_is_one_segment_of_its_url(model: str) -> None:
    settings = load_settings({}, Path("/"), cache_dir="cache", no_config=True)

    segment = settings.model_url(model).removeprefix("https://hub.oxen.ai/api/ai/models/")

    assert segment.isascii()
    assert not set("/?#.\\ \r\n") & set(segment)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("24h", 86_400), ("30m", 1_800), ("7d", 604_800), ("90s", 90), ("0", 0), ("2w", 1_209_600)],
)
def test_an_age_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert parse_age(text) == seconds


@given(text=st.text())
def test_any_text_is_an_age_or_a_usage_problem(text: str) -> None:
    try:
        seconds = parse_age(text)
    except UsageProblem as problem:
        assert "not an age" in str(problem)  # noqa: PT017  # either outcome is right
    else:
        assert seconds >= 0


def test_a_relative_cache_folder_is_meant_from_the_working_directory(tmp_path: Path) -> None:
    settings = load_settings({"OXSPEC_CACHE_DIR": "kept"}, tmp_path)

    assert settings.cache_dir == tmp_path / "kept"
    assert load_settings({}, tmp_path, cache_dir="x").cache_dir == tmp_path / "x"


_HOMELESS = """
import os
import pwd
from pathlib import Path
from platformdirs import unix
from oxspec.settings import load_settings
os.environ.clear()
def nobody(user):
    raise KeyError(user)
pwd.getpwuid = nobody
print(load_settings({}, Path("/"), no_config=True).cache_dir.is_absolute())
"""
_FRUGAL = """
import sys
from pathlib import Path
from oxspec.settings import load_settings
load_settings({}, Path(sys.argv[1]), cache_dir="cache")
from oxspec.fetch import source
slow = "httpx tomllib platformdirs jsonschema email random logging concurrent.futures".split()
print(sorted(set(slow) & set(sys.modules)))
"""


def _python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # ours
    return ran.stdout.strip() or ran.stderr


def test_a_user_without_a_home_directory_has_a_cache_folder_too() -> None:
    assert _python(_HOMELESS) == "True"


def test_nothing_is_imported_that_is_not_needed(tmp_path: Path) -> None:
    assert _python(_FRUGAL, str(tmp_path)) == "[]"
