"""The player of a live run: the sound is made in a process of its own (`cues.player.child`).

There, nothing that the program does can make it stutter, and a driver that hangs can be ended. Whatever goes wrong
over there, the answer is the same: a new process, which is told what still counts. Beats continue in phase because
they are told by the session's time and not by how much was played.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

from cues.beat import Tap
from cues.clip import RATE_HZ
from cues.mixer import Gains
from cues.player.device import Latency
from cues.player.ducking import Ducking
from cues.player.engine import Clips
from cues.player.following import Following
from cues.player.link import STALE_S, Link
from cues.player.messages import HUSHED, Closed, Hush, Message, Missed, Opened, Say, Stalled, Started, Tempo
from cues.player.queues import emptied
from cues.player.score import Score
from cues.player.stutter import Stutter
from cues.player.wire import Setup

OPENING = "The sound output is being opened."
OPEN_S = 3.0
"""How long the player waits at the beginning for the output to open."""
PAUSE_S, LONGEST_PAUSE_S = 0.05, 5.0
"""Before a new process; longer when the last one did not live long."""
BACK = "sound-back"
"""The cue that says that sound is back, where the pack has it; it is the player's own, number 0."""
BACK_AFTER_S, BACK_EVERY_S = 2.0, 60.0
"""Said only after a silence that was noticed, and not over and over."""


class ProcessPlayer:
    """Plays through a sound device; while there is none it is silent, says why in `reason`, and waits for one.

    `now` gives the session's time in seconds, at the pace of `time.perf_counter`. `device` is part of an output's
    name, empty for the usual one. `duck_others`: other programs' music is softer under each cue, where that can be.
    """

    def __init__(
        self,
        clips: Clips,
        *,
        now: Callable[[], float],
        device: str = "",
        latency: Latency = "safe",
        gains: Gains | None = None,
        duck_others: bool = False,
    ) -> None:
        self.reason, self.remedy = OPENING, ""
        self._output = ""
        self._clips = clips
        self._now = now
        self._setup = Setup(device, latency, gains or Gains(), _offset_s(now))
        self._lock = threading.Lock()  # of the score and the link; nobody waits for the process while holding it
        self._score = Score()
        self._link: Link | None = None
        self._over = threading.Event()
        self._answered = threading.Event()
        self._lost_s = self._said_back_s = -math.inf
        self._started: deque[Started] = deque()
        self._missed: deque[Missed] = deque()
        self._news: deque[str] = deque()
        self._stalls: deque[Stalled] = deque()
        self._stutter = Stutter()
        self._ducking = self._ducked() if duck_others else None
        self._following = Following(device, self)
        threading.Thread(target=self._keep_alive, name="sound", daemon=True).start()
        threading.Thread(target=self._watch, name="sound-watch", daemon=True).start()
        self._answered.wait(OPEN_S)

    # ── what it is told ───────────────────────────────────────────────────────────────────────────────────────

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """Begin at `at_s`, or at once where it is None or past."""
        requested_s = self._now() if at_s is None else at_s
        if self._over.is_set():
            self._missed.append(Missed(cue_id, requested_s, self.reason))
            return
        self._put(Say(cue_id, key, wording, at_s, requested_s))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        """Tick, or with `spm` None fall silent."""
        self._put(Tempo(spm, at_s, until_s, every))

    def tap(self, tap: Tap) -> None:
        """One beat; where it cannot be heard in time it is left out."""
        self._put(tap)

    def hush(self, at_s: float) -> None:
        """Silent at once; what had not begun is missed."""
        with self._lock:
            unsaid = self._score.open
            self._pass_on(Hush(at_s))
        self._missed.extend(Missed(say.cue_id, say.requested_s, HUSHED) for say in unsaid if say.cue_id)
        if self._ducking is not None:
            self._ducking.release()

    def run_to(self, at_s: float) -> None:
        """The output has a clock of its own."""

    def _put(self, message: Message) -> None:
        with self._lock:
            self._pass_on(message)

    def _pass_on(self, message: Message) -> None:
        self._score.add(message)
        if self._link is not None:
            self._link.send(message)

    # ── what it tells ─────────────────────────────────────────────────────────────────────────────────────────

    def started(self) -> list[Started]:
        """What has gone to the device since the last call; the times are when it is heard, as the driver says."""
        return emptied(self._started)

    def missed(self) -> list[Missed]:
        """What will never sound, and why."""
        return emptied(self._missed)

    def news(self) -> list[str]:
        """Sentences about sound that was lost, stutters or is back, since the last call."""
        return [*emptied(self._news), *self._stutter.told(emptied(self._stalls), self._now())]

    def close(self) -> None:
        """Stop, within about two seconds whatever hangs."""
        self._over.set()
        with self._lock:
            link, self._link = self._link, None
        self._following.close()
        if link is not None:
            link.end()
        if self._ducking is not None:
            self._ducking.close()

    @property
    def output(self) -> str:
        """Name of the output in use, or of the last one."""
        return self._output

    @output.setter
    def output(self, name: str) -> None:
        if self._output and name != self._output:
            self._stutter.moved(self._now())
        self._output = name

    @property
    def process_id(self) -> int:
        """Of the sound process there is now; 0 for none."""
        link = self._link
        return 0 if link is None else link.process_id

    # ── the life of the process ───────────────────────────────────────────────────────────────────────────────

    def _keep_alive(self) -> None:
        """Begin a process, listen to it until it ends, begin the next."""
        pause_s = PAUSE_S
        while not self._over.is_set():
            begun_s = time.perf_counter()
            link = self._link = Link()
            try:
                link.set_up(self._setup, self._clips)
                self._retell(link)
            except OSError:
                pass  # it has died already, which its silence tells
            for answer in link.answers():
                self._hear(answer)
            link.bury()
            if not self._over.is_set() and self.reason in {"", OPENING}:  # otherwise it told why it ends
                self._lose(Closed("The sound process ended.", "It is begun again by itself."))
            lived = time.perf_counter() - begun_s > LONGEST_PAUSE_S
            pause_s = PAUSE_S if lived else min(2.0 * pause_s, LONGEST_PAUSE_S)
            self._over.wait(pause_s)

    def _retell(self, link: Link) -> None:
        with self._lock:
            self._missed.extend(self._score.overdue(self._now()))
            for message in self._score.still():
                link.send(message)

    def _watch(self) -> None:
        """End a process that hangs."""
        while not self._over.wait(STALE_S / 4):
            link = self._link
            if link is not None and link.hangs:
                link.kill()

    def _hear(self, answer: object) -> None:
        match answer:
            case Started() | Missed():
                with self._lock:
                    say = self._score.answered(answer.cue_id)
                if say is not None:  # otherwise it was told as missed before
                    self._answer(answer, say)
            case Stalled():
                self._stalls.append(answer)
            case Opened():
                self._find(answer.device)
            case Closed():
                self._lose(answer)
                if answer.for_good:
                    self._over.set()
            case _:
                pass  # alive

    def _answer(self, answer: Started | Missed, say: Say) -> None:
        """The player's own word, number 0, is nobody else's business."""
        if isinstance(answer, Started):
            self._duck(say)
            self._started.extend([answer] if say.cue_id else [])
        else:
            self._missed.extend([answer] if say.cue_id else [])

    def _ducked(self) -> Ducking | None:
        try:
            return Ducking()
        except OSError:
            self._news.append("Other programs' music cannot be made softer on this machine.")
            return None

    def _duck(self, say: Say) -> None:
        clip = self._clips.get((say.key, say.wording))
        if self._ducking is not None and clip is not None:
            self._ducking.duck(len(clip) / RATE_HZ)

    def _find(self, device: str) -> None:
        if self.reason != OPENING:
            self._news.append(f"Sound is back, on {device}.")
        self.reason = self.remedy = ""
        self.output = device
        self._answered.set()
        now_s = self._now()
        wording = next((wording for key, wording in self._clips if key == BACK), "")
        noticed = BACK_AFTER_S < now_s - self._lost_s < math.inf
        if wording and noticed and now_s - self._said_back_s > BACK_EVERY_S:
            self._said_back_s = now_s
            self.say(0, BACK, wording, None)

    def _lose(self, closed: Closed) -> None:
        """The first reason of a loss is news; later ones only replace it."""
        if not self.reason:
            self._lost_s = self._now()
            self._news.append(f"Sound is lost. {closed.what}")
        self.reason, self.remedy = closed.what, closed.remedy
        self._answered.set()


def _offset_s(now: Callable[[], float]) -> float:
    """Session time minus `perf_counter`, read so that an interruption in between does not count."""
    best_s, offset_s = math.inf, 0.0
    for _ in range(9):
        before_s = time.perf_counter()
        session_s = now()
        after_s = time.perf_counter()
        if after_s - before_s < best_s:
            best_s, offset_s = after_s - before_s, session_s - 0.5 * (before_s + after_s)
    return offset_s
