"""Which cue comes next, and which are kept back."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from coach.coaching.belief import Tried, belief
from coach.coaching.fate import Fate, Fates, percent_of
from coach.coaching.means import METRONOME, Means, Wordings
from coach.coaching.words import PUSH
from coach.config import Config, Cues, Fading, Metronome

KNOWN = {PUSH[0]: Tried(20, -3.0, 1.5), PUSH[1]: Tried(20, -11.0, 1.5), PUSH[2]: Tried(20, -4.0, 1.5)}
CHOSEN = Config(metronome=Metronome(mode="chosen"))


def said(means: Means, count: int, *, stretch: int = 1, stride: float | None = None) -> list[str]:
    """So many cues, `stretch` of them in each stretch of drawn-out stance."""
    out: list[str] = []
    for k in range(count):
        if k % stretch == 0:
            means.stretch_over()
        out.append(means.next(stride))
        means.used(out[-1])
    return out


def test_cues_take_turns_while_nothing_is_known() -> None:
    assert said(Means({}, Config(), 0), 6) == [*PUSH, *PUSH]


def test_what_was_not_used_is_offered_again() -> None:
    means = Means({}, Config(), 0)
    assert means.next(None) == means.next(None) == PUSH[0]


def test_what_worked_is_preferred_but_never_twice_in_one_stretch() -> None:
    out = said(Means(KNOWN, Config(), 3), 300, stretch=3)
    firsts = Counter(out[::3])
    assert firsts[PUSH[1]] > 90
    assert all(a != b for k, (a, b) in enumerate(pairwise(out)) if (k + 1) % 3)


def test_preference_can_be_off_and_needs_every_cue_tried() -> None:
    off = Config(cues=Cues(prefer=False))
    assert said(Means(KNOWN, off, 3), 3) == list(PUSH)
    assert said(Means({**KNOWN, PUSH[2]: Tried(2, -4.0, 3.0)}, Config(), 3), 3) == list(PUSH)


def test_the_same_session_chooses_alike_and_another_differently() -> None:
    even = {cue: Tried(20, -5.0, 2.0) for cue in PUSH}
    assert said(Means(even, Config(), 3), 40) == said(Means(even, Config(), 3), 40)
    assert said(Means(even, Config(), 3), 40) != said(Means(even, Config(), 4), 40)


def test_little_known_is_believed_little() -> None:
    assert belief(Tried(0, 0.0, 0.0)) == (0.0, 10.0)
    assert belief(Tried(5, -12.0, 10.0))[0] == pytest.approx(-6.0)
    assert belief(Tried(200, -12.0, 0.5))[0] == pytest.approx(-12.0, abs=0.1)


def test_the_metronome_is_one_of_the_means_and_the_first_where_cadence_has_dropped() -> None:
    assert said(Means({}, CHOSEN, 0), 4) == [*PUSH, METRONOME]
    assert said(Means({}, CHOSEN, 0), 2, stride=0.03)[0] == METRONOME
    assert said(Means({}, CHOSEN, 0), 2, stride=0.03)[1] != METRONOME
    assert METRONOME not in said(Means({}, Config(), 0), 6, stride=0.03)


GLUE = {"push-pull/glue": Tried(20, -12.0, 1.5), "push-pull/push-pull": Tried(20, -3.0, 1.5)}
PACK = {"push-pull": ["push-pull", "glue"], "quick-and-light": ["light"], "ease": ["easy", "springy"]}


def worded(wordings: Wordings, cue: str, count: int) -> list[str]:
    out: list[str] = []
    for _ in range(count):
        out.append(wordings.next(cue))
        wordings.used(cue)
    return out


def test_the_wording_that_worked_is_said_more_often() -> None:
    said = worded(Wordings(GLUE, PACK, Cues(), 5), "push-pull", 100)
    assert Counter(said)["glue"] > 95
    even = {name: Tried(20, -5.0, 2.0) for name in GLUE}
    said = worded(Wordings(even, PACK, Cues(), 5), "push-pull", 100)
    assert min(Counter(said).values()) > 25
    assert said == worded(Wordings(even, PACK, Cues(), 5), "push-pull", 100)
    assert said != worded(Wordings(even, PACK, Cues(), 6), "push-pull", 100)


@pytest.mark.parametrize(
    ("tried", "cues", "cue"),
    [
        (GLUE, Cues(prefer=False), "push-pull"),
        ({**GLUE, "push-pull/glue": Tried(3, -12.0, 3.0)}, Cues(), "push-pull"),
        ({"quick-and-light/light": Tried(20, -12.0, 1.5)}, Cues(), "quick-and-light"),
        ({"ease/easy": Tried(20, -12.0, 1.5), "ease/springy": Tried(20, 0.0, 1.5)}, Cues(), "ease"),
    ],
    ids=["not wished", "not tried often enough", "a single wording", "no push cue"],
)
def test_otherwise_wordings_take_turns(tried: dict[str, Tried], cues: Cues, cue: str) -> None:
    assert worded(Wordings(tried, PACK, cues, 5), cue, 3) == ["", "", ""]


def fates(session: int, count: int, cues: Cues | None = None, fading: Fading | None = None) -> list[Fate]:
    chosen = Fates(cues or Cues(withhold_percent=0), fading or Fading(), session)
    return [chosen.next() for _ in range(count)]


def test_one_in_five_is_withheld_the_same_ones_in_every_replay() -> None:
    twenty = Cues(withhold_percent=20, withhold_seed=1)
    first = fates(0, 5000, twenty)
    assert first.count("withheld") / 5000 == pytest.approx(0.2, abs=0.02)
    assert set(first) == {"withheld", "given"}
    assert first == fates(0, 5000, twenty)
    assert first != fates(1, 5000, twenty)
    assert first != fates(0, 5000, Cues(withhold_percent=20, withhold_seed=2))
    assert set(fates(0, 100)) == {"given"}


def test_sessions_fade_exactly_as_the_table_says_and_the_first_cue_is_always_given() -> None:
    table = Fading().percent
    assert table == (100, 100, 100, 100, 75, 50, 25, 10)
    for session, percent in enumerate((*table, 10, 10)):
        fate = fates(session, 200)
        assert fate[0] == "given"
        assert fate.count("given") == round(2 * percent)
        assert percent_of(Fading(), session) == percent
    assert set(fates(7, 50, fading=Fading(on=False))) == {"given"}


def test_of_faded_cues_none_is_withheld_and_of_the_others_one_in_five() -> None:
    fate = np.array(fates(5, 4000, Cues(withhold_percent=20)))
    assert np.sum(fate == "faded") == 2000
    assert np.sum(fate == "withheld") / 2000 == pytest.approx(0.2, abs=0.025)
