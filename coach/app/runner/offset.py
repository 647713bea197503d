"""A sensor's own constant error, from a contact time known otherwise: slow motion, a treadmill, another device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from coach.errors import UserError
from coach.events import Placement, Step

if TYPE_CHECKING:
    from collections.abc import MutableMapping

FEWEST_STEPS = 20
"""Fewer say too little: a single step is uncertain by some 3 ms."""


def calibrate_contact(recordings: Sequence[Path], known_ms: float, settings: Path | None) -> Iterator[str]:
    """Tell each sensor's offset, and write it to the settings where they name the sensor.

    UserError with too few believed steps. The whole difference is taken: a part of it does no better on runners left
    out (docs/accuracy.md).
    """
    found: dict[Placement, list[float]] = {}
    for step in _believed(recordings):
        found.setdefault(step.placement, []).append(1e3 * step.contact_s)
    enough: dict[Placement, list[float]] = {p: times for p, times in found.items() if len(times) >= FEWEST_STEPS}
    if not enough:
        raise UserError(
            f"There are fewer than {FEWEST_STEPS} believed running steps.", "Record a minute of even running."
        )
    offsets_ms: dict[Placement, float] = {}
    for placement, times in enough.items():
        measured_ms = median(times)
        offsets_ms[placement] = round(known_ms - measured_ms, 1)
        yield (
            f"{placement}: measured {measured_ms:.1f} ms over {len(times)} steps, known {known_ms:g} ms: "
            f"contact_offset_ms = {offsets_ms[placement]:.1f}"
        )
    if settings is not None:
        yield _kept(settings, offsets_ms)


def _believed(recordings: Sequence[Path]) -> Iterator[Step]:
    """Valid steps, measured without any offset."""
    from coach.config import Config
    from coach.events import Packet, Speed
    from coach.measures.measurer import Measurer
    from coach.recording import open_recording

    for path in recordings:
        recording = open_recording(path)
        plain = Config(runner=recording.header.config.runner)
        measurer = Measurer(plain, recording.header.placements, patience_s=1.0)
        for event in recording.events():
            found = measurer.packet(event) if isinstance(event, Packet) else ()
            found = measurer.speed(event) if isinstance(event, Speed) else found
            yield from (one for one in found if isinstance(one, Step) and one.valid)
        yield from (one for one in measurer.finish() if isinstance(one, Step) and one.valid)


def _kept(settings: Path, offsets_ms: dict[Placement, float]) -> str:
    """Write the offsets beside their sensors; comments and everything else stay."""
    import tomlkit

    from coach.app.settings import load
    from coach.review.files import write_whole

    load(settings)  # a sentence where it cannot be used
    document = tomlkit.parse(settings.read_text(encoding="utf-8"))
    written = list[str]()
    tables = cast("MutableMapping[str, Any]", document).get("sensors", [])
    for table in cast("list[MutableMapping[str, Any]]", tables):
        if table["placement"] in offsets_ms:
            table["contact_offset_ms"] = offsets_ms[table["placement"]]
            written.append(table["placement"])
    if not written:
        return f"{settings} names none of these sensors: nothing was written."
    write_whole(settings, tomlkit.dumps(document))
    return f"{settings}: contact_offset_ms of {', '.join(written)} written."
