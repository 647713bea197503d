"""The records of an MCAP file, one after the other.

Nearly all of ours are messages outside of chunks, and those are read here: the library takes several calls for each of
their fields. Everything else, also files that another program has chunked or compressed, is left to the library.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from itertools import islice

from mcap.exceptions import EndOfFile, InvalidMagic, RecordLengthLimitExceeded
from mcap.opcode import Opcode
from mcap.records import Chunk, McapRecord, Message
from mcap.stream_reader import StreamReader, breakup_chunk

MAGIC = b"\x89MCAP0\r\n"
RECORD_LIMIT = 1 << 28
_RECORD, _MESSAGE = struct.Struct("<BQ"), struct.Struct("<HIQQ")
_KNOWN = frozenset(map(int, Opcode))


def records(file: BufferedReader) -> Iterator[McapRecord]:
    """All of them up to and with the footer; chunks are opened, what is unknown is passed over.

    Raises what the library raises over a file that is cut or damaged: McapError, struct.error, ValueError, MemoryError.
    """
    _magic(file)
    while True:
        opcode, length = _RECORD.unpack(_read(file, _RECORD.size))
        if length > RECORD_LIMIT:
            raise RecordLengthLimitExceeded(opcode, length, RECORD_LIMIT)
        body = _read(file, length)
        if opcode == Opcode.MESSAGE:
            channel_id, sequence, log_ns, publish_ns = _MESSAGE.unpack_from(body)
            yield Message(channel_id, log_ns, body[_MESSAGE.size :], publish_ns, sequence)
        elif opcode in _KNOWN:
            yield from _other(_RECORD.pack(opcode, length) + body)
        if opcode == Opcode.FOOTER:
            _magic(file)
            return


def _other(record: bytes) -> Iterator[McapRecord]:
    for one in islice(StreamReader(BytesIO(record), skip_magic=True, emit_chunks=True).records, 1):
        if isinstance(one, Chunk):
            yield from breakup_chunk(one)
        else:
            yield one


def _magic(file: BufferedReader) -> None:
    found = _read(file, len(MAGIC))
    if found != MAGIC:
        raise InvalidMagic(tuple(found))


def _read(file: BufferedReader, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EndOfFile
    return data
