"""The pod's sketch on a simulated board, its packets through our decoder. Needs a C++ compiler."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from coach.devices import Refused, pod_link
from coach.devices.open_pod import OpenPod, encode
from coach.events import Packet, RawSamples

HERE = Path(__file__).parent
SKETCH = HERE.parents[1] / "firmware" / "open-pod"
BEGAN_US = 4_294_000_000


@dataclass
class Heard:
    """What the board printed."""

    said: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    packets: list[bytes] = field(default_factory=list[bytes])

    @property
    def samples(self) -> list[RawSamples]:
        out: list[RawSamples] = []
        for payload in self.packets:
            raw = OpenPod().decode(Packet("foot-left", "open-pod", 0.0, payload))
            assert isinstance(raw, RawSamples)
            out.append(raw)
        return out

    def numbers(self) -> list[int]:
        """Number of each sample, which the simulated chip puts on the x axis."""
        return [round(x * 32768 / raw.accel_limit_g) for raw in self.samples for x in raw.accel_g[:, 0].tolist()]

    def micros(self) -> list[int]:
        """Time of each sample since the board began, over the wrap of its counter."""
        ticks = [raw.ticks for raw in self.samples if raw.ticks is not None]
        return [(int(tick) - BEGAN_US) % 2**32 for tick in np.concatenate(ticks).tolist()]


Board = Callable[..., Heard]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sketch, compiled for this machine as strictly as the board's own compiler allows."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no C++ compiler: the pod's sketch cannot be tried here")
    program = tmp_path_factory.mktemp("pod") / "pod"
    strict = ["-std=gnu++14", "-Wall", "-Wextra", "-Werror", "-fsanitize=undefined", "-fno-sanitize-recover"]
    subprocess.run([compiler, *strict, f"-I{HERE / 'board'}", HERE / "pod_on_host.cpp", "-o", program], check=True)
    return program


@pytest.fixture
def board(program: Path) -> Board:
    """Run commands on the board (see pod_on_host.cpp)."""

    def run(*commands: str, chip: str = "LSM6DS3TR-C", rate_hz: float = 208.0) -> Heard:
        script = "\n".join([f"chip {chip} {rate_hz}", "setup", *commands, ""])
        done = subprocess.run([program], input=script, capture_output=True, text=True, check=True)
        heard = Heard()
        for line in done.stdout.splitlines():
            word, *rest = line.split()
            if word == pod_link.DATA:
                heard.packets.append(bytes.fromhex(rest[0]))
            else:
                heard.said.setdefault(word, []).append(" ".join(rest))
        return heard

    return run


def settings(heard: Heard) -> pod_link.Settings | None:
    return pod_link.parse(bytes.fromhex(heard.said["settings"][-1]))


def test_the_pod_introduces_itself(board: Board) -> None:
    heard = board("run 50")
    assert heard.said["name"] == ["open-pod-ab9d"]
    assert heard.said["connection"] == ["6 12"]
    assert heard.said["battery"] == ["49"]
    assert not heard.packets, "nobody has subscribed"
    sketch = (SKETCH / "open-pod.ino").read_text()
    for uuid in (pod_link.SERVICE, pod_link.DATA, pod_link.SETTINGS):
        assert uuid in sketch


def test_each_packet_is_byte_for_byte_what_our_encoder_makes(board: Board) -> None:
    heard = board("subscribe 1", "run 2000")
    assert len(heard.packets) > 40
    for sequence, (payload, raw) in enumerate(zip(heard.packets, heard.samples, strict=True)):
        assert raw.ticks is not None
        assert raw.gyro_dps is not None
        assert raw.sequence == sequence
        counts = np.concatenate([raw.accel_g * 32768 / 16, raw.gyro_dps * 32768 / 2000], axis=1)
        assert payload == encode(
            sequence=sequence,
            micros=int(raw.ticks[0]),
            period_us=int.from_bytes(payload[6:8], "little"),
            counts=np.rint(counts).astype(np.int16),
            accel_range_g=16,
            gyro_range_dps=2000,
        )
    assert np.array_equal(np.diff(heard.numbers()), np.ones(len(heard.numbers()) - 1))


def test_counts_are_full_range_whatever_the_chip_calls_it(board: Board) -> None:
    st_gain = {"LSM6DS3TR-C": (1.0, 1.14688), "LSM9DS1": (1.49914, 1.14688), "BMI270": (1.0, 1.0)}
    for chip, (accel, gyro) in st_gain.items():
        raw = board("subscribe 1", "run 200", chip=chip).samples[0]
        assert raw.gyro_dps is not None
        assert raw.accel_g[0, 1] == pytest.approx(round(2048 * accel) * 16 / 32768)
        assert raw.gyro_dps[0, 1] == pytest.approx(round(1000 * gyro) * 2000 / 32768)
        assert raw.accel_g[0, 2] == -16.0
        assert raw.gyro_dps[0, 2] == pytest.approx(2000.0, abs=0.1), "beyond the range it stays at the range"


@pytest.mark.parametrize("off", [-0.06, 0.0, 0.03, 0.07])
def test_samples_are_dated_by_the_crystal_though_the_chip_keeps_its_own_rate(off: float, board: Board) -> None:
    true_hz = 208.0 * (1.0 + off)
    heard = board("subscribe 1", "run 20000", rate_hz=true_hz)
    numbers, micros = np.array(heard.numbers()), np.array(heard.micros(), dtype=np.float64)
    assert np.array_equal(np.diff(numbers), np.ones(len(numbers) - 1)), "no sample is lost or doubled"
    late_us = (micros - numbers * 1e6 / true_hz)[1000:]
    assert abs(late_us.mean() - 600.0) < 600.0, "a constant, from being looked at once a millisecond"
    assert late_us.std() < 100.0
    assert np.abs(np.diff(micros[1000:]) - 1e6 / true_hz).max() < 150.0


def test_a_loop_that_hangs_in_the_radio_loses_nothing(board: Board) -> None:
    heard = board("subscribe 1", "run 500", "stall 400", "run 500", "stall 400", "run 500")
    assert np.array_equal(np.diff(heard.numbers()), np.ones(len(heard.numbers()) - 1))


def test_what_is_lost_leaves_a_hole_of_its_own_length(board: Board) -> None:
    for command in ("stall 1500", "sleep 150"):
        heard = board("subscribe 1", "run 1000", command, "run 500")
        numbers, micros = np.array(heard.numbers()), np.array(heard.micros())
        steps = np.diff(numbers)
        assert (steps > 1).sum() == 1
        late_us = micros - numbers * 1e6 / 208.0
        assert late_us.min() > -500.0
        assert late_us[100:].max() < 2500.0
        for raw in heard.samples:
            inside = np.diff(np.rint(raw.accel_g[:, 0] * 2048))
            assert (inside == 1).all(), "no packet reaches over a hole"


@pytest.mark.parametrize(
    ("chip", "asked", "got", "registers"),
    [
        ("LSM6DS3TR-C", (104, 8, 1000, 14), (104, 8, 1000, 14), {0x10: 0x4C, 0x11: 0x48, 0x12: 0x44}),
        ("LSM6DS3TR-C", (400, 16, 250, 1), (416, 16, 250, 1), {0x10: 0x64, 0x11: 0x60}),
        ("LSM9DS1", (208, 16, 1000, 8), (238, 16, 2000, 8), {0x20: 0x88, 0x10: 0x98, 0x22: 0x44}),
        ("LSM9DS1", (100, 4, 500, 8), (119, 4, 500, 8), {0x20: 0x70, 0x10: 0x68}),
        ("BMI270", (208, 16, 2000, 8), (200, 16, 2000, 8), {0x40: 0xA9, 0x41: 0x03, 0x42: 0xE9, 0x43: 0x00}),
        ("BMI270", (104, 2, 250, 8), (100, 2, 250, 8), {0x40: 0xA8, 0x41: 0x00, 0x42: 0xE8, 0x43: 0x03}),
    ],
)
def test_settings_become_the_nearest_that_the_chip_can_do(
    chip: str, asked: Sequence[int], got: Sequence[int], registers: dict[int, int], board: Board
) -> None:
    value = pod_link.encode(pod_link.Settings(*asked)).hex()
    heard = board(f"write {value}", "run 10", "settings", "registers", chip=chip)
    assert heard.said["chip"] == [chip]
    assert settings(heard) == pod_link.Settings(*got)
    written = {int(number): int(bits) for number, bits in (line.split() for line in heard.said["register"])}
    assert registers.items() <= written.items()


@pytest.mark.parametrize("value", ["d0003408", "d0004308", "d0003300", "d000330f", "d00033", "d000330808"])
def test_settings_that_no_pod_knows_change_nothing(value: str, board: Board) -> None:
    assert settings(board(f"write {value}", "run 10", "settings")) == pod_link.Settings()


def test_a_change_of_settings_never_mixes_in_one_packet(board: Board) -> None:
    value = pod_link.encode(pod_link.Settings(208, 4, 500, 14)).hex()
    heard = board("subscribe 1", "run 995", f"write {value}", "run 1000")
    limits = [(raw.accel_limit_g, raw.gyro_limit_dps) for raw in heard.samples]
    change = limits.index((4.0, 500.0))
    assert set(limits[:change]) == {(16.0, 2000.0)}
    assert set(limits[change:]) == {(4.0, 500.0)}
    assert [raw.sequence for raw in heard.samples] == list(range(len(heard.packets)))
    assert {len(raw.accel_g) for raw in heard.samples[change:]} == {14}


def test_a_small_mtu_costs_one_packet_and_then_they_fit(board: Board) -> None:
    heard = board("mtu 100", "subscribe 1", "run 1000", "settings")
    outcomes = [OpenPod().decode(Packet("foot-left", "open-pod", 0.0, payload)) for payload in heard.packets]
    assert [isinstance(one, Refused) for one in outcomes[:3]] == [True, False, False]
    assert settings(heard) == pod_link.Settings(samples=7)


def test_the_next_listener_gets_fresh_samples(board: Board) -> None:
    heard = board("subscribe 1", "run 500", "subscribe 0", "run 3000", "subscribe 1", "run 300")
    assert max(np.diff(heard.micros())) > 2_900_000
    assert [raw.sequence for raw in heard.samples] == list(range(len(heard.packets)))
