"""How far long work has come: a bar on stderr, nothing at all where nobody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Tick = Callable[[float], None]
"""Takes the share of the work that is done, 0 to 1; cheap enough to be called for every packet."""


@contextmanager
def progress(label: str) -> Generator[Tick]:
    """Gives a `Tick` for the work inside the `with`. The bar leaves no trace when the work is over."""
    if not sys.stderr.isatty():
        yield _nobody_looks
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=1.0)
        drawn = 0.0

        def tick(share: float) -> None:
            nonlocal drawn
            if share - drawn >= 0.005:
                drawn = share
                bar.update(task, completed=share)

        yield tick


def _nobody_looks(share: float) -> None:
    """Says nothing."""
