"""Each number against one worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from math import nan, pi, sqrt
from pathlib import Path

import pytest

from coach.config import Runner
from coach.events import Speed, Step
from coach.measures import MEASURES, Context, measured
from coach.measures.drills import DRILL_MEASURES

STEP = Step(
    foot="left",
    placement="foot-left",
    initial_contact_s=10.0,
    toe_off_s=10.25,
    declared_s=10.26,
    contact_s=0.25,
    uncertainty_s=0.006,
    stride_s=0.72,
    flight_s=0.11,
    activity="run",
    valid=True,
    reason="",
)
RUNNER = Runner(height_cm=170, mass_kg=70)


def at(step: Step, seconds: float) -> Step:
    """The same step, so much later."""
    return replace(
        step,
        initial_contact_s=step.initial_contact_s + seconds,
        toe_off_s=step.toe_off_s + seconds,
        declared_s=step.declared_s + seconds,
    )


def values(step: Step, context: Context | None = None) -> dict[str, float]:
    return dict(measured(step, context or Context(Runner())).values)


def running_at(speed_mps: float, runner: Runner = RUNNER) -> Context:
    context = Context(runner)
    context.note(Speed(0.0, speed_mps, "typed"))
    return context


def test_every_measure_has_its_row_in_the_document_and_the_other_way_round() -> None:
    text = (Path(__file__).parents[3] / "docs" / "measures.md").read_text(encoding="utf-8")
    table = text.split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", table, re.MULTILINE)
    assert rows == [(measure.name, measure.unit) for measure in MEASURES]


def test_the_page_lists_what_a_repetition_may_have() -> None:
    text = (Path(__file__).parents[3] / "docs" / "measures.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| ([a-z, -]+) \|", text.split("\n## Drills\n")[1], re.MULTILINE)
    assert rows == [(measure.name, measure.unit, ", ".join(measure.drills)) for measure in DRILL_MEASURES]


def test_names_and_columns_are_unique() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert len({measure.column for measure in MEASURES}) == len(MEASURES)


def test_timing() -> None:
    got = values(STEP)
    assert got["contact_ms"] == pytest.approx(250.0)
    assert got["flight_ms"] == pytest.approx(110.0)
    assert got["duty_factor"] == pytest.approx(0.25 / 0.72)
    assert got["cadence_spm"] == pytest.approx(166.6667)


def test_two_published_records_give_their_own_duty_factor() -> None:
    """Watch records of 83 and 95 strides a minute: 291 ms was 40.0 %, 243 ms was 38.25 % (rounded by the watch)."""
    for contact_ms, strides, percent in ((291, 83, 40.0), (243, 95, 38.25)):
        step = replace(STEP, contact_s=contact_ms / 1000, stride_s=60 / strides)
        assert 100 * values(step)["duty_factor"] == pytest.approx(percent, abs=0.3)


def test_what_is_missing_is_absent_and_never_zero() -> None:
    assert set(values(replace(STEP, stride_s=None, flight_s=None))) == {"contact_ms"}
    assert values(replace(STEP, stride_s=None, flight_s=None, contact_s=nan)) == {}
    assert set(values(STEP)) == {"contact_ms", "flight_ms", "duty_factor", "cadence_spm"}


def test_balance_is_the_left_share_of_neighbouring_contacts() -> None:
    context = Context(Runner())
    right = replace(at(STEP, 0.36), foot="right", contact_s=0.24)
    assert "balance_percent" not in values(STEP, context)
    assert values(right, context)["balance_percent"] == pytest.approx(100 * 0.25 / 0.49)
    assert values(at(STEP, 0.72), context)["balance_percent"] == pytest.approx(100 * 0.25 / 0.49)


def test_balance_mirrors_when_feet_are_swapped() -> None:
    right = replace(at(STEP, 0.36), foot="right", contact_s=0.24)
    one, two = Context(Runner()), Context(Runner())
    values(STEP, one)
    values(replace(STEP, foot="right"), two)
    mirrored = values(replace(right, foot="left"), two)["balance_percent"]
    assert values(right, one)["balance_percent"] + mirrored == pytest.approx(100.0)


@pytest.mark.parametrize(
    "other",
    [
        replace(at(STEP, -0.36), foot="right", valid=False),
        replace(at(STEP, -5.0), foot="right"),
        at(STEP, -0.72),
        replace(at(STEP, -0.36), foot="unknown"),
    ],
    ids=["not believed", "long ago", "the same foot", "unknown foot"],
)
def test_no_balance_without_a_believed_neighbour(other: Step) -> None:
    context = Context(Runner())
    values(other, context)
    assert "balance_percent" not in values(STEP, context)


def test_no_balance_between_sensors_at_unlike_places() -> None:
    context = Context(Runner())
    values(replace(STEP, placement="shank-left"), context)
    assert "balance_percent" not in values(replace(at(STEP, 0.36), foot="right", placement="foot-right"), context)


def test_no_balance_for_a_step_that_is_not_believed() -> None:
    context = Context(Runner())
    values(replace(at(STEP, -0.36), foot="right"), context)
    assert "balance_percent" not in values(replace(STEP, valid=False, reason="jump"), context)


def test_sensor_numbers_pass_by_their_own_name_and_others_do_not() -> None:
    extras = {"sink_deg": 24.0, "sink_cm": 6.5, "heel_rise_percent": 55.0, "oscillation_cm": 9.0, "flight_share": 0.3}
    got = values(replace(STEP, values=extras))
    del extras["flight_share"]
    assert {name: got.get(name) for name in extras} == extras
    assert "flight_share" not in got


def test_speed_from_outside_goes_before_the_foots_own() -> None:
    step = replace(STEP, values={"speed_mps": 3.2})
    assert values(step)["speed_mps"] == 3.2
    got = values(step, running_at(3.0))
    assert (got["speed_mps"], got["outside_speed_mps"]) == (3.0, 3.0)


def test_the_foots_own_speed_is_no_outside_speed() -> None:
    assert "outside_speed_mps" not in values(replace(STEP, values={"speed_mps": 3.2, "outside_speed_mps": 3.2}))


def test_the_foots_own_speed_bridges_a_step_and_then_grows_old() -> None:
    context = Context(Runner())
    values(replace(STEP, values={"speed_mps": 3.2}), context)
    assert values(at(STEP, 0.72), context)["speed_mps"] == 3.2
    assert "speed_mps" not in values(at(STEP, 4.0), context)


@pytest.mark.parametrize(("source", "lasts"), [("typed", True), ("treadmill", False), ("phone", False)])
def test_a_set_speed_lasts_and_a_measured_one_grows_old(source: str, lasts: bool) -> None:
    context = Context(Runner())
    context.note(Speed(9.0, 3.0, source))
    assert values(STEP, context)["speed_mps"] == 3.0
    assert ("speed_mps" in values(at(STEP, 60.0), context)) is lasts


def test_each_step_knows_who_told_its_speed_and_how_long_ago() -> None:
    context = Context(Runner())
    nobody = measured(replace(STEP, stride_s=None), context)
    assert (nobody.speed_source, nobody.values.get("speed_age_s")) == ("", None)

    own = measured(replace(STEP, values={"speed_mps": 3.2}), context)
    assert (own.speed_source, own.values["speed_age_s"]) == ("own", 0.0)
    later = measured(at(STEP, 0.72), context)
    assert (later.speed_source, later.values["speed_age_s"]) == ("own", pytest.approx(0.72))

    context.note(Speed(10.5, 3.0, "footpod"))
    told = measured(at(STEP, 1.44), context)
    assert (told.speed_source, told.values["speed_mps"]) == ("footpod", 3.0)
    assert told.values["speed_age_s"] == pytest.approx(1.2)

    old = measured(at(STEP, 30.0), context)
    assert (old.speed_source, old.values.get("speed_age_s")) == ("", None)


def test_a_step_has_the_speed_of_its_time_however_early_later_ones_were_noted() -> None:
    context = Context(Runner())
    for speed in (Speed(0.0, 3.0, "column"), Speed(20.0, 4.0, "column"), Speed(10.2, 3.5, "column")):
        context.note(speed)
    assert values(at(STEP, -5.0), context)["speed_mps"] == 3.0
    assert values(STEP, context)["speed_mps"] == 3.5
    assert values(at(STEP, 10.0), context)["speed_mps"] == 4.0


def test_speed_zero_means_unknown() -> None:
    assert "speed_mps" not in values(STEP, running_at(0.0))


def test_step_length_and_vertical_ratio() -> None:
    got = values(replace(STEP, values={"oscillation_cm": 9.0}), running_at(3.0))
    assert got["step_length_m"] == pytest.approx(1.08)
    assert got["vertical_ratio_percent"] == pytest.approx(100 * 0.09 / 1.08)


def test_stiffness_by_hand() -> None:
    got = values(STEP, running_at(3.0))
    peak_n = 70 * 9.80665 * pi / 2 * (0.11 / 0.25 + 1)
    drop_m = peak_n * 0.25**2 / (70 * pi**2) - 9.80665 * 0.25**2 / 8
    leg_m = 0.53 * 1.70
    assert drop_m == pytest.approx(9.80665 * 0.25 * 0.36 / (2 * pi) - 9.80665 * 0.25**2 / 8)
    assert got["vertical_stiffness_kn_m"] == pytest.approx(peak_n / drop_m / 1000)
    shortening_m = leg_m - sqrt(leg_m**2 - 0.375**2) + drop_m
    assert got["leg_stiffness_kn_m"] == pytest.approx(peak_n / shortening_m / 1000)


@pytest.mark.parametrize(
    ("speed_mps", "contact_s", "step_s", "vertical", "leg"),
    [(2.5, 0.300, 0.385, 20.0, 9.4), (3.5, 0.245, 0.370, 23.0, 9.3), (4.5, 0.205, 0.345, 32.0, 10.2)],
)
def test_stiffness_is_near_that_of_measured_runners(
    speed_mps: float, contact_s: float, step_s: float, vertical: float, leg: float
) -> None:
    """Two runners on an instrumented treadmill; contact and step times are typical ones, so the bound is wide."""
    step = replace(STEP, contact_s=contact_s, flight_s=step_s - contact_s, stride_s=2 * step_s)
    got = values(step, running_at(speed_mps))
    assert got["vertical_stiffness_kn_m"] == pytest.approx(vertical, rel=0.25)
    assert got["leg_stiffness_kn_m"] == pytest.approx(leg, rel=0.25)


@pytest.mark.parametrize(
    ("step", "runner", "speed_mps", "absent"),
    [
        (STEP, Runner(), 3.0, {"leg_stiffness_kn_m", "vertical_stiffness_kn_m"}),
        (STEP, Runner(mass_kg=70), 3.0, {"leg_stiffness_kn_m"}),
        (STEP, RUNNER, 0.0, {"leg_stiffness_kn_m"}),
        (STEP, RUNNER, 9.0, {"leg_stiffness_kn_m"}),
        (replace(STEP, flight_s=-0.02), RUNNER, 3.0, {"leg_stiffness_kn_m", "vertical_stiffness_kn_m"}),
        (replace(STEP, flight_s=None), RUNNER, 3.0, {"leg_stiffness_kn_m", "vertical_stiffness_kn_m"}),
    ],
    ids=["no mass", "no height", "no speed", "leg shorter than the way", "no flight", "flight unknown"],
)
def test_no_stiffness_without_its_inputs(step: Step, runner: Runner, speed_mps: float, absent: set[str]) -> None:
    got = values(step, running_at(speed_mps, runner))
    assert {"leg_stiffness_kn_m", "vertical_stiffness_kn_m"} - set(got) == absent


def test_nothing_else_of_the_step_changes() -> None:
    assert replace(measured(STEP, Context(RUNNER)), values=STEP.values) == STEP
