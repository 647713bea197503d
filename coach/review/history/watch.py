"""What a watch kept of a run: its FIT file as one row of the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from coach.coaching.normal import SPEED_EXPONENT
from coach.coaching.power import RATIO
from coach.errors import FileError
from coach.review.history.session import Session
from coach.review.summary import REFERENCE_MPS

_CONTACT_MS = (120.0, 450.0)
_OWN_CONTACT = frozenset({"Ground Time", "ground_time", "Stance Time"})
"""Developer fields in which sensors that are no watch keep contact time, in ms. Native fields come first."""
_LEAST = 30


def read_watch(path: Path) -> Session:
    """A running activity with contact times. FileError where the file is none, damaged, or has none.

    A watch smooths, and rounds as it likes: its contact times lie some ms off ours. They are a trend of their own.
    """
    messages = _decoded(path)
    sessions, records = messages.get("session_mesgs", []), messages.get("record_mesgs", [])
    if not sessions or sessions[0].get("sport") != "running":
        raise FileError(f"{path} is no running activity.", "Name the FIT file of a run.")
    own = {
        description["key"]
        for description in messages.get("field_description_mesgs", [])
        if _text(description.get("field_name")) in _OWN_CONTACT
    }
    seconds = [(contact_ms, row) for row in records if (contact_ms := _contact_ms(row, own)) is not None]
    if len(seconds) < _LEAST:
        raise FileError(f"{path} has no contact times.", "The watch needs a chest strap or pod that measures them.")
    total: dict[str, Any] = sessions[0]
    began: datetime = total["start_time"]
    speeds = _numbers(row.get("enhanced_speed", row.get("speed")) for _, row in seconds)
    strides = [row["cadence"] + row.get("fractional_cadence", 0.0) for _, row in seconds if row.get("cadence")]
    contact_s = median(contact_ms for contact_ms, _ in seconds) / 1e3
    return Session(
        key=f"watch {began.isoformat()}",
        kind="watch",
        started_at=began.astimezone().isoformat(),
        duration_s=float(total.get("total_elapsed_time") or 0.0),
        running_s=float(len(seconds)),
        distance_m=total.get("total_distance"),
        contact_s=contact_s,
        reference_s=_reference_s(seconds),
        speed_mps=median(speeds) if speeds else None,
        cadence_spm=2.0 * median(strides) if strides else None,
    )


def _decoded(path: Path) -> dict[str, Any]:
    from garmin_fit_sdk import Decoder, Stream

    try:
        data = bytearray(path.read_bytes())
    except OSError as fault:
        raise FileError(f"{path} cannot be read: {fault.strerror}.", "Check the path and your rights to it.") from None
    if not Decoder(Stream.from_byte_array(data)).check_integrity():
        raise FileError(f"{path} is no FIT file, or is damaged.", "Export it from your watch again.")
    messages, errors = Decoder(Stream.from_byte_array(data)).read()
    if errors:
        raise FileError(f"{path} cannot be read: {errors[0]}.", "Export it from your watch again.")
    return dict(messages)


def _contact_ms(row: dict[str, Any], own: set[int]) -> float | None:
    """Of one record; walking, and what no foot does, is none."""
    if row.get("activity_type") == "walking":
        return None
    developer: dict[int, Any] = row.get("developer_fields", {})
    for value in (row.get("stance_time"), *(developer.get(number) for number in own)):
        if isinstance(value, int | float) and _CONTACT_MS[0] <= value <= _CONTACT_MS[1]:
            return float(value)
    return None


def _reference_s(seconds: Sequence[tuple[float, dict[str, Any]]]) -> float | None:
    """Median of contact times carried over to the reference speed."""
    low, high = RATIO
    carried: list[float] = []
    for contact_ms, row in seconds:
        ratio = (row.get("enhanced_speed", row.get("speed")) or 0.0) / REFERENCE_MPS
        if low <= ratio <= high:
            carried.append(1e-3 * contact_ms * ratio**-SPEED_EXPONENT)
    return median(carried) if carried else None


def _numbers(values: Iterable[object]) -> list[float]:
    return [float(value) for value in values if isinstance(value, int | float)]


def _text(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)  # pyright: ignore[reportUnknownArgumentType]  # the SDK's strings come as lists
