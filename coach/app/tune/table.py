"""The table of a sweep: one row for each setting, then how late each of them was at each drawn-out stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coach.clock import clock

if TYPE_CHECKING:
    from coach.app.tune.outcome import Heard, Row
    from coach.coaching.hindsight import Stretch

MOST = 12
"""More stretches than this fit no line; all of them are in the picture."""
_NOTHING = "–"


def rows_table(key: str, names: Sequence[str], rows: Sequence[Row], present: int) -> Iterator[str]:
    """What each setting brings about; the one in force has a star."""
    wide = _wide(key, names)
    yield f"{key:<{wide}}  cues/h   heard     delay  false/h  against present"
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        delay = f"{row.delay_s:6.0f} s" if row.delay_s is not None else f"{_NOTHING:>8}"
        changed = f"+{row.more} −{row.fewer}" if row.more or row.fewer else "the same"
        cells = (
            f"{row.cues_per_h:6.1f}  {f'{row.heard}/{row.stretches}':>6}  {delay}  {row.false_per_h:7.1f}  {changed}"
        )
        yield f"{_name(name, number, present):<{wide}}  {cells}"


def delays_table(
    key: str, names: Sequence[str], rows: Sequence[Row], present: int, begins: Sequence[str]
) -> Iterator[str]:
    """Seconds from each stretch's beginning to its first cue; nothing where there was no stretch."""
    if not begins:
        return
    wide, shown = _wide(key, names), begins[:MOST]
    width = max(6, *(len(begin) + 1 for begin in shown))
    more = f"  and {len(begins) - MOST} more in the picture" if len(begins) > MOST else ""
    yield ""
    yield f"{'delay in s, at':<{wide}}{''.join(f'{begin:>{width}}' for begin in shown)}{more}"
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        delays = (_NOTHING if delay is None else f"{delay:.0f}" for delay in row.delays_s[: len(shown)])
        yield f"{_name(name, number, present):<{wide}}{''.join(f'{delay:>{width}}' for delay in delays)}"


def begins(heard: Sequence[Heard], found: Sequence[Sequence[Stretch]]) -> list[str]:
    """When each stretch began, from the recording's beginning; `2/` before those of a second recording."""
    return [
        f"{f'{number}/' if len(heard) > 1 else ''}{clock(stretch.start_s - one.start_s)}"
        for number, (one, stretches) in enumerate(zip(heard, found, strict=True), start=1)
        for stretch in stretches
    ]


def _wide(key: str, names: Sequence[str]) -> int:
    return max(len(key), len("delay in s, at"), *(len(name) + 2 for name in names))


def _name(name: str, number: int, present: int) -> str:
    return f"{'*' if number == present else ' '} {name}"
