"""Why nothing is heard is said once."""

from __future__ import annotations

import pytest

from coach.app.sound.silence import why_silent
from cues.player import NullPlayer

NOWHERE, REMEDY = "There is no sound output.", "Plug in or switch on an output."


@pytest.mark.parametrize(
    ("player", "told", "said"),
    [
        (NullPlayer(NOWHERE, REMEDY), ["You ran."], [f"{NOWHERE} {REMEDY}"]),
        (
            NullPlayer(NOWHERE, REMEDY),
            ["You ran.", "No sound came of two cues: There is no sound output (2)."],
            [f"For sound: {REMEDY}"],
        ),
        (NullPlayer(NOWHERE), ["You ran."], [NOWHERE]),
        (NullPlayer(), ["You ran."], []),
    ],
    ids=["not told yet", "told with the cues", "nothing to be done", "there is sound"],
)
def test_it_is_said_once(player: NullPlayer, told: list[str], said: list[str]) -> None:
    assert list(why_silent(player, told)) == said
