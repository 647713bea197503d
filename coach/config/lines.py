"""A settings text line by line: where each key stands, and what is wrong with a text that is no TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

Location: TypeAlias = tuple[str | int, ...]
"""Where a value stands, as pydantic names it: ("stance", "hold_s") or ("sensors", 1, "name")."""

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*["']?([A-Za-z0-9_.-]+)["']?\s*=""")
_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_SLIPS = (
    (re.compile(r"=\s*(True|False|TRUE|FALSE)\b"), "true and false are written small"),
    (re.compile(r"=\s*-?\d+,\d"), "a number has a decimal point, like 3.5"),
    (re.compile(r"=\s*(?:[A-Za-z]|\d+[-:]\d)"), 'text stands in quotes, like name = "sim"'),
    (re.compile(r"=\s*(?:#.*)?$"), "nothing stands behind the ="),
    (re.compile(r"""=\s*["'][^"']*$"""), "a quotation mark is missing at the end"),
    (re.compile(r"^\s*\[[^\]]*$"), "a ] is missing at the end"),
    (re.compile(r"^[^=\[\]]*$"), "a line is key = value, or a [table]"),
)
"""What is often written in place of TOML, and what to say about it."""


def keys_of(text: str) -> Iterator[tuple[Location, int]]:
    """Each table header and key with its line, in order; what stands twice is given twice."""
    table: Location = ()
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            brackets, path = header.groups()
            table = tuple(part.strip(" \"'") for part in path.split("."))
            if brackets == "[[":
                seen[path] = seen.get(path, -1) + 1
                table = (*table, seen[path])
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, *key.group(1).split(".")), number


def told(text: str, fault: str) -> tuple[int | None, str, str]:
    """Of what TOML's reader said of a text: the line, what is wrong with it, and what to do."""
    where = _WHERE.search(fault)
    number = int(where.group(1)) if where and where.group(1) else None
    for at, first, what in _twice(text):
        if number is None or at == number:
            return at, f"{what} stands twice, first in line {first}", "Keep one of them."
    lines = text.splitlines()
    line = lines[number - 1] if number is not None and number <= len(lines) else ""
    slip = next((words for pattern, words in _SLIPS if line.strip() and pattern.search(line)), "")
    said = _WHERE.sub("", fault)
    plain = said[:1].lower() + said[1:]
    return number, f"not valid TOML: {slip or plain}", "Mend that line." if number else "Mend its last line."


def _twice(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, first line, what) of each key and table that stood before."""
    first: dict[Location, int] = {}
    for location, number in keys_of(text):
        table = str(location[0])
        listed = len(location) == 2 and isinstance(location[1], int)
        other = first.get((table,) if listed else (table, 0)) if listed or len(location) == 1 else None
        if location in first:
            yield number, first[location], f"[{table}]" if len(location) == 1 else str(location[-1])
        elif other is not None:
            yield number, other, f"{table}, with one bracket and with two,"
        first.setdefault(location, number)
