from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coach.errors import FileError
from coach.events import Rejected
from coach.review.report import report_html, write_report
from coach.review.run import Run
from coach.review.summary import summarise

VOID = {"meta"}


class Reader(HTMLParser):
    """Checks nesting and gathers text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert isinstance(attrs, list)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        assert isinstance(attrs, list)
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.text.append(data)


def page(run: Run, **header: object) -> str:
    summary = summarise(run.steps, run.statuses, run.decisions, run.rejected, run.played)
    return report_html(summary, run.steps, run.statuses, header)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_tells_the_story(run: Run) -> None:
    reader = read(page(run, name="Lake loop", date="12 May", config={"stance": {"trigger_percent": 4.0}}))
    text = " ".join(reader.text)
    for words in ("Lake loop", "12 May", "stance was drawn-out for two minutes", "cooling down", "packet came twice"):
        assert words in text
    for words in ("stance.trigger_percent", "4.0", "172/min for 18 s", "gap in the samples", "no medical device"):
        assert words in text
    for words in ("What to try next", "Left and right", "Where the time went", "In parts"):
        assert words in text


def test_cue_numbers_in_the_curve_are_those_of_the_table(run: Run) -> None:
    html = page(run)
    drawn = re.findall(r'class="number"[^>]*>(\d+)<', html)
    listed = re.findall(r'<b class="cue">(\d+)</b>', html)
    assert drawn == listed == ["1", "2", "3", "4"]


def test_what_is_wrong_with_the_recording_stands_above_all(run: Run) -> None:
    html = page(run, warnings=["run.mcap was cut off <here>."], note="windy")
    assert '<p class="warning">run.mcap was cut off &lt;here&gt;.</p>' in html
    assert html.index("cut off") < html.index('class="lead"')
    assert "warning" not in page(run).split("</style>")[1]


def test_what_is_to_be_typed_looks_so(run: Run) -> None:
    run.decisions += [replace(run.decisions[1], cue_id=90 + n, reason="budget") for n in range(4)]
    assert "<code>coach replay</code>" in page(run)


def test_nothing_is_fetched(run: Run) -> None:
    html = page(run)
    for address in ("http:", "https:", "src=", "href=", "url(", "@import", "fetch(", "import("):
        assert address not in html


def test_hostile_words_stay_words(run: Run) -> None:
    evil = '<script>alert("x")</script> $title ${headline} &'
    run.decisions[0] = replace(run.decisions[0], wording=evil, because=evil)
    run.decisions[1] = replace(run.decisions[1], reason=evil, cue=evil)
    run.steps[5] = replace(run.steps[5], valid=False, reason=evil)
    run.rejected.append(Rejected("waist", 1.0, evil))
    html = page(run, name=evil, date=evil, config={evil: evil}, note=[evil])
    assert read(html).tags.count("script") == 2
    assert "<script>alert" not in html
    assert "$title" in html  # the user's own dollar, untouched


@pytest.mark.parametrize("part", ["nothing", "walk", "one-step", "half-minute", "no-statuses", "all-invalid"])
def test_every_kind_of_recording_gives_a_page(run: Run, part: str) -> None:
    steps = {
        "nothing": [],
        "walk": [s for s in run.steps if s.activity == "walk"],
        "one-step": run.steps[:1],
        "half-minute": run.steps[:86],
        "no-statuses": run.steps,
        "all-invalid": [replace(s, valid=False, reason="clipped") for s in run.steps],
    }[part]
    statuses = run.statuses[:1] if part == "half-minute" else []
    text = " ".join(read(report_html(summarise(steps, statuses, []), steps, statuses, {})).text)
    assert "Your run" in text
    assert "nan" not in text.lower().split()
    assert "None" not in text.replace("None of the steps", "")


def test_a_steady_measure_has_a_scale(run: Run) -> None:
    steps = [replace(s, contact_s=0.25, values={"cadence_spm": 170.0}) for s in run.steps]
    html = report_html(summarise(steps, [], []), steps, [], {})
    assert "nan" not in html.split("</style>")[1].split("<script>")[0]


def test_same_run_same_bytes(run: Run) -> None:
    assert page(run, name="a") == page(run, name="a")


def test_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    summary = summarise(run.steps, run.statuses, run.decisions)
    write_report(tmp_path / "r.html", summary, run.steps, run.statuses, {})
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(FileError):
        write_report(tmp_path, summary, run.steps, run.statuses, {})
