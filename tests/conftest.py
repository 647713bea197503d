"""Shared by all tests: where the reference recordings are, and reproducible property tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    derandomize=True,  # the same examples everywhere: a failure on one machine is a failure on all
    deadline=None,  # timing decides no test
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=50,
)
settings.load_profile("house")

REFERENCE_DATA = Path(os.environ.get("ACTIVE_STANCE_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of the reference recordings with force-plate truth; tests that need it skip where it is missing."""
    if REFERENCE_DATA.is_dir():
        return REFERENCE_DATA
    reason = f"reference recordings not found at {REFERENCE_DATA}; set ACTIVE_STANCE_DATA to their folder"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
