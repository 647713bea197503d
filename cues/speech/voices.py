"""Which voices the system's speech engine has.

Engines name them each in its own way: espeak `gmw/de` with language `de`, SAPI5 a registry key with language `407` or
`de-DE`, macOS `Anna` with `de_DE`. A runner writes a name or a language, and the first voice that fits is taken.
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

LIMIT_S = 20.0
SAY_LINE = re.compile(r"^(?P<name>\S.*?)\s+(?P<language>[a-z]{2,3}[_-][A-Za-z0-9]+)\s+#")


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of an engine."""

    id: str
    """What the engine calls it."""
    name: str
    languages: tuple[str, ...]
    """Like `de` or `de-at`, as far as the engine tells."""


@functools.cache
def voices(command: tuple[str, ...]) -> tuple[Voice, ...]:
    """What the engine's listing says; none where it cannot be asked or does not answer."""
    if not command:
        return ()
    nowhere = subprocess.DEVNULL
    try:
        run = subprocess.run(  # noqa: S603 - our own commands
            command, stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere, timeout=LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(filter(None, map(_parsed, run.stdout.decode("utf-8", "replace").splitlines())))


def pick(found: Sequence[Voice], wanted: str) -> Voice | None:
    """The voice of this id or name, or else the first that speaks this language; None where there is none."""
    low = wanted.lower().replace("_", "-")
    for voice in found:
        if wanted == voice.id or low == voice.name.lower():
            return voice
    for voice in found:
        if any(language == low or language.startswith(f"{low}-") for language in voice.languages):
            return voice
    return None


def _parsed(line: str) -> Voice | None:
    """A line of `child.py --voices` (JSON) or of `say -v ?` (columns)."""
    if columns := SAY_LINE.match(line):
        return Voice(columns["name"], columns["name"], (columns["language"].lower().replace("_", "-"),))
    try:
        voice_id, name, languages = json.loads(line)
    except ValueError:
        return None
    return Voice(voice_id, name, tuple(_language(text) for text in languages))


def _language(text: str) -> str:
    """Older engines put a priority byte before it; SAPI5 gives a number, in hexadecimal, of Windows' own."""
    tag = "".join(sign for sign in text if sign.isprintable()).lower().replace("_", "-")
    return WINDOWS.get(tag.lstrip("0"), tag)


WINDOWS = {"407": "de-de", "409": "en-us", "809": "en-gb", "40a": "es-es", "c0a": "es-es", "40c": "fr-fr",
           "410": "it-it", "411": "ja-jp", "413": "nl-nl", "416": "pt-br", "804": "zh-cn"}  # fmt: skip
"""Language numbers of Windows' common voices."""
