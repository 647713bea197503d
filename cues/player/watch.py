"""Says which outputs there are: a process of its own, for PortAudio looks only once, when it starts.

    python -P -m cues.player.watch [NAME]      one line of JSON: the output that would be opened, and the names of all
    python -P -m cues.player.watch --on        the same again whenever it changes, until standard input ends

It plays nothing, so it may start PortAudio again and again without disturbing a sound.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time

from cues.player.device import SoundUnavailableError, outputs_here, refresh

EVERY_S = 3.0


def look(wanted: str = "") -> str:
    """What is there now, as this process sees it."""
    try:
        names, choice = outputs_here(wanted)
        return json.dumps({"chosen": choice.name if choice else "", "outputs": names})
    except SoundUnavailableError as fault:
        return json.dumps({"what": fault.what, "remedy": fault.remedy})


def main() -> None:
    """Print it once, or whenever it changes."""
    outlet = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # sound libraries chatter
    on = sys.argv[1:] == ["--on"]
    told = look("" if on else "".join(sys.argv[1:]))
    print(told, file=outlet, flush=True)
    if not on:
        return
    threading.Thread(target=_end_with_input, daemon=True).start()
    while True:
        time.sleep(EVERY_S)
        refresh()
        seen = look()
        if seen != told:
            told = seen
            print(told, file=outlet, flush=True)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
