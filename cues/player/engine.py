"""From messages to samples: the part of every player that makes the sound. No file, no device, no clock of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from cues.beat import Tap
from cues.clip import RATE_HZ, Clip
from cues.metronome import Metronome
from cues.mixer import Gains, Mixer, Stereo
from cues.player.clock import Follower
from cues.player.messages import Hush, Message, Say, Stalled, Started, Tempo
from cues.player.queues import emptied
from cues.tones import tone

Clips = Mapping[tuple[str, str], Clip]
"""(cue key, wording id) → its sound."""
TONES = ("strong-click", "weak-click", "push", "pull")
STRONG_SIDE = {True: -1.0, False: 1.0}


class Engine:
    """Takes messages, renders blocks. Frame 0 is heard at `origin_s` of the session's time.

    `put`, `started` and `stalled` may be called from another thread than `render`: they only touch deques, whose ends
    are atomic.
    """

    def __init__(self, clips: Clips, gains: Gains | None = None, origin_s: float = 0.0) -> None:
        self._clips = clips
        self._tones = {name: tone(name) for name in TONES}
        self._mixer = Mixer(gains)
        self._metronome = Metronome(RATE_HZ)
        self._follower = Follower()
        self._origin_s = origin_s
        self._heard_s: float | None = None
        self._clicked_to = 0
        self._says: dict[int, Say] = {}
        self._tags = 0
        self._inbox: deque[Message] = deque()
        self._begun: deque[Started] = deque()
        self._stalls: deque[Stalled] = deque()

    @property
    def position(self) -> int:
        """Number of the next frame."""
        return self._mixer.position

    @property
    def silent_from(self) -> int:
        """First frame after everything whose end is known."""
        return max(self._mixer.silent_from, self._metronome.ends_at)

    def frame_at(self, at_s: float) -> int:
        """The frame that is heard at a session time."""
        return round((at_s - self._origin_s) * RATE_HZ)

    def put(self, message: Message) -> None:
        """To be taken at the beginning of the next block."""
        self._inbox.append(message)

    def take(self, message: Message) -> Started | None:
        """Take a message now; for a cue, when it is going to start. A cue that has no sound is passed over."""
        match message:
            case Tempo():
                self._take_tempo(message)
            case Tap():
                self._mixer.click(self._tones[message.tone], self.frame_at(message.at_s), message.side)
            case Hush():
                self._metronome.stop(self.frame_at(message.at_s))
                self._mixer.hush(self.frame_at(message.at_s))
            case Say():
                return self._take_say(message)
        return None

    def render(self, n_frames: int) -> Stereo:
        """The next n frames, (n, 2)."""
        while self._inbox:
            self.take(self._inbox.popleft())
        first, stop = self.position, self.position + n_frames
        for beat in self._metronome.beats(max(first, self._clicked_to), stop):
            click = self._tones["strong-click" if beat.strong else "weak-click"]
            self._mixer.click(click, beat.frame, STRONG_SIDE[beat.strong])
        self._clicked_to = max(self._clicked_to, stop)
        block = self._mixer.render(n_frames)
        # a device tells when the block is heard; that beats the slow count where the two differ
        block_s = self._time_of(first) if self._heard_s is None else self._heard_s
        for tag, frame in self._mixer.begun:
            say = self._says.pop(tag)
            self._begun.append(Started(say.cue_id, say.requested_s, block_s + (frame - first) / RATE_HZ))
        return block

    def follow(self, heard_s: float) -> None:
        """The next frame will be heard at `heard_s`: stay on that clock. The very first call sets it."""
        self._heard_s = heard_s
        if self.position == 0:
            self._origin_s = heard_s
            return
        idle = not self._metronome.planned and self.silent_from <= self.position
        nudge_s, jump_s = self._follower.update(heard_s - self._time_of(self.position), idle=idle)
        self._origin_s += nudge_s
        if jump_s > 0.0 and not idle:
            self._stalls.append(Stalled(heard_s, jump_s))
        if jump_s:
            self._mixer.move_to(self.position + round(jump_s * RATE_HZ))

    def started(self) -> list[Started]:
        """What has begun since the last call."""
        return emptied(self._begun)

    def stalled(self) -> list[Stalled]:
        """When the output stood still since the last call, while something sounded."""
        return emptied(self._stalls)

    def _take_tempo(self, tempo: Tempo) -> None:
        at_frame = self.frame_at(tempo.at_s)
        if tempo.spm is None:
            self._metronome.stop(at_frame)
            return
        until_frame = None if tempo.until_s is None else self.frame_at(tempo.until_s)
        self._metronome.tempo(tempo.spm, at_frame, until_frame, tempo.every)

    def _take_say(self, say: Say) -> Started | None:
        clip = self._clips.get((say.key, say.wording))
        if clip is None:
            return None
        at_frame = self.position if say.at_s is None else self.frame_at(say.at_s)
        self._tags += 1
        self._says[self._tags] = say
        return Started(say.cue_id, say.requested_s, self._time_of(self._mixer.voice(clip, at_frame, self._tags)))

    def _time_of(self, frame: int) -> float:
        return self._origin_s + frame / RATE_HZ
