"""Every setting: its default, its range and one line for the runner. `config.example.toml` is printed from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coach.events import DrillName, Placement


class TogetherError(ValueError):
    """Values that are fine one by one but not together; `location` is where the last of them stands."""

    def __init__(self, what: str, location: tuple[str | int, ...]) -> None:
        super().__init__(what)
        self.location = location


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class Runner(_Section):
    """Who runs."""

    height_cm: Annotated[float, Field(ge=100, le=230)] | None = Field(
        default=None, description="body height in cm; with mass and speed it gives leg stiffness"
    )
    mass_kg: Annotated[float, Field(ge=25, le=200)] | None = Field(
        default=None, description="body mass in kg; sharpens contact time by up to 2 ms"
    )
    knee_to_wall_cm: Annotated[float, Field(ge=0, le=25)] | None = Field(
        default=None, description="your knee-to-wall test in cm"
    )
    knee_to_wall_limit_cm: float = Field(
        default=0.0,
        ge=0,
        le=25,
        description="sink and push cues stay off when knee_to_wall_cm is below this; 0 = no limit",
    )
    pain: bool = Field(default=False, description="true keeps sink and push cues off")


class Sensor(_Section):
    """One worn sensor."""

    placement: Placement = Field(description="where it is worn")
    name: str = Field(
        min_length=1,
        description="its Bluetooth name or address, or sim; a phone: sensor-logger, or what phyphox shows",
    )
    contact_offset_ms: float = Field(
        default=0.0, ge=-80, le=80, description="ms added to its contact times, from a calibration against a known one"
    )
    cadence: Literal["auto", "steps", "strides"] = Field(
        default="auto", description="what a footpod counts in a minute; auto doubles what nobody could step"
    )


class Treadmill(_Section):
    """The belt, where one is run on."""

    name: str = Field(default="", description="its Bluetooth name, to take the speed from it; empty = none")
    speed_mps: Annotated[float, Field(ge=0.1, le=12)] | None = Field(
        default=None, description="the belt's speed in m/s, where no treadmill tells it"
    )


class Baseline(_Section):
    """The runner's own normal."""

    learn_s: float = Field(
        default=120.0, ge=5, le=1800, description="valid running in s before your own normal is known"
    )
    contact_ms: Annotated[float, Field(ge=120, le=450)] | None = Field(
        default=None, description="your own normal contact time in ms, when you know it; it is not learned then"
    )
    contact_at_mps: Annotated[float, Field(ge=1, le=8)] | None = Field(
        default=None, description="the speed in m/s at which contact_ms holds; other speeds are calculated from it"
    )
    own_speed: bool = Field(
        default=False, description="true = where nobody tells the speed, a foot sensor's own estimate is good enough"
    )
    drift_percent: float = Field(
        default=3.0, ge=0, le=10, description="% by which your normal may creep in a run, with warming up and tiring"
    )
    profile: bool = Field(default=True, description="use and keep what `coach calibrate` and earlier runs know of you")
    shoe: str = Field(default="", description="which shoe; each has its own normal")
    surface: str = Field(default="", description="which ground, like treadmill or trail; each has its own normal")


class Stance(_Section):
    """When stance counts as drawn-out."""

    trigger_percent: float = Field(
        default=4.0, ge=0.5, le=50, description="% above your own normal that counts as drawn-out"
    )
    release_percent: float = Field(default=2.0, ge=0, le=50, description="% above your own normal at which it is over")
    hold_s: float = Field(default=12.0, ge=0, le=120, description="s that it must last before a cue is due")
    window_steps: int = Field(default=9, ge=3, le=60, description="steps in the running median that is compared")
    floor_percent: float = Field(
        default=5.0, ge=0, le=50, description="% below your own normal under which nobody is ever pushed"
    )
    sink_percent: float = Field(
        default=3.0,
        ge=0,
        le=50,
        description="% that sink must also be above your own, where it is measured; 0 = sink is not asked",
    )

    @model_validator(mode="after")
    def _released_below_trigger(self) -> Stance:
        if self.release_percent > self.trigger_percent:
            message = (
                f"release_percent {self.release_percent:g} must not be above trigger_percent {self.trigger_percent:g}"
            )
            raise ValueError(message)
        return self


class Hills(_Section):
    """Uphill contact is longer, and that is no fault."""

    incline_percent: Annotated[float, Field(ge=-30, le=40)] | None = Field(
        default=None, description="incline in %, where it is steady and no treadmill tells it"
    )
    allowance_percent: float = Field(
        default=1.0, ge=0, le=10, description="% of contact allowed for each % of incline, where the speed is known"
    )
    slower_percent: float = Field(
        default=4.0, ge=0, le=15, description="the same where it is not known: runners slow down uphill"
    )
    suspect_percent: float = Field(
        default=5.0, ge=0, le=30, description="% allowed where the incline is not known, but speed and cadence say hill"
    )


class Bounce(_Section):
    """Responsive, not bouncy: over-correction."""

    flight_percent: float = Field(
        default=15.0, ge=3, le=100, description="% more flight time than your own that counts as bouncing"
    )
    lock_s: float = Field(default=180.0, ge=0, le=1800, description="s without push cues after bouncing was noticed")


class Cues(_Section):
    """How often something is said."""

    pack: str = Field(default="push-pull", min_length=1, description="name of a bundled pack, or a folder of your own")
    quiet_first_s: float = Field(default=360.0, ge=0, le=3600, description="s of running at the start without cues")
    cooldown_s: float = Field(default=60.0, ge=0, le=1800, description="s between two cues")
    budget_per_10min: int = Field(default=6, ge=0, le=60, description="most cues in any ten minutes")
    give_up_after: int = Field(
        default=3, ge=1, le=20, description="cues in one drawn-out stretch before it is left alone"
    )
    settle_steps: int = Field(default=20, ge=0, le=200, description="steps without cues after each stop or walk")
    turn_dps: float = Field(
        default=12.0,
        ge=0,
        le=90,
        description="° a second from which a bend is a turn, in which nothing is said; 0 = never",
    )
    withhold_percent: float = Field(
        default=20.0, ge=0, le=50, description="% of due cues withheld at random, to learn what they do; 0 = never"
    )
    withhold_seed: int = Field(default=4, ge=0, description="seed of that chance")
    prefer: bool = Field(default=True, description="true prefers the cues that worked for you; false takes turns")


class Fading(_Section):
    """Fewer cues from session to session, so that what was learned stays without them."""

    on: bool = Field(default=True, description="false gives all cues in every session")
    percent: tuple[Annotated[float, Field(ge=0, le=100)], ...] = Field(
        default=(100, 100, 100, 100, 75, 50, 25, 10),
        min_length=1,
        max_length=60,
        strict=False,  # TOML has lists where we have tuples
        description="% of due cues given, session by session; the last one stays",
    )


class Dose(_Section):
    """How much of it in a week."""

    week_min: float = Field(default=30.0, ge=0, le=1000, description="cued minutes a week that are fine for anybody")
    ramp_percent: float = Field(default=20.0, ge=0, le=100, description="% more than last week before you are warned")


class Metronome(_Section):
    """Clicks."""

    mode: Literal["drawn-out", "always", "off", "chosen"] = Field(
        default="drawn-out", description="with each push cue, always while you run, off, or chosen in place of a cue"
    )
    sound: Literal["click", "push-pull"] = Field(
        default="click", description="clicks at a tempo, or push and pull in step with your feet"
    )
    every: int = Field(default=1, ge=1, le=2, description="1 = each step, 2 = every second step")
    pan: float = Field(default=0.0, ge=0, le=1, description="0 = both ears alike, 1 = left foot left, right foot right")
    raise_percent: float = Field(default=3.0, ge=0, le=10, description="% above your own cadence")
    longest_s: float = Field(
        default=30.0, ge=4, le=600, description="s after which a drawn-out metronome falls silent by itself"
    )
    volume: float = Field(default=0.5, ge=0, le=1, description="loudness")


Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Drills(_Section):
    """The drills before a run, led by `coach drill`."""

    times_a_week: int = Field(default=2, ge=1, le=3, description="how often you want to do them")
    days: tuple[Day, ...] = Field(
        default=("tuesday", "friday"),
        max_length=7,
        strict=False,  # TOML has lists where we have tuples
        description="on which days; `coach history` reminds you",
    )
    warm_up_min: float = Field(default=10.0, ge=0, le=60, description="easy running first, in min; 10 to 15 is usual")
    order: tuple[DrillName, ...] = Field(
        default=("pogo", "skip", "butt-kick"),
        min_length=1,
        max_length=3,
        strict=False,  # the same
        description="which drills, in which order",
    )
    sets: int = Field(default=2, ge=1, le=4, description="sets of each drill")
    length_m: tuple[Annotated[float, Field(ge=5, le=60)], ...] = Field(
        default=(20.0, 30.0),
        min_length=2,
        max_length=2,
        strict=False,  # the same
        description="m of a set in the first week and from the fifth on, where the speed is known",
    )
    length_s: tuple[Annotated[float, Field(ge=5, le=60)], ...] = Field(
        default=(12.0, 18.0),
        min_length=2,
        max_length=2,
        strict=False,  # the same
        description="s of a set in the first week and from the fifth on, where it is not",
    )
    strides: int = Field(default=2, ge=0, le=5, description="strides at the end")
    stride_m: float = Field(default=80.0, ge=20, le=200, description="m of a stride, where the speed is known")
    stride_s: float = Field(default=16.0, ge=5, le=60, description="s of a stride, where it is not")
    counts: bool = Field(default=True, description="true says every fifth repetition aloud")

    @model_validator(mode="after")
    def _each_drill_once(self) -> Drills:
        for drill in self.order:
            if self.order.count(drill) > 1:
                raise ValueError(f"order names {drill} twice: name each drill once")
        return self


class Rule(_Section):
    """One rule of your own: when a measure is somewhere for long enough, something is said."""

    name: str = Field(min_length=1, max_length=40, examples=["cadence"], description="what you call it")
    measure: str = Field(min_length=1, examples=["cadence_spm"], description="a column of steps.csv that holds numbers")
    when: Literal["above", "below", "between-sides"] = Field(
        examples=["below"],
        description="where the median must be; between-sides = left and right differ by more than the limit",
    )
    limit: float = Field(examples=[162.0], description="in the measure's own unit")
    hold_s: float = Field(default=20.0, ge=0, le=600, description="s that it must last")
    repeat_s: float = Field(default=120.0, ge=5, le=3600, description="s until it is said again, while it lasts")
    say: str = Field(min_length=1, examples=["tick-along"], description="a cue of the pack")


class Audio(_Section):
    """Where the sound goes."""

    device: str = Field(default="", description="part of the output's name; empty = the system's default")
    latency: Literal["safe", "low"] = Field(default="safe", description="safe = 45 ms, low = 25 ms")
    headphone_delay_ms: float = Field(
        default=0.0, ge=0, le=1000, description="delay in ms of outputs that no [[headphones]] names, for beats"
    )
    duck_others: bool = Field(default=False, description="other programs' music softer under cues (PulseAudio only)")
    volume: float = Field(default=1.0, ge=0, le=1, description="loudness")


class Headphones(_Section):
    """How late one output is heard; `coach doctor --tap` measures it."""

    name: str = Field(min_length=1, examples=["AirPods"], description="part of the output's name")
    delay_ms: float = Field(ge=0, le=1000, examples=[180.0], description="its delay in ms, for beats")


class Config(_Section):
    """All settings."""

    runner: Runner = Runner()
    sensors: tuple[Sensor, ...] = Field(default=(), strict=False)  # TOML has lists where we have tuples
    treadmill: Treadmill = Treadmill()
    baseline: Baseline = Baseline()
    stance: Stance = Stance()
    hills: Hills = Hills()
    bounce: Bounce = Bounce()
    cues: Cues = Cues()
    fading: Fading = Fading()
    dose: Dose = Dose()
    metronome: Metronome = Metronome()
    drills: Drills = Drills()
    rules: tuple[Rule, ...] = Field(default=(), strict=False)
    audio: Audio = Audio()
    headphones: tuple[Headphones, ...] = Field(default=(), strict=False)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where sensors are worn."""
        return tuple(sensor.placement for sensor in self.sensors)

    @model_validator(mode="after")
    def _one_sensor_a_placement(self) -> Config:
        for number, placement in enumerate(self.placements):
            if placement in self.placements[:number]:
                what = f"two [[sensors]] at {placement}: name each placement once"
                raise TogetherError(what, ("sensors", number, "placement"))
        return self
