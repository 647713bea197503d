from __future__ import annotations

import csv
import io
import locale
import os
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import FileError
from coach.events import CueDecision, Played, Step
from coach.review.cues_csv import CUE_COLUMNS, cue_rows, cues_csv, write_cues
from coach.review.steps_csv import STEP_HEAD, VALUE_COLUMNS, step_rows, write_steps, write_steps_of_many


class Run(Protocol):
    steps: list[Step]
    decisions: list[CueDecision]
    played: list[Played]


STEP = Step(
    foot="left",
    placement="foot-left",
    initial_contact_s=12.345678,
    toe_off_s=12.6,
    declared_s=12.61,
    contact_s=0.24567,
    uncertainty_s=0.005,
    stride_s=0.7,
    flight_s=0.11,
    activity="run",
    valid=True,
    reason="",
    values={"cadence_spm": 171.4, "duty_factor": 0.35},
)


def rows(*steps: Step) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join((STEP_HEAD, *step_rows(steps))))))


def test_contract_columns_are_there() -> None:
    contract = (
        "foot initial_contact_s toe_off_s contact_ms flight_ms duty_factor cadence_spm sink_deg sink_cm declared_s"
    )
    assert {*contract.split(), "valid", "reason"} <= set(STEP_HEAD.split(","))
    assert CUE_COLUMNS[:6] == ("decided_s", "cue", "outcome", "reason", "requested_s", "started_s")


def test_a_step_is_written_in_its_units() -> None:
    (row,) = rows(STEP)
    assert row["initial_contact_s"] == "12.345678"
    assert row["contact_ms"] == "245.67"
    assert row["flight_ms"] == "110.00"
    assert row["duty_factor"] == "0.3500"
    assert row["cadence_spm"] == "171.40"
    assert (row["foot"], row["valid"], row["reason"]) == ("left", "true", "")


def test_what_was_not_measured_is_blank_never_zero() -> None:
    (row,) = rows(replace(STEP, contact_s=nan, toe_off_s=nan, flight_s=None, stride_s=None, valid=False, values={}))
    for name in ("contact_ms", "toe_off_s", "flight_ms", "stride_ms", *VALUE_COLUMNS):
        assert row[name] == ""
    assert row["initial_contact_s"] == "12.345678"
    assert row["valid"] == "false"


def test_infinite_and_undefined_values_are_blank() -> None:
    (row,) = rows(replace(STEP, values={"sink_cm": inf, "sink_deg": -inf, "speed_mps": nan, "cadence_spm": 170.0}))
    assert (row["sink_cm"], row["sink_deg"], row["speed_mps"]) == ("", "", "")
    assert row["cadence_spm"] == "170.00"


@pytest.mark.parametrize("order", [("cadence_spm", "sink_cm"), ("sink_cm", "cadence_spm")])
def test_the_order_of_values_does_not_matter(order: tuple[str, str]) -> None:
    numbers = {"cadence_spm": 171.0, "sink_cm": 6.5}
    (row,) = rows(replace(STEP, values={name: numbers[name] for name in order}))
    assert (row["cadence_spm"], row["sink_cm"]) == ("171.00", "6.50")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_any_reason_survives(reason: str) -> None:
    (row,) = rows(replace(STEP, reason=reason, valid=False))
    assert row["reason"] == reason
    assert row["placement"] == "foot-left"


def test_numbers_have_a_point_in_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = list(step_rows([STEP]))
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8"):
        try:
            locale.setlocale(locale.LC_NUMERIC, name)
        except locale.Error:
            continue
        try:
            assert list(step_rows([STEP])) == expected
        finally:
            locale.setlocale(locale.LC_NUMERIC, "C")
    assert ",245.67," in expected[0]


def test_same_steps_same_bytes(run: Run, tmp_path: Path) -> None:
    write_steps(tmp_path / "a.csv", run.steps)
    write_steps(tmp_path / "b.csv", iter(run.steps))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.csv").read_bytes().count(b"\n") == len(run.steps) + 1
    assert b"\r" not in (tmp_path / "a.csv").read_bytes()


def test_several_recordings_in_one_table(tmp_path: Path) -> None:
    row = list(step_rows([STEP]))
    write_steps_of_many(tmp_path / "all.csv", {"monday.mcap": row, "lake, evening.mcap": row * 2})
    table = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text(encoding="utf-8"))))
    assert [r["recording"] for r in table] == ["monday.mcap", "lake, evening.mcap", "lake, evening.mcap"]
    assert table[2]["contact_ms"] == "245.67"


def test_no_steps_leave_a_header(tmp_path: Path) -> None:
    write_steps(tmp_path / "s.csv", [])
    assert (tmp_path / "s.csv").read_text(encoding="utf-8") == STEP_HEAD + "\n"


# ── cues ──────────────────────────────────────────────────────────────────────────────────────────────────────


def cue(cue_id: int = 1, **changes: object) -> CueDecision:
    plain = CueDecision(cue_id, 200.0, "push-pull", "played", "", 200.0, "push, pull", "contact 262 ms")
    return replace(plain, **changes)  # pyright: ignore[reportArgumentType]  # a test's shorthand


def test_a_cue_and_its_sound_make_one_row() -> None:
    text = cues_csv([cue(spm=171.234, until_s=215.5)], [Played(1, 200.0, 200.0414583)])
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["decided_s"] == "200.000000"
    assert row["started_s"] == "200.041458"
    assert row["wording"] == "push, pull"
    assert (row["spm"], row["until_s"]) == ("171.23400", "215.500000")


def test_a_cue_is_called_as_it_was_said_and_by_its_name_where_it_was_not() -> None:
    said = {("push-pull", "glue"): "Push, and unstick."}
    outcomes = [cue(1, wording="glue"), cue(2, wording="glue"), cue(3, wording="", outcome="dropped"), cue(4)]
    sounds = [Played(1, 200.0, 200.04), Played(2, 200.0, None, "no sound output")]
    names = [row.words for row in cue_rows(outcomes, sounds, said)]
    assert names == ["Push, and unstick", "push pull", "push pull", "push pull"]


@pytest.mark.parametrize("news", ["learned", "sensor-lost", "sensor-back", "battery-low", "sound-back", "good-chime"])
def test_news_is_no_coaching_cue(news: str) -> None:
    (row,) = cue_rows([cue(cue=news)])
    assert not row.advises


def test_a_cue_that_never_sounded_says_why_and_has_no_start() -> None:
    (row,) = cue_rows([cue()], [Played(1, 200.0, None, "no sound output")])
    assert row.started_s is None
    assert row.reason == "no sound output"
    assert row.outcome == "played"


def test_the_first_real_sound_counts() -> None:
    sounds = [Played(1, 200.0, None, "busy"), Played(1, 200.0, 200.2), Played(1, 200.0, 201.0), Played(2, 0.0, 9.0)]
    (row,) = cue_rows([cue()], sounds)
    assert row.started_s == 200.2
    assert row.reason == ""


def test_a_sound_of_other_decisions_is_not_this_cues() -> None:
    (row,) = cue_rows([cue()], [Played(1, 350.0, 350.04)])
    assert (row.started_s, row.requested_s) == (None, 200.0)


def test_dropped_cues_are_kept_with_their_reason() -> None:
    text = cues_csv([cue(outcome="dropped", reason="cooling down", requested_s=None)])
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["outcome"], row["reason"], row["requested_s"]) == ("dropped", "cooling down", "")


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "cues.csv"
    path.write_text("old", encoding="utf-8")
    write_cues(path, [cue()])
    assert path.read_text(encoding="utf-8").startswith("decided_s,")
    assert [p.name for p in tmp_path.iterdir()] == ["cues.csv"]


@pytest.mark.parametrize("target", ["missing/steps.csv", "folder", "file/steps.csv"])
def test_unwritable_is_the_users_mistake_and_leaves_nothing(tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FileError) as error:
        write_steps(tmp_path / target, [STEP])
    assert Path(target).parts[0] in error.value.what
    assert error.value.remedy
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "folder"]


@pytest.mark.skipif(os.name != "posix", reason="devices are files on POSIX only")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    write_steps(Path("/dev/null"), [STEP])
    assert not Path("/dev/null").is_file()
