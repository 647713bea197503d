"""One session of the history, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.clock import clock
from coach.review.history.session import Session
from coach.review.sentences import counted
from coach.review.summary import REFERENCE_MPS


def one(session: Session, called: str, sensors: Sequence[str]) -> Iterator[str]:
    """When and how it is called, what was measured, what the runner wrote; what is not known is left out."""
    yield f"{session.began:%Y-%m-%d %H:%M}  {called}"
    for sentence in (_running(session), _stance(session), _cues(session)):
        if sentence:
            yield f"  {sentence}"
    if sensors:
        yield f"  sensors: {', '.join(sensors)}"
    for what in ("shoe", "surface", "note"):
        if getattr(session, what):
            yield f"  {what}: {getattr(session, what)}"


def _running(session: Session) -> str:
    words = f"{clock(session.running_s)} of running in {clock(session.duration_s)}"
    if session.distance_m is not None and session.speed_mps is not None:
        words += f", {1e-3 * session.distance_m:.1f} km at {session.speed_mps:.1f} m/s"
    return f"{words}."


def _stance(session: Session) -> str:
    parts: list[str] = []
    if session.contact_s is not None:
        at_reference = session.contact_at(REFERENCE_MPS)
        carried = "" if at_reference is None else f" ({1e3 * at_reference:.0f} ms at {REFERENCE_MPS:g} m/s)"
        parts.append(f"contact {1e3 * session.contact_s:.0f} ms{carried}")
    if session.cadence_spm is not None:
        parts.append(f"cadence {session.cadence_spm:.0f} steps a minute")
    if session.sink_deg is not None:
        parts.append(f"ankle sink {session.sink_deg:.1f}°")
    if session.sink_cm is not None:
        parts.append(f"trunk sink {session.sink_cm:.1f} cm")
    words = ", ".join(parts)
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _cues(session: Session) -> str:
    if session.kind == "watch":
        return ""
    cues = f"{counted(session.cues_due, 'cue').capitalize()} due, {counted(session.cues_said, 'cue')} said"
    if session.drawn_out_s is None:
        return f"{cues}; your own normal was not known."
    return f"{cues}; stance was drawn-out for {clock(session.drawn_out_s)}."
