"""Results are written whole or not at all."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coach.recording.whole import replacing


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8; see `writing`."""
    with writing(path) as file:
        file.write(content if isinstance(content, bytes) else content.encode())


@contextmanager
def writing(path: Path) -> Generator[BinaryIO]:
    """A file to fill; see `replacing` for what becomes of `path`."""
    with replacing(path) as part, part.open("wb") as file:
        yield file
