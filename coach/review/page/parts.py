"""Tiles and tables of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from coach.clock import clock
from coach.review.cues_csv import CueRow
from coach.review.laps import Figures
from coach.review.sounded import Sounded, sounded
from coach.review.summary import Summary

_STACKED = frozenset({"laps", "sensors"})
"""Tables with more columns than a phone is wide: there each cell has its heading over it."""
ON_PAPER = 30
"""Rows of cues that are printed, as the style sheet has it."""
_LONG = 6
"""Letters that are too many for the largest type: from one hour on."""
_AROUND_S = 45.0
"""Seconds before and after a cue that a click on it shows."""


# ── tiles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def tiles(summary: Summary) -> str:
    """The largest figures, in rows of one length; what was not measured has none, and a walk has none at all."""
    shown = list(_tiles(summary)) if summary.running_steps else []
    rows = f"--wide: {_columns(len(shown), 7)}; --paper: {_columns(len(shown), 8)}"
    return f'<div class="tiles" style="{rows}">{"".join(shown)}</div>' if shown else ""


def _columns(count: int, most: int) -> int:
    """As few rows as can be, filled as evenly as can be."""
    return -(-count // max(-(-count // most), 1))


def _tiles(summary: Summary) -> Iterator[str]:
    normal = _ms(summary.normal_s)
    left, right = _ms(summary.contact_left_s), _ms(summary.contact_right_s)
    said = [cue for cue in summary.outcome("played") if cue.advises]
    speed = "" if summary.speed_mps is None else f"at {3.6 * summary.speed_mps:.1f} km/h"
    highest = max((bpm for _, bpm in summary.heart), default=None)
    figures = (
        ("Running", clock(summary.running_s), "", f"of {clock(summary.duration_s)}"),
        ("Contact", _ms(summary.contact_s), "ms", f"own normal {normal} ms" if normal else "own normal not known"),
        (
            "Drawn-out",
            clock(summary.drawn_out_s) if normal else "",
            "",
            f"{percent(summary.drawn_out_s, summary.running_s)} of running",
        ),
        ("Sink, ankle", _number(summary.sink_deg, 1), "°", "bend after landing"),
        ("Sink, trunk", _number(summary.sink_cm, 1), "cm", "drop after landing"),
        ("Cadence", _number(summary.cadence_spm, 0), "/min", speed or "steps, both feet"),
        ("Heart rate", _number(summary.heart_bpm, 0), "/min", f"highest {_number(highest, 0)}"),
        ("Left share", _number(summary.balance_percent, 0), "%", f"{left} left, {right} right"),
        ("Spoken cues", str(len(said)), "", f"{sum(cue.advises for cue in summary.cues)} were due"),
    )
    for name, value, unit, note in figures:
        style = "figure" if len(value) < _LONG else "figure long"
        if value:
            yield (
                f'<div class="tile"><h3>{name}</h3><p class="{style}">{value}<small>{unit}</small></p>'
                f"<p>{escape(note)}</p></div>"
            )


# ── cues ──────────────────────────────────────────────────────────────────────────────────────────────────────


def cues(summary: Summary) -> str:
    """Those that sounded, numbered as in the picture; those that did not, folded away."""
    if not summary.cues:
        return '<p class="quiet">No cue was due.</p>'
    heard = [
        (
            f'<b class="cue">{one.number}</b>',
            _around(one.cue, summary),
            _words(one),
            escape(one.cue.because),
            _after(one),
        )
        for one in sounded(summary)
    ]
    silent = [
        (
            _around(cue, summary),
            escape(cue.words),
            escape(cue.because),
            escape(": ".join(filter(None, (cue.outcome, cue.reason)))),
        )
        for cue in summary.cues
        if cue.outcome != "played"
    ]
    out = table(("", "When", "Cue", "Why", "Contact after"), heard, "cues") if heard else ""
    if len(heard) > ON_PAPER:
        out += f'<p class="quiet paper">The first {ON_PAPER} of {len(heard)}; the page on the screen has all.</p>'
    if silent:
        rows = table(("When", "Cue", "Why", "What became of it"), silent, "unsaid")
        out += f"<details><summary>Due but not said: {len(silent)}</summary>{rows}</details>"
    return out


def _around(cue: CueRow, summary: Summary) -> str:
    return when(cue.heard_s, summary.start_s, (cue.heard_s - _AROUND_S, cue.heard_s + _AROUND_S))


def _words(one: Sounded) -> str:
    beat = one.beat or (None if one.cue.spoken else one.cue)
    words = f"<b>{escape(one.cue.words)}</b>" if one.cue.spoken else ""
    if beat is None:
        return words
    length = f" for {beat.until_s - beat.heard_s:.0f} s" if beat.until_s else ""
    return f"{words} {escape(beat.words)} {beat.spm:.0f}/min{length}"


def _after(one: Sounded) -> str:
    if one.cue.started_s is None and one.cue.reason:
        return escape(one.cue.reason)
    return "" if one.response_s is None else f"{1e3 * one.response_s:+.0f} ms".replace("-", "−")


# ── laps ──────────────────────────────────────────────────────────────────────────────────────────────────────


def laps(summary: Summary) -> str:
    """One row each, or nothing where the run is one lap; columns that nobody measured are left out."""
    if len(summary.laps) < 2 or not summary.running_steps:
        return ""
    start_s = summary.start_s
    columns: dict[str, list[str]] = {
        "": [str(one.lap.number) for one in summary.laps],
        "From": [when(one.lap.start_s, start_s, (one.lap.start_s, one.lap.end_s)) for one in summary.laps],
        "Running": [clock(one.running_s) for one in summary.laps],
        "Contact": [_with(_ms(one.contact_s), "ms") for one in summary.laps],
        "Drawn-out": [clock(one.drawn_out_s) if one.drawn_out_s >= 0.5 else "" for one in summary.laps],
        "Sink": [_sink(one) for one in summary.laps],
        "Cadence": [_number(one.cadence_spm, 0) for one in summary.laps],
        "Left": [_with(_number(one.balance_percent, 1), "%") for one in summary.laps],
        "Speed": [
            _with(_number(None if one.speed_mps is None else 3.6 * one.speed_mps, 1), "km/h") for one in summary.laps
        ],
        "Heart": [_number(one.heart_bpm, 0) for one in summary.laps],
        "Cues": [str(one.cues or "") for one in summary.laps],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    return table(tuple(shown), zip(*shown.values(), strict=True), "laps")


def _sink(one: Figures) -> str:
    ankle, trunk = _with(_number(one.sink_deg, 1), "°"), _with(_number(one.sink_cm, 1), "cm")
    return ", ".join(filter(None, (ankle, trunk)))


# ── settings ──────────────────────────────────────────────────────────────────────────────────────────────────


def settings(title: str, values: object) -> str:
    """Whatever it is, as dotted keys, folded away."""
    rows = list(_flat(values, ""))
    if not rows:
        return ""
    body = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in rows)
    return f"<details><summary>{title}</summary><dl>{body}</dl></details>"


def _flat(value: object, key: str) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON from the log
                yield from _flat(inner, f"{key}.{name}".lstrip("."))  # pyright: ignore[reportUnknownArgumentType]
        case list() | tuple() if not any(isinstance(inner, Mapping) for inner in value):  # pyright: ignore[reportUnknownVariableType]  # the same
            if value:
                yield key, ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
        case list() | tuple():
            for n, inner in enumerate(value):  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
                yield from _flat(inner, f"{key}[{n}]")  # pyright: ignore[reportUnknownArgumentType]
        case None | "":
            pass
        case _:
            yield key, str(value)


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────


def when(at_s: float, start_s: float, show_s: tuple[float, float]) -> str:
    """A time that shows its stretch of the curves when it is pressed."""
    from_s, to_s = (at - start_s for at in show_s)
    return f'<button data-from="{from_s:.1f}" data-to="{to_s:.1f}">{clock(at_s - start_s)}</button>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> str:
    """Cells are HTML."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    cells = [f' data-head="{name}"' if style in _STACKED and name.strip() else "" for name in head]
    body = "".join(
        f"<tr>{''.join(f'<td{named}>{cell}</td>' for named, cell in zip(cells, row, strict=True))}</tr>" for row in rows
    )
    return (
        f'<div class="scroll"><table class="{style}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _ms(seconds: float | None) -> str:
    return _number(None if seconds is None else seconds * 1e3, 0)


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _with(number: str, unit: str) -> str:
    return f"{number} {unit}" if number else ""


def percent(part: float, whole: float) -> str:
    """Whole percent; empty of nothing."""
    return f"{100.0 * part / whole:.0f} %" if whole else ""
