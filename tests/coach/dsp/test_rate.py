"""The sample rate from two seconds of time stamps, whatever ails them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from coach.dsp.rate import estimate
from coach.events import Floats


def increasing(t_s: Floats) -> Floats:
    return t_s[np.diff(np.maximum.accumulate(t_s), prepend=-1.0) > 0.0]


@pytest.mark.parametrize(
    "rate_hz", [50.0, 52.0, 62.5, 100.0, 103.987, 150.0, 208.0, 256.0, 400.0, 416.0, 500.0, 1000.0]
)
@pytest.mark.parametrize("start_s", [0.0, 1.7e9])
def test_even_stamps_give_their_rate(rate_hz: float, start_s: float) -> None:
    rate = estimate(start_s + np.arange(int(3 * rate_hz)) / rate_hz)
    assert rate is not None
    assert rate.hz == pytest.approx(rate_hz, rel=1e-6)
    assert rate.first_s == pytest.approx(start_s, abs=1e-6)


@pytest.mark.parametrize("rate_hz", [50.0, 104.0, 208.0, 256.0, 400.0, 416.0, 500.0])
@pytest.mark.parametrize("fault", ["rounded to ms", "cut to ms", "5 % lost", "jitter"])
def test_faulty_stamps_give_nearly_the_same(rate_hz: float, fault: str) -> None:
    rng = np.random.default_rng(3)
    t_s = np.arange(int(3 * rate_hz)) / rate_hz
    match fault:
        case "rounded to ms":
            t_s = np.round(t_s, 3)
        case "cut to ms":
            t_s = np.floor(t_s * 1000.0) / 1000.0
        case "5 % lost":
            t_s = t_s[rng.random(len(t_s)) > 0.05]
        case _:
            t_s = t_s + rng.normal(0.0, 0.2e-3, len(t_s))
    rate = estimate(increasing(t_s))
    assert rate is not None
    assert rate.hz == pytest.approx(rate_hz, rel=1e-4)


def test_nothing_is_said_before_two_seconds_and_nothing_later_is_looked_at() -> None:
    t_s = np.arange(1000) / 100.0
    assert estimate(t_s[:200]) is None
    rate = estimate(t_s[:300])
    assert rate is not None
    assert rate.needed in {201, 202}
    later = t_s.copy()
    later[rate.needed :] *= 1.3
    assert estimate(later) == rate == estimate(t_s[: rate.needed])


def test_pauses_do_not_count_and_do_not_confuse() -> None:
    t_s = np.arange(400) / 100.0
    t_s[90:] += 7.0031
    t_s[150:] += 0.507
    rate = estimate(t_s)
    assert rate is not None
    assert rate.hz == pytest.approx(100.0, rel=1e-4)
    assert rate.needed > 200


def test_samples_too_far_apart_to_be_neighbours_have_no_rate() -> None:
    assert estimate(np.arange(500) / 5.0) is None


@pytest.mark.data
@pytest.mark.parametrize("name", ["runnerB_track_1", "runnerB_track_short", "walkerC_6kmh"])
def test_a_real_logger_that_stalls_and_catches_up_still_runs_at_500_hz(data_dir: Path, name: str) -> None:
    with gzip.open(data_dir / "foot_imu_real" / f"{name}.csv.gz", "rt") as lines:
        t_s = increasing(np.loadtxt(lines, delimiter=",", skiprows=1, usecols=0) / 1000.0)
    for start in range(0, 4000, 500):
        rate = estimate(t_s[start:])
        assert rate is not None
        assert rate.hz == pytest.approx(500.0, rel=1e-4)
