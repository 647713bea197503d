"""What is written is read back; whatever happens to the file, the rest of it still is."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader
from mcap.writer import Writer as McapWriter

from coach.config import Config, Runner
from coach.errors import FileError
from coach.events import (
    PLACEMENTS,
    Beat,
    CueDecision,
    Event,
    Key,
    Link,
    Output,
    Packet,
    Played,
    Rejected,
    Speed,
    Status,
    Step,
    Tick,
)
from coach.recording import Header, RecordedSensor, Writer, open_recording
from coach.recording.format import CHANNELS, DERIVED, EVENTS, decode, json_schema

HEADER = Header(
    sensors=(RecordedSensor("foot-left", "open-pod", "Pod ü 7"), RecordedSensor("waist", "table")),
    config=Config(runner=Runner(mass_kg=71.5)),
    profile={"contact_s": 0.243},
    name="Tuesday, along the canal",
    started_at="2026-11-20T07:04:00+0100",
)
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
)


def run(n: int = 200) -> list[Event]:
    """A short run of one sensor and ticks."""
    events: list[Event] = []
    for k in range(n):
        events.append(Packet("foot-left", "open-pod", k * 0.077, bytes([k % 256]) * 106))
        if k % 3 == 0:
            events.append(Tick(k * 0.077))
    return events


def written(path: Path, events: list[Event]) -> Path:
    with Writer(path, HEADER) as writer:
        for event in events:
            writer.write(event)
    return path


# ── there and back ────────────────────────────────────────────────────────────────────────────────────────────


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENT, max_size=30))
def test_every_event_comes_back_as_it_was_in_its_order(tmp_path: Path, events: list[Event]) -> None:
    path = tmp_path / "run.mcap"
    path.unlink(missing_ok=True)
    recording = open_recording(written(path, events))
    assert list(recording.events()) == events
    assert recording.warnings == []
    assert recording.header == HEADER
    assert recording.header.placements == ("foot-left", "waist")


def test_outputs_are_for_viewers_and_are_not_read_back(tmp_path: Path) -> None:
    with Writer(tmp_path / "run.mcap", HEADER) as writer:
        writer.write(Tick(1.0))
        for output in OUTPUTS:
            writer.write_output(output)
    assert list(open_recording(tmp_path / "run.mcap").events()) == [Tick(1.0)]


def test_a_viewer_finds_json_channels_with_schemas_that_fit_the_messages(tmp_path: Path) -> None:
    events: list[Event] = [
        Packet("waist", "table", 0.5, b"\0\1\2"),
        Tick(1.0),
        Link("waist", 1.5, "lost"),
        Key(2.0, "mark"),
        Speed(2.5, 3.1, "typed"),
        Played(1, 3.0, None),
    ]
    with Writer(tmp_path / "run.mcap", HEADER) as writer:
        for event in events:
            writer.write(event)
        for output in OUTPUTS:
            writer.write_output(output)
    topics: dict[str, dict[str, Any]] = {}
    with (tmp_path / "run.mcap").open("rb") as file:
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
    if "oneOf" in rule:
        return any(_fits(value, one) for one in rule["oneOf"])
    if value is None:
        return rule["type"] in {"null", "number"}
    return isinstance(value, kinds[rule["type"]]) and value in rule.get("enum", [value])


def test_every_event_and_output_has_its_channel() -> None:
    assert {channel.record for channel in EVENTS} == set(get_args(Event))
    assert {channel.record for channel in DERIVED} == set(get_args(Output))
    assert all(json.loads(json_schema(channel.record))["properties"][channel.time] for channel in CHANNELS.values())


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    list(open_recording(written(tmp_path / "run.mcap", run(3000))).events(shares.append))
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1.0


# ── cut, killed, full ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_recording_cut_anywhere_is_read_up_to_the_cut_with_a_warning(tmp_path: Path) -> None:
    whole = written(tmp_path / "run.mcap", run()).read_bytes()
    events, read = run(), 0
    for length in range(len(whole) // 10, len(whole), 397):
        cut = tmp_path / "cut.mcap"
        cut.write_bytes(whole[:length])
        recording = open_recording(cut)
        found = list(recording.events())
        assert found == events[: len(found)]
        assert len(found) >= read
        read = len(found)
        (warning,) = recording.warnings
        assert "cut off" in warning
    assert read == len(events)


def test_damage_in_the_middle_ends_the_reading_there(tmp_path: Path) -> None:
    path = written(tmp_path / "run.mcap", run())
    data = bytearray(path.read_bytes())
    spot = data.index(b'"arrived_s"', len(data) // 2)
    data[spot : spot + 40] = os.urandom(40)
    path.write_bytes(data)
    recording = open_recording(path)
    found = list(recording.events())
    assert 50 < len(found) < 200
    assert found == run()[: len(found)]
    assert "damaged" in recording.warnings[0]


CHILD = """
import sys
from pathlib import Path
from coach.events import Packet, Tick
from coach.recording import Header, Writer
writer = Writer(Path(sys.argv[1]), Header())
k = 0
while True:
    writer.write(Packet("foot-left", "open-pod", k * 0.077, bytes(106)))
    writer.write(Tick(k * 0.077))
    print(k, flush=True)
    k += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
@pytest.mark.parametrize("at", [3, 500])
def test_kill_9_loses_at_most_the_last_second(tmp_path: Path, at: int) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) == at:
                break
        child.kill()
        last = max([at, *(int(line) for line in child.stdout.read().split()[:-1])])
    recording = open_recording(path)
    times_s = [event.arrived_s for event in recording.events() if isinstance(event, Packet)]
    assert times_s[-1] >= last * 0.077 - 1.0
    assert times_s == [k * 0.077 for k in range(len(times_s))]
    assert "cut off" in recording.warnings[0]


class Small(io.FileIO):
    """A disk with room for 40,000 bytes."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > 40_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def _open_small(path: Path, *_: Any, **__: Any) -> io.BufferedWriter:
    return io.BufferedWriter(Small(path, "w"))


def _fault(writer: Writer, event: Event) -> FileError | None:
    try:
        writer.write(event)
    except FileError as fault:
        return fault
    return None


def test_a_disk_that_fills_up_is_told_once_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.mcap"
    monkeypatch.setattr(Path, "open", _open_small)
    writer = Writer(path, HEADER)
    told = [fault for event in run(2000) if (fault := _fault(writer, event))]
    assert len({str(fault) for fault in told}) == 1
    assert "run.mcap cannot grow: the disk is full. Free some space" in str(told[0])
    writer.close()
    monkeypatch.undo()
    recording = open_recording(path)
    found = list(recording.events())
    assert 100 < len(found) < 300
    assert found == run(2000)[: len(found)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_told_at_once() -> None:
    with pytest.raises(FileError, match="the disk is full"):
        Writer(Path("/dev/full"), HEADER, overwrite=True)


# ── names that cannot be written ──────────────────────────────────────────────────────────────────────────────


def test_a_recording_is_never_overwritten_unless_told_so(tmp_path: Path) -> None:
    path = written(tmp_path / "run.mcap", run())
    before = path.read_bytes()
    with pytest.raises(FileError, match=r"exists already and would be lost\. Name another"):
        Writer(path, HEADER)
    assert path.read_bytes() == before
    Writer(path, HEADER, overwrite=True).close()
    assert list(open_recording(path).events()) == []


def test_a_folder_a_missing_folder_and_a_file_for_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="is a folder"):
        Writer(tmp_path, HEADER, overwrite=True)
    with pytest.raises(FileError, match="folder that does not exist"):
        Writer(tmp_path / "nowhere" / "run.mcap", HEADER)
    with pytest.raises(FileError, match="no folder"):
        Writer(tmp_path / "file" / "run.mcap", HEADER)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="may not be written by you"):
        Writer(tmp_path / "run.mcap", HEADER)


# ── what is no recording ──────────────────────────────────────────────────────────────────────────────────────


def missing(path: Path) -> None:
    assert not path.exists()


def noise(path: Path) -> None:
    path.write_bytes(b"\0" + os.urandom(5000))


def a_table(path: Path) -> None:
    path.write_text("t_s,ax_g\n0,1\n")


def half_magic(path: Path) -> None:
    path.write_bytes(b"\x89MC")


def magic_and_noise(path: Path) -> None:
    path.write_bytes(b"\x89MCAP0\r\n" + bytes(range(1, 250)))


def foreign(path: Path) -> None:
    with path.open("wb") as file:
        mcap = McapWriter(file)
        mcap.start(profile="ros2", library="somebody")
        mcap.finish()


def newer(path: Path) -> None:
    written(path, run())
    path.write_bytes(path.read_bytes().replace(b"format_version\1\0\0\x001", b"format_version\1\0\0\x009"))


def mangled(path: Path) -> None:
    written(path, run())
    path.write_bytes(path.read_bytes().replace(b'"placement": "waist"', b'"placement": "wrist"'))


def half_header(path: Path) -> None:
    written(path, run())
    path.write_bytes(path.read_bytes()[:60])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (missing, r"does not exist\. Check"),
        (Path.mkdir, "is a folder"),
        (Path.touch, "is empty"),
        (noise, "is no recording"),
        (a_table, "is no recording.*coach import"),
        (half_magic, "is no recording"),
        (magic_and_noise, "cut off or damaged"),
        (foreign, "an MCAP file, but no recording of coach's"),
        (newer, r"written by active-stance .* in format 9\. Update coach"),
        (mangled, "damaged header"),
        (half_header, "before its first event"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence_with_a_remedy(
    tmp_path: Path, make: Any, sentence: str
) -> None:
    path = tmp_path / "run.mcap"
    make(path)
    with pytest.raises(FileError, match=sentence) as caught:
        open_recording(path)
    assert str(path) in caught.value.what
    assert caught.value.remedy
    assert caught.value.exit_code == 2


def test_settings_of_another_version_are_left_out_with_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path / "run.mcap", run())
    path.write_bytes(path.read_bytes().replace(b'"mass_kg"', b'"mess_kg"'))
    recording = open_recording(path)
    assert recording.header.config == Config()
    assert "settings" in recording.warnings[0]
    assert list(recording.events()) == run()


def test_a_channel_that_came_later_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "run.mcap", [Tick(1.0), Key(2.0, "mark"), Tick(3.0)])
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
