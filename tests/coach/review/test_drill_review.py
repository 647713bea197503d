"""Drills afterwards: sentences, the report's table, repetitions.csv, the laps of a FIT file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import nan
from pathlib import Path
from typing import Any

import pytest
from garmin_fit_sdk import Decoder, Stream

from coach.events import DrillPart, Repetition, Status, Tick
from coach.recording import Header
from coach.review.drills import drill_advice, drill_sentences
from coach.review.export.schema import REPETITION_COLUMNS, repetition_chunk
from coach.review.fit.write import write_fit
from coach.review.page.drills import drills
from coach.review.repetitions_csv import write_repetitions
from coach.review.report import report_html
from coach.review.run import Run
from coach.review.summary import summarise

PARTS = [
    DrillPart("warm-up", "", "Easy running", 0, 2.0, 602.0, None, "done"),
    DrillPart(
        "drill", "pogo", "Pogo jumps, set 1 of 2", 1, 612.0, 624.0, 29, "done", {"contact_ms": 264.0, "rsi": 0.91}
    ),
    DrillPart("walk-back", "", "Walk <back>", 0, 624.0, 640.0, None, "done"),
    DrillPart("drill", "skip", "Skips", 1, 650.0, 655.0, 3, "stopped"),
    DrillPart("stride", "", "Stride 1 of 1", 1, 670.0, 686.0, None, "done", {"contact_ms": 210.0}),
    DrillPart("over", "", "That is all", 0, 686.0, 690.0, None, "done"),
]


def test_a_session_in_sentences() -> None:
    assert list(drill_sentences(PARTS)) == [
        "10:00 of easy running, then two sets of drills and one stride.",
        "Pogo jumps, set 1 of 2: 29 repetitions, 264 ms on the ground, RSI 0.91.",
        "Skips: 3 repetitions, stopped early.",
    ]
    (advice,) = drill_advice(PARTS)
    assert "264 ms on the ground" in advice
    assert next(drill_sentences(PARTS[:2])) == "10:00 of easy running, then one set of drills; stopped before the end."


def test_a_session_that_was_left_early_is_told_plainly() -> None:
    assert list(drill_sentences([])) == ["Stopped before the first set."]
    assert list(drill_sentences([replace(PARTS[0], end_s=67.0)])) == [
        "1:05 of easy running; stopped before the first set."
    ]


def test_a_test_has_one_index() -> None:
    values = {"contact_ms": 190.0, "rsi": 0.77, "rsi_best_five": 0.78}
    test = DrillPart("drill", "pogo", "Ten pogo jumps, the test", 0, 0.0, 8.0, 10, "done", values)
    assert list(drill_sentences([test]))[1:] == [
        "Ten pogo jumps, the test: 10 repetitions, 190 ms on the ground.",
        "Your best five jumps of ten have a reactive strength index of 0.78.",
    ]
    table = drills([test], 0.0)
    assert "0.78" in table
    assert "0.77" not in table


def test_the_reports_table_has_what_was_measured() -> None:
    html = drills(PARTS, 0.0)
    assert "<h2>Drills</h2>" in html
    assert "264 ms" in html
    assert "Walk" not in html
    assert "Heel" not in html
    assert drills([], 0.0) == ""


def test_the_report_of_drills_tells_drills_and_no_run() -> None:
    summary = summarise([], [Status(0.0, "drill", "")], [])
    html = report_html(summary, [], [], {"name": "x"}, routine=PARTS)
    assert "two sets of drills and one stride" in html
    assert "No running" not in html


def test_a_row_for_each_repetition_blank_where_nothing_was_measured(tmp_path: Path) -> None:
    one = Repetition("butt-kick", "shank-left", "left", 1.0, 1.5, nan, nan, ("gap", "unseen"), {"heel_deg": 111.5})
    write_repetitions(tmp_path / "r.csv", [one])
    head, row = (tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert (cells["contact_ms"], cells["faults"], cells["heel_deg"], cells["rsi"]) == ("", "gap unseen", "111.5000", "")
    chunk = repetition_chunk([one])
    assert list(chunk) == [column.name for column in REPETITION_COLUMNS]
    assert (chunk["contact_s"], chunk["heel_deg"]) == ([None], [111.5])


def test_parts_are_laps_with_what_was_counted(tmp_path: Path) -> None:
    run = Run(parts=list(PARTS))
    run.see(Tick(0.0))
    statuses = [Status(float(part.start_s), "drill", part.name) for part in PARTS]
    summary = summarise([], [Status(0.0, "drill", ""), *statuses], [])
    write_fit(
        tmp_path / "d.fit", run, summary, header=Header(routine="warm-up"), begun=datetime(2026, 5, 12, tzinfo=UTC)
    )
    read: Any = Decoder(Stream.from_file(str(tmp_path / "d.fit"))).read()
    messages, errors = read
    assert errors == []
    names = {one["field_definition_number"]: one["field_name"] for one in messages["field_description_mesgs"]}
    laps = [
        {names[key]: value for key, value in lap.get("developer_fields", {}).items()} for lap in messages["lap_mesgs"]
    ]
    (pogo,) = [lap for lap in laps if lap.get("drill") == "Pogo jumps, set 1 of 2"]
    assert pogo["repetitions"] == 29
    assert pogo["drill_contact"] == pytest.approx(264.0)
    assert pogo["rsi"] == pytest.approx(0.91)
    assert [lap.get("drill") for lap in laps if "drill" in lap] == [part.name for part in PARTS[:-1]]
