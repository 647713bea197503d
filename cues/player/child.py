"""The sound process: plays what it is told, tells what it played, and ends when anything is wrong.

    python -P -m cues.player.child

Started by `cues.player.process`, which begins it anew. So it never mends: it opens one stream in its life, and when
that is lost, or closing it might hang, or the program behind it is gone, it simply ends. Until there is an output it
waits for one. It speaks over standard input and output (`cues.player.wire`); sound libraries chatter into nowhere.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from contextlib import suppress
from typing import IO, NoReturn

from cues.player.device import DeviceStream, SoundUnavailableError, refresh
from cues.player.engine import Engine
from cues.player.listing import usual_outputs
from cues.player.messages import Alive, Closed, Hush, Message, Missed, Opened, Say
from cues.player.wire import Record, line, receive_setup, records

LOST_S = 1.0
"""An output that asks for nothing for so long is lost."""
OPENING_S = 20.0
"""Opening may wait for a sound server that hangs; longer than this, and a new process tries."""
POLL_S = 0.04
"""Between two looks at what has begun to sound and whether the stream is alive."""
ALIVE_S = 0.2
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0
"""Between two tries to open an output."""
TRIES = 12
"""After so many tries a new process goes on: some systems show new devices only to new processes."""
ROLE = "media.role=a11y"
"""How sound servers on Linux file our stream: spoken help, which is not made softer for anything."""
FOLLOWS = {"darwin", "win32"}
"""Where streams do not move to another output by themselves, as PulseAudio's and PipeWire's do."""
PRIORITY = 4
"""Real-time, but below PulseAudio's 5: a stream in trouble spins, and must not keep its server from helping it."""


class Child:
    """One life: setup, waiting for an output, playing, end."""

    def __init__(self, inlet: IO[bytes], outlet: IO[bytes]) -> None:
        self._inlet = inlet
        self._outlet = outlet
        self._telling, self._holding = threading.Lock(), threading.Lock()
        self._setup, clips = receive_setup(inlet)
        self._engine = Engine(clips, self._setup.gains)
        self._stream: DeviceStream | None = None
        self._since_s = time.perf_counter()
        self._held: list[Say] | None = []
        self._reason = ""

    def live(self) -> None:
        """Until the program behind closes its end, or the output is lost."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        threading.Thread(target=self._play_when_open, name="open", daemon=True).start()
        if sys.platform in FOLLOWS and not self._setup.device:
            threading.Thread(target=self._follow_usual, name="follow", daemon=True).start()
        for message in records(self._inlet):
            self._take(message)
        self._end()

    def _take(self, message: Message) -> None:
        """Beats go to the engine even before it plays; cues are held while it may still open, and then missed."""
        with self._holding:
            if isinstance(message, Hush) and self._held is not None:
                self._held.clear()
            if self._stream is not None or not isinstance(message, Say):
                self._engine.put(message)
            elif self._held is None:
                self._tell(Missed(message.cue_id, message.requested_s, self._reason))
            else:
                self._held.append(message)

    def _play_when_open(self) -> None:
        for attempt in range(TRIES):
            try:
                self._play(again=attempt > 0)
            except SoundUnavailableError as fault:
                self._tell(Closed(fault.what, fault.remedy, fault.for_good))
                self._miss(fault.what)
                time.sleep(min(FIRST_WAIT_S * 2**attempt, LONGEST_WAIT_S))
            else:
                return
        os._exit(0)

    def _play(self, *, again: bool) -> None:
        self._since_s = time.perf_counter()
        if again:
            refresh()
        setup = self._setup
        stream = DeviceStream(self._engine, setup.device, setup.latency, setup.offset_s)
        while not stream.settled:
            time.sleep(POLL_S)
            if stream.silent_s() > LOST_S:
                self._give_up("The sound output takes no sound.", "End what occupies it, or choose another one.")
        with self._holding:
            self._stream = stream
            for say in self._held or ():
                self._engine.put(say)
        self._tell(Opened(stream.device))

    def _miss(self, reason: str) -> None:
        with self._holding:
            held, self._held, self._reason = self._held, None, reason
            for say in held or ():
                self._tell(Missed(say.cue_id, say.requested_s, reason))

    def _watch(self) -> None:
        """Tell what has begun to sound; end when the output is lost, or opening it takes too long."""
        told_s = 0.0
        while True:
            now_s = time.perf_counter()
            for happened in (*self._engine.started(), *self._engine.stalled()):
                self._tell(happened)
            if now_s - told_s >= ALIVE_S:
                self._tell(Alive())
                told_s = now_s
            stream = self._stream
            if stream is not None and stream.silent_s() > LOST_S:
                self._give_up("The sound output went away.", "Plug it in or switch it on again.")
            if stream is None and now_s - self._since_s > OPENING_S:
                self._give_up("The sound output does not answer.", "Restart the sound server.")
            time.sleep(POLL_S)

    def _follow_usual(self) -> None:
        """Streams stay where they were opened; a new process opens on the output that is the usual one now."""
        for count, usual in enumerate(usual_outputs()):
            if count:
                self._give_up(f"The usual output is {usual} now.", "It is opened by itself.")

    def _give_up(self, what: str, remedy: str) -> NoReturn:
        self._tell(Closed(what, remedy))
        os._exit(0)

    def _tell(self, record: Record) -> None:
        with self._telling, suppress(OSError):  # nobody listens any more: the end of the input will tell
            self._outlet.write(line(record))
            self._outlet.flush()

    def _end(self) -> None:
        """The program behind has ended: close the output if that can be done in no time."""
        if self._stream is not None:
            closer = threading.Thread(target=self._stream.close, daemon=True)
            closer.start()
            closer.join(LOST_S)
        os._exit(0)


def main() -> None:
    """Live on standard input and output."""
    outlet = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.environ.setdefault("PULSE_PROP", ROLE)
    _step_forward()
    child = Child(sys.stdin.buffer, outlet)
    gc.freeze()
    child.live()


def _step_forward() -> None:
    """Real-time scheduling where the system permits it; the threads of the sound library inherit it."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))


if __name__ == "__main__":
    main()
