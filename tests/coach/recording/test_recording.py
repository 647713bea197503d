"""What is written is read back, by us and by any viewer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader

from coach.config import Config
from coach.events import (
    PLACEMENTS,
    Beat,
    CueDecision,
    DrillPart,
    Event,
    Guide,
    Key,
    Link,
    Notice,
    Output,
    Packet,
    Played,
    Rejected,
    Reload,
    Repetition,
    Speed,
    Status,
    Step,
    Tick,
)
from coach.recording import Header, Writer, open_recording
from coach.recording.format import CHANNELS, DERIVED, EVENTS, decode, json_schema

seconds = st.floats(0.0, 2e9)
text = st.text(max_size=20)
EVENT: st.SearchStrategy[Event] = st.one_of(
    st.builds(Packet, st.sampled_from(PLACEMENTS), text, seconds, st.binary(max_size=300), text),
    st.builds(Tick, seconds),
    st.builds(Link, st.sampled_from(PLACEMENTS), seconds, st.sampled_from(("connected", "lost"))),
    st.builds(Key, seconds, text),
    st.builds(Speed, seconds, st.floats(0.0, 12.0), text),
    st.builds(Played, st.integers(0, 2**40), seconds, st.none() | seconds, text),
)
STEP = Step(
    foot="left",
    placement="foot-left",
    initial_contact_s=1.0,
    toe_off_s=1.25,
    declared_s=1.26,
    contact_s=float("nan"),
    uncertainty_s=0.006,
    stride_s=None,
    flight_s=0.1,
    activity="run",
    valid=False,
    reason="gap",
    values={"duty_factor": 0.35, "cadence_spm": float("inf")},
)
OUTPUTS: tuple[Output, ...] = (
    STEP,
    Status(2.0, "good", "all well", 0.243, None),
    Beat(3.0, 172.0, None, "drawn-out", "…"),
    CueDecision(1, 4.0, "tick-along", "played", "", 4.2, "tick along", "contact 262 ms"),
    Rejected("foot-left", 5.0, "packet lost", 3),
    Repetition("pogo", "foot-left", "unknown", 6.0, 6.4, 0.19, 0.24, ("gap",), {"rsi": 1.3}),
    Guide(6.4, "drill", "pogo", "Pogo jumps, set 1 of 2", "", 3, 11.0, "s", "walk back"),
    DrillPart("drill", "pogo", "Pogo jumps, set 1 of 2", 1, 6.0, 20.0, 33, "done", {"contact_ms": 190.0}),
)


def written(path: Path, header: Header, events: Sequence[Event], outputs: Sequence[Output] = ()) -> Path:
    with Writer(path, header, overwrite=True) as writer:
        for event in events:
            writer.write(event)
        for output in outputs:
            writer.write_output(output)
    return path


# ── there and back ────────────────────────────────────────────────────────────────────────────────────────────


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, max_size=30))
def test_every_event_comes_back_as_it_was_in_its_order(tmp_path: Path, header: Header, events: list[Event]) -> None:
    recording = open_recording(written(tmp_path / "run.mcap", header, events))
    assert list(recording.events()) == events
    assert recording.warnings == []
    assert recording.header == header
    assert recording.header.placements == ("foot-left", "waist")


def test_outputs_are_for_viewers_and_are_not_read_back(tmp_path: Path, header: Header) -> None:
    path = written(tmp_path / "run.mcap", header, [Tick(1.0)], OUTPUTS)
    assert list(open_recording(path).events()) == [Tick(1.0)]


def test_a_viewer_finds_json_channels_with_schemas_that_fit_the_messages(tmp_path: Path, header: Header) -> None:
    events: list[Event] = [
        Packet("waist", "table", 0.5, b"\0\1\2"),
        Tick(1.0),
        Link("waist", 1.5, "lost"),
        Key(2.0, "mark"),
        Speed(2.5, 3.1, "typed"),
        Played(1, 3.0, None),
        Reload(3.5, "[cues]\ncooldown_s = 30"),
        Notice(4.0, "sound", "Sound is lost."),
    ]
    topics: dict[str, dict[str, Any]] = {}
    with written(tmp_path / "run.mcap", header, events, OUTPUTS).open("rb") as file:
        for schema, channel, message in make_reader(file).iter_messages():
            assert schema is not None
            assert (schema.encoding, channel.message_encoding) == ("jsonschema", "json")
            topics[channel.topic] = found = json.loads(message.data)
            rules = json.loads(schema.data)
            assert set(rules["required"]) <= set(found) <= set(rules["properties"])
            assert all(_fits(found[name], rule) for name, rule in rules["properties"].items())
    assert set(topics) == {channel.topic.format(placement="waist") for channel in CHANNELS.values()}
    assert topics["/derived/steps"]["contact_s"] is None
    assert topics["/packets/waist"]["payload"] == "AAEC"


def _fits(value: Any, rule: dict[str, Any]) -> bool:
    """As much of JSON schema as ours use; a number that is none is null anywhere."""
    kinds: dict[str, Any] = {"number": (int, float), "integer": int, "string": str, "boolean": bool, "object": dict}
    kinds["array"] = list
    if "oneOf" in rule:
        return any(_fits(value, one) for one in rule["oneOf"])
    if value is None:
        return rule["type"] in {"null", "number"}
    return isinstance(value, kinds[rule["type"]]) and value in rule.get("enum", [value])


def test_every_event_and_output_has_its_channel() -> None:
    assert {channel.record for channel in EVENTS} == set(get_args(Event))
    assert {channel.record for channel in DERIVED} == set(get_args(Output))
    assert all(json.loads(json_schema(channel.record))["properties"][channel.time] for channel in CHANNELS.values())


def test_progress_reaches_the_end(tmp_path: Path, header: Header, run: list[Event]) -> None:
    shares: list[float] = []
    list(open_recording(written(tmp_path / "run.mcap", header, run)).events(shares.append))
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1.0


# ── other versions ────────────────────────────────────────────────────────────────────────────────────────────


def test_settings_of_another_version_are_left_out_with_a_warning(
    tmp_path: Path, whole: bytes, run: list[Event]
) -> None:
    (tmp_path / "run.mcap").write_bytes(whole.replace(b'"mass_kg"', b'"mess_kg"'))
    recording = open_recording(tmp_path / "run.mcap")
    assert recording.header.config == Config()
    assert "settings" in recording.warnings[0]
    assert list(recording.events()) == run[:200]


def test_a_channel_that_came_later_is_passed_over(tmp_path: Path, header: Header) -> None:
    path = written(tmp_path / "run.mcap", header, [Tick(1.0), Key(2.0, "mark"), Tick(3.0)])
    path.write_bytes(path.read_bytes().replace(b"active-stance.Key", b"active-stance.New"))
    recording = open_recording(path)
    assert list(recording.events()) == [Tick(1.0), Tick(3.0)]
    assert recording.warnings == []


def test_fields_that_came_later_are_passed_over_and_missing_ones_take_their_default() -> None:
    assert decode(Tick, b'{"later": [1], "at_s": 3}') == Tick(3.0)
    assert decode(Played, b'{"cue_id": 1, "requested_s": 2.0, "started_s": null}') == Played(1, 2.0, None)


@pytest.mark.parametrize(
    ("record", "data"),
    [
        (Tick, b"[]"),
        (Tick, b"{}"),
        (Tick, b'{"at_s": "1"}'),
        (Tick, b'{"at_s": NaN}'),
        (Tick, b'{"at_s": 1.0'),
        (Tick, b"\xff"),
        (Key, b'{"at_s": 1.0, "key": 7}'),
        (Link, b'{"placement": "wrist", "at_s": 1.0, "state": "lost"}'),
        (Link, b'{"placement": ["waist"], "at_s": 1.0, "state": "lost"}'),
        (Played, b'{"cue_id": 1.5, "requested_s": 2.0, "started_s": null}'),
        (Packet, b'{"placement": "waist", "device": "", "arrived_s": 1.0, "payload": "A"}'),
    ],
)
def test_a_message_that_is_not_what_it_says_is_a_value_error(record: type, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(record, data)
