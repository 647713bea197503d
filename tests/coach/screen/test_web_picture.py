from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from coach.events import PLACEMENTS, State
from coach.screen.state import ScreenState
from coach.screen.view import CueView, ScreenView, SensorView
from coach.screen.web.picture import ICONS, picture
from coach.screen.words import PLACES, STATES

EMPTY = ScreenState(("foot-left",), audio="on").view()
RUNNING = replace(
    EMPTY,
    state="drawn-out",
    text="contact 262 ms, 8 % above your 243 ms for 12 s",
    elapsed_s=3725.0,
    contact_s=0.262,
    normal_s=0.243,
    limit_s=0.253,
    values={"cadence_spm": 171.4, "balance_percent": 50.42, "duty_factor": 0.348, "speed_mps": 3.2},
)


def tile(view: ScreenView, label: str) -> tuple[str, str, str]:
    found = next(tile for tile in picture(view).tiles if tile.label == label)
    return found.value, found.unit, found.note


def test_every_state_and_placement_has_words() -> None:
    assert set(STATES) == set(ICONS) == set(get_args(State))
    assert set(PLACES) == set(PLACEMENTS)


def test_words_and_signs_of_states_differ_so_that_colour_is_not_needed() -> None:
    assert len(set(STATES.values())) == len(set(ICONS.values())) == len(STATES)


def test_nothing_is_known_at_first_and_nothing_is_made_up() -> None:
    shown = picture(EMPTY)
    assert (shown.contact_ms, shown.verdict, shown.gauge, shown.cue, shown.belt) == ("–", "", None, None, "–")
    assert all(tile.value == "–" and not tile.unit for tile in shown.tiles)


def test_contact_stands_against_the_runners_own() -> None:
    shown = picture(RUNNING)
    assert (shown.contact_ms, shown.verdict, shown.tone, shown.time) == ("262", "8 % above your own", "long", "1:02:05")
    assert shown.gauge is not None
    assert shown.gauge.at is not None
    assert 0 < shown.gauge.normal < shown.gauge.limit < shown.gauge.at < 100
    assert (shown.gauge.normal_ms, shown.gauge.limit_ms) == ("243", "253")
    assert picture(replace(RUNNING, contact_s=0.233)).verdict == "4 % below your own"
    assert picture(replace(RUNNING, contact_s=0.2431)).verdict == "just your own"
    assert picture(replace(RUNNING, contact_s=None)).tone == "plain"


def test_figures_have_units() -> None:
    assert tile(RUNNING, "Cadence")[:2] == ("171", "/min")
    assert tile(RUNNING, "Balance") == ("50.4", "%", "left of both")
    assert tile(RUNNING, "Duty factor")[0] == "0.35"


@pytest.mark.parametrize(
    ("values", "label", "shown"),
    [
        ({"sink_deg": 11.24, "heel_rise_percent": 60.0}, "Sink", ("11.2°", "", "at the ankle")),
        ({"sink_cm": 6.1, "heel_rise_percent": 60.0}, "Sink", ("6.1", "cm", "of the trunk")),
        ({"heel_rise_percent": 61.6}, "Heel-rise", ("62", "%", "of stance, in lieu of sink")),
        ({"cadence_spm": 170.0}, "Sink", ("–", "", "not measured here")),
        ({}, "Sink", ("–", "", "")),
    ],
)
def test_the_best_that_is_known_of_sinking(values: dict[str, float], label: str, shown: tuple[str, str, str]) -> None:
    assert tile(replace(EMPTY, values=values), label) == shown


@pytest.mark.parametrize(
    ("state", "text", "words"),
    [
        ("good", "contact 243 ms", "Contact 243 ms"),
        ("paused", "paused", "Nothing is said until you go on"),
        ("standing", "standing", "Nothing is said while you stand"),
        ("sensor-lost", "sensor-lost", "Left foot and waist not heard for 1:02; the recording goes on"),
    ],
)
def test_a_state_says_what_it_means(state: State, text: str, words: str) -> None:
    sensors = (
        SensorView("foot-left", "lost", quiet_s=62.0),
        SensorView("waist", "silent", quiet_s=4.0),
        SensorView("chest", "heard", quiet_s=0.0),
    )
    assert picture(replace(RUNNING, state=state, text=text, sensors=sensors)).text == words


def test_a_run_that_waits_says_what_to_press() -> None:
    assert picture(replace(EMPTY, begun=False, state="paused", text="paused")).text == "Press start when you are ready"


@pytest.mark.parametrize(
    ("source", "age_s", "note"),
    [
        ("typed", 5.0, "typed in"),
        ("typed", 700.0, "typed in, 12 min ago"),
        ("treadmill", 1.0, "treadmill"),
        ("treadmill", 7.6, "treadmill, 8 s ago"),
        ("phone", 0.0, "phone"),
        ("a new one", 0.0, "a new one"),
    ],
)
def test_speed_who_says_so_and_when(source: str, age_s: float, note: str) -> None:
    told = replace(RUNNING, speed_mps=10.0 / 3.6, speed_source=source, speed_age_s=age_s)
    assert tile(told, "Speed") == ("10.0", "km/h", f"6:00 /km, {note}")
    assert picture(told).belt == "10.0"


def test_a_speed_that_only_the_sensors_know() -> None:
    assert tile(RUNNING, "Speed") == ("11.5", "km/h", "5:12 /km, by the sensors")
    assert picture(RUNNING).belt == "–"


def test_a_cue_is_new_and_then_it_was() -> None:
    cue = CueView(3720.0, "Push. Pull", "contact 262 ms")
    fresh = picture(replace(RUNNING, cue=cue)).cue
    assert fresh is not None
    assert (fresh.words, fresh.because, fresh.when, fresh.fresh) == ("“Push. Pull”", "Contact 262 ms", "now", True)
    old = picture(replace(RUNNING, cue=replace(cue, at_s=3660.0))).cue
    assert old is not None
    assert (old.when, old.fresh) == ("1:05 ago", False)


def test_sensors_say_how_they_are() -> None:
    sensors = (
        SensorView("foot-left", "heard", 81, -62),
        SensorView("waist", "lost", 70, -60, 12.0),
        SensorView("chest", "waiting"),
        SensorView("foot-right", "heard", 12, -90),
    )
    chips = picture(replace(RUNNING, sensors=sensors)).sensors
    assert [(chip.text, chip.tone, [words for _, words in chip.more]) for chip in chips] == [
        ("Left foot", "good", ["81 %", "−62 dBm"]),
        ("Waist · lost", "bad", ["70 %"]),
        ("Chest · waiting", "plain", []),
        ("Right foot", "bad", ["12 %, low", "−90 dBm"]),
    ]
    assert len({chip.icon for chip in chips}) == 3
    assert chips[0].more[1][0] != chips[3].more[1][0], "a weak signal has a sign of its own"


def test_sound_says_how_it_is() -> None:
    assert picture(RUNNING).sound.text == "Sound on"
    late = replace(RUNNING, sound_delay_s=0.0523, output="Pods")
    assert picture(late).sound.text == "Sound on Pods · 52 ms after the decision"
    assert picture(replace(RUNNING, audio="There is no sound output.")).sound.tone == "bad"
    assert picture(replace(RUNNING, muted=True)).sound.text == "Sound is off"
