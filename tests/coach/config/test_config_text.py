"""The settings' text: strict, precise about mistakes, and never different from its own documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.config import Config, Sensor, example, parse, show
from coach.errors import ConfigError

ROOT = Path(__file__).parents[3]


def test_the_example_file_is_what_the_settings_print() -> None:
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") == example()


def test_the_example_file_equals_the_defaults() -> None:
    assert parse((ROOT / "config.example.toml").read_text(encoding="utf-8")) == Config()


def test_an_empty_file_means_the_defaults() -> None:
    assert parse("") == Config()


def test_show_and_parse_are_inverse() -> None:
    config = Config(sensors=(Sensor(placement="waist", name="sim"), Sensor(placement="foot-left", name='pod "A"')))
    assert parse(show(config)) == config


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[stance]\nhold=3\n", "line 2: [stance] hold is not a setting; did you mean hold_s?"),
        ("\n[stnce]\n", "line 2: [stnce] is not a setting; did you mean stance?"),
        ("zebra = 1\n", "line 1: zebra is not a setting; known here: runner, sensors"),
        ('[stance]\ntrigger_percent = "a"\n', '[stance] trigger_percent = "a" must be a number from 0.5 to 50'),
        ("[cues]\ncooldown_s = -3\n", "line 2: [cues] cooldown_s = -3 must be a number from 0 to 1800"),
        ("[cues]\nquiet_first_s = nan\n", "[cues] quiet_first_s = NaN must be a number from 0 to 3600"),
        ("[cues]\nbudget_per_10min = 2.5\n", "[cues] budget_per_10min = 2.5 must be a whole number from 0 to 60"),
        ('[metronome]\nmode = "on"\n', '[metronome] mode = "on" must be one of drawn-out, always, off'),
        ("stance = 3\n", "[stance] = 3 must be a table, [stance], with keys below it"),
        ('[[sensors]]\nname = "x"\n', "line 1: [[sensors]] placement is missing"),
        (
            '[[sensors]]\nplacement="waist"\nname="a"\n[[sensors]]\nplacement="head"\nname="b"\n',
            'line 5: [[sensors]] placement = "head" must be one of foot-left',
        ),
        ("[stance]\nrelease_percent = 9\n", "release_percent 9 must not be above trigger_percent 4"),
        ('[stance]\ntrigger_percent = "4"\n', '[stance] trigger_percent = "4" must be a number'),
        ("[runner]\npain = 1\n", "[runner] pain = 1 must be true or false"),
        (
            '[[sensors]]\nplacement="waist"\nname="a"\n[[sensors]]\nplacement="waist"\nname="b"\n',
            "two [[sensors]] at waist",
        ),
        ("a = [", "coach.toml is not valid TOML"),
    ],
)
def test_a_mistake_names_line_key_and_remedy(text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert expected in caught.value.what
    assert caught.value.remedy
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse("[stance]\nhold = 3\n[cues]\ncooldown = 1\n", name="mine.toml")
    lines = caught.value.what.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("mine.toml, line ") for line in lines)
