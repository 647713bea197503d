"""Strict TOML: a mistake names its line, its key and the nearest right one; all mistakes at once."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pydantic import ValidationError

from coach.config import schema
from coach.config.settings import Config
from coach.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")

Location: TypeAlias = tuple[str | int, ...]
"""Where a value stands, as pydantic names it: ("stance", "hold_s") or ("sensors", 1, "name")."""


def parse(text: str, name: str = "coach.toml") -> Config:
    """Read settings from TOML; ConfigError lists every mistake with `name`, its line, and what would be right."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"{name} is not valid TOML: {fault}.", "Mend that line.") from None
    try:
        return Config.model_validate(tree)
    except ValidationError as faults:
        lines = dict(_lines(text))
        mistakes = [f"{name}{_at_line(lines, f['loc'])}: {_mistake(f)}" for f in faults.errors()]
        raise ConfigError("\n".join(mistakes), "`coach config show` prints every setting with its range.") from None


def _lines(text: str) -> Iterator[tuple[Location, int]]:
    """Line number of each table header and key."""
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
            yield (*table, key.group(1)), number


def _at_line(lines: Mapping[Location, int], location: Location) -> str:
    """Line of the value, or of the nearest thing around it."""
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return f", line {lines[location[:length]]}"
    return ""


def _mistake(fault: ErrorDetails) -> str:
    location, path = fault["loc"], _path(fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = schema.sections() if len(location) == 1 else list(schema.keys(str(location[0])))
        near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}."
        return f"{path} is not a setting; {hint}"
    if fault["type"] == "missing":
        return f"{path} is missing."
    if fault["type"] == "value_error":
        reason = fault["msg"].removeprefix("Value error, ")
        return f"{path}: {reason}." if path else f"{reason}."
    return f"{path} = {json.dumps(fault['input'], default=str)} must be {_allowed(location)}."


def _path(location: Location) -> str:
    """`[stance] hold_s`, `[[sensors]] name`."""
    if not location:
        return ""
    if len(location) == 1:
        return f"[{location[0]}]"
    table = f"[[{location[0]}]]" if isinstance(location[1], int) else f"[{location[0]}]"
    keys = [str(part) for part in location[1:] if not isinstance(part, int)]
    return " ".join([table, *keys[:1]])


def _allowed(location: Location) -> str:
    keys = [str(part) for part in location if not isinstance(part, int)]
    if len(keys) < 2:
        return f"a table, [{keys[0]}], with keys below it"
    return schema.allowed(schema.keys(keys[0]).get(keys[1], {}))
