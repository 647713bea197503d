"""What the page's process knows about the run, who looks at it, and who may press."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from coach.coaching.means import METRONOME
from coach.coaching.words import NEWS, called
from coach.config import Config, parse
from coach.errors import ConfigError
from coach.events import CueDecision, Key, Reload, Step
from coach.screen.controls import Press
from coach.screen.state import Moment
from coach.screen.view import ScreenView
from coach.screen.web.curve import Mark, Window, curve
from coach.screen.web.messages import Frame, Over, Settings, Setup
from coach.screen.web.picture import Picture, picture

SPAN_S = 300.0
"""The curve of the run page."""
REDRAWN_S = 1.0
"""The curve moves slowly; the figures come with every frame."""
NEW_S = 1.0
"""A cue older than this is not said any more on devices that play cues themselves."""
KEY_MARKS = {"mark": ("key", "mark"), "wrong-cue": ("wrong", "wrong cue")}


class Viewer(Protocol):
    """One open page."""

    name: str
    """Where it is, in words."""
    tab: str | None
    """Which browser tab; the same after a reload."""

    def show(self, picture: Picture, curve: str) -> None:
        """Bring the page up to date."""
        ...

    def say(self, decision: CueDecision) -> None:
        """A cue was given just now."""
        ...

    def told(self) -> None:
        """Who controls has changed."""
        ...

    def over(self, lines: tuple[str, ...]) -> None:
        """The run has ended."""
        ...


@dataclass(slots=True)
class Board:
    """Takes frames, draws them once, shows them to everybody."""

    setup: Setup
    send: Callable[[Press | Settings], None]
    """To the run."""
    config: Config
    """In force now."""
    view: ScreenView | None = None
    moments: list[Moment] = field(default_factory=list[Moment])
    steps: list[Step] = field(default_factory=list[Step])
    decisions: list[CueDecision] = field(default_factory=list[CueDecision])
    marks: list[Mark] = field(default_factory=list[Mark])
    viewers: list[Viewer] = field(default_factory=list[Viewer])
    controller: str | None = None
    """The tab that may press; the first to open the page, until it closes or another takes over."""
    ended: tuple[str, ...] | None = None
    _picture: Picture | None = None
    _curve: str = ""
    _drawn_s: float = -REDRAWN_S

    def take(self, message: Frame | Over) -> None:
        """Something from the run."""
        if isinstance(message, Over):
            self.ended = message.lines
            for viewer in self.viewers:
                viewer.over(message.lines)
            return
        self.view = message.view
        self.moments += message.moments
        for moment in message.moments:
            if isinstance(moment, Reload):
                self._changed(moment.text)
        self.steps += [moment for moment in message.moments if isinstance(moment, Step)]
        self.decisions += message.decisions
        news = [*map(said, message.decisions), *map(pressed, message.moments)]
        self.marks += [mark for mark in news if mark is not None]
        self._picture = picture(message.view)
        if message.view.at_s - self._drawn_s >= REDRAWN_S or any(news):
            self._drawn_s = message.view.at_s
            self._curve = curve(self.steps, self.window(SPAN_S), self.marks)
        for viewer in self.viewers:
            viewer.show(self._picture, self._curve)
            for decision in _to_say(message):
                viewer.say(decision)

    def reload(self, settings: Settings) -> None:
        """Tuned settings are saved: from now on they are in force."""
        self.config = parse(settings.text)
        self.send(settings)

    def _changed(self, text: str) -> None:
        """The settings file was changed, here or by an editor; what another version wrote leaves those in force."""
        with suppress(ConfigError):
            self.config = parse(text)

    def window(self, span_s: float) -> Window:
        """The newest `span_s` seconds."""
        view = self.view
        return (
            Window(0.0, span_s, None, None) if view is None else Window(view.at_s, span_s, view.normal_s, view.limit_s)
        )

    # ── who looks, who presses ────────────────────────────────────────────────────────────────────────────────

    def enter(self, viewer: Viewer) -> None:
        """A page is open: it shows what is known, and controls where nobody does."""
        self.viewers.append(viewer)
        if self.controller is None:
            self.controller = viewer.tab
        if self._picture is not None:
            viewer.show(self._picture, self._curve)
        self._tell()

    def leave(self, viewer: Viewer) -> None:
        """A page was closed for good; control is free again where it was the last of its tab."""
        if viewer not in self.viewers:
            return
        self.viewers.remove(viewer)
        if self.controller == viewer.tab and all(other.tab != viewer.tab for other in self.viewers):
            self.controller = self.viewers[0].tab if self.viewers else None
        self._tell()

    def controls(self, viewer: Viewer) -> bool:
        """Whether this page may press."""
        return viewer.tab is not None and viewer.tab == self.controller

    def take_over(self, viewer: Viewer) -> None:
        """Let this page control from now on; all are told."""
        self.controller = viewer.tab
        self._tell()

    def controller_name(self) -> str:
        """Where the controlling page is."""
        return next((viewer.name for viewer in self.viewers if viewer.tab == self.controller), "another screen")

    def _tell(self) -> None:
        for viewer in self.viewers:
            viewer.told()


def _to_say(frame: Frame) -> list[CueDecision]:
    """Cues that were given in this moment; those of the past came along with the log."""
    if frame.view.muted:
        return []
    since_s = frame.view.at_s - NEW_S
    return [d for d in frame.decisions if d.outcome == "played" and d.wording and d.decided_s >= since_s]


def said(decision: CueDecision) -> Mark | None:
    """A cue that was played; withheld ones stay hidden, since a runner who saw one would answer it. No metronome."""
    if decision.outcome != "played" or decision.cue == METRONOME:
        return None
    return Mark(decision.decided_s, "chime" if decision.cue in NEWS else "cue", called(decision.cue))


def pressed(moment: Moment) -> Mark | None:
    """A key that marks a moment."""
    if not isinstance(moment, Key) or moment.key not in KEY_MARKS:
        return None
    return Mark(moment.at_s, *KEY_MARKS[moment.key])
