"""One phrase to one file, in a process of its own: the only import of pyttsx3.

    echo TEXT | python child.py OUT.wav RATE_WPM [VOICE]

Run as a file, not as a module, so that it starts without numpy. Only `save_to_file`, once per process: the engines
behind pyttsx3 lose files, hang or die on a second one.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any


def main() -> None:
    """Speak standard input into the file; any exception ends the process, and its last line is the reason."""
    out, rate_wpm, voice = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
    text = sys.stdin.buffer.read().decode("utf-8")
    pyttsx3: Any = importlib.import_module("pyttsx3")
    engine = pyttsx3.init()
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", rate_wpm)
    engine.save_to_file(text, out)
    engine.runAndWait()


if __name__ == "__main__":
    main()
