"""Which outputs there are, found by a short process of its own: sound libraries chatter, hang, and freeze their lists.

python -P -m cues.player.outputs           one line of JSON: the usual output and the names of all
python -P -m cues.player.outputs --watch   the same again whenever it changes
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from cues.player.device import SoundUnavailableError, default_name, output_names, refresh

COMMAND = (sys.executable, "-P", "-m", "cues.player.outputs")
LIMIT_S = 10.0
WATCH_S = 3.0


def outputs() -> tuple[str, ...]:
    """Names of the outputs. Raises SoundUnavailableError where there is no PortAudio or no answer."""
    try:
        run = subprocess.run(  # noqa: S603 - our own module
            COMMAND,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=False,
        )
        said = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise SoundUnavailableError("The sound system does not answer.", "Restart the sound server.") from None
    if "what" in said:
        raise SoundUnavailableError(said["what"], said["remedy"], for_good=True)
    return tuple(said["outputs"])


def look() -> dict[str, object]:
    """What is there now, in this process."""
    try:
        return {"default": default_name(), "outputs": output_names()}
    except SoundUnavailableError as fault:
        return {"what": fault.what, "remedy": fault.remedy}


def main() -> None:
    """Print it; with --watch until nobody reads any more."""
    outlet = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    told = ""
    while True:
        seen = json.dumps(look())
        if seen != told:
            told = seen
            outlet.write(told + "\n")
            outlet.flush()
        if "--watch" not in sys.argv[1:]:
            return
        time.sleep(WATCH_S)
        refresh()


if __name__ == "__main__":
    main()
