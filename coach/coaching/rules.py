"""The runner's own rules: any measure, above, below or between the sides, for long enough."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from coach.coaching.recent import Recent
from coach.config import Rule
from coach.errors import ConfigError
from coach.events import Advice, Foot, Step
from coach.measures import MEASURES

_UNITS = {measure.name: measure.unit for measure in MEASURES}


@dataclass(slots=True)
class _Watch:
    """One rule and what it has seen."""

    rule: Rule
    feet: dict[Foot, Recent] = field(default_factory=dict[Foot, Recent])
    since_s: float | None = None
    said_s: float = -math.inf


class Rules:
    """Feed believed running steps; gives what each rule has to say. Whether it sounds is the scheduler's matter."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._watches: list[_Watch] = []
        self.set(rules)

    def set(self, rules: Sequence[Rule]) -> None:
        """Rules from now on; one that stays as it was goes on where it is."""
        old = {watch.rule: watch for watch in self._watches}
        self._watches = [old.get(rule) or _Watch(rule) for rule in rules]

    def step(self, step: Step, span_s: float) -> list[Advice]:
        """A believed running step; medians are over `span_s`."""
        return [advice for watch in self._watches for advice in _watch(watch, step, span_s)]

    def clear(self) -> None:
        """Running is over."""
        for watch in self._watches:
            watch.feet.clear()
            watch.since_s = None


def check(rules: Sequence[Rule], cues: Collection[str]) -> None:
    """ConfigError where a rule names a measure or a cue that does not exist; a pack without `cues` knows them all."""
    for rule in rules:
        for what, name, known in (("measure", rule.measure, list(_UNITS)), ("say", rule.say, list(cues))):
            if name not in known and known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
                raise ConfigError(f"[[rules]] {rule.name!r}: {what} {name!r} does not exist.", hint)


def _watch(watch: _Watch, step: Step, span_s: float) -> list[Advice]:
    rule, at_s = watch.rule, step.declared_s
    value = step.values.get(rule.measure)
    if value is None:
        return []
    if step.foot not in watch.feet:
        watch.feet[step.foot] = Recent()
    watch.feet[step.foot].add(at_s, value, span_s)
    level = _level(watch, at_s, span_s)
    if level is None or not (level < rule.limit if rule.when == "below" else level > rule.limit):
        watch.since_s = None
        return []
    watch.since_s = at_s if watch.since_s is None else watch.since_s
    lasts_s = at_s - watch.since_s
    if lasts_s < rule.hold_s or at_s < watch.said_s + rule.repeat_s:
        return []
    watch.said_s = at_s
    because = _because(rule, level, lasts_s)
    return [Advice(at_s=at_s, cue=rule.say, rule=rule.name, because=because, value=level, limit=rule.limit)]


def _level(watch: _Watch, at_s: float, span_s: float) -> float | None:
    """The median that is compared; between the sides their distance."""
    heard = {foot: recent.median for foot, recent in watch.feet.items() if recent.since_s(at_s) <= span_s}
    levels = [level for level in heard.values() if level is not None]
    if watch.rule.when != "between-sides":
        return sum(levels) / len(levels) if levels else None
    left, right = heard.get("left"), heard.get("right")
    return None if left is None or right is None else abs(left - right)


def _because(rule: Rule, level: float, lasts_s: float) -> str:
    name = rule.measure.rpartition("_")[0].replace("_", " ") or rule.measure
    unit = _UNITS.get(rule.measure, "")
    where = {"above": "above", "below": "below", "between-sides": "between left and right, above"}[rule.when]
    return f"{name} {level:.4g} {unit}, {where} {rule.limit:g} for {lasts_s:.0f} s"
