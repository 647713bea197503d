"""The sources of a run: real sensors over Bluetooth, simulated ones, or both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from coach.config import Config, Sensor
from coach.errors import SensorError, UserError
from coach.events import PLACEMENTS, Placement

if TYPE_CHECKING:
    from coach.sources.source import Source

SIMULATED = "sim"


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


def open_source(
    config: Config, scenario: str, seed: int, tell: Callable[[str], None], signal: Callable[[Placement, int], None]
) -> Source:
    """Whatever the worn sensors need. UserError for an unknown scenario.

    `tell` takes sentences about them; `signal` how strong one was, in dBm, when it was found.
    """
    from coach.sources.together import Together

    simulated = [sensor for sensor in config.sensors if sensor.name == SIMULATED]
    real = [sensor for sensor in config.sensors if sensor.name != SIMULATED]
    sources: list[Source] = []
    if simulated:
        sources.append(_simulation(simulated, scenario, seed))
    if real or config.treadmill.name:
        from coach.sources.ble import BleSource

        sources.append(BleSource(real, treadmill=config.treadmill.name, tell=tell, signal=signal))
    return sources[0] if len(sources) == 1 else Together(sources)


def _simulation(sensors: list[Sensor], scenario: str, seed: int) -> Source:
    from coach.simulate.runner import SimulatedRunner
    from coach.simulate.scenarios import SCENARIOS
    from coach.simulate.sensor import SimulatedSensor
    from coach.sources.simulation import SimulationSource

    if scenario not in SCENARIOS:
        raise UserError(f"There is no scenario {scenario!r}.", f"Known are {', '.join(SCENARIOS)}.")
    worn = [SimulatedSensor(sensor.placement) for sensor in sensors]
    return SimulationSource(SimulatedRunner(SCENARIOS[scenario], worn, seed))
