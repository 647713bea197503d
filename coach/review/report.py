"""The run on one page: a single HTML file that opens offline, in light and dark, and prints on A4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from coach.events import DrillPart, Status, Step
from coach.review.advice import advice
from coach.review.drills import drill_advice, drill_sentences
from coach.review.files import write_whole
from coach.review.page import parts
from coach.review.page.curves import Series, draw, series
from coach.review.page.detail import detail
from coach.review.page.drills import drills
from coach.review.page.equipment import health
from coach.review.page.histogram import histogram
from coach.review.page.sides import sides, times
from coach.review.sentences import headline, sentences
from coach.review.summary import Summary

_OWN_PLACE = frozenset({"name", "date", "shoe", "surface", "note", "config", "warnings"})


def write_report(
    path: Path,
    summary: Summary,
    steps: Sequence[Step],
    statuses: Sequence[Status],
    header: Mapping[str, object],
    *,
    routine: Sequence[DrillPart] = (),
) -> None:
    """Write `report_html`. Raises FileError when `path` cannot be written."""
    write_whole(path, report_html(summary, steps, statuses, header, routine=routine))


def report_html(
    summary: Summary,
    steps: Sequence[Step],
    statuses: Sequence[Status],
    header: Mapping[str, object],
    *,
    routine: Sequence[DrillPart] = (),
) -> str:
    """The page.

    `header` is what the recording says of itself, nested as it likes: `name` becomes the title; `date`, `shoe` and
    `surface` stand beside it, `note` under it, and `warnings`, a list of sentences; `config` is listed under the
    settings, the rest under the recording.
    `routine` are the parts of led drills: their sentences stand in for those of a run.
    """
    shown = list(series(steps, summary.heart))
    first, *others = drill_sentences(routine) if routine else (headline(summary), *sentences(summary))
    around = [str(header[key]) for key in ("date", "surface", "shoe") if header.get(key)]
    return Template(_text("page.html")).substitute(
        style=_text("page.css"),
        script=_text("page.js"),
        detail=detail(shown, summary.start_s, summary.end_s),
        title=escape(str(header.get("name") or "Your run")),
        around=escape(" · ".join(around)),
        headline=escape(first),
        note="".join(_notes(header)),
        sentences="".join(f"<p>{escape(text)}</p>" for text in others),
        advice="".join(f"<li>{_code(text)}</li>" for text in (drill_advice(routine) if routine else advice(summary))),
        tiles=parts.tiles(summary),
        curves="".join(_curves(shown, summary, steps, statuses)),
        beside="".join(_beside(summary, steps, statuses)),
        laps=drills(routine, summary.start_s) + _laps(summary),
        cues=parts.cues(summary),
        health="".join(health(summary)) or '<p class="quiet">Nothing was heard of any sensor.</p>',
        settings=parts.settings("Settings used", header.get("config"))
        + parts.settings("Recording", {key: value for key, value in header.items() if key not in _OWN_PLACE}),
    )


def _notes(header: Mapping[str, object]) -> Iterator[str]:
    """What the runner wrote, and what is wrong with the recording."""
    if header.get("note"):
        yield f'<p class="note">{escape(str(header["note"]))}</p>'
    warnings = header.get("warnings")
    for sentence in warnings if isinstance(warnings, list) else ():  # pyright: ignore[reportUnknownVariableType]  # JSON
        yield f'<p class="warning">{escape(str(sentence))}</p>'  # pyright: ignore[reportUnknownArgumentType]


def _code(text: str) -> str:
    """What stands between backticks is to be typed."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _text(name: str) -> str:
    return files("coach.review.page").joinpath(name).read_text(encoding="utf-8")


def _curves(
    shown: Sequence[Series], summary: Summary, steps: Sequence[Step], statuses: Sequence[Status]
) -> Iterator[str]:
    for one in shown:
        legend = _legend(statuses) if one.curve.main else _USUAL if one.curve.sink else ""
        yield (
            f'<figure class="{"main" if one.curve.main else "other"}"><figcaption><h2>{escape(one.curve.title)} '
            f"<small>{escape(one.curve.unit)}</small></h2>{legend}</figcaption>"
            f'<div class="scroll">{draw(one, summary, steps, statuses)}</div></figure>'
        )


def _legend(statuses: Sequence[Status]) -> str:
    """Of contact time; own normal and limit as they were in the end stand here, where no curve runs under them."""
    known = ((s.normal_s, s.limit_s) for s in reversed(statuses) if s.normal_s is not None and s.limit_s is not None)
    normal_s, limit_s = next(known, (None, None))
    own = (("normal", "your normal", normal_s), ("limit", "limit", limit_s))
    levels = (f'<li class="{style}">{name} {1e3 * at_s:.0f} ms</li>' for style, name, at_s in own if at_s is not None)
    return (
        '<ul class="legend"><li class="left">left</li><li class="right">right</li><li class="curve">smoothed</li>'
        f'<li class="rug">not trusted</li>{"".join(levels)}</ul>'
    )


_FEET = '<ul class="legend"><li class="left">left</li><li class="right">right</li></ul>'
_USUAL = '<ul class="legend"><li class="band">while stance was good</li></ul>'


def _beside(summary: Summary, steps: Sequence[Step], statuses: Sequence[Status]) -> Iterator[str]:
    limit_s = next((s.limit_s for s in reversed(statuses) if s.limit_s is not None), None)
    picture = histogram(steps, summary.normal_s, limit_s)
    if picture:
        yield (
            "<figure><figcaption><h2>How often which contact time <small>ms</small></h2>"
            f"{_FEET}</figcaption>{picture}</figure>"
        )
    beside, spent = sides(steps), times(summary.state_s)
    if beside:
        yield f'<section><h2>Left and right</h2><div class="pair">{beside}{spent}</div></section>'
    elif spent:
        yield f"<section>{spent}</section>"


def _laps(summary: Summary) -> str:
    rows = parts.laps(summary)
    return f"<section><h2>{'Laps' if summary.marked else 'In parts'}</h2>{rows}</section>" if rows else ""
