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


def check(path: Path) -> str:
    """Whether a run could begin with these settings: the file, its cue pack, and that its own rules name what exists.

    ConfigError, FileError or UserError where it could not.
    """
    from coach.app.sound.pack import open_pack
    from coach.coaching import rules

    config = load(path)
    pack = open_pack(config)
    rules.check(config.rules, pack.durations)
    cues = len(pack.text.cues)
    return f"{path} is fine, and so is the pack {pack.text.name!r} with its {cues} cues."
