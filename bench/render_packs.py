"""Make the recordings of the bundled cue packs from the texts in their `pack.toml`, and measure them.

    python bench/render_packs.py [--pack push-pull] [--voice flite-rms] [--out FOLDER] [--check]

Without --pack, all of them, each with its drills: at 16 kHz, which is all that speech needs, because there are many.
Needs flite, festival with the voice cmu-us-slt-hts, and espeak-ng; soundfile and pyloudnorm measure independently of
the product. The same voice gives the same bytes again.
"""

from __future__ import annotations

import argparse
import io
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm  # pyright: ignore[reportMissingTypeStubs]
import soundfile  # pyright: ignore[reportMissingTypeStubs]
from scipy.io import wavfile
from scipy.signal import resample_poly

from cues.clip import CEILING_DB, RATE_HZ, SILENCE_SHARE, TARGET_LUFS, Floats, level, true_peak_db
from cues.pack import CueSound, Wording, parse_pack
from cues.wav import decode, encode

HOP = RATE_HZ // 10
PACKS = Path(__file__).parents[1] / "cues" / "packs"
VOICES = {  # the text comes on standard input
    "flite-rms": ("flite", "-voice", "rms", "-f", "{in}", "-o", "{out}"),
    "festival-slt": ("text2wave", "-eval", "(voice_cmu_us_slt_arctic_hts)", "-o", "{out}", "{in}"),
    "espeak-de": ("espeak-ng", "-v", "de", "-s", "150", "-f", "{in}", "-w", "{out}"),
}
VOICE_OF = {"push-pull": "flite-rms", "push-pull-slt": "festival-slt", "push-pull-de": "espeak-de"}
"""Packs that speak, and by which voice."""


DRILLS_HZ = 16_000


def render(voice: str, text: str, rate_hz: int) -> bytes:
    """What the engine says, levelled, as the bytes of a WAV file."""
    with tempfile.TemporaryDirectory() as folder:
        said, spoken = Path(folder, "text.txt"), Path(folder, "raw.wav")
        said.write_text(text + "\n", encoding="utf-8")
        names = {"in": str(said), "out": str(spoken)}
        subprocess.run([part.format(**names) for part in VOICES[voice]], check=True, stdout=subprocess.DEVNULL)
        raw = decode(spoken.read_bytes()).astype(np.float64)
    if rate_hz == RATE_HZ:
        return encode(level(raw))
    clip = level(_at(_at(raw, RATE_HZ, rate_hz), rate_hz, RATE_HZ)).astype(np.float64)  # what is lost has no loudness
    slow = _at(clip, RATE_HZ, rate_hz)
    over_db = true_peak_db(_at(slow, rate_hz, RATE_HZ)) - CEILING_DB + 0.02
    file = io.BytesIO()
    wavfile.write(file, rate_hz, np.rint(slow * 10.0 ** (-max(over_db, 0.0) / 20.0) * 32767.0).astype(np.int16))
    return file.getvalue()


def _at(x: Floats, from_hz: int, to_hz: int) -> Floats:
    common = math.gcd(from_hz, to_hz)
    return np.asarray(resample_poly(x, to_hz // common, from_hz // common), dtype=np.float64)


def measure(file: Path) -> dict[str, float]:
    """Level and shape of a finished recording, by other people's meters where there are any."""
    sound: Any = soundfile
    info: Any = sound.info(file)
    assert (info.samplerate in {RATE_HZ, DRILLS_HZ}, info.channels, info.subtype) == (True, 1, "PCM_16"), file
    samples: Floats = decode(file.read_bytes()).astype(np.float64)
    padded = np.concatenate([samples, np.zeros(max(int(0.4 * RATE_HZ) - len(samples), 0))])
    whole = padded[: len(padded) // HOP * HOP]  # of a broken hop at the end, this meter makes a block that is not there
    meter: Any = pyloudnorm.Meter(RATE_HZ)
    loud = np.flatnonzero(np.abs(samples) > SILENCE_SHARE * np.abs(samples).max())
    return {
        "seconds": len(samples) / RATE_HZ,
        "onset_ms": 1000.0 * float(loud[0]) / RATE_HZ,
        "lufs": float(meter.integrated_loudness(whole)),
        "peak_dbtp": true_peak_db(samples),
        "edge": float(max(abs(samples[0]), abs(samples[-1]))),
        "bytes": float(file.stat().st_size),
    }


def wordings(pack: str, part: str = "") -> list[Wording]:
    """What the pack says by recordings, in `part` of it, the words of the pack that it extends included."""
    text = parse_pack((PACKS / pack / "pack.toml").read_text(encoding="utf-8"), pack)
    file = PACKS / pack / part / "pack.toml"
    cues: Mapping[str, CueSound] = (
        parse_pack(file.read_text(encoding="utf-8"), f"{pack}/{part}").cues if file.is_file() else {}
    )
    own = [wording for cue in cues.values() for wording in cue.wordings if wording.wav]
    return own + (wordings(text.extends, part) if text.extends else [])


def make(pack: str, part: str, voice: str, out: Path, *, check: bool) -> int:
    """Render a pack, or its drills, unless `check`, and measure it; returns how many recordings are off the mark."""
    out.mkdir(parents=True, exist_ok=True)
    total, off = 0.0, 0
    for wording in wordings(pack, part):
        file = out / wording.wav
        if not check:
            file.write_bytes(render(voice, wording.text, DRILLS_HZ if part else RATE_HZ))
        m = measure(file)
        good = abs(m["lufs"] - TARGET_LUFS) < 0.6 and m["peak_dbtp"] <= -1.0 and m["onset_ms"] < 10.0
        total, off = total + m["bytes"], off + (not good)
        print(
            f"{file.name:36s} {m['seconds']:5.2f} s  onset {m['onset_ms']:4.1f} ms  {m['lufs']:6.2f} LUFS  "
            f"{m['peak_dbtp']:6.2f} dBTP  edge {m['edge']:.4f}{'' if good else '  OFF'}"
        )
    print(f"{pack} {part}, {voice}: {total / 1e6:.2f} MB\n")
    return off


def main() -> None:
    """Render, then print one line per recording; exits 1 when one is off the mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", choices=sorted(VOICE_OF))
    parser.add_argument("--part", choices=("", "drills"), help="only the pack's drills, or (empty) all but them")
    parser.add_argument("--voice", choices=sorted(VOICES), help="another voice than the pack's own")
    parser.add_argument("--out", type=Path, help="another folder than the pack's own")
    parser.add_argument("--check", action="store_true", help="measure only")
    args = parser.parse_args()
    off = 0
    for pack in [args.pack] if args.pack else VOICE_OF:
        voice = args.voice or VOICE_OF[pack]
        if not args.check and shutil.which(VOICES[voice][0]) is None:
            sys.exit(f"{VOICES[voice][0]} is not installed.")
        for part in ("", "drills") if args.part is None else (args.part,):
            off += make(pack, part, voice, (args.out or PACKS / pack) / part, check=args.check)
    sys.exit(1 if off else 0)


if __name__ == "__main__":
    main()
