"""The settings file while running: what was changed and can be used becomes an event; what cannot, a sentence."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from coach.app.settings import load
from coach.coaching.rules import check
from coach.errors import CoachError
from coach.events import Notice, Reload


class SettingsWatch:
    """Call `look` about once a second. A bad edit is told once, and the settings in force stay."""

    def __init__(self, path: Path | None, cues: Collection[str]) -> None:
        self._path = path
        self._cues = cues
        self._stamp = self._stamped()
        self._used = ""

    def used(self, text: str) -> None:
        """These settings are in force already, whoever changed them: the page saves what it tunes in the same file."""
        self._used = text

    def look(self, at_s: float) -> Reload | Notice | None:
        """What the session is to take: new settings where the file was changed well, a sentence where not."""
        stamp = self._stamped()
        if self._path is None or stamp in (self._stamp, None):
            return None
        self._stamp = stamp
        try:
            check(load(self._path).rules, self._cues)
            text = self._path.read_text(encoding="utf-8-sig")
        except (CoachError, OSError) as fault:
            return Notice(at_s, "settings", f"The changed settings are not used, the old ones stay: {fault}")
        return None if text == self._used else Reload(at_s, text)

    def _stamped(self) -> tuple[int, int] | None:
        """When the file was written, and its size; None while it is not there, as between the halves of a save."""
        if self._path is None:
            return None
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size
