"""CSV that a spreadsheet opens and that loses nothing: numbers have as many digits as they need to come back the same.

Commas and decimal points; or, for spreadsheets of countries that write 3,14, semicolons and decimal commas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coach.errors import FileError
from coach.review.export.schema import Cell, Chunk, Column
from coach.review.files import writing


def write_csv(path: Path, columns: Sequence[Column], chunks: Iterable[Chunk], *, decimal_comma: bool = False) -> int:
    """Write the table and return its number of rows. FileError when `path` cannot be written."""
    rows = 0
    with writing(path) as file:
        for text, count in _texts(columns, chunks, decimal_comma=decimal_comma):
            file.write(text.encode())
            rows += count
    return rows


def read_csv(path: Path, columns: Sequence[Column]) -> Chunk:
    """The table that `write_csv` wrote, told by its first line. FileError where it is none."""
    text = path.read_text(encoding="utf-8")
    head = text.partition("\n")[0]
    separator = ";" if ";" in head else ","
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    if next(reader, None) != [column.name for column in columns]:
        raise FileError(f"{path} has other columns than were asked for.", "Export it again.")
    cells = list(zip(*reader, strict=True)) or [()] * len(columns)
    return {
        column.name: [_cell(column, text, separator) for text in texts]
        for column, texts in zip(columns, cells, strict=True)
    }


def _texts(columns: Sequence[Column], chunks: Iterable[Chunk], *, decimal_comma: bool) -> Iterator[tuple[str, int]]:
    separator = ";" if decimal_comma else ","
    yield separator.join(column.name for column in columns) + "\n", 0
    for chunk in chunks:
        written = [_written(column, chunk[column.name], separator) for column in columns]
        rows = [separator.join(row) + "\n" for row in zip(*written, strict=True)]
        yield "".join(rows), len(rows)


def _written(column: Column, cells: Sequence[Cell], separator: str) -> list[str]:
    match column.kind:
        case "number":
            texts = ["" if cell is None else repr(cell) for cell in cells]
            return [text.replace(".", ",") for text in texts] if separator == ";" else texts
        case "truth":
            return ["true" if cell else "false" for cell in cells]
        case "text":
            return [_quoted("" if cell is None else str(cell), separator) for cell in cells]


def _quoted(text: str, separator: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'{separator}"\r\n') else text


def _cell(column: Column, text: str, separator: str) -> Cell:
    match column.kind:
        case "number":
            return float(text.replace(",", ".") if separator == ";" else text) if text else None
        case "truth":
            return text == "true"
        case "text":
            return text
