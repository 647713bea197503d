"""The history in a terminal: a line for each trend, then the last runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.clock import clock
from coach.review.history.session import Session
from coach.review.history.trend import Trend, Week, trends
from coach.review.history.weeks import Weekly
from coach.review.sentences import counted

_BARS = "▁▂▃▄▅▆▇█"
_LONGEST = 40
_LAST = 10
_SAME_MS = 1.0


def lines(
    sessions: Sequence[Session],
    found: Sequence[Trend],
    now: Week,
    speed_mps: float,
    *,
    watch: Sequence[Trend] = (),
    weeks: Sequence[Weekly] = (),
) -> Iterator[str]:
    """For sessions in order, the oldest first. What a watch measured is a trend of its own."""
    if not sessions:
        yield "No run is in the history yet: each `coach run` adds one."
        return
    yield span(sessions)
    yield ""
    for trend in found:
        yield _trend(trend, speed_mps)
    for trend in watch:
        yield f"{_trend(trend, speed_mps)}  (watch)"
    yield from _weeks(weeks)
    yield from _week(now)
    yield ""
    contact = f"contact at {speed_mps:g} m/s"
    yield f"{'when':<17}{'run':<24}{'running':>8}{'km':>7}{contact:>21}{'drawn-out':>11}{'cues':>6}  shoe, surface"
    for session in sessions[-_LAST:]:
        yield _row(session, speed_mps)


def _trend(trend: Trend, speed_mps: float) -> str:
    measure = trend.measure
    name = f"{measure.name} at {speed_mps:g} m/s" if measure.name == "contact" else measure.name
    value = f"{trend.recent:.{measure.decimals}f} {measure.unit}"
    return f"{name:<20} {value:<20} {sparkline(trend.values)}  {changed(trend)}".rstrip()


def headline(sessions: Sequence[Session], speed_mps: float) -> str:
    """What became of contact time, as one sentence; the span of the runs where that cannot be told yet."""
    own = trends([session for session in sessions if session.kind == "coach"], speed_mps)
    contact = next((trend for trend in own if trend.measure.name == "contact"), None)
    if contact is None or contact.change is None:
        return span(sessions)
    what = f"Contact at {speed_mps:g} m/s"
    if abs(contact.change) < _SAME_MS:
        return f"{what} is as it was in the four weeks before."
    how = "shorter" if contact.change < 0 else "longer"
    return f"{what} is {abs(contact.change):.0f} ms {how} than in the four weeks before."


def span(sessions: Sequence[Session]) -> str:
    """`Twelve runs, 3 March 2026 to 12 May 2026`."""
    runs = counted(len(sessions), "run").capitalize()
    days = [f"{session.began.day} {session.began:%B %Y}" for session in (*sessions[:1], *sessions[-1:])]
    return ", ".join([runs, " to ".join(dict.fromkeys(days))]) if days else runs


def sparkline(values: Sequence[float]) -> str:
    """The last forty values as bars between their lowest and highest."""
    shown = values[-_LONGEST:]
    low, high = min(shown), max(shown)
    if high == low:
        return _BARS[3] * len(shown)
    return "".join(_BARS[min(int((value - low) / (high - low) * len(_BARS)), len(_BARS) - 1)] for value in shown)


def changed(trend: Trend) -> str:
    """`−9 ms in four weeks`."""
    if trend.change is None:
        return ""
    number = f"{trend.change:+.{trend.measure.decimals}f}".replace("-", "−")
    return f"{number} {trend.measure.unit} in four weeks"


def week_words(now: Week) -> str:
    """Cued running of the last seven days."""
    words = f"{now.dose_s / 60:.0f} cued minutes in the last seven days, {now.before_s / 60:.0f} in the seven before"
    return f"{words}: above your {now.limit_s / 60:.0f}, enough for now" if now.dose_s > now.limit_s else words


def _weeks(weeks: Sequence[Weekly]) -> Iterator[str]:
    for name, unit, values in (
        ("cued running", " min", [week.cued_min for week in weeks]),
        ("drills", "", [float(week.drills) for week in weeks]),
    ):
        if any(values):
            yield f"{name:<20} {f'{values[-1]:.0f}{unit} this week':<20} {sparkline(values)}"


def _week(now: Week) -> Iterator[str]:
    if now.dose_s or now.before_s:
        yield f"{'dose':<20} {week_words(now)}"


def _row(session: Session, speed_mps: float) -> str:
    at_speed = session.contact_at(speed_mps)
    contact = f"{1e3 * at_speed:.0f} ms" if at_speed is not None else ""
    kilometres = f"{1e-3 * session.distance_m:.1f}" if session.distance_m is not None else ""
    drawn_out = clock(session.drawn_out_s) if session.drawn_out_s is not None else ""
    cues = str(session.cues_said) if session.kind == "coach" else ""
    name = session.name or ("(watch)" if session.kind == "watch" else "")
    about = ", ".join(filter(None, (session.shoe, session.surface)))
    return (
        f"{session.began:%Y-%m-%d %H:%M} {name[:23]:<24}{clock(session.running_s):>8}{kilometres:>7}{contact:>21}"
        f"{drawn_out:>11}{cues:>6}  {about}"
    ).rstrip()
