"""docs/accuracy.md is what `python -m bench.accuracy --markdown` would write: its prose, sections and columns."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from bench.accuracy import PAGE, PLACE
from bench.table import Table

ROOT = Path(__file__).parents[1]
SITES = sorted(path.stem.partition("_")[2] for path in (ROOT / "bench").glob("accuracy_*.py"))
DOC = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")


def shapes(site: str) -> Iterator[Table]:
    """The tables that a section declares, still without rows."""
    section = importlib.import_module(f"bench.accuracy_{site}")
    return (value for value in vars(section).values() if isinstance(value, Table))


def rows_below(head: str) -> list[str]:
    return list(takewhile(lambda line: line.startswith("|"), DOC.partition(head)[2].splitlines()))


def test_every_section_has_its_place_on_the_page() -> None:
    assert sorted(PLACE.findall(PAGE.read_text(encoding="utf-8"))) == SITES


def test_the_page_holds_the_prose_of_its_template() -> None:
    prose = PLACE.split(PAGE.read_text(encoding="utf-8"))[::2]
    places = [DOC.find(text) for text in prose]
    assert -1 not in places, "bench/accuracy.md has changed: make docs/accuracy.md anew"
    assert places == sorted(places)


@pytest.mark.parametrize("site", SITES)
def test_each_table_stands_on_the_page_with_its_present_columns(site: str) -> None:
    found = list(shapes(site))
    assert found
    for shape in found:
        head = shape.markdown().removesuffix(f"\n{shape.note}\n").rstrip() + "\n"
        assert DOC.count(head) == 1, f"{shape.title}: its columns have changed: make docs/accuracy.md anew"
        assert shape.note in DOC
        rows = rows_below(head)
        assert rows
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(shape.header) + 1}
