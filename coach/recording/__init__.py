"""The log on disk."""

from __future__ import annotations

from coach.recording.header import Header, RecordedSensor
from coach.recording.reader import Recording, open_recording
from coach.recording.writer import Writer

__all__ = ["Header", "RecordedSensor", "Recording", "Writer", "open_recording"]
