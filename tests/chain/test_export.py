"""What a recording remembers is what would be decided again: the same report and the same tables either way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


def test_again_changes_nothing(demo: Path, coach: Callable[..., Done], tmp_path: Path) -> None:
    for name, words in (("kept", ()), ("again", ("--again",))):
        exported = coach("export", demo / "run.mcap", "--csv", tmp_path / f"{name}.csv", *words)
        assert exported.code == 0, exported.err
        reported = coach("report", demo / "run.mcap", "-o", tmp_path / f"{name}.html", *words)
        assert reported.code == 0, reported.err
    for kind in ("csv", "html"):
        assert (tmp_path / f"kept.{kind}").read_bytes() == (tmp_path / f"again.{kind}").read_bytes()


def test_the_report_of_the_demo_is_that_of_its_recording(
    demo: Path, coach: Callable[..., Done], tmp_path: Path
) -> None:
    assert coach("report", demo / "run.mcap", "-o", tmp_path / "r.html").code == 0
    assert (tmp_path / "r.html").read_bytes() == (demo / "report.html").read_bytes()
