"""Drills after they were done: in sentences, and what to try next time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import fsum

from coach.clock import clock
from coach.coaching.drills import BEST_FIVE
from coach.events import DrillPart
from coach.review.sentences import counted

SLOW_MS = 250.0
"""Above this a hop is no longer elastic (published)."""
_MEASURED = (
    ("contact_ms", "{:.0f} ms on the ground"),
    ("rsi", "RSI {:.2f}"),
    ("height_cm", "{:.0f} cm high"),
    ("heel_deg", "heel up by {:.0f}°"),
)
_ENDED = {"done": "", "stopped": ", stopped early", "skipped": ", skipped"}


def sets(parts: Iterable[DrillPart]) -> list[DrillPart]:
    """Only the sets of drills."""
    return [part for part in parts if part.kind == "drill"]


def drill_sentences(parts: Sequence[DrillPart]) -> Iterator[str]:
    """The headline, one sentence for each set, and the result of a test."""
    done = [part for part in sets(parts) if part.ended != "skipped"]
    running = fsum(part.end_s - part.start_s for part in parts if part.kind == "warm-up")
    easy = f"{clock(running)} of easy running" if running >= 60.0 else ""
    strides = sum(part.kind == "stride" and part.ended == "done" for part in parts)
    led = [counted(len(done), "set") + " of drills"] if done else []
    led += [counted(strides, "stride")] if strides else []
    end = "" if any(part.kind == "over" for part in parts) else "stopped before the " + ("end" if led else "first set")
    text = "; ".join(filter(None, (", then ".join(filter(None, (easy, " and ".join(led)))), end))) or "no set of drills"
    yield f"{text[0].upper()}{text[1:]}."
    for part in done:
        yield f"{part.name}: {_figures(part)}{_ENDED[part.ended]}."
    best = next((part.values[BEST_FIVE] for part in done if BEST_FIVE in part.values), None)
    if best is not None:
        yield f"Your best five jumps of ten have a reactive strength index of {best:.2f}."


def drill_advice(parts: Iterable[DrillPart]) -> Iterator[str]:
    """What to try next time; at most one thing."""
    slow = [part for part in sets(parts) if part.drill == "pogo" and part.values.get("contact_ms", 0.0) > SLOW_MS]
    if slow:
        yield f"Jump lower and quicker: {slow[-1].values['contact_ms']:.0f} ms on the ground is a push, not a spring."
    elif any(part.ended == "stopped" for part in sets(parts)):
        yield "A set that becomes slow is long enough: stop, and do the next one well."
    else:
        yield "Leave two or three days between two sessions of drills: tendons grow in between."


def _figures(part: DrillPart) -> str:
    """A test's own result is told by itself: two indices beside each other would be one too many."""
    told = {name: value for name, value in part.values.items() if name != "rsi" or BEST_FIVE not in part.values}
    measured = [form.format(told[name]) for name, form in _MEASURED if name in told]
    count = f"{part.end_s - part.start_s:.0f} s" if part.repetitions is None else f"{part.repetitions} repetitions"
    return ", ".join([count, *measured])
