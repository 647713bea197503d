"""The README cannot lie: its two commands are what .ci/run runs, and every `coach` command it shows exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from click.testing import CliRunner

from coach.cli import app

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def quick_start() -> list[str]:
    section = re.split(r"^## ", README, flags=re.MULTILINE)
    body = next(part for part in section if part.startswith("Quick start"))
    return re.findall(r"^```sh\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)


def coach_lines() -> Iterator[str]:
    """Commands in fenced blocks and in `inline code`, comments removed."""
    fenced = re.findall(r"^```(?:sh|text|console)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`(coach [^`]+)`", README)
    for line in [*(line for block in fenced for line in block.splitlines()), *inline]:
        command = line.split("#")[0].strip().removeprefix("$ ")
        if command.startswith("coach "):
            yield command


def test_quick_start_is_exactly_two_commands() -> None:
    blocks = quick_start()
    assert len(blocks) == 2
    assert blocks[0].strip().endswith("coach demo")
    assert "pytest" in blocks[1]


def test_the_order_of_the_readme() -> None:
    headings = ["## Quick start", "## First run with a real sensor", "## Tuning", "## How it is built"]
    places = [README.index(heading) for heading in headings]
    assert places == sorted(places)
    assert README.index("## Quick start") < README.index("![") < README.index("## First run with a real sensor")


@pytest.mark.parametrize("line", sorted(set(coach_lines())))
def test_each_command_shown_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)[1:]
    command = typer.main.get_command(app)
    while words and hasattr(command, "commands") and words[0] in command.commands:  # pyright: ignore
        command = command.commands[words.pop(0)]  # pyright: ignore
    shown = CliRunner().invoke(command, ["--help"])
    assert shown.exit_code == 0
    assert not (words and hasattr(command, "commands")), f"`{line}`: no such command"
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.split("=")[0] for word in words if word.startswith("-")} <= known
