"""Parquet, for pandas, DuckDB, Spark and their like. Needs the extra `parquet`.

Numbers are 64-bit floats, what was not measured is null, units stand in each field's metadata, what the recording
says of itself in the file's. Equal tables give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from coach.errors import UserError
from coach.review.export.schema import Chunk, Column
from coach.review.files import writing

_ROWS = 1 << 17
"""Rows of a group: what readers hold in memory at once."""


def write_parquet(path: Path, columns: Sequence[Column], chunks: Iterable[Chunk], about: Mapping[str, str]) -> int:
    """Write the table and return its number of rows. UserError without pyarrow, FileError where it cannot be."""
    _arrow()
    with writing(path) as file:
        return _write(file, columns, chunks, about)


def parquet_bytes(columns: Sequence[Column], chunks: Iterable[Chunk], about: Mapping[str, str]) -> bytes:
    """The same as bytes."""
    file = io.BytesIO()
    _write(file, columns, chunks, about)
    return file.getvalue()


def read_parquet(path: Path, columns: Sequence[Column]) -> Chunk:
    """The table that was written."""
    table = _arrow().parquet.read_table(path)
    return {column.name: table.column(column.name).to_pylist() for column in columns}


def _write(file: Any, columns: Sequence[Column], chunks: Iterable[Chunk], about: Mapping[str, str]) -> int:
    arrow = _arrow()
    kinds = {"text": arrow.string(), "number": arrow.float64(), "truth": arrow.bool_()}
    fields = [arrow.field(c.name, kinds[c.kind], metadata={"unit": c.unit} if c.unit else None) for c in columns]
    schema = arrow.schema(fields, metadata=dict(about))
    rows = 0
    with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(chunks):
            arrays = [
                arrow.concat_arrays([arrow.array(chunk[field.name], field.type) for chunk in group]) for field in fields
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            rows += len(arrays[0])
    return rows


def _groups(chunks: Iterable[Chunk]) -> Iterable[list[Chunk]]:
    """Neighbouring chunks together, so that few and large groups are written."""
    group: list[Chunk] = []
    rows = 0
    for chunk in chunks:
        group.append(chunk)
        rows += len(next(iter(chunk.values())))
        if rows >= _ROWS:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _arrow() -> Any:
    """The pyarrow package with its Parquet part. It ships no types."""
    try:
        arrow = import_module("pyarrow")
        import_module("pyarrow.parquet")
    except ImportError:
        raise UserError("Parquet needs pyarrow.", 'Install it with: pip install "active-stance[parquet]"') from None
    return arrow
