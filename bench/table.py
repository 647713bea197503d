"""A table of results, for the terminal and for docs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text already; the first column is left-aligned, the others right."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def plain(self) -> str:
        """Aligned columns."""
        widths = [max(len(row[k]) for row in (self.header, *self.rows)) for k in range(len(self.header))]
        lines = [self.title]
        for first, *others in (self.header, *self.rows):
            cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
            lines.append("  ".join([first.ljust(widths[0]), *cells]))
        return "\n".join([*lines, *([self.note] if self.note else [])]) + "\n"

    def markdown(self) -> str:
        """A section with a pipe table."""
        bar = "|".join(["---", *["--:"] * (len(self.header) - 1)])
        header, *rows = (" | ".join(cell.replace("|", "\\|") for cell in row) for row in (self.header, *self.rows))
        lines = [f"### {self.title}", "", f"| {header} |", f"|{bar}|", *(f"| {row} |" for row in rows)]
        return "\n".join([*lines, *(["", self.note] if self.note else [])]) + "\n"
