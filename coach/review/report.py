"""The run on one page: a single HTML file that opens offline, in light and dark, and prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from coach.events import Status, Step
from coach.review.curves import CURVES, draw
from coach.review.files import write_whole
from coach.review.summary import Summary
from coach.review.tables import CueRow
from coach.review.words import clock, headline, sentences


def write_report(
    path: Path, summary: Summary, steps: Sequence[Step], statuses: Sequence[Status], header: Mapping[str, object]
) -> None:
    """Write `report_html`. Raises FileError when `path` cannot be written."""
    write_whole(path, report_html(summary, steps, statuses, header))


def report_html(
    summary: Summary, steps: Sequence[Step], statuses: Sequence[Status], header: Mapping[str, object]
) -> str:
    """The page.

    `header` is what the recording says of itself, nested as it likes: `name` becomes the title, `date` stands beside
    it, `config` is listed under the settings used, anything else under the recording.
    """
    page = Template(files("coach.review").joinpath("report.html").read_text(encoding="utf-8"))
    about = {key: value for key, value in header.items() if key not in {"name", "date", "config"}}
    return page.substitute(
        title=escape(str(header.get("name", "Your run"))),
        date=escape(str(header.get("date", ""))),
        headline=escape(headline(summary)),
        sentences="".join(f"<p>{escape(text)}</p>" for text in sentences(summary)),
        tiles="".join(_tiles(summary)),
        curves="".join(_curves(summary, steps, statuses)),
        cues=_cues(summary),
        health="".join(_health(summary)),
        settings=_settings("Settings used", header.get("config")) + _settings("Recording", about),
    )


# ── figures and curves ────────────────────────────────────────────────────────────────────────────────────────


def _tiles(summary: Summary) -> Iterator[str]:
    contact, normal = _ms(summary.contact_s), _ms(summary.normal_s)
    left, right = _ms(summary.contact_left_s), _ms(summary.contact_right_s)
    share = _share(summary.drawn_out_s, summary.running_s)
    figures = (
        ("Running", clock(summary.running_s), "", f"of {clock(summary.duration_s)}"),
        ("Contact", contact, "ms", f"own normal {normal} ms" if normal else "own normal not known"),
        ("Drawn-out", clock(summary.drawn_out_s) if normal else "", "", f"{share} of running"),
        ("Cadence", _number(summary.cadence_spm, 0), "/min", "steps, both feet"),
        ("Left share", _number(summary.balance_percent, 1), "%", f"{left} left, {right} right"),
        ("Cues", str(len(summary.outcome("played"))), "", f"{len(summary.cues)} were due"),
    )
    for name, value, unit, note in figures:
        if value:
            yield (
                f'<div class="tile"><h3>{name}</h3><p class="figure">{value}<small>{unit}</small></p>'
                f"<p>{escape(note)}</p></div>"
            )


def _curves(summary: Summary, steps: Sequence[Step], statuses: Sequence[Status]) -> Iterator[str]:
    for curve in CURVES:
        svg = draw(curve, summary, steps, statuses)
        if svg:
            legend = _LEGEND if curve.main else ""
            yield (
                f"<figure><figcaption><h2>{escape(curve.title)} <small>{escape(curve.unit)}</small></h2>{legend}"
                f'</figcaption><div class="scroll">{svg}</div></figure>'
            )


_LEGEND = (
    '<ul class="legend"><li class="left">left</li><li class="right">right</li><li class="curve">median of nine</li>'
    '<li class="band">own normal to limit</li><li class="rug">not trusted</li></ul>'
)

# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────


def _cues(summary: Summary) -> str:
    if not summary.cues:
        return '<p class="quiet">No cue was due.</p>'
    rows: list[tuple[str, ...]] = []
    number = 0
    for cue in summary.cues:
        number += cue.outcome == "played"
        rows.append(_cue_cells(cue, summary.start_s, str(number) if cue.outcome == "played" else ""))
    return _table(("", "When", "Cue", "Why", "What became of it"), rows, "cues")


def _cue_cells(cue: CueRow, start_s: float, number: str) -> tuple[str, ...]:
    words = cue.wording or cue.cue.replace("-", " ")
    tempo = f" at {cue.spm:.0f}/min" if cue.spm else ""
    length = f" for {cue.until_s - (cue.started_s or cue.decided_s):.0f} s" if cue.until_s else ""
    became = cue.outcome + (f": {cue.reason}" if cue.reason else "")
    return number, clock(cue.decided_s - start_s), f"{words}{tempo}{length}", cue.because, became


def _health(summary: Summary) -> Iterator[str]:
    sensors = [(s.placement, f"{s.steps:,}", _share(s.valid, s.steps)) for s in summary.sensors]
    if sensors:
        yield _table(("Sensor", "Running steps", "Trusted"), sensors, "figures")
    reasons = [(reason, f"{n:,}") for reason, n in summary.rejected_steps.items()]
    if reasons:
        yield _table(("Running steps not trusted, because", "Steps"), reasons, "figures")
    thrown = [(s.placement, reason, f"{n:,}") for s in summary.sensors for reason, n in s.rejected.items()]
    if thrown:
        yield _table(("Sensor", "Data not used, because", "Count"), thrown, "figures")
    if summary.sensor_losses:
        yield f"<p>Sensors went silent {summary.sensor_losses} times.</p>"


def _settings(title: str, values: object) -> str:
    rows = list(_flat(values, ""))
    if not rows:
        return ""
    body = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in rows)
    return f"<details><summary>{title}</summary><dl>{body}</dl></details>"


def _flat(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Nested mappings and lists as dotted keys."""
    match value:
        case Mapping():
            for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON from the log
                yield from _flat(inner, f"{key}.{name}".lstrip("."))  # pyright: ignore[reportUnknownArgumentType]
        case list() | tuple():
            for n, inner in enumerate(value):  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
                yield from _flat(inner, f"{key}[{n}]")  # pyright: ignore[reportUnknownArgumentType]
        case None | "":
            pass
        case _:
            yield key, str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{style}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _ms(seconds: float | None) -> str:
    return _number(None if seconds is None else seconds * 1e3, 0)


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _share(part: float, whole: float) -> str:
    return f"{100.0 * part / whole:.0f} %" if whole else ""
