"""How a command ends when it does not end well: one sentence, what to do, and an exit code. Never a traceback."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from coach.cli.saying import say
from coach.errors import CoachError, StoppedError


def end(fault: BaseException) -> NoReturn:
    """End the program as `fault` wants it."""
    if BrokenPipeError in {type(fault), type(fault.__context__)}:
        # the reader of our output went away (`coach … | head`): no fault of anybody's
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    if isinstance(fault, SystemExit) and fault.code != StoppedError.exit_code:
        raise fault  # typer has said what there was to say
    if os.environ.get("COACH_DEBUG") and not isinstance(fault, CoachError | OSError | MemoryError):
        raise fault
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # people press Ctrl-C twice; what is left to tidy up is short
    sentence, code = _told(fault)
    say(f"coach: {sentence}", err=True)
    sys.exit(code)


def _told(fault: BaseException) -> tuple[str, int]:
    match fault:
        case SystemExit() | KeyboardInterrupt():
            return "Stopped.", StoppedError.exit_code
        case CoachError():
            return str(fault), fault.exit_code
        case OSError():
            name = f"{fault.filename}: " if fault.filename else ""
            return f"{name}{fault.strerror or fault}. Check the path, your rights to it and the space left.", 2
        case MemoryError():
            return "Out of memory. Work on a shorter recording, or close other programs.", 1
        case _:
            return (
                f"A fault of ours: {type(fault).__name__}: {fault}. "
                "Please report it; with COACH_DEBUG=1 set, the same command shows where it happened."
            ), 1
