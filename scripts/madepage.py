"""Pages that scripts make: written anew, or held against what stands there."""

from pathlib import Path


def made(page: Path, text: str, *, check: bool, noisy: tuple[str, ...] = ()) -> int:
    """Write a page, or say whether it is up to date; return the exit status.

    Args:
        page: in docs/, made by the script of the same name.
        text: what it is to hold.
        check: whether nothing is written.
        noisy: how lines begin that a check passes over, since each run measures them anew.
    """
    old = page.read_text("utf-8") if page.is_file() else ""
    if not check:
        if old != text:
            page.write_text(text, "utf-8")
        return 0
    if _without(old, noisy) == _without(text, noisy):
        return 0
    print(f"docs/{page.name} is not up to date: run python scripts/{page.stem}.py")
    return 1


def _without(text: str, noisy: tuple[str, ...]) -> list[str]:
    return [line for line in text.splitlines() if not noisy or not line.startswith(noisy)]
