"""Two feet of one real runner as tables, and a pipeline to run them through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.config import Config, parse
from coach.devices import table
from coach.events import Event, Floats, Output, Packet, Placement
from coach.pipeline import Pipeline
from cues.pack import load_pack

SETTINGS = """\
[baseline]
learn_s = 15
[stance]
hold_s = 2
[cues]
quiet_first_s = 0
cooldown_s = 5
"""


@dataclass(frozen=True, slots=True, repr=False)
class Tables:
    """Samples of each sensor: times and six columns."""

    t_s: Floats
    values: Mapping[Placement, Floats]

    def packet(self, placement: Placement, start: int, stop: int, later_s: float = 0.0) -> Packet:
        """Rows start…stop-1 as one packet, which arrives with its last sample."""
        t_s = self.t_s[start:stop] + later_s
        payload = table.encode(t_s, self.values[placement][start:stop], accel_limit_g=16.0, gyro_limit_dps=2000.0)
        return Packet(placement, table.Table.key, float(t_s[-1]), payload)

    def packets(self, cuts: Mapping[Placement, Sequence[int]], later_s: float = 0.0) -> list[Packet]:
        """Each sensor cut where asked, by time of arrival."""
        packets: list[Packet] = []
        for placement, at in cuts.items():
            for start, stop in zip([0, *at], [*at, len(self.t_s)], strict=True):
                if stop > start:
                    packets.append(self.packet(placement, start, stop, later_s))
        return sorted(packets, key=lambda packet: (packet.arrived_s, packet.placement))


@pytest.fixture(scope="session")
def settings() -> Config:
    return parse(SETTINGS)


@pytest.fixture(scope="session")
def feet(data_dir: Path) -> Tables:
    """Both feet of a runner whose stance gets longer twice."""
    with np.load(data_dir / "fukuchi_splices" / "S08_drawnout.npz") as d:
        scale = np.array([float(d["acc_scale_g"])] * 3 + [float(d["gyro_scale_dps"])] * 3)
        values: dict[Placement, Floats] = {"foot-left": d["imu_footL"] * scale, "foot-right": d["imu_footR"] * scale}
        return Tables(np.arange(len(d["imu_footL"])) / float(d["fs_imu"]), values)


@pytest.fixture(scope="session")
def run(settings: Config) -> Callable[[Iterable[Event]], list[Output]]:
    """All outputs of a fresh pipeline."""
    durations = load_pack("push-pull").durations

    def feed(events: Iterable[Event]) -> list[Output]:
        pipeline = Pipeline(settings, ("foot-left", "foot-right"), durations)
        out = [output for event in events for output in pipeline.feed(event)]
        return out + pipeline.finish()

    return feed
