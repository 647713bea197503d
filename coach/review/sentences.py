"""The summary as sentences a runner reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

from coach.review.summary import Summary

_SECONDS_UP_TO = 100.0
_HALVES_UP_TO = 600.0
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def lasting(seconds: float) -> str:
    """65.4 → `65 seconds`, 150 → `2 and a half minutes`, 3309 → `55 minutes`, 3725 → `1 hour 2 minutes`."""
    minutes = round(seconds / 60.0)
    if seconds < _SECONDS_UP_TO:
        return counted(round(seconds), "second")
    if seconds < _HALVES_UP_TO and (halves := round(seconds / 30.0)) % 2:
        return f"{halves // 2} and a half minutes"
    if minutes < 60:
        return counted(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    return " ".join(counted(n, unit) for n, unit in ((hours, "hour"), (rest, "minute")) if n)


def counted(n: int, thing: str) -> str:
    """`one cue`, `three cues`, `14 cues`."""
    return f"{_SMALL[n] if n < len(_SMALL) else f'{n:,}'} {thing}{'' if n == 1 else 's'}"


def listed(counts: Mapping[str, int]) -> str:
    """{"cooling down": 2, "budget": 1} → `cooling down (2), budget`."""
    return ", ".join(f"{what} ({n})" if n > 1 else what for what, n in counts.items())


def tallied(counts: Mapping[str, int]) -> str:
    """{"walking": 14, "gap": 2} → `14 walking, 2 gap`, the most frequent first."""
    return ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items(), key=lambda one: -one[1]))


def headline(summary: Summary) -> str:
    """The run in one sentence."""
    if not summary.running_steps:
        return "No running was found in this recording."
    ran = f"You ran for {lasting(summary.running_s)}"
    if summary.normal_s is None:
        return f"{ran}; your own normal is not known yet."
    if summary.drawn_out_s < 1.0:
        return f"{ran}, and your stance was never drawn-out."
    return f"{ran}; stance was drawn-out for {lasting(summary.drawn_out_s)}."


def sentences(summary: Summary) -> tuple[str, ...]:
    """What follows the headline: contact, cues, whether they helped, trust. Each stands alone."""
    if not summary.running_steps:
        return ("Nothing is said about walking or standing; contact time is a running measure.",)
    said = (_contact, _sink, _cues, _metronome, _helped, _not_said, _unheard, _trust)
    return tuple(filter(None, (*map(_remark, summary.remarks), *(sentence(summary) for sentence in said))))


def _remark(remark: str) -> str:
    return f"{remark[0].upper()}{remark[1:]}."


def _contact(summary: Summary) -> str:
    if summary.contact_s is None:
        return "None of the steps could be trusted, so there is no contact time to tell."
    contact = f"Your foot was on the ground for {summary.contact_s * 1e3:.0f} ms in a typical step"
    if summary.normal_s is None:
        return f"{contact}."
    return f"{contact}; your own normal is {summary.normal_s * 1e3:.0f} ms."


def _sink(summary: Summary) -> str:
    ankle = f"your ankle bent {summary.sink_deg:.0f}° further" if summary.sink_deg is not None else ""
    trunk = f"your trunk sank {summary.sink_cm:.1f} cm" if summary.sink_cm is not None else ""
    both = " and ".join(filter(None, (ankle, trunk)))
    return f"In each stance {both} after landing." if both else ""


def _cues(summary: Summary) -> str:
    cues = [cue for cue in summary.outcome("played") if cue.advises]
    if not cues:
        due = any(cue.pushes for cue in summary.cues)
        return "Nothing was said." if due or summary.normal_s is None else "Nothing was said: there was no need."
    what = listed(_tally(f"“{cue.words}”" for cue in cues))
    return f"{counted(len(cues), 'spoken cue').capitalize()}: {what}."


def _metronome(summary: Summary) -> str:
    stretches = [cue for cue in summary.outcome("played") if not cue.spoken]
    if not stretches:
        return ""
    length_s = sum(max(cue.until_s - cue.heard_s, 0.0) for cue in stretches if cue.until_s is not None)
    times = {1: "once", 2: "twice"}.get(len(stretches), counted(len(stretches), "time"))
    return f"The metronome clicked {times}, {lasting(length_s)} in all."


def _helped(summary: Summary) -> str:
    """Whether the cues helped, as honestly as one run allows."""
    if summary.effect is not None:
        found = summary.effect
        how = f"{abs(found.change_ms):.0f} ms {'shorter' if found.change_ms < 0 else 'longer'}"
        between = f"{found.low_ms:+.0f} to {found.high_ms:+.0f} ms".replace("-", "−")
        return f"Against cues that were due but withheld by chance, yours left contact {how} (95 of 100: {between})."
    pairs = zip(summary.cues, summary.responses, strict=True)
    changes = [s for cue, s in pairs if cue.outcome == "played" and cue.pushes and s is not None]
    if not changes:
        return ""
    change_ms = 1e3 * median(changes)
    how = f"{abs(change_ms):.0f} ms {'shorter' if change_ms < 0 else 'longer'}"
    return f"After a cue to push, contact was {how}; how much of that would have come by itself, one run cannot tell."


def _not_said(summary: Summary) -> str:
    kept = [cue for cue in (*summary.outcome("dropped"), *summary.outcome("withheld")) if cue.advises]
    if not kept:
        return ""
    verb = "was" if len(kept) == 1 else "were"
    why = listed(_tally(cue.reason or cue.outcome for cue in kept))
    return f"{counted(len(kept), 'more cue').capitalize()} {verb} due but not said: {why}."


def _unheard(summary: Summary) -> str:
    silent = [cue for cue in summary.outcome("played") if cue.started_s is None and cue.reason and not cue.news]
    if not silent:
        return ""
    why = listed(_tally(cue.reason.rstrip(".") for cue in silent))
    return f"No sound came of {counted(len(silent), 'cue')}: {why}."


def _trust(summary: Summary) -> str:
    bad = summary.running_steps - summary.valid_steps
    if not bad:
        return f"All {summary.running_steps:,} steps could be trusted."
    share = 100.0 * summary.valid_steps / summary.running_steps
    return f"{share:.1f} % of {summary.running_steps:,} steps could be trusted; the rest never led to a cue."


def _tally(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
