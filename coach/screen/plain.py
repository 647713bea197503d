"""The screen for a pipe, a file or a terminal that can only type: one line for each thing that happens."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

from coach.screen.state import ScreenState


def clock(seconds: float) -> str:
    """65.4 → `1:05`, 3725 → `1:02:05`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


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
