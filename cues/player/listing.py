"""Which outputs there are, and whether the usual one is another by now; both by way of `cues.player.watch`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from cues.player.device import SoundUnavailableError

COMMAND = (sys.executable, "-P", "-m", "cues.player.watch")
LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Outputs:
    """What there is."""

    names: tuple[str, ...]
    chosen: str
    """Which of them would be opened; empty for none."""


def outputs(wanted: str = "") -> Outputs:
    """The outputs, and which one it is for these words (empty: the usual one).

    Raises SoundUnavailableError where there is no PortAudio or no answer.
    """
    nowhere = subprocess.DEVNULL
    try:
        command = (*COMMAND, *([wanted] if wanted else []))
        run = subprocess.run(  # noqa: S603 - our own module
            command, stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere, timeout=LIMIT_S, check=False
        )
        said = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise SoundUnavailableError("The sound system does not answer.", "Restart the sound server.") from None
    if "what" in said:
        raise SoundUnavailableError(said["what"], said["remedy"], for_good=True)
    return Outputs(tuple(said["outputs"]), said["chosen"])


def usual_outputs() -> Iterator[str]:
    """Name of the usual output now, and again each time it is another; waits in between, for ever."""
    before = None
    with subprocess.Popen(  # noqa: S603 - our own module; it ends with its input
        (*COMMAND, "--on"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as watch:
        for line in watch.stdout or ():
            usual = json.loads(line).get("chosen", "")
            if usual and usual != before:
                before = usual
                yield usual
