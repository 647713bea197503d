"""What the sensors on the body feel is one motion, and physically possible."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from coach.events import Floats, Placement
from coach.simulate.motion.force import GRAVITY
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.scenarios import SCENARIOS

if TYPE_CHECKING:
    from .conftest import Renderer

FEET: tuple[Placement, Placement] = ("foot-left", "foot-right")


def _strapdown(accel_g: Floats, gyro_dps: Floats, rate_hz: float) -> Floats:
    """World acceleration in m/s2 without gravity, from a level start."""
    turns = Rotation.from_rotvec(np.radians(0.5 * (gyro_dps[1:] + gyro_dps[:-1])) / rate_hz)
    attitude = Rotation.identity()
    world = [accel_g[0]]
    for turn, felt in zip(turns, accel_g[1:], strict=True):
        attitude = attitude * turn
        world.append(attitude.apply(felt))
    return np.array(world) * GRAVITY - (0.0, 0.0, GRAVITY)


@pytest.mark.parametrize("seed", range(4))
def test_a_foot_travels_one_stride_from_flat_to_flat(render: Renderer, seed: int) -> None:
    """Gyroscope, accelerometer and stride agree: integrating twice from one stance to the next gives its length."""
    run = render(3.0, seed, FEET, until_s=6.0, rate_hz=1000.0)
    for foot in FEET:
        steps = [step for step in run.steps if step.side == foot.removeprefix("foot-") and 0.5 < step.touch_s < 5.0]
        assert len(steps) > 3
        for now, then in pairwise(steps):
            begin, end = (int((s.touch_s + 0.3 * (s.leave_s - s.touch_s)) * run.rate_hz) for s in (now, then))
            span = slice(begin, end + 1)
            world = _strapdown(run.accel_g[foot][span], run.gyro_dps[foot][span], run.rate_hz)
            speed = np.cumsum(world, axis=0) / run.rate_hz
            moved = np.sum(speed, axis=0) / run.rate_hz
            assert np.linalg.norm(speed[-1]) < 0.45
            assert np.hypot(moved[0], moved[1]) == pytest.approx(then.position_m - now.position_m, rel=0.05)


def test_a_foot_on_the_ground_is_still(render: Renderer) -> None:
    run = render(SCENARIOS["walk-run"], 2, FEET, until_s=36.0)
    for step in run.of("left"):
        if step.initial_contact_s > 18.0:
            begin, end = step.initial_contact_s + 0.25 * step.contact_s, step.initial_contact_s + 0.45 * step.contact_s
            flat = (run.t_s > begin) & (run.t_s < end)
            assert np.abs(run.gyro_dps["foot-left"][flat]).max() < 25.0
            assert np.linalg.norm(run.accel_g["foot-left"][flat], axis=1) == pytest.approx(1.0, abs=0.15)


def test_who_stands_sways_and_keeps_the_feet_still(render: Renderer) -> None:
    placements: tuple[Placement, ...] = ("foot-left", "shank-right", "waist", "chest")
    run = render(SCENARIOS["walk-run"], 1, placements, until_s=9.0)
    foot, *rest = placements
    assert np.abs(run.gyro_dps[foot]).max() < 0.1
    assert np.linalg.norm(run.accel_g[foot], axis=1) == pytest.approx(1.0, abs=1e-3)
    for placement in rest:
        assert 0.05 < run.gyro_dps[placement].std(axis=0).max() < 2.0
        assert np.linalg.norm(run.accel_g[placement], axis=1) == pytest.approx(1.0, abs=0.03)


def test_walking_feet_turn_as_fast_as_real_walkers_do(render: Renderer) -> None:
    peaks = [
        np.abs(
            render(Scenario("walks", "", (Phase("walk", 60.0, 1.67),)), seed, FEET).gyro_dps["foot-left"][:, 1]
        ).max()
        for seed in range(6)
    ]
    assert 420.0 < min(peaks) < max(peaks) < 750.0


def test_the_waist_rides_on_the_centre_of_mass(render: Renderer) -> None:
    run = render(3.2, 0, ("waist",), until_s=12.0)
    felt = run.accel_g["waist"][:, 2]
    force = (run.force_n["left"] + run.force_n["right"]) / (run.person.mass_kg * GRAVITY)
    assert np.corrcoef(felt, force)[0, 1] > 0.9
    assert felt.mean() == pytest.approx(1.0, abs=0.06)
    assert not np.allclose(felt, force, atol=0.2)


def test_left_and_right_roll_the_pelvis_to_their_own_side(render: Renderer) -> None:
    """The swing side rises: 0.10 to 0.20 s after landing the roll rate is lower on a left step than on a right."""
    for seed in range(4):
        run = render(3.2, seed, ("waist",), until_s=8.0)
        rates = {"left": list[float](), "right": list[float]()}
        for step in run.truth:
            after = (run.t_s > step.initial_contact_s + 0.10) & (run.t_s < step.initial_contact_s + 0.20)
            rates[step.foot].append(float(run.gyro_dps["waist"][after, 0].mean()))
        assert max(rates["left"]) < min(rates["right"])


def test_a_turn_is_felt_by_every_part(render: Renderer) -> None:
    placements: tuple[Placement, ...] = ("foot-left", "shank-left", "waist", "chest")
    straight = Scenario("straight", "", (Phase("run", 10.0, 3.0),))
    bend = Scenario("bend", "", (Phase("run", 10.0, 3.0, turn_deg=180.0),))
    plain, turned = (render(scenario, 3, placements, until_s=9.9) for scenario in (straight, bend))
    for placement in ("waist", "chest"):
        extra = turned.gyro_dps[placement][:, 2] - plain.gyro_dps[placement][:, 2]
        assert extra.sum() / turned.rate_hz == pytest.approx(180.0, rel=0.05)
    for placement in placements:
        assert not np.allclose(turned.accel_g[placement], plain.accel_g[placement], atol=0.01)


@pytest.mark.parametrize("placement", ["foot-left", "shank-left", "waist", "chest"])
def test_motion_has_no_energy_beyond_what_sensors_resolve(render: Renderer, placement: Placement) -> None:
    """Above 150 Hz there is next to nothing: sampling at 104 Hz is not spoilt by kinks of the curves themselves."""
    run = render(4.5, 6, (placement,), until_s=6.0, rate_hz=2000.0)
    for signal in (run.gyro_dps[placement], run.accel_g[placement]):
        spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal))[:, None], axis=0)) ** 2
        hz = np.fft.rfftfreq(len(signal), 1.0 / run.rate_hz)
        assert spectrum[hz > 150.0].sum() < 2e-3 * spectrum[hz > 1.0].sum()
