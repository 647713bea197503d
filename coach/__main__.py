"""`python -m coach` is `coach`; here Ctrl-C is heard from the first moment on."""

from __future__ import annotations

import sys
import threading
from _thread import interrupt_main
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

AGAIN_S = 0.02


def main() -> None:
    """`coach.cli.main`; Ctrl-C while the program is still being read in ends in a sentence, too."""
    sys.unraisablehook = press_again
    try:
        from coach.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("coach: Stopped.\n")
        sys.exit(130)
    run()


def press_again(lost: UnraisableHookArgs) -> None:
    """Ctrl-C in the middle of Python's own tidying up (of import locks, above all) would be told and forgotten."""
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    again = threading.Timer(AGAIN_S, interrupt_main)
    again.daemon = True
    again.start()


if __name__ == "__main__":
    main()
