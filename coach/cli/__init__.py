"""The command line: one short module per verb. Bodies parse, call and print."""

from __future__ import annotations

import io
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from coach.cli import (
    calibrate,
    configuration,
    demo,
    doctor,
    drill,
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
from coach.cli.ending import end
from coach.errors import CoachError

app = typer.Typer(
    name="coach",
    help="Hears a runner's feet, measures each step, and speaks only when stance becomes drawn-out.",
    epilog="No medical device. Start with `coach demo`; `coach doctor` tells what works here.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback helps no runner
    context_settings={"help_option_names": ["-h", "--help"]},
)
VERBS = (demo, doctor, scan, setup, run, drill, calibrate, importing, measure, replay, tune, report, export, history)
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
    except (Exception, SystemExit, KeyboardInterrupt) as fault:  # noqa: BLE001  # the last net
        end(fault)


def _refuse_foreign_cues() -> None:
    """Another distribution called `cues` may stand in the same environment and hide ours."""
    cues = find_spec("cues")  # without executing it, which would bring numpy
    if cues is None or cues.origin is None or not Path(cues.origin).with_name("scheduler.py").exists():
        raise CoachError(
            "The package `cues` found here belongs to another project.",
            "Install active-stance into a fresh environment (python3 -m venv …).",
        )
