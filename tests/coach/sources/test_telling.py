"""What is told of a connection is told when it is news."""

from __future__ import annotations

from coach.sources.telling import Telling


def test_the_same_thing_again_is_no_news() -> None:
    told: list[str] = []
    telling = Telling("foot-left (Pod)", told.append)
    for what in ("connected", "connected", "not in reach", "not in reach", "connected"):
        telling.say(what)
    assert told == [f"foot-left (Pod): {what}" for what in ("connected", "not in reach", "connected")]
