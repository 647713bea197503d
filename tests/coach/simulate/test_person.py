from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from coach.simulate.motion.person import STRIKE_DEG, draw_person

_PEOPLE = [draw_person(np.random.default_rng(seed)) for seed in range(600)]


def test_all_kinds_of_landing_occur_and_land_as_they_are_called() -> None:
    strikes = {strike: [p for p in _PEOPLE if p.strike == strike] for strike in STRIKE_DEG}
    assert {strike: len(people) > 50 for strike, people in strikes.items()} == dict.fromkeys(STRIKE_DEG, True)
    landing = {strike: np.mean([p.legs["left"].strike_deg for p in people]) for strike, people in strikes.items()}
    assert landing["heel"] > landing["midfoot"] + 5.0 > landing["forefoot"] + 7.0


def test_what_a_detector_might_rely_on_is_drawn_independently() -> None:
    columns = {
        "toe-off pitch": [p.legs["left"].toe_off_deg for p in _PEOPLE],
        "lead at landing": [p.legs["left"].landing_lead_s for p in _PEOPLE],
        "lead at leaving": [p.legs["left"].leaving_lead_s for p in _PEOPLE],
        "heel rise": [p.legs["left"].heel_rise_delay_s for p in _PEOPLE],
        "impact": [p.legs["left"].impact_g for p in _PEOPLE],
        "landing pitch": [p.legs["left"].strike_deg for p in _PEOPLE],
        "contact": [p.contact_s for p in _PEOPLE],
    }
    for (one, a), (two, b) in combinations(columns.items(), 2):
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.15, (one, two)


@pytest.mark.parametrize("speed_mps", [2.0, 3.5, 5.5])
def test_everybody_can_run_at_every_simulated_speed(speed_mps: float) -> None:
    for person in _PEOPLE:
        contact_s = person.contact_s * (speed_mps / 3.5) ** person.contact_exponent
        step_s = person.step_s + person.step_slope * (speed_mps - 3.5)
        assert 0.14 < contact_s < 0.40
        assert step_s - contact_s > 0.01
        assert 135.0 < 60.0 / step_s < 232.0


def test_left_and_right_differ_a_little() -> None:
    offsets_ms = [1e3 * (p.legs["left"].contact_offset_s - p.legs["right"].contact_offset_s) for p in _PEOPLE]
    assert 4.0 < np.std(offsets_ms) < 7.0
    assert abs(np.mean(offsets_ms)) < 1.0
