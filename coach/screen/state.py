"""What every screen shows: the run folded into a few figures and words. Pure; all screens read the same view."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from coach.events import (
    Beat,
    CueDecision,
    DrillPart,
    Event,
    Foot,
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
    State,
    Status,
    Step,
    Tick,
)

SILENT_S = 3.0
"""A sensor that sent nothing for this long is shown as silent."""
STALE_S = 4.0
"""Figures older than this are no longer the runner's: they leave the screen rather than praise or blame."""


METRONOME = "metronome"
"""Its row in the log is no cue in words: it goes along with one."""
Moment: TypeAlias = Step | Tick | Key | Speed | Reload


@dataclass(frozen=True, slots=True)
class SensorView:
    """One sensor, and whether it is heard."""

    placement: Placement
    state: str
    """`heard`, `silent`, `lost`, or `waiting` before its first packet."""
    battery_percent: int | None = None
    signal_dbm: int | None = None


@dataclass(frozen=True, slots=True)
class CueView:
    """The newest cue that was played."""

    at_s: float
    """Since the start."""
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, for screens that are read line by line."""

    number: int
    at_s: float
    kind: str
    """`state`, `cue`, `link`, `sound`, `key` or `page`."""
    text: str


@dataclass(frozen=True, slots=True)
class ScreenView:
    """One moment, ready to be drawn. None = not known now."""

    at_s: float
    """The session's time."""
    elapsed_s: float
    state: State
    text: str
    contact_s: float | None
    """Running median over the last believed running steps."""
    normal_s: float | None
    limit_s: float | None
    values: Mapping[str, float]
    """Running medians of whatever else is measured: cadence_spm, balance_percent, sink_deg …"""
    recent: tuple[tuple[float, float, Foot], ...]
    """The last minute's believed steps: seconds ago, contact in s, foot."""
    cue: CueView | None
    metronome_spm: float | None
    """Tempo of the clicks, while there are any."""
    cues_played: int
    steps: int
    valid_steps: int
    sensors: tuple[SensorView, ...]
    speed_mps: float | None
    speed_source: str
    recording: str
    audio: str
    muted: bool
    sound_delay_s: float | None
    """From the decision to the first sound, as the output tells; running median."""
    news: tuple[News, ...]
    guide: Guide | None = None
    """Where a led routine is: drill, part, count, what is left, what comes next; None in a run."""


class ScreenState:
    """Give it everything that enters and leaves the pipeline; `view()` whenever something is to be drawn."""

    def __init__(
        self,
        placements: Sequence[Placement] = (),
        *,
        recording: str = "",
        audio: str = "",
        phrases: Mapping[tuple[str, str], str] | None = None,
        window_steps: int = 9,
        recent_s: float = 60.0,
    ) -> None:
        """`phrases`: what is said, for each cue and wording."""
        self.recording, self.audio = recording, audio
        self.at_s = 0.0
        self.muted = False
        self.moments: list[Moment] = []
        """Everything that decisions were made from, in order: enough to decide again."""
        self.decisions: list[CueDecision] = []
        self.news: deque[News] = deque(maxlen=50)
        self._start_s: float | None = None
        self._status = Status(0.0, "waiting", "waiting for the first steps")
        self._window: deque[Step] = deque(maxlen=window_steps)
        self._recent: deque[Step] = deque()
        self._recent_s = recent_s
        self.phrases = phrases or {}
        self._cue: CueDecision | None = None
        self._beat: Beat | None = None
        self._played = self._steps = self._valid = self._told = 0
        self._heard: dict[Placement, float | None] = dict.fromkeys(placements)
        self._links: dict[Placement, Link] = {}
        self._speed: Speed | None = None
        self._guide: Guide | None = None
        self._readings: dict[Placement, tuple[int | None, int | None]] = {}
        self._delays_s: deque[float] = deque(maxlen=5)

    def take(self, item: Event | Output) -> None:  # noqa: C901, PLR0912  # one case per kind of thing
        """Take in one event or output."""
        self._remember(item)
        match item:
            case Packet(placement=placement, arrived_s=at_s):
                self._now(at_s)
                self._heard[placement] = at_s
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
                self._links[item.placement] = item
                self.tell(item.at_s, "link", f"{item.placement} {item.state}")
            case Speed():
                self._now(item.at_s)
                self._speed = item
            case Played():
                self._on_played(item)
            case Key():
                self._on_key(item)
            case Reload():
                self.tell(item.at_s, "key", "settings changed")
            case Guide():
                self._now(item.at_s)
                self._guide = item
            case DrillPart():
                self._on_part(item)
            case Notice():
                self.tell(item.at_s, item.about, item.text)
            case Rejected() | Repetition():
                self._now(item.at_s)

    def reading(
        self, placement: Placement, *, battery_percent: int | None = None, signal_dbm: int | None = None
    ) -> None:
        """What a sensor says about itself; None leaves what was said before."""
        battery, signal = self._readings.get(placement, (None, None))
        self._readings[placement] = (
            battery if battery_percent is None else battery_percent,
            signal if signal_dbm is None else signal_dbm,
        )

    def tell(self, at_s: float, kind: str, text: str) -> None:
        """Something worth a line that is no event of the log."""
        self._now(at_s)
        self._told += 1
        self.news.append(News(self._told, self._since_start(at_s), kind, text))

    def words(self, decision: CueDecision) -> str:
        """What a cue says."""
        said = self.phrases.get((decision.cue, decision.wording), "") or decision.wording
        tempo = f" {decision.spm:.0f}/min" if decision.spm else ""
        return (said or decision.cue.replace("-", " ")).rstrip(".") + tempo

    def view(self) -> ScreenView:
        """What a screen shows now."""
        window = [step for step in self._window if self.at_s - step.declared_s <= STALE_S]
        names = dict.fromkeys(name for step in window for name in step.values)
        return ScreenView(
            at_s=self.at_s,
            elapsed_s=self._since_start(self.at_s),
            state=self._status.state,
            text=self._status.text,
            contact_s=median(step.contact_s for step in window) if window else None,
            normal_s=self._status.normal_s,
            limit_s=self._status.limit_s,
            values={name: median(s.values[name] for s in window if name in s.values) for name in names},
            recent=tuple((self.at_s - s.toe_off_s, s.contact_s, s.foot) for s in self._recent),
            cue=self._cue_view(),
            metronome_spm=self._metronome(),
            cues_played=self._played,
            steps=self._steps,
            valid_steps=self._valid,
            sensors=tuple(
                SensorView(placement, self._sensor(placement), *self._readings.get(placement, (None, None)))
                for placement in self._heard
            ),
            speed_mps=self._speed.speed_mps if self._speed else None,
            speed_source=self._speed.source if self._speed else "",
            recording=self.recording,
            audio=self.audio,
            muted=self.muted,
            sound_delay_s=median(self._delays_s) if self._delays_s else None,
            news=tuple(self.news),
            guide=self._guide,
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
            self._recent.append(step)

    def _on_status(self, status: Status) -> None:
        self._now(status.at_s)
        changed = status.state != self._status.state
        self._status = status
        if changed:
            self.tell(status.at_s, "state", f"{status.state}: {status.text}" if status.text else status.state)

    def _on_cue(self, decision: CueDecision) -> None:
        self._now(decision.decided_s)
        # a withheld cue stays hidden: a runner who saw it would answer it
        if decision.outcome == "played":
            if decision.cue != METRONOME:
                self._cue = decision
            self._played += 1
            self.tell(decision.decided_s, "cue", f"“{self.words(decision)}” {decision.because}".strip())

    def _on_played(self, sound: Played) -> None:
        if sound.started_s is None:
            self.tell(sound.requested_s, "sound", f"no sound: {sound.note or 'it never started'}")
        else:
            self._delays_s.append(sound.started_s - sound.requested_s)

    def _on_part(self, part: DrillPart) -> None:
        self._now(part.end_s)
        if part.kind == "drill":
            counted = "" if part.repetitions is None else f": {part.repetitions}"
            self.tell(part.end_s, "drill", f"{part.name}{counted}{'' if part.ended == 'done' else f' ({part.ended})'}")

    def _on_key(self, key: Key) -> None:
        self.muted ^= key.key == "mute"
        self.tell(key.at_s, "key", key.key)

    def _now(self, at_s: float) -> None:
        if self._start_s is None:
            self._start_s = self.at_s = at_s
        self.at_s = max(self.at_s, at_s)
        while self._recent and self.at_s - self._recent[0].toe_off_s > self._recent_s:
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

    def _sensor(self, placement: Placement) -> str:
        heard_s, link = self._heard[placement], self._links.get(placement)
        if link and link.state == "lost" and (heard_s is None or heard_s <= link.at_s):
            return "lost"
        if heard_s is None:
            return "waiting"
        return "heard" if self.at_s - heard_s <= SILENT_S else "silent"
