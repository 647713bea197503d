"""Results are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from coach.errors import FileError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, to `path`; whoever reads it finds the old file or the new one, never half of it.

    A device or a pipe (`/dev/stdout`) is written to directly. Raises FileError when it cannot be written.
    """
    special = path.exists() and not path.is_file() and not path.is_dir()
    part = path if special else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content if isinstance(content, bytes) else content.encode())
        if not special:
            _swap(part, path)
    except OSError as error:
        what = f"Cannot write {path}: {(error.strerror or 'it failed').lower()}."
        raise FileError(what, "Name a file in a folder that exists and that you may write to.") from error


def _swap(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
