"""Thresholds as sliders, and at once what would have been said in the last ten minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import background_tasks, events, ui

from coach.clock import clock
from coach.coaching.means import METRONOME
from coach.coaching.words import worded
from coach.config import Config
from coach.errors import CoachError
from coach.events import CueDecision
from coach.screen.web.board import Board
from coach.screen.web.curve import Window, curve
from coach.screen.web.messages import Settings
from coach.screen.web.parts import box, button, line
from coach.screen.web.picture import Picture
from coach.screen.web.save import save
from coach.screen.web.thresholds import GROUPS, THRESHOLDS, Key, Threshold, changed, fitted, value_of
from coach.screen.web.whatif import WhatIf, compared, spoken, what_if

SPAN_S = 600.0
REPEATED_S = 5.0
"""The run goes on while one tunes: it is decided anew so often."""
ROWS = 7
LETTER_PERCENT = 1.4
"""The curve is narrower here than on the run page."""
LEGEND = "▼ said   ▽ would be said too   ✕ would not be said"


class Slider:
    """One threshold; what is not as it was is marked."""

    def __init__(self, threshold: Threshold, value: float, moved: Callable[[Threshold, float], None]) -> None:
        self._threshold = threshold
        with box("slider") as self._box:
            line(threshold.name, "name")
            self._value = line(classes="value")
            self._low, self._high = min(threshold.low, value), max(threshold.high, value)
            self._slider = ui.slider(min=self._low, max=self._high, step=threshold.step, value=value)
            self._slider.props(f'aria-label="{threshold.name}" data-setting="{threshold.section}.{threshold.key}"')
            line(threshold.about, "note")
        self._moved = moved
        self._shown = value
        self._slider.on_value_change(self._on_change)

    def _on_change(self, event: events.ValueChangeEventArguments[float | None]) -> None:
        """Only what a viewer moves is a wish; what is shown because the settings file was changed is none."""
        if event.value != self._shown:
            self._moved(self._threshold, float(event.value or 0.0))

    def show(self, value: float, *, is_changed: bool) -> None:
        """Bring it up to date; a value beyond the usual widens the slider."""
        if not self._low <= value <= self._high:  # only then: what is sent anew sets back who is moving the knob
            self._low, self._high = min(self._low, value), max(self._high, value)
            self._slider.props.update(min=self._low, max=self._high)
        self._shown = value
        self._slider.set_value(value)
        self._value.set_text(f"{value:g} {self._threshold.unit}")
        self._box.classes(replace="slider changed" if is_changed else "slider")


class TuningPage:
    """One open page; a `Viewer` of the board. What is tuned belongs to this page alone until it is saved."""

    def __init__(self, board: Board) -> None:
        self.name = ""
        self.tab: str | None = None
        self._board = board
        self._changes: dict[Key, float] = {}
        self._config_shown = board.config
        self._busy = self._again = False
        self._decided_s = -REPEATED_S
        with box("screen tuning", "main"):
            with box("bar", "header"):
                button("Run", lambda: ui.navigate.to("/"), "arrow_back", key="Escape")
                line("Tuning", "word")
                self._verdict = line(classes="text")
                self._undo = button("Undo", self._reset, "undo")
                self._save = button("Save", self._keep, "save")
            with box("panel history", "section"):
                with box("head"):
                    line(f"Contact time, last {SPAN_S / 60:.0f} minutes", "caption")
                    line(LEGEND, "caption legend")
                self._curve = ui.html(sanitize=False).classes("drawing")
            with box("panel said", "section"):
                line("With these settings", "caption")
                self._rows = [line(classes="row-line") for _ in range(ROWS)]
            with box("sliders", "section"):
                self._sliders = {t: s for name in GROUPS for t, s in self._group(name)}
        self._show_sliders()
        ui.on("key", self._on_key)

    def _group(self, name: str) -> list[tuple[Threshold, Slider]]:
        with box("panel group"):
            line(name, "caption")
            return [(t, Slider(t, value_of(self._board.config, t), self._moved)) for t in GROUPS[name]]

    # ── a Viewer's duties ─────────────────────────────────────────────────────────────────────────────────────

    def show(self, picture: Picture, curve: str) -> None:  # noqa: ARG002  # a Viewer's call; this page has its own curve
        """Decide anew from time to time, and at once where other settings are in force."""
        if self._board.config is not self._config_shown:
            self._settle()
            self._show_sliders()
            self._decide()
        elif self._now_s() - self._decided_s >= REPEATED_S:
            self._decide()

    def say(self, decision: CueDecision) -> None:
        """Nothing: tuning is silent."""

    def told(self) -> None:
        """Only who controls the run may change its settings."""
        self._show_sliders()

    def over(self, lines: tuple[str, ...]) -> None:  # noqa: ARG002  # a Viewer's call; one may go on tuning what was
        """Nothing is decided any more; what is shown stays."""
        self._verdict.set_text("The run is over.")

    # ── tuning ────────────────────────────────────────────────────────────────────────────────────────────────

    def _moved(self, threshold: Threshold, value: float) -> None:
        value = fitted(threshold, value)
        key = (threshold.section, threshold.key)
        if value == value_of(self._board.config, threshold):
            self._changes.pop(key, None)
        else:
            self._changes[key] = value
        self._show_sliders()
        self._decide()

    def _reset(self) -> None:
        self._changes.clear()
        self._show_sliders()
        self._decide()

    def _keep(self) -> None:
        if not self._board.controls(self):
            ui.notify(f"This run is controlled from {self._board.controller_name()}.", type="warning")
            return
        try:
            text = save(self._board.setup.settings, self._changes)
        except CoachError as fault:
            ui.notify(str(fault), type="negative", multi_line=True)
            return
        self._board.reload(Settings(text))
        self._changes.clear()
        self._show_sliders()
        ui.notify(f"In force from now on, and saved in {self._board.setup.settings}.", type="positive")

    def _settle(self) -> None:
        """Wishes that the settings file has come to meet are none any more; the others stay."""
        self._config_shown = config = self._board.config
        for threshold in THRESHOLDS:
            key = (threshold.section, threshold.key)
            if self._changes.get(key) == value_of(config, threshold):
                del self._changes[key]

    def _config(self) -> Config:
        return changed(self._board.config, self._changes)

    def _decide(self) -> None:
        """Decide anew, beside the serving of pages; the newest wish counts."""
        self._again = True
        if not self._busy:
            self._busy = True
            background_tasks.create(self._deciding())  # pyright: ignore[reportUnknownMemberType]  # the library's own

    async def _deciding(self) -> None:
        board = self._board
        try:
            while self._again:
                self._again, self._decided_s = False, self._now_s()
                setup = board.setup
                moments = tuple(board.moments)
                try:
                    config = self._config()
                except CoachError as fault:
                    self._verdict.set_text(str(fault))
                    continue
                self._draw(await asyncio.to_thread(what_if, config, moments, setup.durations, setup.profile))
        finally:
            self._busy = False

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────────

    def _now_s(self) -> float:
        return 0.0 if self._board.view is None else self._board.view.at_s

    def _span(self) -> str:
        ran_s = 0.0 if self._board.view is None else self._board.view.elapsed_s
        return "ten minutes" if ran_s >= SPAN_S else clock(ran_s)

    def _draw(self, result: WhatIf) -> None:
        now_s = self._now_s()
        was = spoken(self._board.decisions, now_s - SPAN_S)
        would = spoken(result.decisions, now_s - SPAN_S)
        window = Window(now_s, SPAN_S, result.normal_s, result.limit_s, LETTER_PERCENT)
        self._curve.set_content(curve(self._board.steps, window, compared(was, would)))
        self._verdict.set_text(f"{_cues(len(was))} said in the last {self._span()}; with these settings {len(would)}.")
        recent = [d for d in reversed(result.decisions) if d.cue != METRONOME and d.decided_s >= now_s - SPAN_S]
        lines = [self._words(d, now_s) for d in recent if d.outcome != "withheld"]
        for row, words in zip(self._rows, [*lines[:ROWS], *[""] * ROWS], strict=False):
            row.set_text(words)
        if not lines:
            self._rows[0].set_text("Nothing would have been said.")

    def _words(self, decision: CueDecision, now_s: float) -> str:
        said = worded(decision.cue, decision.wording, self._board.setup.phrases)
        fate = f"“{said}”" if decision.outcome == "played" else f"{said}: not said, {decision.reason}"
        return f"{clock(now_s - decision.decided_s)} ago  {fate}"

    def _show_sliders(self) -> None:
        for threshold, slider in self._sliders.items():
            key = (threshold.section, threshold.key)
            is_changed = key in self._changes
            value = self._changes[key] if is_changed else value_of(self._board.config, threshold)
            slider.show(value, is_changed=is_changed)
        for action in (self._save, self._undo):
            action.set_enabled(bool(self._changes))

    def _on_key(self, event: events.GenericEventArguments) -> None:
        if event.args == "escape":
            ui.navigate.to("/")


def _cues(count: int) -> str:
    return "1 cue was" if count == 1 else f"{count} cues were"
