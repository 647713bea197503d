"""The README cannot lie: its two commands are what .ci/run runs, and every `coach` command it shows exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

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
    options = {word.split("=")[0] for word in words if word.startswith("-")}
    verbs = [word for word in words[: 2 if words[0] == "config" else 1] if not word.startswith("-")]
    shown = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, [*verbs, "--help"])
    assert shown.exit_code == 0, f"`{line}`: no such command"
    assert options <= set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", shown.output))
