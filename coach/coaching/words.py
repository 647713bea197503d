"""The coach's thoughts in the runner's words, always with the numbers."""

from __future__ import annotations

from collections.abc import Mapping

from coach.coaching.fate import Fate
from coach.coaching.normal import Band

PUSH = ("push-through-the-ball", "push-pull", "quick-and-light")
"""Push cues in the order in which they take turns."""
EASE = "ease"
MENDED = "good-chime"
LEARNED = "learned"
NEWS = frozenset({LEARNED, MENDED, "sensor-lost", "sensor-back", "battery-low", "sound-back"})
"""Sounds that tell something and ask for nothing: no coaching cues, and counted nowhere as such."""
PUSH_IS_OFF = "push cues are off"


def called(cue: str) -> str:
    """A cue by its plain name."""
    return cue.replace("-", " ")


def worded(cue: str, wording: str, phrases: Mapping[tuple[str, str], str]) -> str:
    """A cue as it is said, without the full stop; by its name where its pack has no words for it (tones)."""
    return phrases.get((cue, wording), "").rstrip(".") or called(cue)


def drawn_out(band: Band, excess: float, lasts_s: float) -> str:
    """Why stance counts as drawn-out."""
    return (
        f"contact {_ms(band.normal_s * (1.0 + excess))} ms, {_percent(excess)} above your {_ms(band.normal_s)} ms"
        f" for {lasts_s:.0f} s"
    )


def good(band: Band, excess: float | None) -> str:
    """Where contact lies in its band."""
    if excess is None:
        return f"your normal is {_ms(band.normal_s)} ms"
    return f"contact {_ms(band.normal_s * (1.0 + excess))} ms, your normal {_ms(band.normal_s)} ms"


def mended(band: Band, lasted_s: float) -> str:
    """Why a chime is due."""
    return f"contact is back at your {_ms(band.normal_s)} ms after {lasted_s:.0f} s"


def bouncy(excess: float) -> str:
    """Why less is more now."""
    return f"{_percent(excess)} more bounce than your own while contact is not above your normal"


def kept_back(fate: Fate, percent: float) -> str:
    """Why a cue that might have sounded did not."""
    return f"fading: this session gives {percent:g} %" if fate == "faded" else "by chance, to learn what cues do"


def learning(seconds: float, learn_s: float) -> str:
    """How far learning has come."""
    return f"learning your normal: {min(seconds, learn_s):.0f} of {learn_s:.0f} s"


def learned(band: Band, learn_s: float) -> str:
    """What has been learned."""
    return f"your normal is {_ms(band.normal_s)} ms, from {learn_s:.0f} s of running"


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.0f}"


def _percent(share: float) -> str:
    return f"{1e2 * share:.0f} %"
