"""Write the tables of docs/templates.md: templates, views and filters, from the code.

python scripts/templates_page.py            write them anew, and say the digest of the fields
python scripts/templates_page.py --check    say whether they would change
"""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Final

from oxspec.render import historyviews, manifest, pageviews, referenceviews
from oxspec.render.environment import FILTERS
from oxspec.render.owntemplates import builtin_names
from oxspec.render.viewversion import VIEW_FIELDS, VIEW_VERSION
from oxspec.resources import templates_dir

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "templates.md"
START: Final = "<!-- made by scripts/templates_page.py -->\n"
END: Final = "<!-- end -->\n"
#: What each template that is a page is given, by its name.
GIVEN: Final = {
    "mdx/page.mdx.jinja": {"view": "PageView"},
    "mdx/index.mdx.jinja": {"groups": "list[GroupView]", "changelog": "str"},
    "mdx/changelog.mdx.jinja": {"view": "ChangelogView"},
    "md/page.md.jinja": {"view": "ReferenceView"},
    "md/index.md.jinja": {"view": "IndexView"},
    "md/changelog.md.jinja": {"view": "ChangelogView"},
    "html/page.html.jinja": {"view": "ReferenceView"},
    "html/index.html.jinja": {"view": "IndexView"},
    "html/changelog.html.jinja": {"view": "ChangelogView"},
}
_CLASSES: Final[dict[str, type]] = {
    name: found
    for module in (pageviews, referenceviews, historyviews, manifest)
    for name, found in vars(module).items()
    if inspect.isclass(found) and (dataclasses.is_dataclass(found) or issubclass(found, tuple))
}


def given_views() -> dict[str, dict[str, str]]:
    """Return the fields of every view that a template can come to: class → field → type."""
    found: dict[str, dict[str, str]] = {}
    waiting = [kind for variables in GIVEN.values() for kind in variables.values()]
    while waiting:
        for name in re.findall(r"\w+", waiting.pop(0)):
            if name in _CLASSES and name not in found:
                found[name] = _fields(_CLASSES[name])
                waiting.extend(found[name].values())
    return found


def fields_digest() -> str:
    """Return a digest of what templates are given, by template and by view."""
    text = json.dumps([GIVEN, given_views()], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def rendered(page: str) -> str:
    """Return a page with each table as it is now."""
    tables = iter((_templates(), _views(), _filters()))
    pattern = re.compile(re.escape(START) + ".*?" + re.escape(END), re.DOTALL)
    return pattern.sub(lambda _: START + next(tables) + END, page)


def _fields(of: type) -> dict[str, str]:
    fields = {name: _type(kind) for name, kind in inspect.get_annotations(of).items()}
    for name, member in inspect.getmembers(of, lambda member: isinstance(member, property)):
        fields[name] = _type(inspect.signature(member.fget).return_annotation)
    return fields


def _type(annotation: object) -> str:
    return str(getattr(annotation, "__forward_arg__", annotation)).replace("JsonObject", "dict")


def _documented(of: type) -> dict[str, str]:
    """Return what a docstring says of each attribute, and the docstrings of properties."""
    text = (inspect.getdoc(of) or "").partition("Attributes:\n")[2]
    entries = re.findall(r"(?m)^    (\w+): (.*(?:\n {5,}.*)*)", text)
    told = {name: " ".join(words.split()) for name, words in entries}
    for name, member in inspect.getmembers(of, lambda member: isinstance(member, property)):
        told[name] = (inspect.getdoc(member) or "").split("\n")[0]
    return told


def _templates() -> str:
    lines = ["| Template | Is given | Blocks |", "| --- | --- | --- |"]
    for name in builtin_names():
        if name in GIVEN:
            told = ", ".join(f"`{each}`: {_linked(kind)}" for each, kind in GIVEN[name].items())
            lines.append(f"| `{name}` | {told} | {_blocks(name)} |")
    lines += ["", "Their parts, which have what is around them:", ""]
    for name in builtin_names():
        if name not in GIVEN:
            blocks = _blocks(name)
            lines.append(f"- `{name}`" + (f", with the blocks {blocks}" if blocks else ""))
    return "\n".join([*lines, ""])


def _blocks(name: str) -> str:
    text = (templates_dir() / "docs" / name).read_text("utf-8")
    return ", ".join(f"`{block}`" for block in re.findall(r"{% block (\w+)", text))


def _views() -> str:
    lines = [f"This is `view_version` {VIEW_VERSION}."]
    for name, fields in given_views().items():
        about = (inspect.getdoc(_CLASSES[name]) or "").split("\n")[0]
        documented = _documented(_CLASSES[name])
        lines += [
            "",
            f"### {name}",
            "",
            about,
            "",
            "| Field | Type | What |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| `{field}` | {_linked(kind)} | {documented[field].replace('|', '&#124;')} |"
            for field, kind in fields.items()
        ]
    return "\n".join([*lines, ""])


def _filters() -> str:
    lines = ["| Filter | Returns |", "| --- | --- |"]
    for name, function in FILTERS.items():
        about = (inspect.getdoc(function) or "").split("\n")[0].removeprefix("Return ")
        lines.append(f"| `{name}` | {about.replace('|', '&#124;').replace('{', '&#123;')} |")
    return "\n".join([*lines, ""])


def _linked(kind: str) -> str:
    """Return a type in which views lead to their tables."""
    parts = [
        f"[{part}](#{part.lower()})" if part in _CLASSES else part.replace("[", "\\[")
        for part in re.split(r"(\w+)", kind)
    ]
    return "".join(parts).replace("|", "\\|")


def main(*, check: bool) -> int:
    """Write the page, or say whether it and the digest are up to date."""
    stale: list[str] = []
    if fields_digest() != VIEW_FIELDS:
        stale.append(f"the fields are those of {fields_digest()}: see render/viewversion.py")
    page = PAGE.read_text("utf-8")
    if page != rendered(page) and check:
        stale.append(f"{PAGE.relative_to(ROOT)}: run python scripts/templates_page.py")
    elif page != rendered(page):
        PAGE.write_text(rendered(page), "utf-8")
    print("".join(f"{line}\n" for line in stale), end="")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
