"""Our way of reading MCAP records against the library's own: the same records, and an end where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from struct import error, pack

import pytest
from mcap.exceptions import McapError, RecordLengthLimitExceeded
from mcap.records import McapRecord
from mcap.stream_reader import StreamReader
from mcap.writer import CompressionType, IndexType, Writer

from coach.recording.records import MAGIC, RECORD_LIMIT, records


def written(*, chunked: bool, compression: CompressionType = CompressionType.NONE) -> bytes:
    """Ten messages of two channels, with all that may stand around them."""
    file = BytesIO()
    writer = Writer(
        file,
        chunk_size=200,
        use_chunking=chunked,
        compression=compression,
        index_types=IndexType.ALL if chunked else IndexType.METADATA,
    )
    writer.start(profile="p", library="l")
    writer.add_metadata("about", {"name": "Lake loop"})
    schema = writer.register_schema("s", "jsonschema", b"{}")
    channels = [writer.register_channel(f"/{k}", "json", schema) for k in range(2)]
    for k in range(10):
        writer.add_message(channels[k % 2], 10 * k, b'{"k": %d}' % k * (k + 1), 10 * k + 1, sequence=k)
    writer.finish()
    return file.getvalue()


def ours(data: bytes) -> Iterator[McapRecord]:
    return records(BufferedReader(BytesIO(data)))  # pyright: ignore[reportArgumentType]  # a file in memory


def until_broken(found: Iterator[McapRecord]) -> list[McapRecord]:
    """What came before the end of a damaged file."""
    came: list[McapRecord] = []
    try:
        came.extend(found)
    except (McapError, ValueError, error):
        pass
    return came


@pytest.mark.parametrize("compression", [CompressionType.NONE, CompressionType.LZ4, CompressionType.ZSTD])
@pytest.mark.parametrize("chunked", [False, True])
def test_the_same_records(chunked: bool, compression: CompressionType) -> None:
    data = written(chunked=chunked, compression=compression)
    assert list(ours(data)) == list(StreamReader(BytesIO(data)).records)


def test_what_is_unknown_is_passed_over() -> None:
    data = written(chunked=False)
    new = data[: len(MAGIC)] + pack("<BQ", 0x7F, 5) + b"later" + data[len(MAGIC) :]
    assert list(ours(new)) == list(ours(data))


@pytest.mark.parametrize("chunked", [False, True])
def test_a_cut_anywhere_ends_where_the_library_ends(chunked: bool) -> None:
    data = written(chunked=chunked)
    for end in range(0, len(data), 3):
        assert until_broken(ours(data[:end])) == until_broken(StreamReader(BytesIO(data[:end])).records)
        with pytest.raises(McapError):
            list(ours(data[:end]))


@pytest.mark.parametrize("data", [b"", b"MCAP", b"\x89MCAP9\r\n", b"\x00" * 100])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(McapError):
        list(ours(data))


def test_a_length_that_cannot_be_is_not_believed() -> None:
    with pytest.raises(RecordLengthLimitExceeded):
        list(ours(MAGIC + pack("<BQ", 5, RECORD_LIMIT + 1)))
