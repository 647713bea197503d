"""What may stand where, in words, read from the settings' own schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from coach.config.settings import Config

Schema: TypeAlias = dict[str, Any]
_WORDS = {"number": "a number", "integer": "a whole number", "boolean": "true or false", "string": "a text"}


def sections() -> list[str]:
    """Names of all tables, in their order."""
    return list(Config.model_fields)


def repeats(section: str) -> bool:
    """Whether there may be several tables of this name, [[sensors]]."""
    field = Config.model_fields.get(section)
    return field is not None and field.default == ()


def keys(section: str) -> dict[str, Schema]:
    """Key → JSON schema for one table; empty for an unknown one."""
    whole: Schema = Config.model_json_schema()
    entry: Schema = whole["properties"].get(section, {})
    items: Schema = entry.get("items", {})
    reference: str = entry.get("$ref") or items.get("$ref", "")
    found: Schema = whole["$defs"].get(reference.removeprefix("#/$defs/"), {})
    return found.get("properties", {})


def allowed(schema: Mapping[str, Any]) -> str:
    """Range of one setting in words."""
    alternatives: list[Schema] = schema.get("anyOf", [schema])
    nothing: Schema = {}
    first = next((s for s in alternatives if s.get("type") != "null"), nothing)
    if "enum" in first:
        return "one of " + ", ".join(first["enum"])
    if first.get("type") == "array":
        return f"a list, each {allowed(first['items'])}"
    word = _WORDS.get(first.get("type", ""), "")
    if "minimum" in first and "maximum" in first:
        return f"{word} from {first['minimum']:g} to {first['maximum']:g}"
    if "minimum" in first:
        return f"{word} from {first['minimum']:g} up"
    return word
