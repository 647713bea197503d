"""Whatever happens to a recording, the rest of it can be read; what is none is refused in one sentence."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcap.writer import Writer as McapWriter

from coach.errors import FileError
from coach.events import Event, Packet
from coach.recording import Header, Writer, open_recording

# ── cut, killed, full ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_recording_cut_anywhere_is_read_up_to_the_cut_with_a_warning(
    tmp_path: Path, whole: bytes, run: list[Event]
) -> None:
    events, read = run[:200], 0
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


def test_damage_in_the_middle_ends_the_reading_there(tmp_path: Path, whole: bytes, run: list[Event]) -> None:
    path = tmp_path / "run.mcap"
    data = bytearray(whole)
    spot = data.index(b'"arrived_s"', len(data) // 2)
    data[spot : spot + 40] = os.urandom(40)
    path.write_bytes(data)
    recording = open_recording(path)
    found = list(recording.events())
    assert 50 < len(found) < 200
    assert found == run[: len(found)]
    assert "damaged" in recording.warnings[0]


CHILD = """
import sys
from collections.abc import Callable
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
    tmp_path: Path, header: Header, run: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.mcap"
    monkeypatch.setattr(Path, "open", _open_small)
    writer = Writer(path, header)
    told = [fault for event in run if (fault := _fault(writer, event))]
    assert len({str(fault) for fault in told}) == 1
    assert "run.mcap cannot grow: the disk is full. Free some space" in str(told[0])
    writer.close()
    monkeypatch.undo()
    recording = open_recording(path)
    found = list(recording.events())
    assert 100 < len(found) < 300
    assert found == run[: len(found)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_told_at_once(header: Header) -> None:
    with pytest.raises(FileError, match="the disk is full"):
        Writer(Path("/dev/full"), header, overwrite=True)


# ── names that cannot be written ──────────────────────────────────────────────────────────────────────────────


def test_a_recording_is_never_overwritten_unless_told_so(tmp_path: Path, header: Header, whole: bytes) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(whole)
    with pytest.raises(FileError, match=r"exists already and would be lost\. Name another"):
        Writer(path, header)
    assert path.read_bytes() == whole
    Writer(path, header, overwrite=True).close()
    assert list(open_recording(path).events()) == []


def test_a_folder_a_missing_folder_and_a_file_for_a_folder_are_refused(tmp_path: Path, header: Header) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="is a folder"):
        Writer(tmp_path, header, overwrite=True)
    with pytest.raises(FileError, match="folder that does not exist"):
        Writer(tmp_path / "nowhere" / "run.mcap", header)
    with pytest.raises(FileError, match="no folder"):
        Writer(tmp_path / "file" / "run.mcap", header)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, header: Header) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="may not be written by you"):
        Writer(tmp_path / "run.mcap", header)


# ── what is no recording ──────────────────────────────────────────────────────────────────────────────────────


def missing(path: Path, _: bytes) -> None:
    assert not path.exists()


def folder(path: Path, _: bytes) -> None:
    path.mkdir()


def empty(path: Path, _: bytes) -> None:
    path.touch()


def noise(path: Path, _: bytes) -> None:
    path.write_bytes(b"\0" + os.urandom(5000))


def a_table(path: Path, _: bytes) -> None:
    path.write_text("t_s,ax_g\n0,1\n")


def half_magic(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:4])


def half_header(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:60])


def magic_and_noise(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[:8] + bytes(range(1, 250)))


def foreign(path: Path, _: bytes) -> None:
    with path.open("wb") as file:
        mcap = McapWriter(file)
        mcap.start(profile="ros2", library="somebody")
        mcap.finish()


def newer(path: Path, whole: bytes) -> None:
    path.write_bytes(whole.replace(b"format_version\1\0\0\x001", b"format_version\1\0\0\x009"))


def mangled(path: Path, whole: bytes) -> None:
    path.write_bytes(whole.replace(b'"placement": "waist"', b'"placement": "wrist"'))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (missing, r"does not exist\. Check"),
        (folder, "is a folder"),
        (empty, "is empty"),
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
    tmp_path: Path, whole: bytes, make: Callable[[Path, bytes], None], sentence: str
) -> None:
    path = tmp_path / "run.mcap"
    make(path, whole)
    with pytest.raises(FileError, match=sentence) as caught:
        open_recording(path)
    assert str(path) in caught.value.what
    assert caught.value.remedy
    assert caught.value.exit_code == 2
