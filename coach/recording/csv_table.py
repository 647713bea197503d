"""One sensor's samples out of a CSV file; whatever is wrong is named by file, line and column."""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from coach.errors import FileError
from coach.events import Floats

STANDARD_GRAVITY_MPS2 = 9.80665
_TO_G = {"_g": 1.0, "_mps2": 1.0 / STANDARD_GRAVITY_MPS2}
_TO_DPS = {"_dps": 1.0, "_radps": 180.0 / math.pi}
_TO_MPS = {"_mps": 1.0}
_TO_S = {"_s": 1.0, "_ms": 1000.0}
_FASTEST_MPS = 15.0
_LARGEST = 1e15
"""No time and no measurement is that large, in whatever unit."""
_CHUNK = 1 << 16
_BACK_S = 0.0005
"""Stamps that go back by less are a clock's jitter; by more, the rows are not in order."""

_HALF = re.compile(r"[+-]?(\d*\.?\d*[eE][+-]?)?\.?")
"""What may stand before the end of a number that was cut off, and is none itself."""

Progress = Callable[[float], None]
Lines: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """What the file held, in our units; repeated time stamps and gaps included."""

    t_s: Floats
    values: Floats
    """(n, 3) acceleration in g, or (n, 6) with angular rate in deg/s beside it."""
    speed_mps: Floats | None
    ignored: tuple[str, ...]
    """Columns that mean nothing to us."""
    cut_line: int | None = None
    """The last line, where the logger died while it wrote it: left out."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    index: int
    scale: float
    divide: bool = False
    """By the scale instead of multiplying: a whole number of milliseconds then becomes the nearest second there is."""


def read_csv(path: Path, progress: Progress) -> CsvTable:
    """Read a table of samples, plain or gzipped; FileError for everything that is not one."""
    with _lines(path, progress) as lines:
        names = _header(path, next(lines, ""))
        columns = _columns(path, names)
        rows, line_numbers, cut_line = _rows(path, lines, columns)
    if not len(rows):
        raise FileError(f"{path} has a header but no rows.", "Name a file with samples.")
    used = [column.name for column in columns]
    kinds = 6 if len(columns) > 5 else 3
    speed_mps = rows[:, 1 + kinds] if "speed_mps" in used else None
    _check_order(path, rows[:, 0], line_numbers)
    _check_speed(path, speed_mps, line_numbers)
    ignored = tuple(name for name in names if name not in used)
    return CsvTable(
        t_s=rows[:, 0], values=rows[:, 1 : 1 + kinds], speed_mps=speed_mps, ignored=ignored, cut_line=cut_line
    )


# ── the header ────────────────────────────────────────────────────────────────────────────────────────────────


def _header(path: Path, line: str) -> list[str]:
    if not line.strip():
        raise FileError(f"{path} is empty.", f"It must begin with the header {_EXAMPLE}.")
    names = [name.strip().strip('"').strip() for name in line.split(",")]
    if "\0" in line:
        raise FileError(f"{path} is no text.", f"Name a CSV file with the header {_EXAMPLE}.")
    if len(names) < 4 and ";" in line:
        raise FileError(f"{path}, line 1: columns are separated by semicolons.", "Separate them by commas.")
    return names


_EXAMPLE = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps"


def _columns(path: Path, names: list[str]) -> list[_Column]:
    """The columns to read: time, three or six sensor values, and speed where there is one."""

    def find(stem: str, units: Mapping[str, float]) -> _Column | None:
        for suffix, scale in units.items():
            if stem + suffix in names:
                return _Column(stem + suffix, names.index(stem + suffix), scale)
        return None

    def need(stem: str, units: Mapping[str, float]) -> _Column:
        column = find(stem, units)
        if column is None:
            wanted = " or ".join(stem + suffix for suffix in units)
            raise FileError(
                f"{path}, line 1: there is no column {wanted}; it has {', '.join(names)[:200]}.",
                f"Expected {_EXAMPLE}.",
            )
        return column

    values = [need(f"a{axis}", _TO_G) for axis in "xyz"]
    if any(find(f"g{axis}", _TO_DPS) for axis in "xyz"):
        values += [need(f"g{axis}", _TO_DPS) for axis in "xyz"]
    speed = find("speed", _TO_MPS)
    return [replace(need("t", _TO_S), divide=True), *values, *([speed] if speed else [])]


# ── the rows ──────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path, lines: Iterator[str], columns: list[_Column]) -> tuple[Floats, Lines, int | None]:
    """(n, columns) in our units, the line that each row stands on (empty ones are passed over), the line cut off."""
    rows: list[Floats] = [np.empty((0, len(columns)))]
    numbers: list[Lines] = [np.empty(0, dtype=np.intp)]
    first, cut_line = 2, None
    chunk = list(islice(lines, _CHUNK))
    while chunk:
        following = list(islice(lines, _CHUNK))
        filled = [k for k, text in enumerate(chunk) if not text.isspace()]
        if not following and len(filled) > 1 and _is_cut(chunk[filled[-1]], chunk[filled[-2]], columns):
            cut_line = first + filled.pop()
        if filled:
            numbers.append(np.array(filled) + first)
            rows.append(_numbers(path, [chunk[k] for k in filled], numbers[-1], columns))
        first += len(chunk)
        chunk = following
    table = np.concatenate(rows)
    for k, column in enumerate(columns):
        if column.divide:
            table[:, k] /= column.scale
        else:
            table[:, k] *= column.scale
    return table, np.concatenate(numbers), cut_line


def _is_cut(last: str, before: str, columns: list[_Column]) -> bool:
    """Whether the last line has fewer cells than the one before it, or ends in half a number."""
    cells = last.split(",")
    ends_early = len(cells) < len(before.split(","))
    return ends_early or any(
        column.index == len(cells) - 1 and _HALF.fullmatch(cells[-1].strip()) for column in columns
    )


def _numbers(path: Path, texts: list[str], numbers: Lines, columns: list[_Column]) -> Floats:
    """One chunk, fast; only when something is wrong is every cell looked at."""
    wanted = [column.index for column in columns]
    try:
        rows = np.loadtxt(texts, delimiter=",", comments=None, quotechar='"', usecols=wanted, ndmin=2)
    except ValueError as fault:
        _blame(path, texts, numbers, columns)
        raise FileError(f"{path}, after line {numbers[0]}: {fault}.", "Every cell must hold a number.") from None
    if not (np.abs(rows) < _LARGEST).all():
        _blame(path, texts, numbers, columns)
    return rows


def _blame(path: Path, texts: list[str], numbers: Lines, columns: list[_Column]) -> None:
    """Name the first cell that is no number."""
    for number, cells in zip(numbers, csv.reader(texts), strict=False):
        for column in columns:
            where = f"{path}, line {number}, column {column.name}"
            if column.index >= len(cells):
                raise FileError(f"{where}: the line has only {len(cells)} cells.", "Complete or remove the line.")
            cell = " ".join(cells[column.index].split())
            try:
                value = float(cell.replace("_", "?"))
            except ValueError:
                what = f"“{cell[:40]}” is no number" if cell else "the cell is empty"
                raise FileError(f"{where}: {what}.", "Correct or remove the line.") from None
            if not abs(value) < _LARGEST:
                raise FileError(f"{where}: {cell} is no measurement.", "Remove lines without a measurement.")


def _check_order(path: Path, t_s: Floats, numbers: Lines) -> None:
    """At least two rows and time that goes on. Repeated stamps are a sensor's everyday fault: no error."""
    if len(t_s) == 1:
        raise FileError(f"{path} has only one row.", "A step needs at least a second of samples.")
    newest = np.maximum.accumulate(t_s)
    back = newest[:-1] - t_s[1:] > _BACK_S
    if back.any():
        row = int(np.argmax(back)) + 1
        raise FileError(
            f"{path}, line {numbers[row]}: time goes back from {newest[row]:.10g} s to {t_s[row]:.10g} s.",
            "Sort the rows by time, or split the file where it starts again.",
        )
    if newest[-1] == newest[0]:
        raise FileError(f"{path}: all {len(t_s)} rows have the same time.", "The time column must count on.")


def _check_speed(path: Path, speed_mps: Floats | None, numbers: Lines) -> None:
    odd = np.zeros(0) if speed_mps is None else (speed_mps < 0.0) | (speed_mps > _FASTEST_MPS)
    if speed_mps is not None and odd.any():
        row = int(np.argmax(odd))
        where = f"{path}, line {numbers[row]}, column speed_mps"
        raise FileError(f"{where}: nobody runs {speed_mps[row]:g} m/s.", "The column must be in metres a second.")


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _lines(path: Path, progress: Progress) -> Generator[Iterator[str]]:
    """Lines of a text file, gzipped or not; what is no text, or cannot be read, is a FileError."""
    try:
        size = max(path.stat().st_size, 1)
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == b"\x1f\x8b"
            raw = gzip.GzipFile(fileobj=file) if packed else file
            with TextIOWrapper(raw, encoding="utf-8-sig") as text:
                yield _told(text, lambda: progress(file.tell() / size))
    except FileNotFoundError:
        raise FileError(f"{path} does not exist.", "Check the name.") from None
    except IsADirectoryError:
        raise FileError(f"{path} is a folder.", "Name a CSV file in it.") from None
    except (UnicodeDecodeError, csv.Error):
        raise FileError(f"{path} is no text.", f"Name a CSV file with the header {_EXAMPLE}.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FileError(f"{path} is a damaged or cut gzip file.", "Make it again from the original.") from None
    except OSError as fault:
        raise FileError(f"{path} cannot be read: {fault.strerror or fault}.", "Check your rights to it.") from None


def _told(text: TextIOWrapper, tell: Callable[[], None]) -> Iterator[str]:
    for number, line in enumerate(text):
        if number % _CHUNK == 0:
            tell()
        yield line
