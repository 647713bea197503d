"""Why nothing is heard, said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cues.player import Player


def why_silent(player: Player, told: Sequence[str]) -> Iterator[str]:
    """Why the player is silent, unless one of the sentences told says so, and the remedy; nothing where it is not."""
    if player.reason:
        known = any(player.reason.rstrip(".") in sentence for sentence in told)
        yield f"{'For sound:' if known else player.reason} {player.remedy}".rstrip()
