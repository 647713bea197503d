"""A file that is replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.errors import FileError
from coach.recording.writer import complaint


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Gives a name beside `path` to write to; what stands there when all went well becomes `path`.

    When anything fails inside, `path` is as it was before. A device or a pipe (`/dev/stdout`) is written to directly.
    FileError, with the name of `path`, where it cannot be written.
    """
    if path.is_dir():
        raise FileError(f"{path} is a folder.", "Name a file in it.")
    special = path.exists() and not path.is_file()
    part = path if special else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        if not special:
            part.replace(path)
    except OSError as fault:
        raise complaint(path, fault, "Free some space.") from fault
    except FileError as fault:
        raise type(fault)(fault.what.replace(str(part), str(path)), fault.remedy) from fault
    finally:
        if not special:
            with suppress(OSError):  # its folder may be no folder, or not ours: then there is nothing to clean up
                part.unlink(missing_ok=True)
