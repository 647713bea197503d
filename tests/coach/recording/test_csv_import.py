"""CSV tables become recordings; whatever is wrong with one is named by file, line and column, and nothing is lost."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import numpy as np
import pytest

from coach.devices import DEVICES
from coach.events import Floats, Packet, Placement, RawSamples, Speed
from coach.recording import open_recording
from coach.recording.from_csv import import_tables

HEAD = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps"


def row(k: int, t: str | None = None) -> str:
    """Row k at 100 Hz: every number says where it stands."""
    values = [f"{0.1 * k + axis:.3f}" for axis in range(6)]
    return ",".join([f"{k / 100.0:.2f}" if t is None else t, *values])


def csv_file(path: Path, rows: int = 400, head: str = HEAD) -> Path:
    path.write_text("\n".join([head, *(row(k) for k in range(rows))]) + "\n", encoding="utf-8")
    return path


def samples(path: Path, placement: Placement = "foot-left") -> tuple[Floats, Floats]:
    """(n,) times and (n, 3 or 6) values that a recording holds for a sensor."""
    raws: list[RawSamples] = []
    for event in open_recording(path).events():
        if isinstance(event, Packet) and event.placement == placement:
            raw = DEVICES[event.device].decode(event)
            assert isinstance(raw, RawSamples)
            assert raw.t_s is not None
            assert event.arrived_s == raw.t_s.max()
            raws.append(raw)
    times = np.concatenate([raw.t_s for raw in raws if raw.t_s is not None])
    gyro = [raw.gyro_dps for raw in raws if raw.gyro_dps is not None]
    accel = np.concatenate([raw.accel_g for raw in raws])
    return times, np.concatenate((accel, np.concatenate(gyro)), axis=1) if gyro else accel


def imported(tmp_path: Path, text: str) -> tuple[Floats, Floats]:
    (tmp_path / "foot.csv").write_text(text, encoding="utf-8")
    import_tables({"foot-left": tmp_path / "foot.csv"}, tmp_path / "out.mcap")
    return samples(tmp_path / "out.mcap")


# ── what is accepted ──────────────────────────────────────────────────────────────────────────────────────────


def test_times_stay_the_tables_own_and_values_what_they_were(tmp_path: Path) -> None:
    t_s = 1.7e9 + np.cumsum(np.full(500, 1.0 / 104.0))
    lines = "\n".join(row(k, repr(float(t))) for k, t in enumerate(t_s))
    times, values = imported(tmp_path, f"{HEAD}\n{lines}\n")
    assert times.tolist() == t_s.tolist()
    assert values[:, 0] == pytest.approx(0.1 * np.arange(500), abs=1e-5)
    assert values[:, 5] == pytest.approx(0.1 * np.arange(500) + 5.0, abs=1e-5)


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        ("t_ms,ax_g,ay_g,az_g", "20,1,2,3", [0.02, 1, 2, 3]),
        ("t_s,ax_mps2,ay_mps2,az_mps2", "0.02,9.80665,0,19.6133", [0.02, 1, 0, 2]),
        (
            "t_s,ax_g,ay_g,az_g,gx_radps,gy_radps,gz_radps",
            f"0.02,1,2,3,{math.pi},0,{-math.pi / 2}",
            [0.02, 1, 2, 3, 180, 0, -90],
        ),
        ("gz_dps,az_g,gy_dps,ay_g,gx_dps,ax_g,t_s", "6,3,5,2,4,1,0.02", [0.02, 1, 2, 3, 4, 5, 6]),
        ('"t_s", "ax_g" ,ay_g,az_g', '"0.02", 1,2 ,3', [0.02, 1, 2, 3]),
        ("\ufefft_s,ax_g,ay_g,az_g", "0.02,1,2,3", [0.02, 1, 2, 3]),
        ("t_s,note,ax_g,ay_g,az_g,t_ms", "2e-2,left; sore,1,2,3,", [0.02, 1, 2, 3]),
        ("t_s,ax_g,ay_g,az_g", "\n   \n0.02,1,2,3\n\n", [0.02, 1, 2, 3]),
        ("t_s,ax_g,ay_g,az_g\r", "0.02,1,2,3\r", [0.02, 1, 2, 3]),
    ],
)
def test_units_order_and_small_differences_of_dialect(
    tmp_path: Path, head: str, cells: str, expected: list[float]
) -> None:
    later = cells.replace("0.02", "0.04").replace("2e-2", "4e-2").replace("20,", "40,").strip()
    times, values = imported(tmp_path, f"{head}\n{cells}\n{later}\n")
    assert [times[0], *values[0]] == pytest.approx(expected)
    assert times[1] == 0.04


@pytest.mark.parametrize("name", ["foot.csv.gz", "foot.csv"])
def test_gzipped_tables_are_read_as_they_are_whatever_their_name(tmp_path: Path, name: str) -> None:
    plain = csv_file(tmp_path / "plain.csv")
    (tmp_path / name).write_bytes(gzip.compress(plain.read_bytes()))
    import_tables({"foot-left": tmp_path / name}, tmp_path / "out.mcap")
    import_tables({"foot-left": plain}, tmp_path / "plain.mcap")
    assert samples(tmp_path / "out.mcap")[1].tobytes() == samples(tmp_path / "plain.mcap")[1].tobytes()


def test_repeated_stamps_and_gaps_are_kept_counted_and_told(tmp_path: Path) -> None:
    ticks = [*range(100), 99, 99, *range(120, 300), 299]
    text = "\n".join([HEAD, *(row(k, f"{tick / 100.0}") for k, tick in enumerate(ticks))])
    (tmp_path / "foot.csv").write_text(text, encoding="utf-8")
    summary = import_tables({"foot-left": tmp_path / "foot.csv"}, tmp_path / "out.mcap")
    (table,) = summary.tables
    assert (table.rows, table.repeated, table.gaps) == (len(ticks), 3, 1)
    assert table.longest_gap_s == pytest.approx(0.21)
    assert table.rate_hz == pytest.approx(100.0)
    assert samples(tmp_path / "out.mcap")[0].tolist() == [tick / 100.0 for tick in ticks]
    told = "\n".join(summary.lines())
    assert "3 repeated time stamps; 1 gaps, the longest 210 ms" in told


@pytest.mark.parametrize(
    "last", ["1.00,0.1", "1.00,0.1,", "1.", "1.00,1,2,3,4,5,", "1.00,1,2,3,4,5,-", "1.00,1,2,3,4,5,1e-\n\n"]
)
def test_a_last_line_that_was_cut_off_is_left_out_and_told(tmp_path: Path, last: str) -> None:
    (tmp_path / "foot.csv").write_text("\n".join([HEAD, *map(row, range(100)), last]), encoding="utf-8")
    (table,) = import_tables({"foot-left": tmp_path / "foot.csv"}, tmp_path / "out.mcap").tables
    assert table.rows == 100
    assert any("line 102, the last, was cut off in the middle" in note for note in table.notes)


def test_a_last_line_without_its_line_end_is_whole(tmp_path: Path) -> None:
    (tmp_path / "foot.csv").write_text("\n".join([HEAD, *map(row, range(100))]), encoding="utf-8")
    (table,) = import_tables({"foot-left": tmp_path / "foot.csv"}, tmp_path / "out.mcap").tables
    assert table.rows == 100
    assert not any("cut off" in note for note in table.notes)


def test_the_header_knows_who_ran_and_what_was_imported(tmp_path: Path) -> None:
    tables: dict[Placement, Path] = {
        "foot-right": csv_file(tmp_path / "right.csv"),
        "foot-left": csv_file(tmp_path / "left.csv"),
    }
    import_tables(tables, tmp_path / "easy run.mcap", mass_kg=70.0, height_cm=181.0)
    header = open_recording(tmp_path / "easy run.mcap").header
    assert header.placements == ("foot-right", "foot-left")
    assert (header.config.runner.mass_kg, header.config.runner.height_cm) == (70.0, 181.0)
    assert [(sensor.device, sensor.name) for sensor in header.sensors] == [
        ("table", "right.csv"),
        ("table", "left.csv"),
    ]
    assert (header.source, header.name) == ("import", "easy run")


def test_sensors_take_turns_so_that_a_cut_is_a_cut_for_all(tmp_path: Path) -> None:
    tables: dict[Placement, Path] = {
        "foot-left": csv_file(tmp_path / "left.csv", 9000),
        "foot-right": csv_file(tmp_path / "right.csv", 8500),
    }
    import_tables(tables, tmp_path / "out.mcap")
    newest: dict[str, float] = {"foot-left": 0.0, "foot-right": 0.0}
    for event in open_recording(tmp_path / "out.mcap").events():
        assert isinstance(event, Packet)
        newest[event.placement] = event.arrived_s
        assert abs(newest["foot-left"] - newest["foot-right"]) < 8.1


def test_progress_comes_to_an_end(tmp_path: Path) -> None:
    shares: list[float] = []
    import_tables({"waist": csv_file(tmp_path / "w.csv")}, tmp_path / "out.mcap", progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────────────────


def with_speed(path: Path, speeds: list[float]) -> Path:
    lines = [f"{HEAD},speed_mps", *(f"{row(k)},{speed}" for k, speed in enumerate(speeds))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_column_of_speeds_is_told_before_the_samples_it_holds_for(tmp_path: Path) -> None:
    table = with_speed(tmp_path / "foot.csv", [3.0] * 450 + [3.5] * 450 + [3.501] * 900)
    import_tables({"foot-left": table}, tmp_path / "out.mcap")
    events = list(open_recording(tmp_path / "out.mcap").events())
    speeds = [event for event in events if isinstance(event, Speed)]
    assert [(s.at_s, s.speed_mps) for s in speeds] == [(0.0, 3.0), (5.0, 3.5), (8.0, 3.5), (16.0, 3.501)]
    heard_s = -1.0
    for event in events:
        if isinstance(event, Speed):
            assert heard_s < event.at_s
        elif isinstance(event, Packet):
            heard_s = event.arrived_s


def test_a_typed_speed_stands_in_for_the_column(tmp_path: Path) -> None:
    table = with_speed(tmp_path / "foot.csv", [3.0] * 300)
    import_tables({"foot-left": table}, tmp_path / "out.mcap", speed_mps=2.5)
    events = list(open_recording(tmp_path / "out.mcap").events())
    assert [event for event in events if isinstance(event, Speed)] == [Speed(0.0, 2.5, "typed")]
    assert isinstance(events[0], Speed)


# ── notes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("placement", "head", "scale", "note"),
    [
        ("foot-left", "t_s,ax_g,ay_g,az_g", 1.0, "without gyro columns nothing can be measured at foot-left"),
        ("waist", "t_s,ax_g,ay_g,az_g,pulse", 1.0, "columns not used: pulse"),
        ("waist", "t_s,ax_g,ay_g,az_g", 9.8, "if the table is in m/s², name its columns a?_mps2"),
        ("foot-left", HEAD, 1.0, "if the table is in rad/s, name its columns g?_radps"),
        ("waist", "t_s,ax_mps2,ay_mps2,az_mps2", 1.0, "if the table is in g, name its columns a?_g"),
        ("waist", "t_ms,ax_g,ay_g,az_g", 1.0, "100000 rows a second; is the time column really in its unit?"),
    ],
)
def test_what_an_owner_may_have_mixed_up_is_asked(
    tmp_path: Path, placement: Placement, head: str, scale: float, note: str
) -> None:
    lines = [f"{k / 100},{0.1 * scale},0,{scale},{k % 7},0.5,0.1" for k in range(400)]
    (tmp_path / "t.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    summary = import_tables({placement: tmp_path / "t.csv"}, tmp_path / "out.mcap")
    assert any(note in line for line in summary.lines())


@pytest.mark.parametrize(
    ("placement", "rate_hz", "note"),
    [
        ("foot-left", 30, "30 rows a second are too few: at foot-left no step is believed below 45"),
        ("shank-right", 52, None),
        ("waist", 30, None),
        ("chest", 20, "20 rows a second are too few: at chest no step is believed below 22"),
        ("waist", 500, "too short"),
    ],
)
def test_too_few_rows_a_second_are_told_by_the_limit_that_steps_are_judged_by(
    tmp_path: Path, placement: Placement, rate_hz: int, note: str | None
) -> None:
    lines = [f"{k / rate_hz},0.1,0,1,{100 * (k % 7)},0.5,0.1" for k in range(400)]
    (tmp_path / "t.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    (table,) = import_tables({placement: tmp_path / "t.csv"}, tmp_path / "out.mcap").tables
    assert table.notes == (() if note is None else table.notes)
    assert note is None or any(note in told for told in table.notes)


def test_a_time_column_in_the_wrong_unit_is_asked_about(tmp_path: Path) -> None:
    lines = [row(k, str(10 * k)) for k in range(50)]
    (tmp_path / "t.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    summary = import_tables({"foot-left": tmp_path / "t.csv"}, tmp_path / "out.mcap")
    assert any("is the time column really in its unit?" in line for line in summary.lines())


# ── real ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.data
def test_real_recordings_with_their_everyday_faults_are_read(tmp_path: Path, data_dir: Path) -> None:
    table = data_dir / "foot_imu_real" / "runnerB_track_1.csv.gz"
    (summary,) = import_tables({"foot-right": table}, tmp_path / "out.mcap").tables
    assert (summary.rows, summary.repeated) == (14305, 1012)
    assert (summary.accel_range_g, summary.gyro_range_dps) == (8.0, 1000.0)
    assert summary.longest_gap_s == pytest.approx(0.092)
    recorded = [raw for event in open_recording(tmp_path / "out.mcap").events() if (raw := _raw(event))]
    assert [raw.accel_limit_g for raw in recorded][:2] == [math.inf, 8.0], "unknown until it shows"


def _raw(event: object) -> RawSamples | None:
    raw = DEVICES["table"].decode(event) if isinstance(event, Packet) else None
    return raw if isinstance(raw, RawSamples) else None
