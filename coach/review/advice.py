"""What to try next: a short list for the runner, each with the figure that it rests on. No prescription, no praise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from coach.review.sentences import counted
from coach.review.summary import Summary

MOST = 3
_LITTLE_S = 30.0
_TRUST_PERCENT = 95.0
_UNEVEN_PERCENT = 1.5
_TIRED_SHARE = 0.6
_GAIN_S = -0.004

_REMEDIES = {
    "gap": "Samples were missing: carry the phone or laptop nearer, on the sensor's side of the body.",
    "clipped": "The sensor's range ended at impacts: choose a wider range if it has one (16 g, 2000 °/s).",
    "axis": "The sensor turned on the foot: tie it tighter, and begin with a few steps of level walking.",
    "rate too low": "The sensor sends too few samples a second: set it to 100 if it can be set.",
    "unsure": "Many contacts were unclear: tie the sensor tighter, flat on the laces.",
}


def advice(summary: Summary) -> tuple[str, ...]:
    """At most three sentences, the weightiest first; always at least one."""
    said = [sentence for rule in RULES if (sentence := rule(summary))]
    return tuple(said[:MOST])


def _nothing_ran(summary: Summary) -> str:
    if summary.running_steps:
        return ""
    if summary.steps:
        return "Run for three minutes or more next time; the first two teach the coach your own normal."
    return "No step was found at all: is the sensor worn where the settings say? `coach doctor` tells what is missing."


def _unknown_normal(summary: Summary) -> str:
    if not summary.running_steps or summary.normal_s is not None:
        return ""
    return "Run a little longer, evenly and easily: your own normal is learned from two minutes that can be trusted."


def _mistrust(summary: Summary) -> str:
    if not summary.running_steps or 100.0 * summary.valid_steps >= _TRUST_PERCENT * summary.running_steps:
        return ""
    reason = next(iter(summary.rejected_steps))
    return _REMEDIES.get(
        reason, f"Many steps could not be trusted ({reason}): look at the sensor's seat and its battery."
    )


def _bouncing(summary: Summary) -> str:
    if summary.state_s.get("bouncy", 0.0) < _LITTLE_S:
        return ""
    return "You began to bounce: do less of the cue, quick and light rather than high."


def _gated(summary: Summary) -> str:
    if not summary.gated:
        return ""
    return "Leave pushing be for now: a quick cadence, and easy drills where they do not hurt, are what is left."


def _best_cue(summary: Summary) -> str:
    changes: dict[str, list[tuple[str, float]]] = {}
    for cue, change_s in zip(summary.cues, summary.responses, strict=True):
        if cue.outcome == "played" and cue.pushes and change_s is not None:
            changes.setdefault(cue.cue, []).append((cue.words, change_s))
    if len(changes) < 2:
        return ""
    change_s, best = min((median(change_s for _, change_s in of), of) for of in changes.values())
    if change_s > _GAIN_S:
        return ""
    words = " or ".join(dict.fromkeys(f"“{said}”" for said, _ in best))
    return f"{words} was followed by the largest change (−{-1e3 * change_s:.0f} ms): begin with it next time."


def _tiring(summary: Summary) -> str:
    if summary.drawn_out_s < _LITTLE_S or len(summary.laps) < 3:
        return ""
    late_s = sum(one.drawn_out_s for one in summary.laps[-(len(summary.laps) // 3) :])
    if late_s < _TIRED_SHARE * summary.drawn_out_s:
        return ""
    return (
        "Stance grew long towards the end: put a minute of walking before the last third, or stop while it is springy."
    )


def _uneven(summary: Summary) -> str:
    share = summary.balance_percent
    if share is None or abs(share - 50.0) < _UNEVEN_PERCENT:
        return ""
    side = "left" if share > 50.0 else "right"
    longer = max(share, 100.0 - share)
    return f"Your {side} foot stays longer ({longer:.1f} % of the two): see whether both sensors sit alike."


def _unanswered(summary: Summary) -> str:
    if _best_cue(summary):
        return ""
    pairs = zip(summary.cues, summary.responses, strict=True)
    changes = [s for cue, s in pairs if cue.outcome == "played" and cue.pushes and s is not None]
    if len(changes) < 3 or median(changes) < _GAIN_S:
        return ""
    return 'Contact hardly answered to words: try the metronome alone, `[metronome] mode = "always"`.'


def _too_quiet(summary: Summary) -> str:
    kept = [cue for cue in summary.outcome("dropped") if cue.reason and cue.advises]
    if len(kept) < 3:
        return ""
    few = counted(len(kept), "cue").capitalize()
    return f"{few} were kept back: `coach replay` with other settings tells what you would have heard."


def _all_well(summary: Summary) -> str:
    if summary.normal_s is None or summary.gated:
        return ""
    if summary.drawn_out_s < _LITTLE_S:
        return "Leave it as it is. Try the same on a longer or a hillier run, where stance tends to grow."
    return "Try the cue by yourself once every few minutes, before the coach asks for it; try it, never force it."


RULES: Sequence[Callable[[Summary], str]] = (
    _nothing_ran,
    _unknown_normal,
    _mistrust,
    _bouncing,
    _gated,
    _best_cue,
    _tiring,
    _uneven,
    _unanswered,
    _too_quiet,
    _all_well,
)
"""In the order of weight."""
