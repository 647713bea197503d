"""Every sensor that streams motion, as a runner would wear it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coach.events import Placement
from tests.ble import rig_bytes
from tests.ble.rig_link import TimedLink
from tests.ble.rig_peripheral import Peripheral
from tests.ble.rig_polar import PolarSim, VeritySim
from tests.ble.rig_runner import SAMPLES, Motion, open_pod
from tests.ble.rig_sensors import OpenPodSim
from tests.ble.rig_vendors import InPartsSim, MetaMotionSim, MovellaSim, MovesenseSim, WitMotionSim


@dataclass(frozen=True)
class Kind:
    """One kind of sensor at one rate."""

    device: str
    """Key of its stream."""
    name: str
    """As it advertises."""
    sensor: type[Peripheral]
    encode: Callable[[Motion], Sequence[bytes]]
    rate_hz: float
    samples: float
    """By which one payload takes time on."""
    placement: Placement = "foot-left"

    @property
    def period_s(self) -> float:
        """Between two payloads."""
        return self.samples / self.rate_hz

    def on_runner(self, link: TimedLink, motion: Motion, serial: str = "") -> Peripheral:
        """A sensor that streams this motion once it is switched on and asked."""
        return self.sensor(link, self.name, self.encode(motion), self.period_s, serial)


class FastVeritySim(VeritySim):
    """Offers nothing slower than 208 Hz."""

    rates_hz = (208, 416)


KINDS: Mapping[str, Kind] = {
    "open pod 104 Hz": Kind("open-pod", "Open Pod", OpenPodSim, open_pod, 104.0, SAMPLES),
    "open pod 208 Hz": Kind("open-pod", "Open Pod", OpenPodSim, open_pod, 208.0, SAMPLES),
    "Polar H10 200 Hz": Kind("polar", "Polar H10 1234ABCD", PolarSim, rig_bytes.h10, 200.0, 36, "chest"),
    "Verity Sense 104 Hz": Kind("polar", "Polar Sense 9A8B7C6D", VeritySim, rig_bytes.verity, 104.0, 10),
    "Verity Sense 208 Hz": Kind("polar", "Polar Sense 9A8B7C6D", FastVeritySim, rig_bytes.verity, 208.0, 10),
    "Movesense 104 Hz": Kind("movesense", "Movesense 2150300", MovesenseSim, rig_bytes.movesense, 104.0, 8),
    "Movesense in parts": Kind("movesense", "Movesense 2150300", InPartsSim, rig_bytes.movesense, 104.0, 8),
    "MetaMotion 100 Hz": Kind("metamotion", "MetaWear", MetaMotionSim, rig_bytes.metamotion, 101.0, 1),
    "WitMotion 200 Hz": Kind("witmotion", "WT901BLE", WitMotionSim, rig_bytes.witmotion, 198.0, 4),
    "Movella DOT 60 Hz": Kind("movella-dot", "Xsens DOT", MovellaSim, rig_bytes.movella, 60.0, 1),
}
