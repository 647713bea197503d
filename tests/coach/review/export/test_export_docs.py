from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.review.export.schema import SAMPLE_COLUMNS, STEP_COLUMNS
from coach.review.fit.layout import FIELDS, OWN

PAGE = (Path(__file__).parents[4] / "docs" / "export.md").read_text(encoding="utf-8")
ROWS = [row for row in PAGE.splitlines() if row.startswith("| `")]


@pytest.mark.parametrize("column", STEP_COLUMNS[:12], ids=lambda column: column.name)
def test_every_field_of_a_step_is_described(column: object) -> None:
    name, kind, unit = (getattr(column, what) for what in ("name", "kind", "unit"))
    assert any(re.match(rf"\| `{name}` \| {kind} \| {unit} ?\|", row) for row in ROWS)


def test_every_column_of_samples_is_described() -> None:
    assert all(any(f"`{column.name}`" in row for row in ROWS) for column in SAMPLE_COLUMNS)


def test_every_fit_field_is_described() -> None:
    assert all(any(f"`{field.name}`" in row for row in ROWS) for field in FIELDS)
    assert all(f"`{own.name}`" in PAGE for own in OWN)
