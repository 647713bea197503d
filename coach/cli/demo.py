"""`coach demo`: the whole chain on the simulated runner, flat out, no hardware."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.saying import say


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the five files go.")] = Path("demo-run"),
    seed: Annotated[int, typer.Option(help="Another seed is another runner.", min=0)] = 1,
) -> None:
    """Coach a simulated runner for ten minutes, flat out: recording, steps, cues, sound and report in DIR."""
    from coach.app.flat_out.demo import run_demo
    from coach.screen.cue_table import print_cues

    result = run_demo(out, seed)
    print_cues(result.decisions, result.played, result.start_s, phrases=result.phrases)
    for line in result.summary:
        say(line)
    say(f"\n{out}: " + "  ".join(path.name for path in result.files))
    say(f"Next: open {out / 'report.html'}, or listen to {out / 'run.wav'}.")
