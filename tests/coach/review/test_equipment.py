"""What sensors and sound did, in figures and on the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import Notice, Packet
from coach.review.equipment import Delay
from coach.review.readings import Readings, mean_heart
from coach.review.report import report_html
from coach.review.run import Run
from coach.review.summary import Summary, summarise
from tests.coach.devices.phones import message
from tests.coach.review.straps import battery, heart


def whole(run: Run) -> Summary:
    return summarise(
        run.steps,
        run.statuses,
        run.decisions,
        run.rejected,
        run.played,
        deliveries=run.deliveries,
        readings=run.readings,
        notices=run.notices,
    )


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=300).map(sorted))
def test_of_a_hundred_ninety_five_are_not_later(delays_s: list[float]) -> None:
    delay = Delay(tuple(delays_s))
    within = sum(one <= delay.late_s for one in delays_s)
    assert within >= 0.95 * len(delays_s)
    assert sum(one < delay.late_s for one in delays_s) < 0.95 * len(delays_s)
    assert delay.usual_s <= delay.late_s <= delay.worst_s


def test_the_way_from_a_step_to_a_sound(run: Run) -> None:
    run.decisions[0] = replace(run.decisions[0], requested_s=run.decisions[0].decided_s + 0.3)
    run.played[0] = replace(run.played[0], requested_s=222.3, started_s=222.35)
    equipment = whole(run).equipment
    assert equipment.certain is not None
    assert equipment.asked is not None
    assert equipment.sounded is not None
    assert equipment.certain.usual_s == pytest.approx(0.006)
    assert equipment.asked.values_s == pytest.approx((0.0, 0.0, 0.3))  # three were spoken; the metronome is not counted
    assert equipment.sounded.values_s == pytest.approx((0.041, 0.041, 0.05))
    assert equipment.unheard == 0


def test_a_cue_that_never_sounded_has_no_delay(run: Run) -> None:
    run.played[0] = replace(run.played[0], started_s=None, note="the sound was switched off")
    equipment = whole(run).equipment
    assert equipment.unheard == 1
    assert equipment.sounded is not None
    assert len(equipment.sounded.values_s) == 2
    assert "No sound came of one cue." in report_html(whole(run), run.steps, run.statuses, {})


def test_nothing_heard_is_nothing_told() -> None:
    equipment = summarise([], [], []).equipment
    assert (equipment.certain, equipment.asked, equipment.sounded) == (None, None, None)
    assert (equipment.sensors, equipment.notices) == ((), ())


def test_straps_and_batteries_are_no_motion(run: Run) -> None:
    for at_s, percent in ((1.0, 84), (300.0, 81), (590.0, 79)):
        run.see(battery(at_s, percent))
    for second in range(600):
        run.see(Packet("foot-left", "open-pod", float(second), b""))
        run.see(heart(second + 0.5, 150))
    summary = whole(run)
    left = summary.equipment.sensors[0]
    assert left.battery == (84, 79)
    assert left.delivery is not None
    assert left.delivery.packets == 600
    assert summary.heart_bpm == 150.0
    assert {one.heart_bpm for one in summary.laps} == {150.0}
    html = report_html(summary, run.steps, run.statuses, {})
    assert "84 → 79 %" in html
    assert 'aria-label="Heart rate"' in html


def test_a_strap_that_sends_no_motion_is_a_sensor_too(run: Run) -> None:
    run.see(replace(battery(3.0, 40), placement="chest"))
    strap = whole(run).equipment.sensors[-1]
    assert (strap.placement, strap.battery, strap.delivery, strap.steps) == ("chest", (40, 40), None, 0)


def test_impossible_hearts_are_not_believed() -> None:
    readings = Readings()
    for packet in (heart(1.0, 0), heart(2.0, 250), heart(3.0, 140, worn=False), replace(heart(4.0, 140), payload=b"")):
        readings.take(packet)
    assert list(readings.heart) == []


def test_a_phone_tells_its_battery_beside_its_motion() -> None:
    seen = Run()
    for n, level in enumerate((0.8, 0.77)):
        told = {"name": "battery", "time": 0, "values": {"batteryLevel": level}}
        seen.see(Packet("waist", "sensor-logger", 1.0 + n, message(n, [told])))
    assert seen.readings.batteries == {"waist": (80, 77)}
    assert seen.deliveries["waist"].packets == 2


def test_the_mean_heart_is_that_of_running(run: Run) -> None:
    walking = [(400.0 + k, 100.0) for k in range(6, 40)]
    running = [step for step in run.steps if step.activity == "run"]
    assert mean_heart([(100.0, 150.0), (101.0, 152.0), *walking], running) == 151.0
    assert mean_heart(walking, running) is None
    assert mean_heart([], running) is None


@pytest.mark.parametrize(("count", "folded"), [(2, False), (30, True)])
def test_what_was_told_of_the_equipment_is_on_the_page(run: Run, count: int, folded: bool) -> None:
    for n in range(count):
        run.see(Notice(10.0 * n + 5.0, "sound", f"Sound is lost <{n}>."))
    html = report_html(whole(run), run.steps, run.statuses, {})
    assert f"Sound is lost &lt;{count - 1}&gt;." in html
    assert (f"<summary>What you were told beside the cues: {count}</summary>" in html) == folded
    assert re.search(r'<button data-from="-?[\d.]+" data-to="[\d.]+">0:05</button>', html)
