"""Every step of every curve as small JSON, so that zooming in shows each of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from coach.events import Floats
from coach.review.page.curves import Series

_TICKS_HZ = 100.0


def detail(shown: Sequence[Series], start_s: float, end_s: float) -> str:
    """For the page's script: times and values as differences of whole numbers, which are short.

    About 12 bytes for each step of each curve: times to 0.01 s, values to the decimals of their curve. `bare` are the
    steps without a smoothed value.
    """
    curves = {one.curve.title: _curve(one, start_s) for one in shown}
    page = {"seconds": max(end_s - start_s, 1.0), "curves": curves}
    text = json.dumps(page, separators=(",", ":"), ensure_ascii=False)
    return text.replace("</", "<\\/")


def _curve(one: Series, start_s: float) -> dict[str, object]:
    scale = 10**one.curve.decimals
    real = np.isfinite(one.course)
    return {
        "t": _differences((one.t_s - start_s) * _TICKS_HZ),
        "y": _differences(one.y * scale),
        "smooth": _differences(one.course[real] * scale),
        "bare": np.flatnonzero(~real).tolist(),
        "scale": scale,
        "foot": "".join(foot[0] for foot in one.feet),
        "gap": one.curve.gap_s,
    }


def _differences(values: Floats) -> list[int]:
    return np.diff(np.rint(values).astype(np.int64), prepend=0).tolist()
