"""Strict TOML: a mistake names its line, its key and the nearest right one; all mistakes at once."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coach.config import schema
from coach.config.lines import Location, keys_of, told
from coach.config.settings import Config, TogetherError
from coach.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def parse(text: str, name: str = "coach.toml") -> Config:
    """Read settings from TOML; ConfigError lists every mistake with `name`, its line, and what would be right."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        number, what, remedy = told(text, str(fault))
        where = f", line {number}:" if number else " is"
        raise ConfigError(f"{name}{where} {what}.", remedy) from None
    try:
        return Config.model_validate(tree)
    except ValidationError as faults:
        lines = _first(text)
        mistakes = [f"{name}{_at_line(lines, _location(f))}: {_mistake(f)}" for f in faults.errors()]
        raise ConfigError("\n".join(mistakes), "`coach config show` prints every setting with its range.") from None


def _first(text: str) -> dict[Location, int]:
    """Line of each table and key; a list of tables is known by its first, too."""
    lines: dict[Location, int] = {}
    for location, number in keys_of(text):
        lines.setdefault(location, number)
        lines.setdefault(location[:1], number)
    return lines


def _at_line(lines: Mapping[Location, int], location: Location) -> str:
    """Line of the value, or of the nearest thing around it."""
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return f", line {lines[location[:length]]}"
    return ""


def _location(fault: ErrorDetails) -> Location:
    """Where the mistake stands: where pydantic says, or the value that does not go with another."""
    error = fault.get("ctx", {}).get("error")
    return error.location if isinstance(error, TogetherError) else fault["loc"]


def _mistake(fault: ErrorDetails) -> str:
    location, path = fault["loc"], _path(fault["loc"])
    brackets = _brackets(location, fault["input"])
    if brackets:
        return brackets
    if fault["type"] == "extra_forbidden":
        return _unknown(location, fault["input"])
    if fault["type"] == "missing":
        return f"{path} is missing."
    if fault["type"] == "value_error":
        reason = fault["msg"].removeprefix("Value error, ")
        return f"{path}: {reason}." if path else f"{reason}."
    return f"{path} = {json.dumps(fault['input'], default=str)} must be {_allowed(location)}."


def _unknown(location: Location, value: object) -> str:
    """A key or table that does not exist: where it belongs, or which one is near."""
    key = str(location[-1])
    alone = len(location) == 1
    name = key if alone and not isinstance(value, Mapping | list) else _path(location)
    homes = [_table(section) for section in schema.sections() if key in schema.keys(section)]
    if homes and not isinstance(value, Mapping | list):
        return f"{name} does not belong {'above the first table' if alone else 'here'}; move it below {_or(homes)}."
    known = schema.sections() if alone else list(schema.keys(str(location[0])))
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}."
    return f"{name} is not a setting; {hint}"


def _brackets(location: Location, value: object) -> str:
    """One bracket where two are due, or two where one is; empty for anything else."""
    section = str(location[0]) if location else ""
    many = schema.repeats(section)
    if many and len(location) == 1 and isinstance(value, Mapping):
        return f"[{section}] must be [[{section}]], with two brackets: there may be several."
    if not many and len(location) == 1 and isinstance(value, list) and section in schema.sections():
        return f"[[{section}]] must be [{section}], with one bracket: there is only one."
    return ""


def _table(section: str) -> str:
    return f"[[{section}]]" if schema.repeats(section) else f"[{section}]"


def _or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


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
        return f"a table, {_table(keys[0])}, with keys below it"
    return schema.allowed(schema.keys(keys[0]).get(keys[1], {}))
