"""``oxspec docs --templates``: what is written, when it is out of date, what a mistake leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.commands import run

FORMATS = pytest.mark.parametrize("form", ["mdx", "md", "html"])
OLD = str(Path(__file__).parents[1] / "data" / "facts-2026-07-01.json")


@pytest.fixture(autouse=True)
def project(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("OXSPEC_SOURCE", "bundled")


def own(name: str, text: str) -> None:
    path = Path("ours", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def docs(form: str, *arguments: str) -> tuple[int, str, str]:
    command = ("docs", "google-veo-3-1-fast", "-o", "pages", "--format", form)
    result = run(*command, "--templates", "ours", *arguments)
    return result.status, result.out, result.err


def content() -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in Path("pages").rglob("*") if p.is_file()}


@FORMATS
def test_each_page_is_made_by_the_template_of_its_name(form: str) -> None:
    for name in ("page", "index", "changelog"):
        own(f"{form}/{name}.{form}.jinja", f"our {name}\n")

    status, _, _ = docs(form, "--since", OLD)

    texts = [c.decode() for n, c in content().items() if n.endswith(form)]
    assert (status, sorted(texts)) == (0, ["our changelog\n", "our index\n", "our page\n"])


@FORMATS
def test_a_template_that_changes_makes_the_pages_out_of_date(form: str) -> None:
    own(f"{form}/_notice.{form}.jinja", "one")
    own(f"{form}/page.{form}.jinja", f'{{% include "_notice.{form}.jinja" %}}\n')
    docs(form)
    before = content()

    assert docs(form)[0] == 0
    assert content() == before
    own("md/_other.md.jinja" if form != "md" else "html/_other.html.jinja", "")
    assert docs(form, "--check")[:2] == (0, "pages: up to date\n")
    own(f"{form}/_notice.{form}.jinja", "two")
    status, out, _ = docs(form, "--check")
    assert (status, f"google-veo-3-1-fast.{form}: out of date\n" in out) == (1, True)
    docs(form)
    assert Path("pages", f"google-veo-3-1-fast.{form}").read_text("utf-8") == "two"


def test_a_file_beside_the_pages_takes_the_place_of_ours() -> None:
    own("html/assets/site.css", "body { color: red }\n")
    own("html/assets/logo.svg", "<svg/>\n")

    docs("html")

    assert Path("pages", "assets", "site.css").read_text("utf-8") == "body { color: red }\n"
    assert Path("pages", "assets", "logo.svg").read_text("utf-8") == "<svg/>\n"
    assert Path("pages", "assets", "check.js").stat().st_size > 1000


@FORMATS
def test_a_mistake_changes_nothing_that_was_there(form: str) -> None:
    own(f"{form}/_part.{form}.jinja", "")
    docs(form)
    before = content()
    name = f"{form}/page.{form}.jinja"

    for text in ("{{ view.titel | mdx_text }}", "{% if %}", "{{ view.title }}"):
        own(name, f"\n{text}\n")
        for options in ((), ("--check",)):
            status, out, err = docs(form, *options)
            assert (status, out) == (2, "")
            assert err.startswith(f"oxspec: ours/{name}:2: ")
            assert err.count("\n") == 1
        assert content() == before


def test_templates_of_no_use_are_told() -> None:
    own("md/pge.md.jinja", "")

    status, _, err = docs("md")

    assert status == 2
    assert "ours/md/pge.md.jinja: " in err
    assert "did you mean md/page.md.jinja?" in err
    assert not Path("pages").exists()


def test_the_list_for_programs_has_a_template_too() -> None:
    own("mdx/llms.txt.jinja", "{% for group in groups %}{{ group.label | mdx_text }};{% endfor %}")

    result = run("docs", "-o", "pages", "--llms", "--templates", "ours")

    assert result.status == 0
    assert content()["pages/llms.txt"].startswith(b"Alibaba Wan;Anthropic;")
