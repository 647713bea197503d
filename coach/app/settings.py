"""Opens the settings file: `coach.config` itself reads only text."""

from __future__ import annotations

from pathlib import Path

from coach.config import Config, parse
from coach.errors import FileError


def load(path: Path | None) -> Config:
    """Settings from a file, or the defaults for None; FileError or ConfigError when it cannot be used."""
    if path is None:
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileError(f"{path} does not exist.", f"`coach config init {path}` makes one.") from None
    except IsADirectoryError:
        raise FileError(f"{path} is a folder.", "Name the settings file in it.") from None
    except UnicodeDecodeError:
        raise FileError(f"{path} is no text file.", "Settings are TOML text in UTF-8.") from None
    except OSError as fault:
        raise FileError(f"{path} cannot be read: {fault.strerror}.", "Check the path and your rights to it.") from None
    return parse(text, str(path))
