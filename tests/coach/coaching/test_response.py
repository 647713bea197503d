"""Whether a cue worked: trials step by step, and months in which the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from coach.coaching.effect import LEAST_GIVEN, LEAST_WITHHELD, Effect, effect, tried
from coach.coaching.response import Responses, Trial
from coach.coaching.words import PUSH
from coach.simulate.months import months

MONTHS = 500


def after(levels_ms: list[float], *, given: bool = True) -> list[Trial]:
    """Trials of one cue after 30 steps at 10 ms, then these levels."""
    responses = Responses()
    for _ in range(30):
        responses.step(10.0)
    responses.decided(100.0, "push-pull", given=given)
    for level_ms in levels_ms:
        responses.step(level_ms)
    return list(responses.trials)


def trials(given_ms: list[float], withheld_ms: list[float], cue: str = "push-pull") -> list[Trial]:
    return [Trial(0.0, cue, given, 12.0, x) for given, xs in ((True, given_ms), (False, withheld_ms)) for x in xs]


def test_a_trial_is_the_median_of_steps_ten_to_forty_minus_that_of_thirty_before() -> None:
    (trial,) = after([99.0] * 10 + [-2.0] * 30)
    assert trial == Trial(100.0, "push-pull", given=True, before_ms=10.0, change_ms=-12.0)


def test_a_trial_ends_early_where_running_does_and_counts_from_ten_steps_on() -> None:
    for steps, count in ((9, 0), (10, 1)):
        responses = Responses()
        for _ in range(30):
            responses.step(10.0)
        responses.decided(100.0, "push-pull", given=False)
        for _ in range(10 + steps):
            responses.step(4.0)
        responses.interrupt()
        assert len(responses.trials) == count
        responses.decided(200.0, "push-pull", given=True)
        responses.step(0.0)
        responses.close()
        assert len(responses.trials) == count  # what came before the stop says nothing about what comes next


def test_each_wording_is_compared_with_all_that_were_withheld() -> None:
    given = [
        Trial(0.0, "push-pull", True, 12.0, x, w)
        for w, xs in (("glue", (-12.0, -10.0)), ("", (-4.0, -2.0)))
        for x in xs
    ]
    found = tried([*given, *(Trial(0.0, "quick-and-light", False, 12.0, x) for x in (-1.0, 1.0))])
    assert {name: (one.count, one.change_ms) for name, one in found.items()} == {
        "push-pull": (4, -7.0),
        "push-pull/glue": (2, -11.0),
    }


def test_the_next_cue_ends_the_trial_of_the_last() -> None:
    responses = Responses()
    for _ in range(30):
        responses.step(10.0)
    responses.decided(100.0, "push-pull", given=True)
    for _ in range(25):
        responses.step(0.0)
    responses.decided(110.0, "quick-and-light", given=True)
    assert [trial.cue for trial in responses.trials] == ["push-pull"]


def test_too_few_trials_say_nothing() -> None:
    assert effect(trials([-12.0] * LEAST_GIVEN, [0.0] * (LEAST_WITHHELD - 1))) is None
    assert effect(trials([-12.0] * (LEAST_GIVEN - 1), [0.0] * LEAST_WITHHELD)) is None
    assert effect(trials([-12.0] * LEAST_GIVEN, [0.0] * LEAST_WITHHELD)) is not None
    assert tried(trials([-12.0] * 20, [0.0])) == {}


def test_the_interval_is_the_rank_sums() -> None:
    """Against scipy's Mann-Whitney test: zero lies inside exactly where the test does not reject it."""
    from scipy.stats import mannwhitneyu

    generator = np.random.default_rng(3)
    for _ in range(60):
        given = generator.normal(-4.0, 6.0, 30).tolist()
        withheld = generator.normal(0.0, 6.0, 9).tolist()
        found = effect(trials(given, withheld))
        assert found is not None
        rejected = mannwhitneyu(given, withheld, method="asymptotic").pvalue < 0.05
        assert rejected == (not found.low_ms <= 0.0 <= found.high_ms)


def test_what_is_worked_out_is_said_only_where_it_is_known() -> None:
    assert Effect(40, 10, -9.0, -14.0, -4.0).works is True
    assert Effect(40, 10, -1.0, -3.0, 2.0).works is False
    assert Effect(40, 10, 5.0, 1.0, 9.0).works is False
    assert Effect(40, 10, -4.0, -9.0, 1.0).works is None


def test_a_planted_zero_is_not_taken_for_success_though_contact_falls_after_every_cue() -> None:
    run = months(MONTHS, (0.0, 0.0, 0.0), seed=1)
    fell = np.mean([trial.change_ms for month in run for trial in month if trial.given])
    assert fell < -3.0  # regression to the mean: what a before-and-after comparison would be proud of
    found = [one for month in run if (one := effect(month)) is not None]
    assert len(found) == MONTHS
    assert np.mean([one.low_ms <= 0.0 <= one.high_ms for one in found]) >= 0.93
    assert np.mean([one.works is True for one in found]) < 0.04


def test_a_planted_effect_of_twelve_ms_is_found() -> None:
    found = [one for month in months(MONTHS, (-12.0, -12.0, -12.0), seed=2) if (one := effect(month)) is not None]
    changes = np.array([one.change_ms for one in found])
    assert abs(changes.mean() + 12.0) < 0.5
    assert np.mean(np.abs(changes + 12.0) <= 3.0) > 0.85
    assert np.mean([one.low_ms <= -12.0 <= one.high_ms for one in found]) >= 0.93
    assert np.mean([one.works is True for one in found]) > 0.95


@pytest.mark.parametrize("planted_ms", [(-6.0, -12.0, -6.0), (-12.0, -8.0, 0.0)])
def test_the_planted_best_of_three_cues_is_found(planted_ms: tuple[float, float, float]) -> None:
    best = PUSH[int(np.argmin(planted_ms))]
    found = [tried(month) for month in months(150, planted_ms, seed=4)]
    assert np.mean([min(one, key=lambda cue: one[cue].change_ms) == best for one in found]) >= 0.80
