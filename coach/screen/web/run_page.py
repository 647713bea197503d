"""The run at a glance: from 2 m on a treadmill, in a narrow column on a phone."""

from __future__ import annotations

from nicegui import ui

from coach.events import CueDecision
from coach.screen.controls import Press
from coach.screen.figures import SHOWN, UNKNOWN
from coach.screen.web.board import SPAN_S, Board
from coach.screen.web.control_bar import ControlBar
from coach.screen.web.parts import ChipView, GaugeView, LedView, TileView, box, button, line
from coach.screen.web.picture import Chip, Picture, Said
from coach.screen.web.share import ShareButton

NOTHING = Said("Nothing needed saying yet", "", "", fresh=False)


class RunPage:
    """One open page; a `Viewer` of the board."""

    def __init__(self, board: Board) -> None:
        self.name = ""
        self.tab: str | None = None
        self._board = board
        self._page = box("screen run state-waiting", "main")
        with self._page:
            with box("banner", "header"):
                self._build_banner()
            with box("panel contact", "section"):
                self._build_contact()
            with box("panel led", "section"):
                self._led = LedView()
            with box("tiles", "section"):
                self._tiles = [TileView() for _ in range(SHOWN)]
            with box("panel history", "section"):
                line(f"Contact time, last {SPAN_S / 60:.0f} minutes", "caption")
                self._curve = ui.html(sanitize=False).classes("drawing")
            with box("panel cue", "section") as self._cue_panel:
                self._build_cue()
            with box("equipment", "section"):
                self._sensors = [ChipView() for _ in board.setup.config.sensors]
                self._sound, self._here = ChipView("sound"), ChipView("sound")
                self._role = ChipView("role")
            self._controls = ControlBar(self._press)
        self._ask, self._asked = self._build_question()
        self._client = ui.context.client

    # ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _build_banner(self) -> None:
        self._icon = ui.icon("hourglass_empty")
        self._word = line("Waiting", "word")
        self._text = line(classes="text")
        self._time = line("0:00", "time")
        button("Tuning", lambda: ui.navigate.to("/tuning"), "tune", "place tune", key="t")
        self._phone = ShareButton(self._board.setup).sound

    def _build_contact(self) -> None:
        line("Contact time", "caption")
        with box("reading"):
            self._contact = line(UNKNOWN, "digits")
            with box("beside"):
                line("ms", "unit")
                self._verdict = line(classes="verdict")
        with box("own"):
            self._gauge = GaugeView()

    def _build_cue(self) -> None:
        with box("head"):
            with box("when"):
                ui.icon("campaign")
                self._when = line("Last cue", "caption")
            self._metronome = ChipView("metronome")
        self._cue = line(NOTHING.words, "words")
        self._because = line(classes="because")

    def _build_question(self) -> tuple[ui.dialog, ui.label]:
        with ui.dialog() as dialog, box("dialog"):
            line("Another screen controls this run", "title")
            words = line()
            with box("answers"):
                button("Just watch", dialog.close)
                button("Take control", lambda: (self._board.take_over(self), dialog.close()), classes="active")
        return dialog, words

    def _press(self, press: Press) -> None:
        if self._board.controls(self):
            self._board.send(press)
        else:
            self._asked.set_text(f"It is open at {self._board.controller_name()}. You are welcome to watch.")
            self._ask.open()

    # ── a Viewer's duties ─────────────────────────────────────────────────────────────────────────────────────

    def show(self, picture: Picture, curve: str) -> None:
        """Only what has changed goes to the browser."""
        led = "" if picture.led is None else " guided" if any(t.label for t in picture.tiles) else " guided no-figures"
        self._page.classes(replace=f"screen run state-{picture.state} tone-{picture.tone}{led}")
        self._icon.set_name(picture.icon)
        self._word.set_text(picture.word)
        self._text.set_text(picture.text)
        self._time.set_text(picture.time)
        self._contact.set_text(picture.contact_ms)
        self._contact.classes(replace="digits unknown" if picture.contact_ms == UNKNOWN else "digits")
        self._contact.props["data-steps"] = picture.steps
        self._verdict.set_text(picture.verdict)
        self._gauge.show(picture.gauge)
        if picture.led is not None:
            self._led.show(picture.led)
        for view, tile in zip(self._tiles, picture.tiles, strict=True):
            view.show(tile)
        self._curve.set_content(curve)
        cue = picture.cue or NOTHING
        self._when.set_text("Cue now" if cue.fresh else f"Last cue, {cue.when}" if cue.when else "Last cue")
        self._cue_panel.classes(replace=f"panel cue {'fresh' if cue.fresh else '' if cue.when else 'none'}")
        self._cue.set_text(cue.words)
        self._because.set_text(cue.because)
        self._metronome.show(Chip("music_note", picture.metronome))
        for view, chip in zip(self._sensors, picture.sensors, strict=True):
            view.show(chip)
        self._sound.show(picture.sound)
        self._here.show(self._phone.chip)
        self._phone.beat(None if picture.muted else picture.metronome_spm)
        self._controls.show(picture)

    def say(self, decision: CueDecision) -> None:
        """A cue was given just now."""
        self._phone.say(decision)

    def told(self) -> None:
        """Say whether this page controls the run."""
        alone = len(self._board.viewers) < 2
        if self._board.controls(self):
            self._role.show(Chip("" if alone else "touch_app", "" if alone else "You control this run"))
        else:
            self._role.show(Chip("visibility", "You are watching"))

    def over(self, lines: tuple[str, ...]) -> None:
        """The run has ended: its summary covers the figures, which are no longer anybody's."""
        with self._client, ui.dialog(value=True).props("persistent"), box("dialog farewell"):
            line("The run is over", "title")
            for words in lines:
                line(words)
