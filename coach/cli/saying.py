"""Sentences for whoever typed a command: a terminal gets them broken between words, a pipe gets them as they are."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable

import typer


def say(line: str, *, indent: int = 0, err: bool = False) -> None:
    """One line, or several where it holds line breaks; what is broken goes on `indent` columns from the left."""
    if (sys.stderr if err else sys.stdout).isatty():
        columns = shutil.get_terminal_size().columns
        line = "\n".join(_broken(part, columns, indent) for part in line.split("\n"))
    typer.echo(line, err=err)


def say_all(lines: Iterable[str]) -> None:
    """One after the other, to the end although nobody may listen any more: the work goes on between them."""
    gone: BrokenPipeError | None = None
    for line in lines:
        try:
            say(line)
        except BrokenPipeError as fault:
            gone = fault
    if gone is not None:
        raise gone


def _broken(line: str, columns: int, indent: int) -> str:
    if len(line) <= columns:
        return line
    kept = len(line) - len(line.lstrip())
    return textwrap.fill(
        line.lstrip(),
        columns,
        initial_indent=" " * kept,
        subsequent_indent=" " * max(indent, kept),
        break_long_words=False,
        break_on_hyphens=False,  # paths and links stay whole
    )
