"""The crash-safe log: every event is on its way to the disk before anything is computed from it."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from mcap.writer import CompressionType, IndexType
from mcap.writer import Writer as McapWriter

from coach.errors import FileError
from coach.events import Event, Output, Packet
from coach.recording.busy import claim
from coach.recording.format import CHANNELS, PROFILE, encode, json_schema
from coach.recording.header import METADATA, Header, to_metadata

FLUSH_S = 0.25
"""What a kill -9 may cost, in seconds of the recording. What is flushed is the system's to keep."""
_BUFFER = 1 << 18
_LAST_NS = 2**63 - 1


class Writer:
    """Writes one recording, message by message and without chunks, so that a cut file is whole up to the cut.

    Opens `path` itself, at once, and never replaces a file unless `overwrite` says so. Whatever fails is a
    FileError; after the first, writing again raises again and closing keeps quiet.
    """

    def __init__(self, path: Path, header: Header, *, overwrite: bool = False) -> None:
        self._path = path
        self._channels: dict[tuple[type, str], int] = {}
        self._schemas: dict[type, int] = {}
        self._flushed_s: float | None = None
        self._fault: FileError | None = None
        try:
            self._file: IO[bytes] = path.open("wb" if overwrite else "xb", buffering=_BUFFER)
        except OSError as fault:
            raise complaint(path, fault) from fault
        claim(self._file)
        with self._complaining():
            self._mcap = McapWriter(
                self._file, use_chunking=False, compression=CompressionType.NONE, index_types=IndexType.METADATA
            )
            self._mcap.start(profile=PROFILE, library=header.program)
            self._mcap.add_metadata(METADATA, to_metadata(header))
            self._file.flush()

    def write(self, event: Event) -> None:
        """Record an event; on disk within 0.25 s of recorded time."""
        at_s = self._add(event)
        if self._flushed_s is None or abs(at_s - self._flushed_s) >= FLUSH_S:
            with self._complaining():
                self._file.flush()
            self._flushed_s = at_s

    def write_output(self, output: Output) -> None:
        """Record what was made of it: for viewers and people, ignored by replay."""
        self._add(output)

    def close(self) -> None:
        """Write the index and let go of the file."""
        if self._file.closed:
            return
        with self._complaining():
            self._mcap.finish()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _add(self, record: Event | Output) -> float:
        if self._fault is not None:
            raise self._fault
        at_s: float = getattr(record, CHANNELS[type(record)].time)
        at_ns = min(max(round(at_s * 1e9), 0), _LAST_NS)
        try:
            self._mcap.add_message(self._channel(record), at_ns, encode(record), at_ns)
        except OSError as fault:
            raise self._give_up(fault) from fault
        return at_s

    def _channel(self, record: Event | Output) -> int:
        """Number of the record's channel, made known to the file when it is first needed."""
        kind = type(record)
        placement = record.placement if isinstance(record, Packet) else ""
        known = self._channels.get((kind, placement))
        if known is not None:
            return known
        channel = CHANNELS[kind]
        if kind not in self._schemas:
            self._schemas[kind] = self._mcap.register_schema(channel.schema, "jsonschema", json_schema(kind))
        number = self._mcap.register_channel(channel.topic.format(placement=placement), "json", self._schemas[kind])
        self._channels[kind, placement] = number
        return number

    @contextmanager
    def _complaining(self) -> Generator[None]:
        try:
            yield
        except OSError as fault:
            raise self._give_up(fault) from fault

    def _give_up(self, fault: OSError) -> FileError:
        """Let go of a file that cannot be written to; what is in its buffer cannot be saved."""
        self._fault = complaint(self._path, fault, "Free some space; what was recorded so far can be read.")
        try:
            self._file.close()
        except OSError:
            pass  # the first failure is the one to tell
        return self._fault


def complaint(path: Path, fault: OSError, when_full: str = "") -> FileError:
    """One sentence and a remedy for a file that cannot be written; `when_full` is that of a full disk."""
    if fault.errno == errno.ENOENT and path.parent.is_dir():  # the system's own folders take no file of ours
        return FileError(f"{path} cannot be made in that folder.", "Name a file in a folder of your own.")
    what, remedy = _COMPLAINTS.get(
        fault.errno or 0, (f"cannot be written: {fault.strerror or fault}.", "Name another file.")
    )
    return FileError(f"{path} {what}", remedy or when_full)


_COMPLAINTS = {
    errno.EEXIST: ("exists already and would be lost.", "Name another file, or move that one away."),
    errno.EISDIR: ("is a folder.", "Name a file in it."),
    errno.ENOENT: ("is in a folder that does not exist.", "Make the folder first, or name another."),
    errno.ENOTDIR: ("is in something that is no folder.", "Name a file in a folder."),
    errno.EACCES: ("may not be written by you.", "Name a file in a folder of your own."),
    errno.EPERM: ("may not be written by you.", "Name a file in a folder of your own."),
    errno.EROFS: ("is on a disk that is read-only.", "Name a file on another disk."),
    errno.ENOSPC: ("cannot grow: the disk is full.", ""),
    errno.EDQUOT: ("cannot grow: your quota is used up.", ""),
    errno.ENAMETOOLONG: ("has too long a name.", "Name a shorter one."),
}
