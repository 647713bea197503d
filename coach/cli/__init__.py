"""The command line: one short module per verb. Bodies parse, call and print."""

from __future__ import annotations

import io
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import typer

from coach.cli import (
    calibrate,
    configuration,
    demo,
    doctor,
    export,
    history,
    importing,
    measure,
    replay,
    report,
    run,
    scan,
    setup,
    tune,
    voice,
)
from coach.cli.saying import say
from coach.errors import CoachError, Stopped

app = typer.Typer(
    name="coach",
    help="Hears a runner's feet, measures each step, and speaks only when stance becomes drawn-out.",
    epilog="No medical device. Start with `coach demo`; `coach doctor` tells what works here.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback helps no runner
    context_settings={"help_option_names": ["-h", "--help"]},
)
VERBS = (demo, doctor, scan, setup, run, calibrate, importing, measure, replay, tune, report, export, history)
for verb in VERBS:
    verb.register(app)
app.add_typer(configuration.app, name="config")
app.add_typer(voice.app, name="voice")


def main() -> None:
    """Run a command; whatever goes wrong ends in one sentence, what to do, and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign shows another
    try:
        _refuse_foreign_cues()
        app()
    except SystemExit as end:  # how typer ends, whatever happened
        if isinstance(end.__context__, BrokenPipeError):
            _end_unheard()
        if end.code == Stopped.exit_code:
            _fail("Stopped.", Stopped.exit_code)
        raise
    except KeyboardInterrupt:
        _fail("Stopped.", Stopped.exit_code)
    except CoachError as fault:
        _fail(str(fault), fault.exit_code)
    except BrokenPipeError:
        _end_unheard()
    except OSError as fault:
        name = f"{fault.filename}: " if fault.filename else ""
        _fail(f"{name}{fault.strerror or fault}. Check the path, your rights to it and the space left.", 2)
    except MemoryError:
        _fail("Out of memory. Work on a shorter recording, or close other programs.", 1)
    except Exception as fault:  # the last net: a sentence instead of a traceback
        if os.environ.get("COACH_DEBUG"):
            raise
        _fail(
            f"A fault of ours: {type(fault).__name__}: {fault}. "
            "Please report it; with COACH_DEBUG=1 set, the same command shows where it happened.",
            1,
        )


def _fail(sentence: str, code: int) -> NoReturn:
    say(f"coach: {sentence}", err=True)
    sys.exit(code)


def _end_unheard() -> NoReturn:
    """The reader of our output went away (`coach … | head`): no fault of anybody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _refuse_foreign_cues() -> None:
    """Another distribution called `cues` may stand in the same environment and hide ours."""
    cues = find_spec("cues")  # without executing it, which would bring numpy
    if cues is None or cues.origin is None or not Path(cues.origin).with_name("scheduler.py").exists():
        raise CoachError(
            "The package `cues` found here belongs to another project.",
            "Install active-stance into a fresh environment (python3 -m venv …).",
        )
