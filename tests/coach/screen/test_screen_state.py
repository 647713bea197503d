from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.events import (
    Beat,
    CueDecision,
    Event,
    Key,
    Link,
    Notice,
    Output,
    Packet,
    Played,
    Rejected,
    Speed,
    Status,
    Step,
    Tick,
)
from coach.screen.state import ScreenState
from tests.coach.screen.steps import step as ended

PHRASES = {("push-pull", "glue"): "push, pull."}


def step(at_s: float, contact_s: float = 0.25, **changes: object) -> Step:
    """Known at `at_s`, a little after it ended."""
    return ended(at_s - 0.01, contact_s, **{"declared_s": at_s, "values": {"cadence_spm": 171.0}, **changes})


def played(cue_id: int, at_s: float, **changes: object) -> CueDecision:
    plain = CueDecision(cue_id, at_s, "push-pull", "played", "", at_s, "glue", "contact 262 ms")
    return replace(plain, **changes)  # pyright: ignore[reportArgumentType]  # a test's shorthand


def packet(at_s: float) -> Packet:
    return Packet("foot-left", "open-pod", at_s, b"")


def test_before_anything_happens() -> None:
    view = ScreenState(("foot-left", "waist")).view()
    assert (view.state, view.contact_s, view.cue, view.elapsed_s) == ("waiting", None, None, 0.0)
    assert [(s.placement, s.state) for s in view.sensors] == [("foot-left", "waiting"), ("waist", "waiting")]


def test_contact_is_the_median_of_the_last_believed_running_steps() -> None:
    state = ScreenState(window_steps=3)
    for n, contact_s in enumerate((0.40, 0.24, 0.25, 0.26)):
        state.take(step(10.0 + 0.35 * n, contact_s))
    state.take(step(11.4, nan, valid=False, reason="gap"))
    state.take(step(11.7, 0.7, activity="walk", valid=False, reason="walking"))
    view = state.view()
    assert view.contact_s == 0.25
    assert view.values == {"cadence_spm": 171.0}
    assert (view.steps, view.valid_steps) == (5, 4)


def test_old_figures_leave_the_screen() -> None:
    state = ScreenState()
    state.take(step(10.0))
    state.take(Tick(13.9))
    assert state.view().contact_s == 0.25
    state.take(Tick(14.1))
    view = state.view()
    assert view.contact_s is None
    assert view.values == {}


def test_the_last_minutes_are_kept_and_no_more() -> None:
    state = ScreenState(recent_s=60.0)
    for second in range(100):
        state.take(step(float(second)))
        if second % 10 == 0:
            state.take(played(second, float(second)))
    view = state.view()
    assert len(view.recent) == 60
    assert view.recent[-1] == (98.99, 0.25)
    assert min(at_s for at_s, _ in view.recent) >= 39.0
    assert view.cues_s == (40.0, 50.0, 60.0, 70.0, 80.0, 90.0)


def test_a_missing_value_is_never_zero() -> None:
    state = ScreenState()
    state.take(step(1.0, values={"sink_cm": 6.0}))
    state.take(step(1.3, values={"cadence_spm": 170.0}))
    assert state.view().values == {"sink_cm": 6.0, "cadence_spm": 170.0}


def test_a_withheld_or_dropped_cue_stays_hidden() -> None:
    state = ScreenState()
    for outcome in ("withheld", "dropped"):
        state.take(played(1, 5.0, outcome=outcome))
    view = state.view()
    assert view.cue is None
    assert view.cues_played == 0
    assert view.news == ()


def test_the_newest_cue_and_why() -> None:
    state = ScreenState()
    state.take(Tick(100.0))
    state.take(played(1, 160.0))
    state.take(played(2, 170.0, wording="", cue="quick-and-light", spm=171.6))
    view = state.view()
    assert view.cue is not None
    assert (view.cue.at_s, view.cue.words, view.cue.because) == (70.0, "quick and light 172/min", "contact 262 ms")
    assert view.cues_played == 2


def test_a_tone_goes_by_the_name_of_its_cue() -> None:
    state = ScreenState(phrases=PHRASES)
    state.take(played(1, 5.0, cue="good-chime", wording="arpeggio"))
    cue = state.view().cue
    assert cue is not None
    assert cue.words == "good chime"


def test_the_metronome_shows_while_it_clicks() -> None:
    state = ScreenState()
    state.take(Beat(10.0, 172.0, 20.0, "drawn-out", "why"))
    assert state.view().metronome_spm == 172.0
    state.take(Tick(20.0))
    assert state.view().metronome_spm is None
    state.take(Beat(30.0, 175.0, None, "always", "why"))
    state.take(Tick(900.0))
    assert state.view().metronome_spm == 175.0
    state.take(Beat(901.0, None, None, "always", "told"))
    assert state.view().metronome_spm is None


def test_why_there_is_no_sound_is_said_once_and_again_only_when_it_changes() -> None:
    nowhere, stuck = "There is no sound output.", "The sound output takes no sound."
    state = ScreenState()
    state.take(Notice(0.0, "sound", f"{nowhere} Plug in or switch on an output."))
    unheard = [Played(n, 10.0 * n, None, nowhere) for n in range(1, 5)]
    unheard += [Played(n, 10.0 * n, None, stuck) for n in range(5, 9)]
    for sound in (*unheard, Played(9, 90.0, 90.04), Played(10, 100.0, None, stuck), Played(11, 110.0, None, "")):
        state.take(sound)
    assert [news.text for news in state.view().news if news.kind == "sound"] == [
        f"{nowhere} Plug in or switch on an output.",
        f"no sound: {stuck}",
        f"no sound: {stuck}",
        "no sound: it never started",
    ]


def test_news_in_the_order_of_events() -> None:
    state = ScreenState(phrases=PHRASES)
    state.take(Status(50.0, "learning", "learning your normal"))
    state.take(Status(51.0, "learning", "still learning"))
    state.take(Status(170.0, "good", "", 0.245, 0.255))
    state.take(played(1, 180.0))
    state.take(Played(1, 180.0, None, "no sound output"))
    state.take(Played(2, 180.0, 180.04))
    state.take(Key(181.0, "mark"))
    state.take(Link("waist", 182.0, "lost"))
    assert [(n.number, n.at_s, n.kind, n.text) for n in state.view().news] == [
        (1, 0.0, "state", "learning: learning your normal"),
        (2, 120.0, "state", "good"),
        (3, 130.0, "cue", "“push, pull” contact 262 ms"),
        (4, 130.0, "sound", "no sound: no sound output"),
        (5, 131.0, "key", "marked"),
        (6, 132.0, "link", "Waist lost"),
    ]
    assert state.view().normal_s == 0.245


def test_a_state_is_not_said_twice() -> None:
    state = ScreenState()
    state.take(Status(1.0, "standing", "standing"))
    state.take(Status(2.0, "sensor-lost", "sensor-lost"))
    assert [news.text for news in state.view().news] == ["standing", "sensor lost"]


def test_speed_its_source_and_its_age() -> None:
    state = ScreenState()
    state.take(Speed(1.0, 3.0, "typed"))
    state.take(Speed(100.0, 3.2, "treadmill"))
    state.take(Tick(104.0))
    view = state.view()
    assert (view.speed_mps, view.speed_source, view.speed_age_s) == (3.2, "treadmill", 4.0)
    state.take(Tick(120.0))  # the belt has long said nothing: what was typed holds
    view = state.view()
    assert (view.speed_mps, view.speed_source, view.speed_age_s) == (3.0, "typed", 119.0)
    assert ScreenState().view().speed_mps is None


def test_muting_says_what_it_did() -> None:
    state = ScreenState()
    for at_s in (1.0, 2.0):
        state.take(Key(at_s, "mute"))
    assert [news.text for news in state.news] == ["sound switched off", "sound switched on"]
    assert not state.view().muted


def test_a_run_that_waits_for_its_start() -> None:
    state = ScreenState()
    state.take(Key(0.0, "pause"))
    state.take(Tick(40.0))
    assert (state.view().begun, state.view().elapsed_s) == (False, 0.0)
    state.take(Key(60.0, "pause"))
    state.take(Tick(90.0))
    assert (state.view().begun, state.view().elapsed_s) == (True, 30.0)
    state.take(Key(100.0, "pause"))
    assert state.view().begun


MAKERS: tuple[Callable[[float], Event | Output], ...] = (
    step,
    Tick,
    packet,
    lambda at_s: played(1, at_s),
    lambda at_s: Rejected("waist", at_s, "clipped"),
)


@given(st.lists(st.tuples(st.floats(0, 500), st.sampled_from(MAKERS)), max_size=60))
def test_anything_in_any_order_gives_a_view_and_shifting_time_changes_nothing(
    things: list[tuple[float, Callable[[float], Event | Output]]],
) -> None:
    state, later = ScreenState(), ScreenState()
    for at_s, make in things:
        state.take(make(at_s))
        later.take(make(at_s + 4096.0))
    assert state.view().elapsed_s >= 0.0
    assert later.view().elapsed_s == pytest.approx(state.view().elapsed_s)
    assert len(later.view().news) == len(state.view().news)
