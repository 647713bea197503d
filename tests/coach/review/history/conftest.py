"""Three months of runs: contact falls slowly, some weeks have more cues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.review.history.session import Session
from coach.review.history.store import Store

NEWEST = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)


def months(count: int = 36) -> list[Session]:
    """Every second day up to `NEWEST`, the oldest first."""
    return [
        Session(
            key=f"/runs/{n}/run.mcap",
            kind="coach",
            started_at=(NEWEST - timedelta(days=2 * (count - 1 - n))).isoformat(),
            duration_s=2000.0,
            running_s=1800.0,
            distance_m=5400.0,
            steps=4800,
            contact_s=0.260 - 0.0005 * n,
            reference_s=0.255 - 0.0005 * n,
            speed_mps=3.1,
            cadence_spm=168.0 + 0.05 * n,
            sink_deg=24.0 if n > 10 else None,
            drawn_out_s=90.0 if n else None,
            cues_due=4,
            cues_said=3,
            dose_s=180.0,
            name=f"run {n}",
            surface="road",
        )
        for n in range(count)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data" / "history.sqlite")
    for session in months():
        store.add(session)
    return store
