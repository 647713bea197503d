"""What a sensor says beside its motion: a speed for the coach; a cadence and a low battery for the runner."""

from __future__ import annotations

from collections.abc import Callable

from coach.devices.readings import Battery, Belt, Footpod
from coach.devices.running_speed import Counts, steps_per_min
from coach.devices.standard import READERS
from coach.events import Event, Speed
from coach.sources.charge import Charge


class Readings:
    """One sensor's, over all its connections."""

    def __init__(
        self, name: str, put: Callable[[Event], None], tell: Callable[[str], None], cadence: Counts = "auto"
    ) -> None:
        self._name = name
        self._charge = Charge(name, tell)
        self._put = put
        self._tell = tell
        self._cadence: Counts = cadence
        self._counted = False
        self._incline_percent: float | None = None

    def take(self, characteristic: str, payload: bytes, at_s: float) -> None:
        """One value, at its time of arrival; what is no reading says nothing here."""
        reader = READERS.get(characteristic)
        match reader(payload) if reader else None:
            case Footpod() as footpod:
                self._put(Speed(at_s, footpod.speed_mps, "footpod"))
                self._count(footpod)
            case Belt(speed_mps, incline_percent):
                # a machine may spread what it knows over two packets
                self._incline_percent = self._incline_percent if incline_percent is None else incline_percent
                if speed_mps is not None:
                    self._put(Speed(at_s, speed_mps, "treadmill", self._incline_percent))
            case Battery(percent=percent):
                self._charge.take(percent)
            case _:
                pass

    def _count(self, footpod: Footpod) -> None:
        """Say once what its cadence was taken for; the number as sent is in the recording."""
        sent = footpod.cadence_per_min
        if self._counted or not (footpod.running and sent):
            return
        self._counted = True
        steps = steps_per_min(footpod, self._cadence)
        taken = f"strides, so {steps} steps" if steps != sent else "steps"
        self._tell(f"{self._name}: its cadence is {sent} a minute, taken for {taken}")
