"""docs/recording.md names every channel, every field and every header entry that there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from coach.recording.format import DERIVED, EVENTS, VERSION, Channel
from coach.recording.header import Header, to_metadata

DOC = (Path(__file__).parents[3] / "docs" / "recording.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", [*EVENTS, *DERIVED], ids=lambda channel: channel.topic)
def test_a_channels_row_names_its_record_and_all_its_fields_in_order(channel: Channel) -> None:
    (row,) = (line for line in DOC.splitlines() if line.startswith(f"| `{channel.topic}` |"))
    assert f"| `{channel.record.__name__}` |" in row
    places = [row.find(f"`{field.name}`") for field in fields(channel.record)]
    assert -1 not in places
    assert places == sorted(places)


def test_no_row_stands_for_a_channel_that_is_gone() -> None:
    rows = [line.split("`")[1] for line in DOC.splitlines() if line.startswith("| `/")]
    assert rows == [channel.topic for channel in (*EVENTS, *DERIVED)]


def test_the_header_is_told_in_full() -> None:
    rows = [line.split("`")[1] for line in DOC.splitlines() if line.startswith("| `") and not line.startswith("| `/")]
    assert set(rows) == set(to_metadata(Header()))
    assert f"`format_version` | `{VERSION}`" in DOC
