"""Write the table of built-in rules into docs/rules.md, from schemas/rules.json.

python scripts/rules_table.py            write it anew
python scripts/rules_table.py --check    say whether it would change
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rules.md"
START = "<!-- made from schemas/rules.json by scripts/rules_table.py -->\n"
END = "<!-- end -->\n"


def table() -> str:
    """Return the table of the built-in rules, in the file's order."""
    rules = json.loads((ROOT / "schemas" / "rules.json").read_text("utf-8"))["rules"]
    rows = [[f"`{r['id']}`", _about(r), _said(r), r["source"]] for r in rules]
    lines = [["rule", "about", "says", "source"], ["---"] * 4, *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines
    )


def rendered(page: str) -> str:
    """Return a page with the table as it is now."""
    before, _, rest = page.partition(START)
    return before + START + table() + END + rest.partition(END)[2]


def _about(rule: dict[str, Any]) -> str:
    targets = rule.get("applies", {})
    if isinstance(targets, dict):
        return _target(cast("dict[str, Any]", targets))
    return "; ".join(_target(target) for target in targets)


def _target(target: dict[str, Any]) -> str:
    words = [f"`{glob}`" for glob in target.get("models", [])]
    words += [f"provider {name}" for name in target.get("providers", [])]
    words += [f"`/{endpoint}`" for endpoint in target.get("endpoints", [])]
    return ", ".join(words) or "all models"


def _said(rule: dict[str, Any]) -> str:
    warns = " (a warning)" if rule.get("severity") == "warning" else ""
    return f"{rule['message']}{warns}"


def main(*, check: bool) -> int:
    """Write the page, or say whether it is up to date."""
    page = PAGE.read_text("utf-8")
    if page == rendered(page):
        return 0
    if check:
        print(f"{PAGE.relative_to(ROOT)} is not up to date: run python scripts/rules_table.py")
        return 1
    PAGE.write_text(rendered(page), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
