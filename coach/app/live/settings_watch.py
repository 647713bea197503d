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
        self._used = self._refused = ""

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
            return self._told(at_s, fault)
        self._refused = ""
        return None if text == self._used else Reload(at_s, text)

    def _told(self, at_s: float, fault: CoachError | OSError) -> Notice | None:
        """In one line, as screens have room for; once only, though editors may write the same text twice.

        Without a remedy that is a command: nobody types one in the middle of a run.
        """
        what, remedy = (fault.what, fault.remedy) if isinstance(fault, CoachError) else (str(fault), "")
        first, *others = what.replace(str(self._path), self._path.name if self._path else "").splitlines()
        more = f"(and {len(others)} more)" if others else ""
        words = filter(None, (first, more, "" if "`" in remedy else remedy))
        text = f"Settings not used, the old ones stay: {' '.join(words)}"
        if text == self._refused:
            return None
        self._refused = text
        return Notice(at_s, "settings", text)

    def _stamped(self) -> tuple[int, int] | None:
        """When the file was written, and its size; None while it is not there, as between the halves of a save."""
        if self._path is None:
            return None
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size
