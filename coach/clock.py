"""A length of time as runners read it: one wording on every screen, in every report."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """65.4 → `1:05`, 3725 → `1:02:05`; to the nearest second, negative ones with a minus."""
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 and whole else ""
    hours, minutes = divmod(whole // 60, 60)
    return f"{sign}{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{sign}{minutes}:{whole % 60:02}"
