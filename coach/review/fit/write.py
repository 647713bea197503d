"""Messages to bytes, by Garmin's own encoder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from coach.recording import Header
from coach.review.files import write_whole
from coach.review.fit.activity import Activity, Message
from coach.review.fit.drills import DRILL_OWN
from coach.review.fit.layout import OWN, Own
from coach.review.run import Run
from coach.review.summary import Summary

APPLICATION = UUID("6f1b5a1e-3c38-4e0f-9a5b-61c7f0a3d2e4")
"""Whose developer fields these are."""


def write_fit(path: Path, run: Run, summary: Summary, *, header: Header, begun: datetime, surface: str = "") -> None:
    """Write a FIT activity whose second 0 was at `begun` (with a zone). FileError when `path` cannot be written."""
    activity = Activity(run, summary, header=header, begun=begun, surface=surface)
    write_whole(path, encoded(activity.messages(), (*OWN, *DRILL_OWN) if run.parts else OWN))


def encoded(messages: Iterable[Message], owned: Sequence[Own] = OWN) -> bytes:
    """A whole file. Its developer fields are described right after its first message."""
    from garmin_fit_sdk import Encoder, Profile

    numbers: dict[str, int] = {message["name"]: number for number, message in Profile["messages"].items()}
    application: Any = {"application_id": list(APPLICATION.bytes), "developer_data_index": 0}
    application["application_version"] = 1
    descriptions = [_description(own.key, own.name, own.unit, own.base_type) for own in owned]
    encoder = Encoder()
    for own, description in zip(owned, descriptions, strict=True):
        encoder.add_developer_field(own.key, application, description)
    for place, (name, fields) in enumerate(messages):
        encoder.on_mesg(numbers[name], fields)
        if place == 0:
            encoder.on_mesg(numbers["developer_data_id"], application)
            for description in descriptions:
                encoder.on_mesg(numbers["field_description"], description)
    return bytes(encoder.close())


def _description(key: int, name: str, unit: str, base_type: str) -> Any:
    from garmin_fit_sdk import Profile

    codes: dict[str, int] = {text: int(code) for code, text in Profile["types"]["fit_base_type"].items()}
    return {
        "developer_data_index": 0,
        "field_definition_number": key,
        "fit_base_type_id": codes[base_type],
        "field_name": name,
        **({"units": unit} if unit else {}),
    }
