"""The frozen constants that ship: `foot.json`, written by `bench/train_foot.py`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from coach.gait.foot.model import FootModel, Ridge


@cache
def model_for(rate_hz: float) -> FootModel:
    """The shipped model whose range of sample rates holds this one; the last entry's range is open."""
    text = files("coach.gait.foot").joinpath("foot.json").read_text(encoding="utf-8")
    models: list[dict[str, Any]] = json.loads(text)["models"]
    return parse(next((x for x in models if rate_hz < x["below_hz"]), models[-1])["model"])


def parse(entry: dict[str, Any]) -> FootModel:
    """A model from its JSON form: a ridge's matrices are rows of numbers, one row per channel."""
    scalars = {key: float(value) for key, value in entry.items() if key not in {"landing", "leaving"}}
    return FootModel(landing=_ridge(entry["landing"]), leaving=tuple(_ridge(x) for x in entry["leaving"]), **scalars)


def _ridge(entry: dict[str, Any]) -> Ridge:
    return Ridge(
        channels=tuple(entry["channels"]),
        offsets_s=np.asarray(entry["offsets_ms"], dtype=np.float64) / 1000.0,
        mean=np.asarray(entry["mean"], dtype=np.float64),
        sd=np.asarray(entry["sd"], dtype=np.float64),
        weights_ms=np.asarray(entry["weights_ms"], dtype=np.float64),
        constant_ms=float(entry["constant_ms"]),
    )
