"""One phrase to one file, in a process of its own: the only import of pyttsx3.

    echo TEXT | python child.py OUT.wav RATE_WPM [VOICE]
    python child.py --voices        the engine's voices, one a line: [id, name, [languages]]

Run as a file, not as a module, so that it starts without numpy. Only `save_to_file`, once per process: the engines
behind pyttsx3 lose files, hang or die on a second one.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any


def main() -> None:
    """Do the one thing; any exception ends the process, and its last line is the reason."""
    pyttsx3: Any = importlib.import_module("pyttsx3")
    engine = pyttsx3.init()
    if sys.argv[1] == "--voices":
        tell_voices(engine)
    else:
        speak(engine)


def speak(engine: Any) -> None:
    """Standard input into the file."""
    out, rate_wpm, voice = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
    text = sys.stdin.buffer.read().decode("utf-8")
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", rate_wpm)
    engine.save_to_file(text, out)
    engine.runAndWait()


def tell_voices(engine: Any) -> None:
    """Languages come as text or, from older engines, as bytes."""
    for voice in engine.getProperty("voices"):
        spoken = [x.decode("latin-1") if isinstance(x, bytes) else str(x) for x in voice.languages or ()]
        sys.stdout.write(json.dumps([voice.id, voice.name, spoken]) + "\n")


if __name__ == "__main__":
    main()
