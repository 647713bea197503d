"""The screen for a pipe, a file or a terminal that can only type: one line for each thing that happens."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

from coach.clock import clock
from coach.screen.state import ScreenState


class PlainScreen:
    """Types news as they come."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._typed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A pipe needs no giving back."""

    def refresh(self, state: ScreenState) -> None:
        """Type what has happened since last time."""
        for news in state.news:
            if news.number > self._typed:
                self._typed = news.number
                self._stream.write(f"{clock(news.at_s):>7}  {news.text}\n")
                self._stream.flush()
