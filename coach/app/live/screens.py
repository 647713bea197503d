"""Which screen a run gets, and what is typed on the terminal beside a page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coach.app.afterwards.result import words_of
from coach.app.sound.pack import phrases
from coach.config import Config
from coach.review.run import Run
from coach.screen.controls import Press
from coach.screen.keyboard import Keyboard
from coach.screen.plain import PlainScreen
from coach.screen.state import ScreenState
from coach.screen.terminal import terminal_screen

if TYPE_CHECKING:
    from coach.screen.web.door import Door
    from coach.screen.web.messages import Settings
    from cues.pack import Pack
    from cues.player import Clips


@dataclass(frozen=True, slots=True)
class Shown:
    """What a screen needs to know of a run."""

    config: Config
    settings: Path
    """Where tuned settings are saved."""
    pack: Pack
    log: Run
    profile: Mapping[str, float]
    clips: Clips


class Refreshing(Protocol):
    """A screen that is being shown."""

    def refresh(self, state: ScreenState) -> None:
        """Show the state if it is time to."""
        ...


class _Both:
    """A page, and lines on the terminal."""

    def __init__(self, screens: Sequence[Refreshing]) -> None:
        self._screens = screens

    def refresh(self, state: ScreenState) -> None:
        for screen in self._screens:
            screen.refresh(state)


def open_page(kind: str, *, share: bool, port: int | None) -> Door | None:
    """For a page, its door; opened before anything else begins, so that a taken port stops nothing but the start."""
    if kind != "web":
        return None
    from coach.screen.web.door import open_door

    return open_door(share=share, port=port)


@contextmanager
def screen_for(
    kind: str, door: Door | None, shown: Shown, heard: Callable[[Press | Settings], None]
) -> Generator[Refreshing | None]:
    """The screen of the run inside the `with`; None where nobody looks. `heard` may be called from another thread."""
    if door is not None:
        from coach.screen.web.messages import Setup
        from coach.screen.web.process import WebScreen
        from cues.wav import encode

        setup = Setup(
            config=shown.config,
            settings=shown.settings,
            durations=shown.pack.durations,
            phrases=phrases(shown.pack),
            sounds={slot: encode(clip) for slot, clip in shown.clips.items()},
            profile=shown.profile,
            links=door.links,
            key=door.key,
        )
        page = WebScreen(door, setup, heard, farewell=lambda: words_of(shown.log))
        _invite(door)
        with page, PlainScreen(sys.stdout) as lines:
            yield _Both([page, lines])
    elif kind == "terminal":
        with Keyboard(heard) as keys, terminal_screen(keys=keys.hint) as screen:
            yield screen
    else:
        yield None


def _invite(door: Door) -> None:
    """The way to the page, on the terminal; with a code for phones where it is shared."""
    from coach.screen.web.qr import qr_text

    if door.key:
        sys.stdout.write(f"{qr_text(door.links[0])}\nScan the code, or open {' or '.join(door.links)}\n")
        sys.stdout.write("Whoever has this link may look and press; it is good for this run only.\n\n")
    else:
        sys.stdout.write(f"Open {door.links[0]} in a browser on this computer; --share lets a phone in.\n\n")
    sys.stdout.flush()
