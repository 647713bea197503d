"""A recording as the events that were written, up to where it ends or was cut."""

from __future__ import annotations

import struct
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from mcap.exceptions import McapError
from mcap.records import Channel, Footer, Message, Metadata, Schema
from mcap.records import Header as McapHeader

from coach.errors import FileError
from coach.events import Event
from coach.recording.format import EVENT_RECORDS, PROFILE, VERSION, decode
from coach.recording.header import METADATA, Header, from_metadata
from coach.recording.records import records

_MAGIC = b"\x89MCAP"
_TELL_EVERY = 256
_BROKEN = (McapError, struct.error, ValueError, MemoryError)
"""What reading raises over a file that is cut or damaged."""


@dataclass(slots=True)
class Recording:
    """One file on disk; of it, nothing but the header is held in memory."""

    path: Path
    header: Header
    warnings: list[str] = field(default_factory=list[str])
    """What is wrong with it, one sentence each. A cut shows when `events` comes to it."""

    def events(self, progress: Callable[[float], None] | None = None) -> Iterator[Event]:
        """All events in the order in which they were written; `progress` is told the share that was read."""
        size = max(self.path.stat().st_size, 1)
        schemas: dict[int, type] = {}
        channels: dict[int, type] = {}
        last_ns = count = 0
        whole = False
        with _opened(self.path) as file:
            try:
                for record in records(file):
                    if isinstance(record, Message):
                        kind = channels.get(record.channel_id)
                        if kind is not None:
                            yield decode(kind, record.data)
                        last_ns = record.log_time
                        count += 1
                        if progress is not None and count % _TELL_EVERY == 0:
                            progress(file.tell() / size)
                    elif isinstance(record, Schema) and record.name in EVENT_RECORDS:
                        schemas[record.id] = EVENT_RECORDS[record.name]
                    elif isinstance(record, Channel) and record.schema_id in schemas:
                        channels[record.id] = schemas[record.schema_id]
                    elif isinstance(record, Footer):
                        whole = True
            except _BROKEN:
                whole = False
        if not whole:
            self._warn(f"{self.path} was cut off or damaged: it is read up to {last_ns / 1e9:.1f} s.")

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def open_recording(path: Path) -> Recording:
    """Read the header; FileError when this is no recording of ours, or one that a newer version wrote."""
    with _opened(path) as file:
        start = file.peek(len(_MAGIC))[: len(_MAGIC)]
        if not start:
            raise FileError(f"{path} is empty.", "Nothing was recorded; name another recording.")
        if start != _MAGIC:
            raise FileError(f"{path} is no recording.", _IMPORT)
        metadata = _metadata(path, file)
    version = metadata.get("format_version", "")
    if version.isdigit() and int(version) > VERSION:
        writer = metadata.get("program") or "a newer coach"
        raise FileError(f"{path} was written by {writer} in format {version}.", "Update coach to read it.")
    try:
        header, warnings = from_metadata(metadata)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileError(f"{path} has a damaged header.", "Name another recording.") from None
    return Recording(path, header, [f"{path}: {warning}" for warning in warnings])


_IMPORT = "`coach import` makes recordings from CSV tables."


def _metadata(path: Path, file: BufferedReader) -> dict[str, str]:
    """Our metadata record, which stands before the first message."""
    try:
        for record in records(file):
            if isinstance(record, McapHeader) and record.profile != PROFILE:
                break
            if isinstance(record, Metadata) and record.name == METADATA:
                return record.metadata
            if isinstance(record, Message):
                break
    except _BROKEN:
        raise FileError(f"{path} was cut off or damaged before its first event.", "Name another recording.") from None
    raise FileError(f"{path} is an MCAP file, but no recording of coach's.", _IMPORT)


@contextmanager
def _opened(path: Path) -> Generator[BufferedReader]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise FileError(f"{path} does not exist.", "Check the name.") from None
    except IsADirectoryError:
        raise FileError(f"{path} is a folder.", "Name a recording in it.") from None
    except OSError as fault:
        raise FileError(f"{path} cannot be read: {fault.strerror or fault}.", "Check your rights to it.") from None
