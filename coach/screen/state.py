"""What every screen shows: the run folded into a few figures and words. Pure; all screens read the same view."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TypeAlias

from coach.coaching.means import METRONOME
from coach.coaching.words import NEWS, worded
from coach.events import (
    Beat,
    CueDecision,
    DrillPart,
    Event,
    Guide,
    Key,
    Link,
    Notice,
    Output,
    Packet,
    Placement,
    Played,
    Rejected,
    Reload,
    Repetition,
    Speed,
    Status,
    Step,
    Tick,
)
from coach.gait.speeds import Speeds
from coach.screen.equipment import Equipment
from coach.screen.repetitions import Repetitions
from coach.screen.view import CueView, News, ScreenView
from coach.screen.words import KEYS, PLACES, SOUND_KEY, STATES

STALE_S = 4.0
"""Figures older than this are no longer the runner's: they leave the screen rather than praise or blame."""
Moment: TypeAlias = Step | Tick | Key | Speed | Reload


class ScreenState:
    """Give it everything that enters and leaves the pipeline; `view()` whenever something is to be drawn."""

    def __init__(
        self,
        placements: Sequence[Placement] = (),
        *,
        recording: str = "",
        audio: str = "",
        phrases: Mapping[tuple[str, str], str] | None = None,
        output: str = "",
        window_steps: int = 9,
        recent_s: float = 300.0,
    ) -> None:
        """`phrases`: what is said, for each cue and wording; `output`: where the sound goes."""
        self.recording, self.audio, self.output = recording, audio, output
        self.at_s = 0.0
        self.muted = False
        self.moments: list[Moment] = []
        """Everything that decisions were made from, in order: enough to decide again."""
        self.decisions: list[CueDecision] = []
        self.news: deque[News] = deque(maxlen=50)
        self._start_s: float | None = None
        self._status = Status(0.0, "waiting", "waiting for the first steps")
        self._window: deque[Step] = deque(maxlen=window_steps)
        self._recent: deque[tuple[float, float]] = deque()
        self._recent_s = recent_s
        self._cues_s: deque[float] = deque(maxlen=100)
        self.phrases = phrases or {}
        self._cue: CueDecision | None = None
        self._beat: Beat | None = None
        self._played = self._steps = self._valid = self._told = 0
        self._equipment = Equipment(placements)
        self._speeds = Speeds()
        self._guide: Guide | None = None
        self._repetitions = Repetitions()
        self._waits = False
        self._delays_s: deque[float] = deque(maxlen=5)
        self._silence = ""
        """What was told last of why nothing is heard."""

    def take(self, item: Event | Output) -> None:  # noqa: C901, PLR0912  # one case per kind of thing
        """Take in one event or output."""
        self._remember(item)
        match item:
            case Packet():
                self._now(item.arrived_s)
                self._equipment.packet(item)
            case Tick(at_s=at_s):
                self._now(at_s)
            case Step():
                self._step(item)
            case Status():
                self._on_status(item)
            case CueDecision():
                self._on_cue(item)
            case Beat():
                self._now(item.at_s)
                self._beat = item
            case Link():
                self._equipment.link(item)
                self.tell(item.at_s, "link", f"{PLACES[item.placement]} {item.state}")
            case Speed():
                self._now(item.at_s)
                self._speeds.add(item)
            case Played():
                self._on_played(item)
            case Key():
                self._on_key(item)
            case Reload():
                self.tell(item.at_s, "key", "settings changed")
            case Guide():
                self._now(item.at_s)
                self._repetitions.guided(item)
                self._guide = item
            case Repetition():
                self._now(item.declared_s)
                self._repetitions.take(item)
            case DrillPart():
                self._on_part(item)
            case Notice():
                if item.about == "sound":
                    self._silence = item.text
                self.tell(item.at_s, item.about, item.text)
            case Rejected():
                self._now(item.at_s)

    def signal(self, placement: Placement, dbm: int) -> None:
        """How strong a sensor was when it was found."""
        self._equipment.signal(placement, dbm)

    def tell(self, at_s: float, kind: str, text: str) -> None:
        """Something worth a line that is no event of the log."""
        self._now(at_s)
        self._told += 1
        self.news.append(News(self._told, self._since_start(at_s), kind, text))

    def words(self, decision: CueDecision) -> str:
        """What a cue says."""
        tempo = f" {decision.spm:.0f}/min" if decision.spm else ""
        return worded(decision.cue, decision.wording, self.phrases) + tempo

    def view(self) -> ScreenView:
        """What a screen shows now."""
        window = [step for step in self._window if self.at_s - step.declared_s <= STALE_S]
        names = dict.fromkeys(name for step in window for name in step.values)
        speed = self._speeds.at(self.at_s)
        return ScreenView(
            at_s=self.at_s,
            elapsed_s=0.0 if self._waits else self._since_start(self.at_s),
            begun=not self._waits,
            state=self._status.state,
            text=self._status.text,
            contact_s=median(step.contact_s for step in window) if window else None,
            normal_s=self._status.normal_s,
            limit_s=self._status.limit_s,
            values={name: median(s.values[name] for s in window if name in s.values) for name in names},
            recent=tuple(self._recent),
            cues_s=tuple(at_s for at_s in self._cues_s if self.at_s - at_s <= self._recent_s),
            cue=self._cue_view(),
            metronome_spm=self._metronome(),
            cues_played=self._played,
            steps=self._steps,
            valid_steps=self._valid,
            sensors=self._equipment.views(self.at_s),
            speed_mps=None if speed is None else speed.speed_mps,
            speed_source="" if speed is None else speed.source,
            speed_age_s=0.0 if speed is None else self.at_s - speed.at_s,
            recording=self.recording,
            audio=self.audio,
            output=self.output,
            muted=self.muted,
            sound_delay_s=median(self._delays_s) if self._delays_s else None,
            news=tuple(self.news),
            guide=self._guide,
            repetitions=self._repetitions.values(),
        )

    def _remember(self, item: Event | Output) -> None:
        if isinstance(item, Moment):
            self.moments.append(item)
        elif isinstance(item, CueDecision):
            self.decisions.append(item)

    # ── folding ───────────────────────────────────────────────────────────────────────────────────────────────

    def _step(self, step: Step) -> None:
        self._now(step.declared_s)
        if step.activity != "run":
            return
        self._steps += 1
        if step.valid:
            self._valid += 1
            self._window.append(step)
            self._recent.append((step.toe_off_s, step.contact_s))

    def _on_status(self, status: Status) -> None:
        self._now(status.at_s)
        changed = status.state != self._status.state
        self._status = status
        if changed:
            word = STATES[status.state].lower()
            more = f": {status.text}" if status.text not in {"", status.state} else ""
            self.tell(status.at_s, "state", word + more)

    def _on_cue(self, decision: CueDecision) -> None:
        self._now(decision.decided_s)
        # a withheld cue stays hidden: a runner who saw it would answer it
        if decision.outcome == "played":
            if decision.cue != METRONOME:  # no cue in words: it goes along with one
                self._cue = decision
            if decision.cue not in {METRONOME, *NEWS}:
                self._cues_s.append(decision.decided_s)
            self._played += 1
            self.tell(decision.decided_s, "cue", f"“{self.words(decision)}” {decision.because}".strip())

    def _on_played(self, sound: Played) -> None:
        if sound.started_s is None:
            self._on_silence(sound)
        else:
            self._silence = ""
            self._delays_s.append(sound.started_s - sound.requested_s)

    def _on_silence(self, unheard: Played) -> None:
        """Said once, until there is sound again or another reason for none; a notice may have said it before."""
        why = unheard.note or "it never started"
        if why not in self._silence:
            self._silence = why
            self.tell(unheard.requested_s, "sound", f"no sound: {why}")

    def _on_part(self, part: DrillPart) -> None:
        self._now(part.end_s)
        if part.kind == "drill":
            counted = "" if part.repetitions is None else f": {part.repetitions}"
            self.tell(part.end_s, "drill", f"{part.name}{counted}{'' if part.ended == 'done' else f' ({part.ended})'}")

    def _on_key(self, key: Key) -> None:
        self.muted ^= key.key == "mute"
        if key.key == "pause" and self._waits:
            self._waits, self._start_s = False, key.at_s
        elif key.key == "pause" and self.moments == [key]:  # paused before anything else: the run waits to be started
            self._waits = True
        if key.key != "pause":  # the state tells
            self.tell(key.at_s, "key", SOUND_KEY[self.muted] if key.key == "mute" else KEYS.get(key.key, key.key))

    def _now(self, at_s: float) -> None:
        if self._start_s is None:
            self._start_s = self.at_s = at_s
        self.at_s = max(self.at_s, at_s)
        while self._recent and self.at_s - self._recent[0][0] > self._recent_s:
            self._recent.popleft()

    # ── viewing ───────────────────────────────────────────────────────────────────────────────────────────────

    def _since_start(self, at_s: float) -> float:
        return 0.0 if self._start_s is None else at_s - self._start_s

    def _cue_view(self) -> CueView | None:
        if self._cue is None:
            return None
        return CueView(self._since_start(self._cue.decided_s), self.words(self._cue), self._cue.because)

    def _metronome(self) -> float | None:
        over = self._beat is None or (self._beat.until_s is not None and self.at_s >= self._beat.until_s)
        return None if over or self._beat is None else self._beat.spm
