"""The building blocks of a page: each is built once and then only told what has changed."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from coach.screen.figures import UNKNOWN, Figure
from coach.screen.web.picture import Chip, Gauge, Led

MORE = 2
"""Further signs with words that a chip may have."""


def line(words: str = "", classes: str = "") -> ui.label:
    """A piece of text."""
    return ui.label(words).classes(classes)


def button(words: str, press: Callable[[], object], icon: str = "", classes: str = "", key: str = "") -> ui.button:
    """Something to tap; `key` does the same."""
    with ui.button(on_click=press, color=None).props("flat no-caps").classes(f"control {classes}") as made:
        if icon:
            ui.icon(icon)
        line(words)
    if key:
        made.props(f'data-key="{key.lower()}"')
    return made


def box(classes: str, tag: str = "div") -> ui.element:
    """A place for other things."""
    return ui.element(tag).classes(classes)


class TileView:
    """One figure with its name, unit and note."""

    def __init__(self) -> None:
        with box("panel tile") as self._box:
            self._label = line(classes="caption")
            with box("reading"):
                self._value = line(classes="value")
                self._unit = line(classes="unit")
            self._note = line(classes="note")

    def show(self, tile: Figure) -> None:
        """Bring it up to date."""
        known = "" if tile.value not in {UNKNOWN, ""} else " unknown" if tile.label else " blank"
        self._box.classes(replace=f"panel tile{known}")
        self._label.set_text(tile.label)
        self._value.set_text(tile.value)
        self._unit.set_text(tile.unit)
        self._note.set_text(tile.note)


class ChipView:
    """A sign and a few words, and more of them behind; hidden while there are none."""

    def __init__(self, classes: str = "") -> None:
        self._classes = f"chip {classes}"
        self._box = box(f"{self._classes} empty")
        with self._box:
            self._icon = ui.icon("")
            self._text = line()
            self._more = [(ui.icon("").classes("more"), line()) for _ in range(MORE)]

    def show(self, chip: Chip) -> None:
        """Bring it up to date."""
        self._box.classes(replace=f"{self._classes} is-{chip.tone}" if chip.text else f"{self._classes} empty")
        self._icon.set_name(chip.icon)
        self._text.set_text(chip.text)
        for (icon, text), (name, words) in zip(self._more, [*chip.more, *[("", "")] * MORE], strict=False):
            icon.set_name(name)
            icon.set_visibility(bool(words))
            text.set_text(words)
            text.set_visibility(bool(words))


class GaugeView:
    """The runner's own band as a bar: own normal, limit, and where contact is now."""

    def __init__(self) -> None:
        self._box = box("gauge unknown").props('role="img"')
        with self._box:
            box("track")
            box("normal")
            box("limit")
            box("needle")
        with box("legend unknown") as self._legend:
            self._normal = line(classes="note normal")
            self._limit = line(classes="note limit")
            line("Your own normal is not known yet", "note none")

    def show(self, gauge: Gauge | None) -> None:
        """Bring it up to date."""
        if gauge is None:
            self._box.classes(replace="gauge unknown")
            self._legend.classes(replace="legend unknown")
            return
        self._box.classes(replace="gauge" if gauge.at is not None else "gauge idle")
        self._legend.classes(replace="legend")
        self._normal.set_text(f"your own {gauge.normal_ms}")
        self._limit.set_text(f"drawn-out above {gauge.limit_ms}")
        at = gauge.limit if gauge.at is None else gauge.at
        self._box.style(f"--at: {at}%; --normal: {gauge.normal}%; --limit: {gauge.limit}%")
        self._legend.style(f"--normal: {gauge.normal}%; --limit: {gauge.limit}%")


class LedView:
    """What a led routine wants now: the part, how many or how long, and what follows."""

    def __init__(self) -> None:
        self._part = line(classes="part")
        with box("reading"):
            self._number = line(classes="digits")
            with box("beside"):
                self._unit = line(classes="unit")
                self._note = line(classes="verdict")
        with box("head"):
            self._left = line(classes="left")
            self._next = line(classes="next")

    def show(self, led: Led) -> None:
        """Bring it up to date."""
        self._part.set_text(led.part)
        self._number.set_text(led.number)
        self._unit.set_text(led.unit)
        self._note.set_text(led.note)
        self._left.set_text(led.left)
        self._next.set_text(led.next)
