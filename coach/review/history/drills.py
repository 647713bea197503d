"""Drills that were done: how many weeks it has been, whether it is enough for this one, and the test over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum
from statistics import fmean, median

from coach.clock import clock
from coach.coaching.drills import BEST_FIVE, TEST
from coach.config import Drills
from coach.events import DrillPart
from coach.review.sentences import counted

FORGOTTEN = timedelta(days=21)
"""Who has done none for so long begins with the first week again."""
_WEEK = timedelta(days=7)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST = 5


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill of one session."""

    done_at: str
    """When the session began: ISO 8601 with zone."""
    drill: str
    """As the verb calls it: pogo, skip, butt-kick; `pogo-test` for the test."""
    seconds: float
    key: str = ""
    """The recording's path."""
    repetitions: int = 0
    """0 where nothing could be counted."""
    contact_ms: float | None = None
    rsi: float | None = None
    """Reactive strength index: of a test that of its best five, else the median. None where it was not measured."""

    @property
    def began(self) -> datetime:
        """When its session began."""
        return datetime.fromisoformat(self.done_at)


def drills_of(parts: Iterable[DrillPart], routine: str, *, key: str, done_at: str) -> list[Drill]:
    """The sets of a session that were done, drill by drill."""
    sets: dict[str, list[DrillPart]] = {}
    for part in parts:
        if part.kind == "drill" and part.ended != "skipped":
            sets.setdefault(TEST if routine == TEST else part.drill, []).append(part)
    return [_drill(name, parts, key, done_at) for name, parts in sets.items()]


def _drill(name: str, sets: Sequence[DrillPart], key: str, done_at: str) -> Drill:
    def mean(value: str) -> float | None:
        found = [one.values[value] for one in sets if value in one.values]
        return fmean(found) if found else None

    return Drill(
        done_at=done_at,
        drill=name,
        seconds=fsum(one.end_s - one.start_s for one in sets),
        key=key,
        repetitions=sum(one.repetitions or 0 for one in sets),
        contact_ms=mean("contact_ms"),
        rsi=mean(BEST_FIVE if name == TEST else "rsi"),
    )


# ── weeks ─────────────────────────────────────────────────────────────────────────────────────────────────────


def week_of(drills: Iterable[Drill], now: datetime) -> int:
    """Which week of drills this is, from 1: weeks of the calendar with drills in them, since the last long break."""
    weeks = {now.isocalendar()[:2]}
    later = now
    for at in sorted({drill.began for drill in drills if drill.began <= now}, reverse=True):
        if later - at > FORGOTTEN:
            break
        weeks.add(at.isocalendar()[:2])
        later = at
    return len(weeks)


def sessions_within(drills: Iterable[Drill], now: datetime, weeks_ago: int = 0) -> int:
    """Sessions with drills in the seven days up to now, or so many weeks earlier."""
    begun = {drill.began for drill in drills}
    return sum(weeks_ago * _WEEK <= now - at < (weeks_ago + 1) * _WEEK for at in begun)


def enough(drills: Iterable[Drill], now: datetime, settings: Drills) -> str:
    """What to say before one session too many; empty while it is none."""
    done = sessions_within(drills, now)
    if done < settings.times_a_week:
        return ""
    times = counted(done, "session").capitalize()
    return f"{times} of drills in the last seven days is what you planned: calves and tendons grow in the days between."


# ── in words ──────────────────────────────────────────────────────────────────────────────────────────────────


def lines(drills: Sequence[Drill], now: datetime, settings: Drills) -> Iterator[str]:
    """For `coach history`; nothing where there are none."""
    if not drills:
        return
    done, before = sessions_within(drills, now), sessions_within(drills, now, 1)
    week = f"{done} of {settings.times_a_week} in the last seven days, {before} in the seven before"
    yield f"{'drills':<20} {week}; {_reminder(drills, now, settings)}"
    yield from score_lines(drills)
    yield ""
    for at in sorted({drill.began for drill in drills})[-_LAST:]:
        yield f"{at:%Y-%m-%d %H:%M}  {', '.join(_words(drill) for drill in drills if drill.began == at)}"


def score_lines(drills: Iterable[Drill]) -> Iterator[str]:
    """The reactive test against one's own earlier ones; nothing where it was never done."""
    found = sorted((one.began, one.rsi) for one in drills if one.drill == TEST and one.rsi is not None)
    if not found:
        return
    *earlier, last = [rsi for _, rsi in found]
    words = f"{'pogo test':<20} RSI {last:.2f}"
    if not earlier:
        yield f"{words}, your first; only your own later ones compare with it"
        return
    before = f"usually {median(earlier):.2f}, at best {max(earlier):.2f} in {counted(len(earlier), 'test')}"
    yield f"{words}; before it {before}"


def _reminder(drills: Sequence[Drill], now: datetime, settings: Drills) -> str:
    """When the next session is due."""
    if sessions_within(drills, now) >= settings.times_a_week:
        return "enough for now"
    today = any(drill.began.date() == now.date() for drill in drills)
    for ahead in range(int(today), 8):
        day = _DAYS[(now + timedelta(days=ahead)).weekday()]
        if day in settings.days:
            return "the next today" if ahead == 0 else f"the next on {day.capitalize()}"
    return "whenever you like"


def _words(drill: Drill) -> str:
    """`66 pogo (184 ms, RSI 1.29)`, or how long where nothing was counted."""
    what = f"{drill.repetitions} {drill.drill}" if drill.repetitions else f"{clock(drill.seconds)} of {drill.drill}"
    contact = "" if drill.contact_ms is None else f"{drill.contact_ms:.0f} ms"
    rsi = "" if drill.rsi is None else f"RSI {drill.rsi:.2f}"
    measured = ", ".join(filter(None, (contact, rsi)))
    return f"{what} ({measured})" if measured else what
