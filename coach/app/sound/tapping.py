"""The tap test: how late headphones are, from the Enter key along with clicks.

People who tap along with what they hear are a little early: 20 to 50 ms, the more the slower the beat (Repp 2005,
doi:10.3758/BF03206433). That is added; what is left of it, and the keyboard's own 10 ms or so, is the error.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TextIO

from coach.app.settings import load
from coach.app.sound.pack import gains
from coach.errors import HardwareError, UserError

PERIOD_S = 0.6
"""Between two clicks: longer than any headphones are late, so that each tap belongs to one click."""
CLICKS = 20
WARM_UP = 4
"""The first taps are still looking for the beat."""
FEWEST = 8
EARLY_S = 0.03
EARLIEST_S = -0.1
"""A tap belongs to the last click that was at most this long after it."""
STEADY_S = 0.04
"""Median deviation above which taps tell nothing."""
LEAD_S = 3.0
"""Between the words and the first click."""
REST_S = 1.0


class TappingError(Exception):
    """The taps do not tell how late the headphones are; the text says why."""


@dataclass(frozen=True, slots=True)
class Delay:
    """What the taps tell."""

    delay_s: float
    spread_s: float
    """Half of the taps lie within this of the median."""
    taps: int


def output_delay(first_click_s: float, taps_s: Sequence[float]) -> Delay:
    """How late the clicks at first_click_s + k PERIOD_S are heard. Raises TappingError for too few or uneven taps."""
    last_s = first_click_s + CLICKS * PERIOD_S
    during = [at_s for at_s in taps_s if first_click_s + EARLIEST_S <= at_s < last_s]
    used = during[WARM_UP:]
    if len(used) < FEWEST:
        raise TappingError(f"only {len(during)} of {CLICKS} clicks were tapped")
    off_s = [(at_s - first_click_s - EARLIEST_S) % PERIOD_S + EARLIEST_S for at_s in used]
    middle_s = median(off_s)
    spread_s = median(abs(off - middle_s) for off in off_s)
    if spread_s > STEADY_S:
        raise TappingError("the taps are too uneven")
    return Delay(max(middle_s + EARLY_S, 0.0), spread_s, len(used))


def tap_test(settings: Path | None, keys: TextIO) -> Iterator[str]:
    """What to do, then what was found; the settings keep it, where a file is named.

    HardwareError without an output; UserError where the taps tell nothing.
    """
    from cues.player import open_player

    config = load(settings)
    audio = config.audio
    now = time.perf_counter
    player = open_player({}, now=now, device=audio.device, latency=audio.latency, gains=gains(config))
    try:
        if player.reason:
            raise HardwareError(player.reason, player.remedy)
        yield f"Put your headphones on. {CLICKS} clicks come: press Enter along with what you hear, until they end."
        taps_s: list[float] = []
        threading.Thread(target=_collect, args=(keys, taps_s), name="taps", daemon=True).start()
        first_s = now() + LEAD_S
        player.beat(60.0 / PERIOD_S, first_s, first_s + (CLICKS - 0.5) * PERIOD_S)
        time.sleep(LEAD_S + CLICKS * PERIOD_S + REST_S)
        output = player.output
    finally:
        player.close()
    try:
        found = output_delay(first_s, tuple(taps_s))
    except TappingError as fault:
        raise UserError(f"That did not work: {fault}.", "Try again, one press for each click you hear.") from None
    delay_ms = 10.0 * round(1e2 * found.delay_s)
    steady = f"{found.taps} taps, half of them within {1e3 * found.spread_s:.0f} ms"
    yield f"You hear {output or 'it'} about {delay_ms:.0f} ms late ({steady})."
    yield from _keep(settings, output, delay_ms)


def _keep(settings: Path | None, output: str, delay_ms: float) -> Iterator[str]:
    """Write the delay to the settings, for this output by its name; without a file, say what to write."""
    import tomlkit

    from coach.recording.whole import replacing

    if settings is None:
        named = f'[[headphones]] name = "{output}", delay_ms = {delay_ms:.0f}'
        yield f"In your settings: {named if output else f'[audio] headphone_delay_ms = {delay_ms:.0f}'}"
        return
    document: Any = tomlkit.parse(settings.read_text(encoding="utf-8-sig"))
    if output:
        tables = document.setdefault("headphones", tomlkit.aot())
        table = next((one for one in tables if one["name"].lower() in output.lower()), None)
        if table is None:
            table = tomlkit.table()
            table["name"] = output
            tables.append(table)
        table["delay_ms"] = delay_ms
    else:
        document.setdefault("audio", tomlkit.table())["headphone_delay_ms"] = delay_ms
    with replacing(settings) as part:
        part.write_text(tomlkit.dumps(document), encoding="utf-8")
    yield f"{settings} says so now."


def _collect(keys: TextIO, taps_s: list[float]) -> None:
    taps_s.extend(time.perf_counter() for _ in keys)  # one by one, as the keys come
