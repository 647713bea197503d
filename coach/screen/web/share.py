"""The page on another device: its link as a code to scan."""

from __future__ import annotations

from nicegui import ui

from coach.screen.web.messages import Setup
from coach.screen.web.parts import box, button, line
from coach.screen.web.phone_sound import PhoneSound
from coach.screen.web.qr import qr_svg

ALONE = "This page is open to this computer only. Start with --share to open it on your phone."
PHONE = "Scan it with a phone on the same network or hotspot. Whoever has the link may look and press."


class ShareButton:
    """A button that opens the code, and lets this device play the cues itself."""

    def __init__(self, setup: Setup) -> None:
        with ui.dialog() as dialog, box("dialog share"):
            line("On your phone", "title")
            if setup.key:
                ui.html(qr_svg(setup.links[0]), sanitize=False).classes("qr")
                line(setup.links[0], "link")
            line(PHONE if setup.key else ALONE)
            self.sound = PhoneSound(setup)
            button("Close", dialog.close)
        button("Phone", dialog.open, "smartphone", "place")
