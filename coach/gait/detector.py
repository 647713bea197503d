"""What a contact detector is: one sensor's blocks in, contacts out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coach.events import Block, Contact


class Detector(Protocol):
    """Causal and streaming: cutting the same samples into other blocks gives bitwise the same contacts.

    Contacts come in order of `declared_s`, each `declared_s` being the time of the newest sample that the decision
    needed (never of the block's end). Time enters only as differences, so a recording may start at any time.
    """

    def feed(self, block: Block) -> Sequence[Contact]:
        """Contacts that these samples made certain."""
        ...
