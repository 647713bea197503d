"""The documentation cannot rot unseen: tables render, and the places that it names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+")


def broken_rows(text: str) -> Iterator[str]:
    """Rows that show as raw text or lose a cell: no header and rule above them, or another number of cells."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for table in re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE):
        rows = table.splitlines()
        if len(rows) < 2 or not RULE.fullmatch(rows[1].strip()):
            yield rows[0]
        yield from (row for row in rows if _cells(row) != _cells(rows[0]))


def _cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row)) - 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_row_stands_without_its_table(page: Path) -> None:
    assert list(broken_rows(page.read_text(encoding="utf-8"))) == []


def test_a_blank_line_inside_a_table_would_be_seen() -> None:
    whole = "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | x \\| y |\n"
    assert list(broken_rows(whole)) == []
    assert list(broken_rows(whole.replace("| 3", "\n| 3"))) == ["| 3 | x \\| y |"]
    assert list(broken_rows(f"{whole}| 5 |\n")) == ["| 5 |"]


def named() -> list[str]:
    """Paths and files in `code` of docs/architecture.md; what stands in <brackets> is the reader's to fill in."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = re.findall(r"`([\w.<>-]+/[\w./<>-]*|[\w<>-]+\.(?:py|md))`", text)
    return sorted({re.sub(r"<\w+>", "*", name).rstrip("/") for name in found})


@pytest.mark.parametrize("name", named())
def test_each_place_that_the_architecture_names_exists(name: str) -> None:
    # short names ("page/", `gait/steps`) are said of a room that was named in full before
    assert any(ROOT.glob(name)) or any(
        any((ROOT / package).rglob(pattern)) for package in ("coach", "cues") for pattern in (name, f"{name}.py")
    )


def test_each_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.name}: {link}"
