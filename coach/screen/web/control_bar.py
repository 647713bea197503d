"""The buttons of the run page, the keys that do the same, and who may use them."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import events, ui

from coach.screen.controls import ARMED_S, BY_KEY, CONTROLS, KEY_NAMES, Control, Press
from coach.screen.web.parts import box, line
from coach.screen.web.picture import Picture

TUNING_KEY = "t"
STOP, PAUSE, MUTE = Press("stop"), Press("pause"), Press("mute")


class Button:
    """One control."""

    def __init__(self, control: Control, press: Callable[[Press], None]) -> None:
        key = KEY_NAMES.get(control.key, control.key)
        with ui.button(on_click=lambda: press(control.press), color=None) as self._button:
            self._icon = ui.icon(control.icon) if control.icon else None
            self._label = line(control.label)
            ui.element("kbd").props(f'innerHTML="{key}"')
        self._button.props(f'flat no-caps data-key="{control.key.lower()}"')
        self._button.classes(f"control {control.press.action} when-{control.when}")

    def show(self, label: str, icon: str, *, active: bool) -> None:
        """Name what the next press does."""
        self._label.set_text(label)
        if self._icon is not None:
            self._icon.set_name(icon)
        self._button.classes(add="active") if active else self._button.classes(remove="active")


class ControlBar:
    """Presses go to `press`; `armed` is whether stop has been pressed once."""

    def __init__(self, press: Callable[[Press], None]) -> None:
        self._press_on = press
        self._armed = False
        with box("controls", "nav"):
            self._buttons = {c.press: Button(c, self.press) for c in CONTROLS if not c.press.step_kmh}
            with box("belt"):
                self._belt_buttons([c for c in CONTROLS if c.press.step_kmh < 0])
                with box("belt-speed"):
                    self._belt = line(classes="value")
                    line("belt, km/h", "unit")
                self._belt_buttons([c for c in CONTROLS if c.press.step_kmh > 0])
        ui.on("key", self._on_key)

    def _belt_buttons(self, controls: list[Control]) -> None:
        for control in controls:
            Button(control, self.press)

    def press(self, press: Press) -> None:
        """A button or a key."""
        if press == STOP and not self._armed:
            self._arm(armed=True)
            ui.timer(ARMED_S, lambda: self._arm(armed=False), once=True)
            return
        self._press_on(press)

    def show(self, picture: Picture) -> None:
        """Bring the labels up to date."""
        self._belt.set_text(picture.belt)
        paused, muted = picture.paused, picture.muted
        go = "Go on" if picture.begun else "Start"
        self._buttons[PAUSE].show(go if paused else "Pause", "play_arrow" if paused else "pause", active=paused)
        self._buttons[MUTE].show(
            "Sound on" if muted else "Sound off", "volume_up" if muted else "volume_off", active=muted
        )

    def _arm(self, *, armed: bool) -> None:
        self._armed = armed
        self._buttons[STOP].show("Sure? Stop" if armed else "Stop", "stop", active=armed)

    def _on_key(self, event: events.GenericEventArguments) -> None:
        press = BY_LOWER_KEY.get(str(event.args))
        if press is not None:
            self.press(press)
        elif event.args == TUNING_KEY:
            ui.navigate.to("/tuning")


BY_LOWER_KEY = {key.lower(): press for key, press in BY_KEY.items()}
