"""Whether a recording is still being written: its writer holds a lock, which the system takes back whatever ends it.

Where there are no such locks (Windows, some network disks) nobody can tell: it counts as finished.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":

    def claim(file: IO[bytes]) -> None:
        """Nothing can be claimed here."""

    def being_written(path: Path) -> bool:  # noqa: ARG001  # as elsewhere
        """Nobody can tell here."""
        return False

else:
    import fcntl

    def claim(file: IO[bytes]) -> None:
        """From now until it is closed, or its process ends, it is being written."""
        with contextlib.suppress(OSError):  # no locks on this disk
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def being_written(path: Path) -> bool:
        """Whether another open file, here or in another process, claims this one."""
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
