"""How right the drill counters are: `python -m bench.drills`. Simulated only: no real drill was recorded."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench.score_drills import RUNNING, UNTIL_S, Score, Set, believed, count, hear, real, score, set_of
from bench.table import Table
from coach.events import Placement
from coach.simulate.scenario import Drill

WORN: Mapping[str, tuple[Placement, ...]] = {
    "foot": ("foot-left",),
    "shank": ("shank-right",),
    "waist": ("waist",),
    "chest": ("chest",),
    "both feet": ("foot-left", "foot-right"),
    "feet, shank, waist": ("foot-left", "foot-right", "shank-right", "waist"),
}
ALL: tuple[Placement, ...] = ("foot-left", "foot-right", "shank-right", "waist", "chest")
SETS = (
    Set(Drill("pogo", 0.16, 0.30)),
    Set(Drill("pogo", 0.17, 0.36)),
    Set(Drill("pogo", 0.18, 0.45), 1.2),
    Set(Drill("pogo", 0.28, 0.60)),
    Set(Drill("skip", 0.17, 0.30), 1.5),
    Set(Drill("skip", 0.20, 0.36), 1.8),
    Set(Drill("skip", 0.22, 0.44), 1.5),
    Set(Drill("butt-kick", 0.16, 0.25)),
    Set(Drill("butt-kick", 0.15, 0.27), 1.2),
    Set(Drill("butt-kick", 0.20, 0.33), 1.5),
)
_Key = tuple[str, str, float, float]
"""Sensors, set, rate, loss."""


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one person, 104 Hz, nothing lost")
    parser.add_argument("--people", type=int, default=3, help="how many, each with mountings of their own")
    chosen = parser.parse_args()
    rates_hz, losses = ((104.0,), (0.0,)) if chosen.quick else ((52.0, 104.0, 208.0), (0.0, 0.02, 0.05))
    seeds = 1 if chosen.quick else chosen.people
    scores = _scores(rates_hz, losses, seeds)
    for table in (_counted(scores), _by_set(scores), _measured(scores)):
        print(table.plain(), flush=True)
    print(_nobody(seeds).plain(), flush=True)
    print(_running(seeds).plain())


def _scores(rates_hz: Sequence[float], losses: Sequence[float], seeds: int) -> Mapping[_Key, list[Score]]:
    out: dict[_Key, list[Score]] = defaultdict(list)
    for case in SETS:
        for rate_hz in rates_hz:
            for loss in losses:
                for seed in range(seeds):
                    truth, found = hear(set_of(case), seed, ALL, rate_hz, loss=loss, until_s=UNTIL_S)
                    for sensors, placements in WORN.items():
                        out[sensors, case.label, rate_hz, loss].append(score(case, truth, found, placements))
    return out


def _counted(scores: Mapping[_Key, list[Score]]) -> Table:
    header = ("sensors, rate, loss", "sets", "exact", "off by one", "repetitions", "missed", "too many", "other drill")
    groups: dict[str, list[Score]] = defaultdict(list)
    for (sensors, _, rate_hz, loss), some in scores.items():
        groups[f"{sensors}, {rate_hz:.0f} Hz, {100 * loss:.0f} %"] += some
    note = "Missed and too many are summed over sets. A trunk was told which drill to expect."
    return Table("Repetitions counted", header, [[name, *_counts(some)] for name, some in sorted(groups.items())], note)


def _by_set(scores: Mapping[_Key, list[Score]]) -> Table:
    header = ("sensors, set", "sets", "exact", "off by one", "repetitions", "missed", "too many", "other drill")
    groups: dict[str, list[Score]] = defaultdict(list)
    for (sensors, label, rate_hz, _), some in scores.items():
        if rate_hz > 100.0:
            groups[f"{sensors}, {label}"] += some
    return Table(
        "The same by set, at 104 Hz and more", header, [[name, *_counts(some)] for name, some in groups.items()]
    )


def _counts(some: Sequence[Score]) -> Iterator[str]:
    off = np.array([one.counted - one.true for one in some])
    yield str(len(some))
    yield str(int((off == 0).sum()))
    yield str(int((np.abs(off) == 1).sum()))
    yield str(sum(one.true for one in some))
    yield str(int(-off[off < 0].sum()))
    yield str(int(off[off > 0].sum()))
    yield str(sum(one.others for one in some))


def _measured(scores: Mapping[_Key, list[Score]]) -> Table:
    header = (
        "sensors, set", "contact %: median", "worst", "within 5 %", "RSI %: median", "worst", "within 5 %",
        "single contact, SD %", "flagged slow",
    )  # fmt: skip
    groups: dict[str, list[Score]] = defaultdict(list)
    for (sensors, label, rate_hz, _), some in scores.items():
        if "kick" not in label:
            groups[f"{sensors}, {label}, {rate_hz:.0f} Hz"] += some
    rows: list[list[str]] = []
    for name, some in groups.items():
        contact, rsi = (np.array([getattr(one, what) for one in some]) for what in ("contact_percent", "rsi_percent"))
        if not np.isnan(contact).all():
            spread = float(np.nanmedian([one.spread_percent for one in some]))
            slow = f"{sum(one.slow for one in some)} of {sum(one.counted for one in some)}"
            rows.append([name, *_errors(contact), *_errors(rsi), f"{spread:.1f}", slow])
    note = "Error of a set's median, all losses together; of skips the contact is the hop's."
    return Table("Contact and reactivity", header, rows, note)


def _errors(percent: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[str]:
    known = percent[~np.isnan(percent)]
    if not len(known):
        return ["–"] * 3
    worst = float(known[np.abs(known).argmax()])
    return [f"{np.median(known):+.1f}", f"{worst:+.1f}", f"{int((np.abs(known) <= 5.0).sum())} of {len(percent)}"]


def _nobody(seeds: int) -> Table:
    rows: list[list[str]] = []
    for rate_hz in (52.0, 104.0):
        found = {seed: hear(RUNNING, seed, ALL, rate_hz, loss=0.02, until_s=104.0)[1] for seed in range(seeds + 2)}
        for place in ALL:
            for expect in (None, "skip", "butt-kick") if place in {"waist", "chest"} else (None,):
                said = [len(count(some, [place], expect)) for some in found.values()]
                rows.append([f"simulated, {place}, {rate_hz:.0f} Hz", expect or "–", str(len(said)), str(sum(said))])
    said_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, place, found_there in real():
        for expect in (None, "skip", "butt-kick") if place == "waist" else (None,):
            said_of[place, expect or "–"].append(len(count(found_there, [place], expect)))
    rows += [[f"real, {place}", expect, str(len(n)), str(sum(n))] for (place, expect), n in said_of.items()]
    note = "Standing, walking, running from 2.2 to 5.5 m/s, sprints; real: all that the reference recordings hold."
    return Table("Repetitions where nobody drills", ("where", "expected", "recordings", "repetitions"), rows, note)


def _running(seeds: int) -> Table:
    rows: list[list[str]] = []
    for sensors, placements in WORN.items():
        for case in SETS:
            both = [believed(case, seed, placements) for seed in range(seeds)]
            rows.append([f"{sensors}, {case.label}", str(sum(n for _, n in both)), str(sum(n for n, _ in both))])
    return Table("Drills in the running pipeline", ("sensors, set", "steps", "called valid running"), rows)


if __name__ == "__main__":
    main()
