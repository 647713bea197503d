"""The sources of a run: real sensors over Bluetooth, phones over the network, simulated ones, or all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.config import Config, Sensor
from coach.errors import SensorError, UserError
from coach.events import PLACEMENTS, Placement

if TYPE_CHECKING:
    from coach.simulate.sensor import SimulatedSensor
    from coach.sources.source import Source

Tell = Callable[[str], None]
Signal = Callable[[Placement, int], None]
SIMULATED = "sim"
POSTING_PHONE = "sensor-logger"
"""A phone with this app."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The sources of a run, as one."""

    source: Source
    invitation: Sequence[str]
    """What the runner must know beforehand: where a phone posts. It holds a key, so no recording may have it."""
    radio: bool = False
    """Some of them come over Bluetooth."""

    @property
    def reminders(self) -> Sequence[str]:
        """Of it, what is worth a line on a screen; the picture of a code is not."""
        return [line for line in self.invitation if "\n" not in line]

    def refuse_without_radio(self) -> None:
        """HardwareError where Bluetooth is needed and missing: told before anything is recorded or said."""
        if not self.radio:
            return
        import asyncio

        from coach.sources.ble import Unreachable, probe

        with contextlib.suppress(Unreachable):  # one that is only busy answers by and by
            asyncio.run(probe())


def with_sensors(config: Config, wanted: Mapping[Placement, str]) -> Config:
    """Sensors of the command line replace those of the settings at the same placement; SensorError for none at all."""
    worn = {sensor.placement: sensor for sensor in config.sensors}
    worn |= {placement: Sensor(placement=placement, name=name) for placement, name in wanted.items()}
    if not worn:
        raise SensorError(
            "No sensor is named.", "Add --sensor foot-left=NAME, or [[sensors]] to the settings; NAME sim is simulated."
        )
    sensors = tuple(worn[placement] for placement in PLACEMENTS if placement in worn)
    return config.model_copy(update={"sensors": sensors})


def open_source(config: Config, simulation: Source | None, tell: Tell, signal: Signal) -> Opened:
    """Whatever the worn sensors need; nothing to listen to is a source, too.

    `tell` takes sentences about the sensors; `signal` how strong one was, in dBm, when it was found. Nothing listens on
    the network unless a phone is worn that posts.
    """
    from coach.sources.silence import Silence
    from coach.sources.together import Together

    phones = [sensor for sensor in config.sensors if is_phone(sensor.name)]
    real = [sensor for sensor in config.sensors if sensor.name != SIMULATED and sensor not in phones]
    sources = [simulation] if simulation is not None else []
    invitation: Sequence[str] = ()
    if phones:
        from coach.app.live.phones import invite, open_door
        from coach.sources.network import NetworkSource

        posting: list[Placement] = [sensor.placement for sensor in phones if sensor.name == POSTING_PHONE]
        door = open_door(posting) if posting else None
        invitation = () if door is None else tuple(invite(door))
        sources.append(NetworkSource(phones, door, tell=tell))
    radio = bool(real or config.treadmill.name)
    if radio:
        from coach.sources.ble import BleSource

        sources.append(BleSource(real, treadmill=config.treadmill.name, tell=tell, signal=signal))
    if not sources:
        return Opened(Silence(), ())
    return Opened(sources[0] if len(sources) == 1 else Together(sources), invitation, radio)


def is_phone(name: str) -> bool:
    """Whether it is Sensor Logger, or the address of phyphox; SensorError for an address that is none."""
    if not name.startswith(("http:", "https:")):
        return name == POSTING_PHONE
    from coach.sources.network import is_address

    if not is_address(name):
        raise SensorError(
            f"{name!r} is no address of a phone.", "Write what phyphox shows, like http://192.168.0.42:8080."
        )
    return True


def simulated_run(config: Config, scenario: str, seed: int) -> Source | None:
    """The simulated runner with the simulated sensors on; None without any. UserError for an unknown scenario."""
    from coach.simulate.runner import SimulatedRunner
    from coach.simulate.scenarios import SCENARIOS
    from coach.sources.simulation import SimulationSource

    worn = simulated_sensors(config)
    if not worn:
        return None
    if scenario not in SCENARIOS:
        raise UserError(f"There is no scenario {scenario!r}.", f"Known are {', '.join(SCENARIOS)}.")
    return SimulationSource(SimulatedRunner(SCENARIOS[scenario], worn, seed))


def of_nobody(config: Config) -> bool:
    """Whether all that is worn is worn by the simulated runner; False where nothing is worn."""
    return bool(config.sensors) and all(sensor.name == SIMULATED for sensor in config.sensors)


def simulated_sensors(config: Config) -> list[SimulatedSensor]:
    """Of the worn sensors, those of the simulated runner."""
    from coach.simulate.sensor import SimulatedSensor

    return [SimulatedSensor(sensor.placement) for sensor in config.sensors if sensor.name == SIMULATED]
