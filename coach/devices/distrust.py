"""JSON from a phone, looked at without trust: what is not as it should be is empty or None, and nothing raises."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast


def parsed(payload: bytes) -> object:
    """The value, or None where the bytes are no JSON."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> Mapping[str, object]:
    """An object's fields."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[object]:
    """An array's members."""
    return cast("Sequence[object]", value) if isinstance(value, list) else ()


def text(value: object) -> str:
    """A text; anything else is empty."""
    return value if isinstance(value, str) else ""


def number(value: object, limit: float) -> float | None:
    """A finite number not beyond the limit; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= limit:
        return None
    return float(value)
