"""FIT files, read back by Garmin's own decoder and by a second one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from garmin_fit_sdk import Decoder, Profile, Stream

from coach.errors import FileError
from coach.events import Status, Step
from coach.recording import Header, RecordedSensor
from coach.review.fit.activity import Activity
from coach.review.fit.layout import FIELDS, OWN
from coach.review.fit.write import encoded, write_fit
from coach.review.run import Run
from coach.review.summary import summarise
from tests.coach.review.straps import heart

BEGUN = datetime(2026, 5, 12, 7, 30, tzinfo=timezone(timedelta(hours=2)))
HEADER = Header(
    (RecordedSensor("foot-left", "open-pod", "Pod L"), RecordedSensor("foot-right", "open-pod")), name="Lake"
)
RECORD = 20
Decoded = Mapping[str, list[dict[str, Any]]]


def activity(run: Run, surface: str = "") -> Activity:
    summary = summarise(
        run.steps, run.statuses, run.decisions, run.rejected, run.played, readings=run.readings, notices=run.notices
    )
    return Activity(run, summary, header=HEADER, begun=BEGUN, surface=surface)


def decoded(run: Run, surface: str = "") -> Decoded:
    data = encoded(activity(run, surface).messages())
    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    assert decoder.is_fit()
    assert decoder.check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return cast("Decoded", messages)


def with_values(run: Run, **values: float) -> Run:
    """The run with a trunk and an ankle sensor worn too."""
    run.steps = [replace(s, values={**s.values, **values}) if s.valid else s for s in run.steps]
    return run


@pytest.fixture
def whole(run: Run) -> Run:
    """Everything at once: marks, a pause, sinks, oscillation."""
    run.marks_s = [150.0, 300.4]
    good = run.statuses[-1]
    run.statuses += [Status(570.0, "paused", "paused"), Status(585.0, "good", good.text, good.normal_s, good.limit_s)]
    run.steps = [s for s in run.steps if not 569.0 < s.initial_contact_s < 585.0]
    for second in range(1, 601):
        run.see(heart(second - 0.5, 130 + second // 15))
    more = {"oscillation_cm": 8.77, "vertical_ratio_percent": 7.5, "step_length_m": 1.141}
    return with_values(run, **more, balance_percent=48.87, sink_deg=24.5, sink_cm=5.25)


# ── what every reader needs ───────────────────────────────────────────────────────────────────────────────────


def test_no_field_is_dropped_without_a_word(whole: Run) -> None:
    """The encoder passes over names that it does not know."""
    known = {m["name"]: {f["name"] for f in m["fields"].values()} for m in Profile["messages"].values()}
    for name, fields in activity(whole).messages():
        assert set(fields) - {"developer_fields"} <= known[name], name


def test_the_messages_of_an_activity(whole: Run) -> None:
    messages = decoded(whole, "track")
    count = {name: len(rows) for name, rows in messages.items()}
    assert [count[f"{name}_mesgs"] for name in ("file_id", "file_creator", "sport", "session", "activity")] == [1] * 5
    assert (count["lap_mesgs"], count["device_info_mesgs"], count["field_description_mesgs"]) == (3, 3, len(OWN))
    (file_id,) = messages["file_id_mesgs"]
    assert (file_id["type"], file_id["manufacturer"], file_id["time_created"]) == ("activity", "development", BEGUN)
    (session,) = messages["session_mesgs"]
    assert (session["sport"], session["sub_sport"], session["num_laps"]) == ("running", "track", 3)
    assert session["start_time"] == BEGUN
    assert [info.get("product_name") for info in messages["device_info_mesgs"]] == [
        "active-stance",
        "Pod L",
        "open-pod",
    ]


def test_time_is_utc_and_the_wall_clock_is_told(whole: Run) -> None:
    messages = decoded(whole)
    (end,) = messages["activity_mesgs"]
    local = datetime(1989, 12, 31, tzinfo=UTC) + timedelta(seconds=end["local_timestamp"])
    assert (local.hour, local.minute) == (7, 40)
    assert end["timestamp"].hour == 5
    times = [row["timestamp"] for row in messages["record_mesgs"]]
    assert times == sorted(set(times))


def test_messages_come_in_the_order_of_time(whole: Run) -> None:
    at = [fields["timestamp"] for name, fields in activity(whole).messages() if name in {"record", "event", "lap"}]
    assert at == sorted(at, key=lambda moment: moment.timestamp() if isinstance(moment, datetime) else 0.0)


def test_a_second_decoder_reads_the_same(whole: Run) -> None:
    fitdecode = pytest.importorskip("fitdecode", reason="the second opinion on FIT files is not installed")
    reader: Any = fitdecode.FitReader(
        BytesIO(encoded(activity(whole).messages())),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    )
    with reader:
        frames = [f for f in reader if isinstance(f, fitdecode.FitDataMessage)]
    records = [f for f in frames if f.name == "record"]
    assert len(records) == len(decoded(whole)["record_mesgs"])
    for ours, theirs in zip(decoded(whole)["record_mesgs"], records, strict=True):
        for name in ("stance_time", "stance_time_percent", "vertical_ratio", "step_length", "distance"):
            assert theirs.get_value(name, fallback=None) == ours.get(name)
    described = [f.get_value("field_name") for f in frames if f.name == "field_description"]
    assert described == [own.name for own in OWN]


# ── the numbers ───────────────────────────────────────────────────────────────────────────────────────────────


def test_stance_percent_is_contact_over_stride(whole: Run) -> None:
    rows = [row for row in decoded(whole)["record_mesgs"] if "stance_time_percent" in row]
    assert len(rows) > 400
    for row in rows:
        stride_ms = 60e3 / (row["cadence"] + row["fractional_cadence"])
        assert row["stance_time_percent"] == pytest.approx(100 * row["stance_time"] / stride_ms, abs=0.04)


@pytest.mark.parametrize(("contact_ms", "strides", "percent"), [(291.0, 83, 40.0), (243.0, 95, 38.25)])
def test_two_records_of_a_watch_are_written_alike(contact_ms: float, strides: int, percent: float) -> None:
    """What Garmin watches wrote (GoldenCheetah#2061, fit2gpx#19), rounded to whole strides by them."""
    step = Step("left", "foot-left", 0.5, 0.8, 0.81, contact_ms / 1e3, 0.005, 60.0 / strides, None, "run", True, "")
    (row,) = decoded(Run(steps=[step]))["record_mesgs"]
    assert (row["stance_time"], row["cadence"]) == (contact_ms, strides)
    assert row["stance_time_percent"] == pytest.approx(percent, abs=0.4)


def test_fields_lie_where_watches_put_them() -> None:
    """Field numbers in record, lap and session, from the same two watches and the public profile."""
    where = {
        "vertical_oscillation": (39, 77, 89),
        "stance_time_percent": (40, 78, 90),
        "stance_time": (41, 79, 91),
        "vertical_ratio": (83, 118, 132),
        "stance_time_balance": (84, 119, 133),
        "step_length": (85, 120, 134),
        "speed": (6, 13, 14),
        "enhanced_speed": (73, 110, 124),
        "heart_rate": (3, 15, 16),
    }
    assert {field.name for field in FIELDS} == set(where)
    numbers = {m: {f["name"]: n for n, f in Profile["messages"][m]["fields"].items()} for m in (20, 19, 18)}
    for field in FIELDS:
        names = (field.name, field.average, field.average)
        assert tuple(numbers[m][name] for m, name in zip((20, 19, 18), names, strict=True)) == where[field.name]


@pytest.mark.parametrize("part", ["session", "lap"])
def test_averages_are_those_of_the_records(whole: Run, part: str) -> None:
    messages = decoded(whole)
    records = messages["record_mesgs"]
    for one in messages[f"{part}_mesgs"]:
        rows = [r for r in records if one["start_time"] < r["timestamp"] <= one["timestamp"]]
        assert one["total_timer_time"] == len(rows)
        for field in FIELDS:
            values = [r[field.name] for r in rows if field.name in r]
            assert one[field.average] == pytest.approx(sum(values) / len(values), abs=0.5 / field.scale + 1e-9)
        strides = [r["cadence"] + r["fractional_cadence"] for r in rows if "cadence" in r]
        told = one["avg_cadence"] + one["avg_fractional_cadence"]
        assert told == pytest.approx(sum(strides) / len(strides), abs=1 / 256 + 1e-9)
        assert one["total_strides"] == round(sum(strides) / 60)


def test_laps_together_are_the_session(whole: Run) -> None:
    messages = decoded(whole)
    laps, (session,) = messages["lap_mesgs"], messages["session_mesgs"]
    for total in ("total_elapsed_time", "total_timer_time", "total_distance"):
        assert sum(lap[total] for lap in laps) == pytest.approx(session[total], abs=0.03)
    assert [lap["message_index"] for lap in laps] == [0, 1, 2]
    assert [lap["lap_trigger"] for lap in laps] == ["manual", "manual", "session_end"]
    assert messages["record_mesgs"][-1]["distance"] == pytest.approx(session["total_distance"], abs=0.01)
    assert session["total_distance"] / session["total_timer_time"] == pytest.approx(session["avg_speed"], abs=0.02)


def test_a_pause_stops_the_timer(whole: Run) -> None:
    messages = decoded(whole)
    timer = [
        (e["event_type"], (e["timestamp"] - BEGUN).seconds) for e in messages["event_mesgs"] if e["event"] == "timer"
    ]
    assert timer[:3] == [("start", 0), ("stop_all", 570), ("start", 585)]
    assert [what for what, _ in timer] == ["start", "stop_all", "start", "stop_all"]
    (session,) = messages["session_mesgs"]
    assert session["total_elapsed_time"] - session["total_timer_time"] == 15
    paused = [r for r in messages["record_mesgs"] if 570 < (r["timestamp"] - BEGUN).seconds <= 585]
    assert paused == []


def test_a_run_that_ends_paused_stops_once(run: Run) -> None:
    run.statuses.append(Status(595.0, "paused", "paused"))
    timer = [e["event_type"] for e in decoded(run)["event_mesgs"] if e["event"] == "timer"]
    assert timer == ["start", "stop_all"]


def test_cues_are_events_with_words_and_response(whole: Run) -> None:
    cues = [e for e in decoded(whole)["event_mesgs"] if e["event"] == "user_marker"]
    assert [(e["data"], e["developer_fields"][2]) for e in cues] == [
        (1, "push through the ball"),
        (2, "metronome"),
        (3, "push pull"),
        (4, "ease"),
    ]
    assert [(e["timestamp"] - BEGUN).seconds for e in cues] == [222, 285, 357, 529]
    assert all(-40 < e["developer_fields"][3] < 40 for e in (cues[0], cues[2]))
    assert 3 not in cues[1]["developer_fields"]


def test_sink_is_told_under_its_own_names_only_where_measured(whole: Run, run: Run) -> None:
    rows = [r["developer_fields"] for r in decoded(whole)["record_mesgs"] if "developer_fields" in r]
    assert rows
    assert all(row == {0: 24.5, 1: 5.25} for row in rows)
    described = {d["field_name"]: d.get("units") for d in decoded(whole)["field_description_mesgs"]}
    assert {k: v[0] if isinstance(v, list) else v for k, v in described.items()} == {
        "sink_ankle": "deg",
        "sink_trunk": "cm",
        "cue": None,
        "cue_response": "ms",
    }


def test_heart_rate_is_what_was_told_last(run: Run) -> None:
    for packet in (heart(10.2, 140), heart(12.7, 146), heart(13.0, 0), heart(13.1, 99, worn=False), heart(300.0, 171)):
        run.see(packet)
    messages = decoded(run)
    told = {(r["timestamp"] - BEGUN).seconds: r["heart_rate"] for r in messages["record_mesgs"] if "heart_rate" in r}
    assert [told.get(second) for second in (10, 11, 12, 13, 17, 18)] == [None, 140, 140, 146, 146, None]
    (session,) = messages["session_mesgs"]
    assert session["max_heart_rate"] == 171
    assert session["avg_heart_rate"] == round(sum(told.values()) / len(told))


def test_without_a_strap_there_is_no_heart(run: Run) -> None:
    messages = decoded(run)
    assert not any("heart_rate" in r for r in messages["record_mesgs"])
    assert not {"avg_heart_rate", "max_heart_rate"} & set(messages["session_mesgs"][0])


def test_native_fields_have_the_size_that_watches_give_them(whole: Run) -> None:
    """Two bytes for running dynamics, as in files of two watches; readers may look at the bytes without a profile."""
    fitdecode = pytest.importorskip("fitdecode", reason="the second opinion on FIT files is not installed")
    reader: Any = fitdecode.FitReader(BytesIO(encoded(activity(whole).messages())))
    with reader:
        defined = [f for f in reader if isinstance(f, fitdecode.FitDefinitionMessage)]
    sizes = {
        field.field.name: (field.base_type.name, field.size)
        for definition in defined
        if definition.global_mesg_num == RECORD
        for field in definition.field_defs
        if field.field is not None
    }
    dynamics = {field.name for field in FIELDS} - {"heart_rate", "enhanced_speed"}
    assert {sizes[name] for name in dynamics} == {("uint16", 2)}
    assert sizes["heart_rate"] == ("uint8", 1)
    assert sizes["enhanced_speed"] == ("uint32", 4)


# ── what is missing is missing ────────────────────────────────────────────────────────────────────────────────


def test_walking_has_cadence_and_distance_but_no_stance(run: Run) -> None:
    run.steps = [s for s in run.steps if s.activity == "walk"]
    messages = decoded(run)
    walked = [r for r in messages["record_mesgs"] if "cadence" in r]
    assert walked
    assert not any("stance_time" in r for r in messages["record_mesgs"])
    assert {r["activity_type"] for r in walked} == {"walking"}
    (session,) = messages["session_mesgs"]
    assert session["total_distance"] > 50
    assert "avg_stance_time" not in session


def test_without_speed_there_is_no_speed(run: Run) -> None:
    run.steps = [replace(s, values={k: v for k, v in s.values.items() if k != "speed_mps"}) for s in run.steps]
    messages = decoded(run)
    assert not any("speed" in r or "enhanced_speed" in r for r in messages["record_mesgs"])
    assert "total_distance" not in messages["session_mesgs"][0]


def test_an_empty_recording_is_still_a_file() -> None:
    messages = decoded(Run())
    assert len(messages["record_mesgs"]) == 1
    assert messages["session_mesgs"][0]["total_elapsed_time"] == 1


def test_what_does_not_fit_its_field_is_left_out() -> None:
    step = Step("left", "foot-left", 0.5, 0.8, 0.81, 0.25, 0.005, 0.7, None, "run", True, "", {"speed_mps": 99.0})
    (row,) = decoded(Run(steps=[step]))["record_mesgs"]
    assert "speed" not in row
    assert row["stance_time"] == 250.0


def test_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    summary = summarise(run.steps, run.statuses, run.decisions)
    write_fit(tmp_path / "a.fit", run, summary, header=HEADER, begun=BEGUN)
    write_fit(tmp_path / "b.fit", run, summary, header=HEADER, begun=BEGUN)
    assert (tmp_path / "a.fit").read_bytes() == (tmp_path / "b.fit").read_bytes()
    with pytest.raises(FileError):
        write_fit(tmp_path / "none" / "a.fit", run, summary, header=HEADER, begun=BEGUN)
