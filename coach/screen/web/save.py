"""Tuned settings back into the runner's own file: only what was changed, every comment kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from coach.config import parse
from coach.errors import ConfigError, FileError
from coach.screen.web.thresholds import Key

NEW = "# Settings of `coach`; `coach config show` explains every key.\n"


def with_changes(text: str, changes: Mapping[Key, float], name: str = "coach.toml") -> str:
    """TOML `text` with these values; ConfigError where the text, or the result, cannot be used."""
    try:
        document: Any = tomlkit.parse(text)
    except TOMLKitError as fault:
        raise ConfigError(f"{name} is not valid TOML: {fault}.", "Mend it, then save again.") from None
    for (section, key), value in changes.items():
        if section not in document:
            document[section] = tomlkit.table()
        document[section][key] = value
    changed: str = document.as_string()
    parse(changed, name)
    return changed


def save(path: Path, changes: Mapping[Key, float]) -> str:
    """Write the changes and return the new text. What somebody else wrote there meanwhile is kept.

    The file is replaced as a whole, so that nobody ever reads half of it. Raises FileError or ConfigError.
    """
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else NEW
        changed = with_changes(text, changes, path.name)
        place = path.resolve()  # behind a link: the file itself is replaced, not the link
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".coach-", suffix=".toml")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(changed)
        if place.exists():
            Path(name).chmod(place.stat().st_mode & 0o777)
        Path(name).replace(place)
    except UnicodeDecodeError:
        raise FileError(f"{path} is no text file.", "Settings are TOML text in UTF-8.") from None
    except OSError as fault:
        raise FileError(f"{path} cannot be written: {fault.strerror}.", "Check your rights to it.") from None
    return changed
