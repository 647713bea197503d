"""The runner of the coaching tests."""

from __future__ import annotations

import pytest

from .rig import Runner


@pytest.fixture
def runner() -> Runner:
    return Runner()
