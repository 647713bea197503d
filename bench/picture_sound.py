"""A picture of what a run sounds like: the waveform of its WAV file with the true footfalls, cues and clicks marked.

    python bench/picture_sound.py --out docs/pictures/sound.png [--from 205 --to 215] [--beat click|push-pull]

The demo's runner runs once more, with the sound written to a file; needs matplotlib. With --beat push-pull the
metronome taps with the feet instead of ticking at a tempo.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from coach.app.flat_out.demo import SETTINGS
from coach.app.sound.pack import gains, open_pack, spoken
from coach.app.sound.sounding import Sounding
from coach.config import parse
from coach.events import Beat, Tick
from coach.pipeline import Pipeline
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor
from cues.beat import Tap
from cues.clip import RATE_HZ, Floats
from cues.metronome import Metronome
from cues.player import WavPlayer
from cues.wav import decode

mpl.use("Agg")
TICK_S = 0.25
INK, PAPER, QUIET = "#1b2a33", "#ffffff", "#8a9aa5"
COLOURS = {
    "left": "#0a7d8c",
    "right": "#b4552d",
    "cue": "#6a3fa0",
    "click": "#444444",
    "push": "#0a7d8c",
    "pull": "#d08a1d",
}
MARKS = {"click": "|", "push": "^", "pull": "v"}


class ListeningPlayer(WavPlayer):
    """Writes the file, and keeps what it was told."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.taps: list[Tap] = []
        self.said: list[tuple[float, str, str]] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        """As a WavPlayer, and remembered."""
        self.said.append((at_s or 0.0, key, wording))
        super().say(cue_id, key, wording, at_s)

    def heard(self) -> list[tuple[str, float]]:
        """Cues that began since the last call, and when."""
        return [(self.said[-1][1], begun.started_s) for begun in self.started()]

    def tap(self, tap: Tap) -> None:
        """As a WavPlayer, and remembered."""
        self.taps.append(tap)
        super().tap(tap)


@dataclass(slots=True)
class Run:
    """What sounded, and what the feet did."""

    cues: list[tuple[float, str]]
    beats: list[Beat]
    taps: list[Tap]
    runner: SimulatedRunner


def run(wav: Path, until_s: float, *, push_pull: bool) -> Run:
    """The demo up to a moment, into a WAV file."""
    text = SETTINGS.replace("[cues]", '[metronome]\nsound = "push-pull"\n[cues]') if push_pull else SETTINGS
    config = parse(text, "the demo's settings")
    pack = open_pack(config)
    runner = SimulatedRunner(SCENARIOS["demo"], [SimulatedSensor(p) for p in config.placements], 1)
    pipeline = Pipeline(config, config.placements, pack.durations)
    beats: list[Beat] = []
    with closing(ListeningPlayer(wav, spoken(pack).clips, gains=gains(config))) as player:
        sounding = Sounding(config, player)
        for tick in range(1, round(until_s / TICK_S) + 1):
            for event in (*runner.advance(tick * TICK_S), Tick(tick * TICK_S)):
                outputs = pipeline.feed(event)
                sounding.take(event, outputs, pipeline.early())
                beats += [output for output in outputs if isinstance(output, Beat)]
                for cue, at_s in player.heard():
                    runner.hear(cue, at_s)
    return Run([(at_s, text_of(pack, *what)) for at_s, *what in player.said], beats, player.taps, runner)


def text_of(pack: Any, cue: str, wording: str) -> str:
    """The words that are said."""
    found = next(way for way in pack.text.cues[cue].wordings if way.id == wording)
    return str(found.text or cue)


def draw(done: Run, sound: Floats, span_s: tuple[float, float], out: Path) -> None:
    """Waveform above, feet below, on one time axis."""
    import matplotlib.pyplot as plt

    plot: Any = plt
    figure, (top, low) = plot.subplots(
        2, 1, figsize=(12, 4.4), sharex=True, height_ratios=(3, 1), layout="constrained", facecolor=PAPER
    )
    first, stop = (round(at_s * RATE_HZ) for at_s in span_s)
    top.fill_between(*envelope(np.arange(first, stop) / RATE_HZ, sound[first:stop]), color=INK, linewidth=0)
    draw_sounds(top, done, span_s)
    draw_feet(top, low, done, span_s)
    top.set(ylim=(-1, 1), yticks=[], ylabel="run.wav")
    low.set(yticks=[0, 1], yticklabels=["right foot", "left foot"], ylim=(-0.6, 1.6), xlabel="s", xlim=span_s)
    for axis in (top, low):
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.tick_params(colors=QUIET, labelcolor=INK)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=110)


def draw_sounds(top: Any, done: Run, span_s: tuple[float, float]) -> None:
    """What was asked for: cues as lines with their words, clicks and taps as marks."""
    from_s, to_s = span_s
    for at_s, words in [cue for cue in done.cues if from_s <= cue[0] < to_s]:
        top.axvline(at_s, color=COLOURS["cue"], linewidth=1.2)
        place = {"xytext": (4, 0), "textcoords": "offset points", "va": "top"}
        top.annotate(f"“{words}”", (at_s, 0.94), color=COLOURS["cue"], fontsize=10, **place)
    marks = [(tap.at_s, tap.tone) for tap in done.taps] or [(at_s, "click") for at_s in clicks(done.beats, to_s)]
    for at_s, kind in [mark for mark in marks if from_s <= mark[0] < to_s]:
        top.plot([at_s], [-0.92], marker=MARKS[kind], color=COLOURS[kind], markersize=6)


def draw_feet(top: Any, low: Any, done: Run, span_s: tuple[float, float]) -> None:
    """The truth: each contact as a bar, each landing as a thin line through the waveform."""
    from_s, to_s = span_s
    for step in done.runner.truth:
        if step.toe_off_s > from_s and step.initial_contact_s < to_s:
            row = 1.0 if step.foot == "left" else 0.0
            low.barh(row, step.contact_s, left=step.initial_contact_s, height=0.7, color=COLOURS[step.foot])
            top.axvline(step.initial_contact_s, color=COLOURS[step.foot], linewidth=0.5, alpha=0.35)


def clicks(beats: Sequence[Beat], until_s: float) -> Floats:
    """When the metronome clicks."""
    metronome = Metronome(RATE_HZ)
    for beat in beats:
        at_frame = round(beat.at_s * RATE_HZ)
        if beat.spm is None:
            metronome.stop(at_frame)
        else:
            metronome.tempo(beat.spm, at_frame, None if beat.until_s is None else round(beat.until_s * RATE_HZ))
    return np.array([beat.frame for beat in metronome.beats(0, round(until_s * RATE_HZ))]) / RATE_HZ


def envelope(t_s: Floats, x: Floats, columns: int = 2_400) -> tuple[Floats, Floats, Floats]:
    """Lowest and highest sample of each column of the picture."""
    size = max(len(x) // columns, 1)
    rows = x[: len(x) // size * size].reshape(-1, size)
    return t_s[: len(rows) * size : size], rows.min(axis=1), rows.max(axis=1)


def main() -> None:
    """Run, then draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="from_s", type=float, help="s; by default around the first push cue")
    parser.add_argument("--to", dest="to_s", type=float)
    parser.add_argument("--beat", choices=("click", "push-pull"), default="click")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "run.wav")
        done = run(wav, args.to_s or 260.0, push_pull=args.beat == "push-pull")
        sound: Floats = decode(wav.read_bytes()).astype(np.float64)
    began_s = args.from_s or next(beat.at_s for beat in done.beats) - 1.5
    draw(done, sound, (began_s, args.to_s or began_s + 10.0), args.out)
    print(f"{args.out}: {began_s:.1f} s on, {len(done.cues)} cues before its end")


if __name__ == "__main__":
    main()
