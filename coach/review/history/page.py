"""The history as one HTML file: a picture for each trend. Looks like the report, opens offline, fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from coach.clock import clock
from coach.review.files import write_whole
from coach.review.history.drills import Drill
from coach.review.history.picture import picture
from coach.review.history.session import Session
from coach.review.history.told import changed, headline, span, week_words
from coach.review.history.trend import Trend, Week, tests, trends
from coach.review.history.weeks import Weekly, bars
from coach.review.page.parts import table

_MOST_ROWS = 60


def write_history(
    path: Path,
    sessions: Sequence[Session],
    now: Week,
    speed_mps: float,
    *,
    drills: Sequence[Drill] = (),
    weeks: Sequence[Weekly] = (),
) -> None:
    """Write the page. FileError when `path` cannot be written."""
    write_whole(path, history_html(sessions, now, speed_mps, drills=drills, weeks=weeks))


def history_html(
    sessions: Sequence[Session],
    now: Week,
    speed_mps: float,
    *,
    drills: Sequence[Drill] = (),
    weeks: Sequence[Weekly] = (),
) -> str:
    """For sessions in order, the oldest first."""
    page = Template(files("coach.review.history").joinpath("history.html").read_text(encoding="utf-8"))
    style = files("coach.review.page").joinpath("page.css").read_text(encoding="utf-8")
    return page.substitute(
        style=style,
        span=span(sessions),
        headline=headline(sessions, speed_mps),
        week=escape(week_words(now)) if now.dose_s or now.before_s else "",
        trends="".join((*_figures(sessions, speed_mps), *_tests(drills), *_weeks(weeks, now))),
        runs=_runs(sessions, speed_mps),
    )


def _figures(sessions: Sequence[Session], speed_mps: float) -> Iterator[str]:
    watch = {t.measure.name: t for t in trends([s for s in sessions if s.kind == "watch"], speed_mps)}
    for trend in trends([s for s in sessions if s.kind == "coach"], speed_mps):
        yield _figure(trend, watch.pop(trend.measure.name, None), speed_mps)
    for trend in watch.values():
        yield _figure(None, trend, speed_mps)


def _tests(drills: Sequence[Drill]) -> Iterator[str]:
    found = tests(drills)
    if found is not None:
        yield _figure(found, None, 0.0)


def _weeks(weeks: Sequence[Weekly], now: Week) -> Iterator[str]:
    mondays = [week.monday for week in weeks]
    shown = (
        ("Cued minutes", "a week", [week.cued_min for week in weeks], now.limit_s / 60.0),
        ("Drills", "sessions a week", [float(week.drills) for week in weeks], None),
    )
    for name, unit, values, limit in shown:
        if any(values):
            picture_ = bars(name, mondays, values, limit, "enough for this week")
            yield f"<figure><figcaption><h2>{name} <small>{unit}</small></h2></figcaption>{picture_}</figure>"


def _figure(own: Trend | None, watch: Trend | None, speed_mps: float) -> str:
    trend = own or watch
    if trend is None:
        return ""
    measure = trend.measure
    name = f"{measure.name} at {speed_mps:g} m/s" if measure.name == "contact" else measure.name
    note = changed(own) if own else "from your watch"
    return (
        f"<figure><figcaption><h2>{name.capitalize()} <small>{measure.unit}</small></h2>"
        f'<span class="quiet">{note}</span></figcaption>{picture(own, watch)}</figure>'
    )


def _runs(sessions: Sequence[Session], speed_mps: float) -> str:
    rows: list[tuple[str, ...]] = []
    for session in reversed(sessions[-_MOST_ROWS:]):
        at_speed = session.contact_at(speed_mps)
        rows.append(
            (
                f"{session.began:%Y-%m-%d %H:%M}",
                escape(session.name or ("from the watch" if session.kind == "watch" else "")),
                clock(session.running_s),
                "" if session.distance_m is None else f"{1e-3 * session.distance_m:.1f} km",
                "" if at_speed is None else f"{1e3 * at_speed:.0f} ms",
                "" if session.drawn_out_s is None else clock(session.drawn_out_s),
                str(session.cues_said) if session.kind == "coach" else "",
                escape(", ".join(filter(None, (session.shoe, session.surface)))),
                escape(session.note),
            )
        )
    head = ("When", "Run", "Running", "", f"Contact at {speed_mps:g} m/s", "Drawn-out", "Cues", "Shoe, surface", "Note")
    return (
        table(head, rows, "runs") if rows else '<p class="quiet">No run yet: each <code>coach run</code> adds one.</p>'
    )
