"""Frozen records that pass between the layers.

Times ending in `_s` are seconds on the recording's own time base. What may enter the pipeline is an `Event`;
everything that can change an output is one, so a recording replays to the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Foot = Literal["left", "right", "unknown"]
Placement = Literal["foot-left", "foot-right", "shank-left", "shank-right", "waist", "chest"]
PLACEMENTS: tuple[Placement, ...] = ("foot-left", "foot-right", "shank-left", "shank-right", "waist", "chest")
LOWEST_RATE_HZ: Mapping[Placement, float] = {
    "foot-left": 45.0,
    "foot-right": 45.0,
    "shank-left": 45.0,
    "shank-right": 45.0,
    "waist": 22.0,
    "chest": 22.0,
}
"""Below it no step is believed. Accuracy was measured down to 52 Hz at foot and shank and 25 Hz at the waist; a clock's
error, and sensors that offer 50 Hz instead, are allowed for."""

# ── what enters the pipeline (and the log) ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Packet:
    """Raw bytes from one sensor, stamped on arrival and recorded before anything is computed from them."""

    placement: Placement
    device: str
    """Key of its stream in `coach.devices.STREAMS`."""
    arrived_s: float
    payload: bytes
    channel: str = ""
    """Which stream of the device, where it has several (a characteristic's UUID)."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes even when no sensor speaks; four a second while live."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Link:
    """A sensor's radio link came or went."""

    placement: Placement
    at_s: float
    state: Literal["connected", "lost"]


@dataclass(frozen=True, slots=True)
class Key:
    """The runner pressed something: pause, mark, mute, wrong-cue; in drills skip and repeat."""

    at_s: float
    key: str


@dataclass(frozen=True, slots=True)
class Speed:
    """Running speed from outside the motion sensors, and the belt's incline where it tells; up is positive."""

    at_s: float
    speed_mps: float
    source: str
    incline_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a sound that was asked for; `started_s` is None when it never sounded."""

    cue_id: int
    requested_s: float
    started_s: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reload:
    """The settings file was changed while running, and can be used; `text` is the whole of it."""

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the runner was told: sound lost or back, a sensor not found, settings not used. Decides nothing."""

    at_s: float
    about: str
    """sound, link, settings or profile."""
    text: str


Event: TypeAlias = Packet | Tick | Link | Key | Speed | Played | Reload | Notice

# ── devices → dsp ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RawSamples:
    """What a decoder reads out of one packet. Either `t_s` is given (the stream has its own seconds) or `ticks`."""

    accel_g: Floats
    """(n, 3) specific force in the sensor's own frame."""
    gyro_dps: Floats | None
    """(n, 3) angular rate in the sensor's own frame; None where the device has no gyroscope."""
    t_s: Floats | None = None
    """(n,) sample times in seconds, for streams that carry real ones."""
    ticks: Floats | None = None
    """(n,) the sensor's own counter at each sample, unwrapped within the packet only."""
    sequence: int | None = None
    """Packet counter, where the device sends one."""
    accel_limit_g: float = 16.0
    gyro_limit_dps: float = 2000.0


@dataclass(frozen=True, slots=True)
class Samples:
    """Dated samples of one sensor, in order, any rate, gaps possible, no duplicates."""

    placement: Placement
    t_s: Floats
    accel_g: Floats
    gyro_dps: Floats | None
    accel_limit_g: float = 16.0
    gyro_limit_dps: float = 2000.0


@dataclass(frozen=True, slots=True)
class Block:
    """Evenly spaced samples of one sensor; consecutive blocks join without a gap unless `fresh`."""

    placement: Placement
    t_s: float
    """Time of the first sample; sample k is at t_s + k / rate_hz."""
    rate_hz: float
    accel_g: Floats
    gyro_dps: Floats | None
    filled: Bools
    """(n,) True where a short gap was bridged by interpolation: no measurement stands behind the sample."""
    clipped: Bools
    """(n,) True where any axis was at or above 98 % of its range."""
    fresh: bool = False
    """The stream starts here, or starts again after a gap too long to bridge: forget filters and half-seen steps."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be used, and why. Counted, never raised."""

    placement: Placement
    at_s: float
    reason: str
    count: int = 1


# ── gait ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot on the ground, as one sensor saw it. Facts only: `coach.gait.quality` decides what is believable."""

    placement: Placement
    foot: Foot
    initial_contact_s: float
    toe_off_s: float
    declared_s: float
    """Time of the newest sample that was needed to declare this contact."""
    contact_s: float
    """Toe-off minus initial contact after the bias model; NaN where an event could not be dated."""
    uncertainty_s: float
    """One standard deviation of `contact_s` for a never-seen runner."""
    faults: tuple[str, ...] = ()
    """What the detector met: gap, clipped, fallback, no-axis …"""
    extras: Mapping[str, float] = field(default_factory=dict[str, float])
    """Quantities that only this placement sees: heel_rise_percent, speed_mps, sink_deg, sink_cm, oscillation_cm …"""
    rate_hz: float = math.inf
    """Of the samples that it was seen in."""


Activity = Literal["stand", "walk", "run"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as everything downstream sees it: dated, believed or not, and measured."""

    foot: Foot
    placement: Placement
    initial_contact_s: float
    toe_off_s: float
    declared_s: float
    contact_s: float
    uncertainty_s: float
    stride_s: float | None
    """Initial contact to the next of the same foot, the stride that ended with this contact; None for the first."""
    flight_s: float | None
    """Toe-off of the other foot to this initial contact; from symmetry where only one foot is worn."""
    activity: Activity
    valid: bool
    reason: str
    """Why the step is not believed; empty when it is."""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Measure name → value, from `coach.measures.MEASURES`; a missing input leaves the name out."""
    speed_source: str = ""
    """Who told `speed_mps`: treadmill, footpod, phone, typed, table, own (the foot sensor); empty without a speed."""


# ── drills ────────────────────────────────────────────────────────────────────────────────────────────────────

DrillName = Literal["pogo", "skip", "butt-kick"]
DRILLS: tuple[DrillName, ...] = ("pogo", "skip", "butt-kick")


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of a drill: a jump of both feet, a pair of step and hop on one foot, one heel pulled up."""

    drill: DrillName
    placement: Placement
    foot: Foot
    """Whose repetition it is; unknown where both feet act together or the sensor cannot tell."""
    at_s: float
    """The moment that recurs: a landing, or the fastest moment of a swing."""
    declared_s: float
    """Time of the newest sample that was needed."""
    contact_s: float
    """NaN where it is not measured; of a skip, the hop's."""
    flight_s: float
    """NaN where it is not measured; of a pogo jump, the flight after this contact."""
    faults: tuple[str, ...] = ()
    """What the detector met: gap, …"""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Measure name → value, from `coach.measures.drills`: rsi, height_cm, heel_deg …; missing inputs leave it out."""


# ── coaching ──────────────────────────────────────────────────────────────────────────────────────────────────

State = Literal[
    "waiting", "learning", "good", "drawn-out", "bouncy", "walking", "standing", "sensor-lost", "paused", "drill"
]


@dataclass(frozen=True, slots=True)
class Advice:
    """A cue of the pack that is worth saying, and the number that says so. The scheduler decides whether it is said."""

    at_s: float
    cue: str
    rule: str
    because: str
    """In the runner's words: "contact 262 ms, 8 % above your 243 ms for 12 s"."""
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Status:
    """What the coach thinks now; changes are worth a line on the screen. `text` ends with the `remark`, if any."""

    at_s: float
    state: State
    text: str
    normal_s: float | None = None
    limit_s: float | None = None
    """Own normal contact time at this speed, and that above which stance counts as drawn-out."""
    since_s: float | None = None
    """When stance became long, in the state `drawn-out`: it is called so only once that has lasted."""
    remark: str = ""
    """Why push cues are off, or that there have been enough of them."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The metronome starts, changes its tempo, or (tempo None) stops; without `until_s` it clicks until told."""

    at_s: float
    spm: float | None
    until_s: float | None
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class CueDecision:
    """One row of cues.csv: a cue that was due, and what became of it."""

    cue_id: int
    decided_s: float
    cue: str
    outcome: Literal["played", "dropped", "withheld"]
    reason: str
    requested_s: float | None
    wording: str = ""
    because: str = ""
    spm: float | None = None
    until_s: float | None = None
    """Tempo and end of a metronome stretch; None for words."""


PartKind = Literal["talk", "warm-up", "drill", "walk-back", "stride", "over"]


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a led routine is; told when it changes. Texts are empty where there is nothing to say."""

    at_s: float
    kind: PartKind
    drill: str
    part: str
    """What the runner is to do: "Pogo jumps, set 1 of 2"."""
    note: str
    count: int | None
    """Repetitions in this set; None where nothing can be counted."""
    remaining: float | None
    """Of the part, in whole `unit`s: s, m or hops."""
    unit: str
    next: str


@dataclass(frozen=True, slots=True)
class DrillPart:
    """A part of a led routine is over."""

    kind: PartKind
    drill: str
    name: str
    set_number: int
    """From 1; 0 where there are no sets."""
    start_s: float
    end_s: float
    repetitions: int | None
    ended: Literal["done", "stopped", "skipped"]
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    """Medians over the set: contact_ms, rsi …; of a test also rsi_best_five."""


Output: TypeAlias = Step | Repetition | Status | Guide | DrillPart | CueDecision | Beat | Rejected
