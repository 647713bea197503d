"""The voices of different engines, each in its own dialect."""

from __future__ import annotations

import json
import sys

import pytest

from cues.speech.voices import Voice, pick, voices

ESPEAK = [["gmw/en", "English", ["\x02en"]], ["gmw/de", "German", ["\x05de"]]]
SAPI5 = [["HKEY\\David", "Microsoft David", ["409"]], ["HKEY\\Hedda", "Microsoft Hedda", ["0407"]]]
SAY = """\
Albert              en_US    # Hello! My name is Albert.
Anna                de_DE    # Hallo! Ich heiße Anna.
Eddy (German)       de_DE    # Hallo! Ich heiße Eddy.
"""


def listed(text: str) -> tuple[Voice, ...]:
    return voices((sys.executable, "-c", f"print({text!r})"))


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("\n".join(map(json.dumps, ESPEAK)), "de", "gmw/de"),
        ("\n".join(map(json.dumps, ESPEAK)), "english", "gmw/en"),
        ("\n".join(map(json.dumps, ESPEAK)), "gmw/de", "gmw/de"),
        ("\n".join(map(json.dumps, SAPI5)), "de", "HKEY\\Hedda"),
        ("\n".join(map(json.dumps, SAPI5)), "en_US", "HKEY\\David"),
        (SAY, "de", "Anna"),
        (SAY, "Eddy (German)", "Eddy (German)"),
        (SAY, "de_DE", "Anna"),
    ],
)
def test_a_voice_is_found_by_name_or_language(text: str, wanted: str, found: str) -> None:
    voice = pick(listed(text), wanted)
    assert voice is not None
    assert voice.id == found


def test_what_is_not_there_is_not_found() -> None:
    assert pick(listed(SAY), "fr") is None
    assert pick(listed(SAY), "d") is None


@pytest.mark.parametrize(
    "command",
    [(), ("/nowhere/engine",), (sys.executable, "-c", "print('warning: no sound')"), (sys.executable, "-c", "1/0")],
)
def test_an_engine_that_tells_nothing_has_no_voices(command: tuple[str, ...]) -> None:
    assert voices(command) == ()
