"""Make the recordings of the bundled cue packs from the texts in their `pack.toml`, and measure them.

    python bench/render_packs.py [--pack push-pull] [--voice flite-rms] [--out FOLDER] [--check]

Without --pack, all of them. Needs flite, festival with the voice cmu-us-slt-hts, and espeak-ng; soundfile and
pyloudnorm measure independently of the product. The same voice gives the same bytes again.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm  # pyright: ignore[reportMissingTypeStubs]
import soundfile  # pyright: ignore[reportMissingTypeStubs]

from cues.clip import RATE_HZ, SILENCE_SHARE, TARGET_LUFS, Floats, level, true_peak_db
from cues.pack import Wording, parse_pack
from cues.wav import decode, encode

PACKS = Path(__file__).parents[1] / "cues" / "packs"
VOICES = {  # the text comes on standard input
    "flite-rms": ("flite", "-voice", "rms", "-f", "{in}", "-o", "{out}"),
    "festival-slt": ("text2wave", "-eval", "(voice_cmu_us_slt_arctic_hts)", "-o", "{out}", "{in}"),
    "espeak-de": ("espeak-ng", "-v", "de", "-s", "150", "-f", "{in}", "-w", "{out}"),
}
VOICE_OF = {"push-pull": "flite-rms", "push-pull-slt": "festival-slt", "push-pull-de": "espeak-de"}
"""Packs that speak, and by which voice."""


def render(voice: str, text: str) -> bytes:
    """What the engine says, levelled, as the bytes of a WAV file."""
    with tempfile.TemporaryDirectory() as folder:
        said, spoken = Path(folder, "text.txt"), Path(folder, "raw.wav")
        said.write_text(text + "\n", encoding="utf-8")
        names = {"in": str(said), "out": str(spoken)}
        subprocess.run([part.format(**names) for part in VOICES[voice]], check=True, stdout=subprocess.DEVNULL)
        return encode(level(decode(spoken.read_bytes()).astype(np.float64)))


def measure(file: Path) -> dict[str, float]:
    """Level and shape of a finished recording, by other people's meters where there are any."""
    sound: Any = soundfile
    x, rate_hz = sound.read(file, dtype="float64")
    samples: Floats = np.asarray(x, dtype=np.float64)
    info: Any = sound.info(file)
    assert (rate_hz, samples.ndim, info.subtype) == (RATE_HZ, 1, "PCM_16"), file
    padded = np.concatenate([samples, np.zeros(max(int(0.41 * RATE_HZ) - len(samples), 0))])
    meter: Any = pyloudnorm.Meter(RATE_HZ)
    loud = np.flatnonzero(np.abs(samples) > SILENCE_SHARE * np.abs(samples).max())
    return {
        "seconds": len(samples) / RATE_HZ,
        "onset_ms": 1000.0 * float(loud[0]) / RATE_HZ,
        "lufs": float(meter.integrated_loudness(padded)),
        "peak_dbtp": true_peak_db(samples),
        "edge": float(max(abs(samples[0]), abs(samples[-1]))),
        "bytes": float(file.stat().st_size),
    }


def wordings(pack: str) -> list[Wording]:
    """What the pack says by recordings, the words of the pack that it extends included."""
    text = parse_pack((PACKS / pack / "pack.toml").read_text(encoding="utf-8"), pack)
    own = [wording for cue in text.cues.values() for wording in cue.wordings if wording.wav]
    return own + (wordings(text.extends) if text.extends else [])


def make(pack: str, voice: str, out: Path, *, check: bool) -> int:
    """Render a pack unless `check`, and measure it; returns how many recordings are off the mark."""
    out.mkdir(parents=True, exist_ok=True)
    total, off = 0.0, 0
    for wording in wordings(pack):
        file = out / wording.wav
        if not check:
            file.write_bytes(render(voice, wording.text))
        m = measure(file)
        good = abs(m["lufs"] - TARGET_LUFS) < 0.6 and m["peak_dbtp"] <= -1.0 and m["onset_ms"] < 10.0
        total, off = total + m["bytes"], off + (not good)
        print(
            f"{file.name:36s} {m['seconds']:5.2f} s  onset {m['onset_ms']:4.1f} ms  {m['lufs']:6.2f} LUFS  "
            f"{m['peak_dbtp']:6.2f} dBTP  edge {m['edge']:.4f}{'' if good else '  OFF'}"
        )
    print(f"{pack}, {voice}: {total / 1e6:.2f} MB\n")
    return off


def main() -> None:
    """Render, then print one line per recording; exits 1 when one is off the mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", choices=sorted(VOICE_OF))
    parser.add_argument("--voice", choices=sorted(VOICES), help="another voice than the pack's own")
    parser.add_argument("--out", type=Path, help="another folder than the pack's own")
    parser.add_argument("--check", action="store_true", help="measure only")
    args = parser.parse_args()
    off = 0
    for pack in [args.pack] if args.pack else VOICE_OF:
        voice = args.voice or VOICE_OF[pack]
        if not args.check and shutil.which(VOICES[voice][0]) is None:
            sys.exit(f"{VOICES[voice][0]} is not installed.")
        off += make(pack, voice, args.out or PACKS / pack, check=args.check)
    sys.exit(1 if off else 0)


if __name__ == "__main__":
    main()
