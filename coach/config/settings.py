"""Every setting: its default, its range and one line for the runner. `config.example.toml` is printed from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coach.events import Placement


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
    name: str = Field(min_length=1, description="its Bluetooth name, address, or sim for the simulated runner")


class Baseline(_Section):
    """The runner's own normal."""

    learn_s: float = Field(
        default=120.0, ge=5, le=1800, description="valid running in s before your own normal is known"
    )
    contact_ms: Annotated[float, Field(ge=120, le=450)] | None = Field(
        default=None, description="your own normal contact time in ms, when you know it; nothing is learned then"
    )


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

    @model_validator(mode="after")
    def _released_below_trigger(self) -> Stance:
        if self.release_percent > self.trigger_percent:
            message = (
                f"release_percent {self.release_percent:g} must not be above trigger_percent {self.trigger_percent:g}"
            )
            raise ValueError(message)
        return self


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
    withhold_percent: float = Field(
        default=0.0, ge=0, le=50, description="% of due cues withheld at random, to learn what they do"
    )
    withhold_seed: int = Field(default=1, ge=0, description="seed of that chance")


class Metronome(_Section):
    """Clicks."""

    mode: Literal["drawn-out", "always", "off"] = Field(default="drawn-out", description="when it clicks")
    raise_percent: float = Field(default=3.0, ge=0, le=10, description="% above your own cadence")
    longest_s: float = Field(
        default=30.0, ge=4, le=600, description="s after which a drawn-out metronome falls silent by itself"
    )
    volume: float = Field(default=0.5, ge=0, le=1, description="loudness")


class Audio(_Section):
    """Where the sound goes."""

    device: str = Field(default="", description="part of the output's name; empty = the system's default")
    latency: Literal["safe", "low"] = Field(default="safe", description="safe = 50 ms, low = 25 ms")
    headphone_delay_ms: float = Field(
        default=0.0, ge=0, le=1000, description="delay of your headphones in ms, for beats"
    )
    volume: float = Field(default=1.0, ge=0, le=1, description="loudness")


class Config(_Section):
    """All settings."""

    runner: Runner = Runner()
    sensors: tuple[Sensor, ...] = ()
    baseline: Baseline = Baseline()
    stance: Stance = Stance()
    bounce: Bounce = Bounce()
    cues: Cues = Cues()
    metronome: Metronome = Metronome()
    audio: Audio = Audio()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where sensors are worn."""
        return tuple(sensor.placement for sensor in self.sensors)
