"""A contact time that is known otherwise becomes a sensor's offset, and the steps agree with it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Protocol

import pytest

Rows = Callable[[Path], list[Mapping[str, str]]]


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


Coach = Callable[..., Done]


def test_a_known_contact_time_is_what_is_measured_afterwards(
    demo: Path, coach: Coach, rows: Rows, tmp_path: Path
) -> None:
    settings = tmp_path / "coach.toml"
    settings.write_text('# mine\n[[sensors]]\nplacement = "foot-left"\nname = "pod"\n', encoding="utf-8")
    done = coach("calibrate", demo / "run.mcap", "--contact-ms", "250", "--config", settings)
    assert done.code == 0, done.err
    assert "# mine" in settings.read_text(encoding="utf-8")
    assert "contact_offset_ms" in settings.read_text(encoding="utf-8")
    assert coach("replay", demo / "run.mcap", "--config", settings, "--steps", tmp_path / "steps.csv").code == 0
    left = [r for r in rows(tmp_path / "steps.csv") if r["valid"] == "true" and r["foot"] == "left"]
    assert median(float(row["contact_ms"]) for row in left) == pytest.approx(250, abs=0.2)


def test_too_few_steps_calibrate_nothing(coach: Coach, tmp_path: Path) -> None:
    rows = "".join(f"{k / 100:.2f},0,0,1,0,0,0\n" for k in range(500))
    (tmp_path / "still.csv").write_text("t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n" + rows, encoding="utf-8")
    assert coach("import", "--sensor", f"foot-left={tmp_path / 'still.csv'}", "-o", tmp_path / "s.mcap").code == 0
    done = coach("calibrate", tmp_path / "s.mcap", "--contact-ms", "250")
    assert done.code == 2
    assert "fewer than 20" in done.err
