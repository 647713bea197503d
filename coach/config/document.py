"""Settings as TOML that explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from coach.config import schema
from coach.config.settings import Config

_PREFACE = """\
# Settings of `coach`. Each key shows what it means and what may stand there; one that is left out has its default.
# An unknown key, a wrong type or a value out of range is refused, with its line.
"""


def show(config: Config) -> str:
    """The settings in force, with every key explained."""
    values: dict[str, Any] = config.model_dump(mode="json")
    return "\n".join([_PREFACE, *(line for section in schema.sections() for line in _table(section, values[section]))])


def example() -> str:
    """Every setting at its default: the text of `config.example.toml`."""
    return show(Config())


def _table(section: str, value: Mapping[str, Any] | list[Mapping[str, Any]]) -> Iterator[str]:
    about = schema.keys(section)
    if isinstance(value, Mapping):
        yield f"[{section}]"
        yield from (_line(key, value[key], about[key]) for key in about)
        yield ""
        return
    for row in value:
        yield f"[[{section}]]"
        yield from (_line(key, row[key], about[key]) for key in about)
        yield ""
    if not value:
        yield f"# [[{section}]]"
        yield from (f"# {_line(key, _instance(about[key]), about[key])}" for key in about)
        yield ""


def _line(key: str, value: object, about: Mapping[str, Any]) -> str:
    """`key = value  # what it means (what may stand there)`; a key without a value yet is commented out."""
    text = f"# {key} =" if value is None else f"{key} = {_toml(value)}"
    return f"{text:<28}  # {about.get('description', '')} ({schema.allowed(about)})"


def _instance(about: Mapping[str, Any]) -> object:
    """What a key might say."""
    return next((about[key][0] for key in ("examples", "enum") if key in about), about.get("default", "sim"))


def _toml(value: object) -> str:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, cast('list[object]', value)))}]"
    return json.dumps(value, ensure_ascii=False)
