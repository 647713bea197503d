"""Results are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coach.errors import FileError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8; see `writing`."""
    with writing(path) as file:
        file.write(content if isinstance(content, bytes) else content.encode())


@contextmanager
def writing(path: Path) -> Generator[BinaryIO]:
    """A file to fill; whoever reads `path` finds what was there before or all of the new, never half of it.

    When anything fails inside, `path` is as it was. A device or a pipe (`/dev/stdout`) is written to directly. Raises
    FileError when it cannot be written.
    """
    special = path.exists() and not path.is_file() and not path.is_dir()
    part = path if special else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        if not special:
            part.replace(path)
    except OSError as error:
        what = f"Cannot write {path}: {(error.strerror or 'it failed').lower()}."
        raise FileError(what, "Name a file in a folder that exists and that you may write to.") from error
    finally:
        if not special:
            _forget(part)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        pass  # its folder is no folder, or may not be written: there is nothing to clean up
