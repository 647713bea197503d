"""Which setting is swept, over which values: `stance.trigger_percent=2:8:1`, `metronome.mode=off,drawn-out`."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.errors import ConfigError, UserError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from coach.config import Config

MOST = 60
"""More settings than this fit no table."""
_FORMS = "KEY=FROM:TO:STEP, or KEY=A,B,C"
_RANGE = re.compile(r"^(-?[\d.]+):(-?[\d.]+):(-?[\d.]+)$")
_ELSEWHERE = {
    "runner": "it changes the measuring itself: use `coach replay --config`",
    "sensors": "the recording knows where its sensors were",
    "audio": "it changes nothing that is decided",
    "cues.pack": "a pack changes how it sounds, not what is decided",
}
_DECIDES = {"runner.knee_to_wall_cm", "runner.knee_to_wall_limit_cm", "runner.pain"}


@dataclass(frozen=True, slots=True)
class Sweep:
    """A key and the values it takes."""

    section: str
    key: str
    values: tuple[object, ...]

    def configs(self, base: Config) -> list[Config]:
        """One for each value; ConfigError where a value may not stand there."""
        return [self._with(base, value) for value in self.values]

    def present(self, base: Config) -> object:
        """What the key is now."""
        return base.model_dump(mode="json")[self.section][self.key]

    def _with(self, base: Config, value: object) -> Config:
        from pydantic import ValidationError

        from coach.config import Config

        tree: dict[str, Any] = base.model_dump()
        tree[self.section][self.key] = value
        try:
            return Config.model_validate(tree)
        except ValidationError as faults:
            raise self._refused(value, faults.errors()[0]) from None

    def _refused(self, value: object, fault: ErrorDetails) -> ConfigError:
        """In the words of the settings, which say what may stand there."""
        from coach.config import schema

        name = f"{self.section}.{self.key} = {value}"
        if fault["type"] == "value_error":  # fine by itself, but not together with another
            return ConfigError(f"--sweep: {name} cannot be: {fault['msg'].removeprefix('Value error, ')}.")
        may = schema.allowed(schema.keys(self.section)[self.key])
        return ConfigError(f"--sweep: {name} must be {may}.", f"Write {_FORMS}.")


def parse_sweep(text: str) -> Sweep:
    """`KEY=FROM:TO:STEP` or `KEY=A,B,C`; UserError says what is wrong with it."""
    name, equals, values = text.partition("=")
    if not equals or not values:
        raise UserError(f"--sweep {text!r} is incomplete.", f"Write {_FORMS}, like stance.trigger_percent=2:8:1.")
    section, key = _key(name.strip())
    match = _RANGE.match(values.strip())
    found = _range(text, *map(_number, match.groups())) if match else [_value(v) for v in values.split(",")]
    if len(found) > MOST:
        raise UserError(f"--sweep {text!r} makes {len(found)} settings.", f"At most {MOST}: take a larger step.")
    return Sweep(section, key, tuple(found))


def _key(name: str) -> tuple[str, str]:
    """Section and key; the section may be left out where only one has such a key."""
    from coach.config import Config

    known = {
        f"{section}.{key}": (section, key)
        for section, field in Config.model_fields.items()
        for key in getattr(field.annotation, "model_fields", {})
    }
    wanted = [full for full in known if name in (full, known[full][1])]
    if len(wanted) > 1:
        raise UserError(f"{name!r} stands in several tables.", f"Write one of {', '.join(wanted)}.")
    if not wanted:
        near = difflib.get_close_matches(name, [*known, *(key for _, key in known.values())], n=1)
        raise UserError(
            f"{name!r} is not a setting.", f"Did you mean {near[0]}?" if near else "See `coach config show`."
        )
    section, key = known[wanted[0]]
    elsewhere = _ELSEWHERE.get(wanted[0]) or _ELSEWHERE.get(section)
    if elsewhere and wanted[0] not in _DECIDES:
        raise UserError(f"{wanted[0]} cannot be tuned here: {elsewhere}.")
    return section, key


def _range(text: str, start: float, stop: float, step: float) -> Sequence[float]:
    """From `start` to `stop`, both included; whole numbers where all three are."""
    if step == 0.0 or (stop - start) * step < 0.0:
        raise UserError(f"--sweep {text!r} never arrives.", "FROM:TO:STEP needs a step that leads from FROM to TO.")
    return [
        start + k * step if isinstance(step, int) else round(start + k * step, 10)
        for k in range(min(int((stop - start) / step + 1e-9) + 1, MOST + 1))
    ]


def _number(text: str) -> float:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise UserError(f"{text!r} is no number.", "Write it like 2.5.") from None


def _value(text: str) -> object:
    """A number, true, false, or a word."""
    try:
        return json.loads(text.strip())
    except ValueError:
        return text.strip()
