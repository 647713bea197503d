"""What went wrong, what to do about it, and the exit code.

CoachError                     exit 1, our own fault unless a subclass says otherwise
├── UserError                  exit 2, the user can mend it
│   ├── ConfigError            coach.toml: unknown key, wrong type, out of range
│   ├── FileError              missing, a directory, unwritable, not what it claims to be
│   └── SensorError            unknown placement or sensor name
├── HardwareError              exit 3, something is missing or switched off
└── StoppedError               exit 130, Ctrl-C in the middle of work
"""

from __future__ import annotations


class CoachError(Exception):
    """One sentence that says what is wrong, one that says what to do."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class UserError(CoachError):
    """The user's mistake."""

    exit_code = 2


class ConfigError(UserError):
    """A configuration that cannot be used."""


class FileError(UserError):
    """A file that cannot be read or written."""


class SensorError(UserError):
    """A sensor or placement that we do not know."""


class HardwareError(CoachError):
    """Missing hardware or a missing system part."""

    exit_code = 3


class StoppedError(CoachError):
    """The user did not want to wait; what there is by then is told."""

    exit_code = 130
