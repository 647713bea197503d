"""What to try next follows from the figures, is short, and is never missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.events import CueDecision, Played
from coach.review.advice import MOST, advice
from coach.review.run import Run
from coach.review.summary import Summary, summarise


def whole(run: Run) -> Summary:
    return summarise(run.steps, run.statuses, run.decisions, run.rejected, run.played)


def test_the_weightiest_first_and_never_too_many(run: Run) -> None:
    said = advice(whole(run))
    assert 1 <= len(said) <= MOST
    assert said[0].startswith("You began to bounce")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"steps": 0, "running_steps": 0}, "coach doctor"),
        ({"running_steps": 0}, "three minutes"),
        ({"normal_s": None}, "two minutes"),
        ({"valid_steps": 1000, "rejected_steps": {"gap": 569}}, "nearer"),
        ({"valid_steps": 1000, "rejected_steps": {"clipped": 569}}, "wider range"),
        ({"valid_steps": 1000, "rejected_steps": {"<new>": 569}}, "<new>"),
        ({"state_s": {"drawn-out": 100.0}, "balance_percent": 52.2}, "left foot stays longer (52.2 %"),
        ({"state_s": {"drawn-out": 100.0}, "balance_percent": 47.0}, "right foot stays longer (53.0 %"),
        ({"state_s": {"drawn-out": 0.0}, "cues": (), "responses": ()}, "Leave it as it is"),
        ({"remarks": ("push cues are off: pain is set",)}, "Leave pushing be"),
    ],
)
def test_each_case_has_its_word(run: Run, changes: dict[str, object], words: str) -> None:
    summary = replace(whole(run), **changes)  # pyright: ignore[reportArgumentType]  # a test's shorthand
    assert any(words in sentence for sentence in advice(summary))


def test_who_must_not_be_pushed_is_not_told_to_push_himself(run: Run) -> None:
    gated = ("push cues are off: pain is set",)
    sore = replace(whole(run), state_s={"drawn-out": 100.0}, cues=(), responses=(), laps=(), remarks=gated)
    assert not any("Try the cue" in sentence for sentence in advice(sore))
    assert any("Try the cue" in sentence for sentence in advice(replace(sore, remarks=())))


def test_the_cue_that_was_followed_by_most_is_named(run: Run) -> None:
    calm = replace(whole(run), state_s={"drawn-out": 100.0}, responses=(-0.018, None, None, -0.006, None, None))
    assert "“push through the ball” was followed by the largest change (−18 ms)" in advice(calm)[0]


def test_a_cue_that_was_followed_by_nothing_is_not_praised(run: Run) -> None:
    calm = replace(whole(run), state_s={"drawn-out": 100.0}, responses=(0.001, None, None, -0.002, None, None))
    assert not any("largest change" in sentence for sentence in advice(calm))


def test_words_that_draw_no_answer_make_way_for_the_metronome(run: Run) -> None:
    cues = [CueDecision(n, 100.0 * n, "push-pull", "played", "", 100.0 * n) for n in (1, 2, 3)]
    summary = summarise(run.steps, run.statuses, cues, [], [Played(n, 100.0 * n, 100.0 * n) for n in (1, 2, 3)])
    deaf = replace(summary, state_s={"drawn-out": 100.0}, responses=(0.0, 0.001, -0.001), balance_percent=50.0)
    assert any("metronome alone" in sentence for sentence in advice(deaf))
