"""A file that is replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from coach.errors import FileError
from coach.recording.writer import complaint


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Gives a name beside `path` to write to; what stands there when all went well becomes `path`.

    When anything fails inside, `path` is as it was before. A device (`/dev/null`) is written to directly.
    """
    if path.is_dir():
        raise FileError(f"{path} is a folder.", "Name a file in it.")
    if path.exists() and not path.is_file():
        yield path
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as fault:
        raise complaint(path, fault) from fault
    except FileError as fault:
        raise type(fault)(fault.what.replace(str(part), str(path)), fault.remedy) from fault
    finally:
        part.unlink(missing_ok=True)
