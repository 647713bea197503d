"""Steps and sensors: what came, what of it was used, how late things were, and what the runner was told of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from coach.review.equipment import Delay, Equipment, SensorHealth
from coach.review.page.parts import percent, table, when
from coach.review.sentences import counted
from coach.review.summary import Summary

_HEAD = ("Sensor", "Packets", "Lost", "Silences", "Longest", "Battery", "Running steps", "Trusted")
_UNKNOWN = "–"
_AROUND_S = 60.0
"""Seconds around a notice that a click on it shows."""
_OPEN = 6
"""So many notices are shown at once; more of them are folded away."""
_WIDE, _HIGH, _BARS = 150.0, 22.0, 30


def health(summary: Summary) -> Iterator[str]:
    """Tables; nothing where no sensor was heard."""
    equipment = summary.equipment
    if equipment.sensors:
        columns = zip(_HEAD, *(_sensor(one) for one in equipment.sensors), strict=True)
        known = [column for column in columns if any(cell != _UNKNOWN for cell in column[1:])]
        head, *rows = zip(*known, strict=True)
        yield table(head, rows, "sensors")
    beside = [*_mistrusted(summary), *_thrown(equipment)]
    if beside:
        yield f'<div class="pair">{"".join(beside)}</div>'
    late = list(_late(equipment))
    if late:
        yield table(("How late", "", "usual", "95 of 100 within", "worst", "of"), late, "late")
    said = [
        f"Sensors went silent {counted(equipment.losses, 'time')}." if equipment.losses else "",
        f"No sound came of {counted(equipment.unheard, 'cue')}." if equipment.unheard else "",
    ]
    if any(said):
        yield f'<p class="quiet">{" ".join(filter(None, said))}</p>'
    yield from _notices(summary)


def _sensor(one: SensorHealth) -> tuple[str, ...]:
    came = one.delivery
    lost = one.rejected.get("packet lost", 0)
    return (
        one.placement,
        f"{came.packets:,}" if came else _UNKNOWN,
        f"{100.0 * lost / (came.packets + lost):.1f} %" if came else _UNKNOWN,
        str(came.silences) if came else _UNKNOWN,
        f"{came.longest_silence_s:.1f} s" if came else _UNKNOWN,
        _battery(one.battery),
        f"{one.steps:,}",
        percent(one.valid, one.steps) or _UNKNOWN,
    )


def _battery(told: tuple[int, int] | None) -> str:
    if told is None:
        return _UNKNOWN
    first, last = told
    return f"{last} %" if first == last else f"{first} → {last} %"


def _mistrusted(summary: Summary) -> Iterator[str]:
    reasons = [(escape(reason), f"{n:,}") for reason, n in summary.rejected_steps.items()]
    if reasons:
        yield table(("Running steps not trusted, because", "Steps"), reasons, "figures")


def _thrown(equipment: Equipment) -> Iterator[str]:
    """Reasons down, sensors across."""
    told = [one for one in equipment.sensors if one.rejected]
    reasons = dict.fromkeys(reason for one in told for reason in one.rejected)
    rows = [
        (escape(why), *(f"{one.rejected[why]:,}" if why in one.rejected else "" for one in told)) for why in reasons
    ]
    if rows:
        yield table(("Data not used, because", *(one.placement for one in told)), rows, "figures")


# ── how late ──────────────────────────────────────────────────────────────────────────────────────────────────


def _late(equipment: Equipment) -> Iterator[tuple[str, ...]]:
    for what, delay in (
        ("A step was certain after toe-off", equipment.certain),
        ("A cue was asked for after its step", equipment.asked),
        ("Its sound began after that", equipment.sounded),
    ):
        if delay is not None:
            figures = (_ms(delay.usual_s), _ms(delay.late_s), _ms(delay.worst_s))
            yield what, _picture(what, delay), *figures, f"{len(delay.values_s):,}"


def _ms(delay_s: float) -> str:
    return f"{1e3 * delay_s:.0f} ms"


def _picture(what: str, delay: Delay) -> str:
    """How often which delay was, from the least of them (or zero) to the worst."""
    values_s = np.array(delay.values_s)
    low, high = min(0.0, float(values_s[0])), float(values_s[-1])
    if high - low < 1e-3:
        return ""
    counts, _ = np.histogram(values_s, np.linspace(low, high, _BARS + 1))
    bar = _WIDE / _BARS
    shares = np.sqrt(counts / counts.max()) * _HIGH  # the few late ones are what one looks for
    bars = "".join(
        f"M{(k + 0.5) * bar:.1f},{_HIGH:.0f}v{-max(share, 1.5):.1f}" for k, share in enumerate(shares.tolist()) if share
    )
    usual = (delay.usual_s - low) / (high - low) * _WIDE
    return (
        f'<svg class="delay" viewBox="0 -2 {_WIDE:.0f} {_HIGH + 4:.0f}" role="img" aria-label="{escape(what)}">'
        f'<path class="bars" d="{bars}"/><path class="grid" d="M0,{_HIGH:.0f}H{_WIDE:.0f}"/>'
        f'<path class="usual" d="M{usual:.1f},-2V{_HIGH + 2:.0f}"/></svg>'
    )


# ── what was told ─────────────────────────────────────────────────────────────────────────────────────────────


def _notices(summary: Summary) -> Iterator[str]:
    rows = [
        (when(one.at_s, summary.start_s, (one.at_s - _AROUND_S, one.at_s + _AROUND_S)), escape(one.text))
        for one in summary.equipment.notices
    ]
    if rows:
        told = table(("When", "What you were told beside the cues"), rows, "told")
        folded = f"<details><summary>What you were told beside the cues: {len(rows)}</summary>{told}</details>"
        yield told if len(rows) <= _OPEN else folded
