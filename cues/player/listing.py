"""Which outputs there are, and whether the usual one is another by now; both by way of `cues.player.watch`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from cues.player.device import SoundUnavailableError

COMMAND = (sys.executable, "-P", "-m", "cues.player.watch")
LIMIT_S = 10.0


def outputs() -> tuple[str, ...]:
    """Names of the outputs. Raises SoundUnavailableError where there is no PortAudio or no answer."""
    nowhere = subprocess.DEVNULL
    try:
        run = subprocess.run(  # noqa: S603 - our own module
            COMMAND, stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere, timeout=LIMIT_S, check=False
        )
        said = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise SoundUnavailableError("The sound system does not answer.", "Restart the sound server.") from None
    if "what" in said:
        raise SoundUnavailableError(said["what"], said["remedy"], for_good=True)
    return tuple(said["outputs"])


def usual_outputs() -> Iterator[str]:
    """Name of the usual output now, and again each time it is another; waits in between, for ever."""
    before = None
    with subprocess.Popen(  # noqa: S603 - our own module; it ends with its input
        (*COMMAND, "--on"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as watch:
        for line in watch.stdout or ():
            usual = json.loads(line).get("usual", "")
            if usual and usual != before:
                before = usual
                yield usual
