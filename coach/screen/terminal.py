"""The terminal view: glanceable where there is a terminal, typed lines where there is none."""

from __future__ import annotations

import io
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from coach.screen.plain import PlainScreen
from coach.screen.state import ScreenState

if TYPE_CHECKING:
    from rich.console import Console

SHORTEST_S = 0.25
"""Nobody reads faster than four pictures a second."""


class Screen(Protocol):
    """A context manager that owns the terminal while it is entered."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def refresh(self, state: ScreenState) -> None:
        """Show the state if it is time to; cheap otherwise, so it may be called after every event."""
        ...


def terminal_screen(stream: TextIO | None = None, keys: str = "") -> Screen:
    """The live view on a terminal, else plain lines. `keys` is the hint on the bottom line."""
    out: TextIO | None = sys.stdout if stream is None else stream
    if out is None:  # started without a standard output: nobody looks
        return PlainScreen(io.StringIO())
    if not out.isatty():
        return PlainScreen(out)
    from rich.console import Console  # start-up: not needed for --help or a pipe

    console = Console(file=out)
    return PlainScreen(out) if console.is_dumb_terminal else TerminalScreen(console, keys)


class TerminalScreen:
    """Redraws the whole window, whatever its size; gives the terminal back as it was, also after an error."""

    def __init__(self, console: Console, keys: str = "") -> None:
        from rich.live import Live  # start-up

        self._console = console
        self._keys = keys
        self._live = Live(console=console, screen=True, auto_refresh=False)
        self._shown_s = -SHORTEST_S

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def refresh(self, state: ScreenState) -> None:
        """Redraw if a quarter of a second of the run has passed."""
        if 0.0 <= state.at_s - self._shown_s < SHORTEST_S:
            return
        self._shown_s = state.at_s
        from rich.text import Text  # start-up

        from coach.screen.layout import picture  # brings rich

        width, height = self._console.size
        self._live.update(Text("\n").join(picture(state.view(), width, height, self._keys)), refresh=True)
