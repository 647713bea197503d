"""What people write in place of TOML and of our tables: each is told with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.settings import check
from coach.config import parse
from coach.config.lines import keys_of
from coach.errors import ConfigError, FileError, UserError

SENSOR = 'placement = "foot-left"\nname = "sim"\n'


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (f"[sensors]\n{SENSOR}", 1, "[sensors] must be [[sensors]], with two brackets"),
        ("[[stance]]\nhold_s = 3\n", 1, "[[stance]] must be [stance], with one bracket"),
        (f"[[sensors]]\n{SENSOR}[sensors]\n{SENSOR}", 4, "first in line 1"),
        (f"[sensors]\n{SENSOR}[[sensors]]\n{SENSOR}", 4, "first in line 1"),
        ('placement = "foot-left"\n', 1, "placement does not belong above the first table; move it below [[sensors]]"),
        ("[baseline]\nhold_s = 12\n", 2, "[baseline] hold_s does not belong here; move it below [stance]"),
        ("[stance]\nhold_s = 3\nhold_s = 4\n", 3, "hold_s stands twice, first in line 2"),
        ("[stance]\nhold_s = 3\n[cues]\n[stance]\n", 4, "[stance] stands twice, first in line 1"),
        (f"[[sensors]]\n{SENSOR}[[sensors]]\n{SENSOR}", 5, "two [[sensors]] at foot-left"),
        ("[cues]\npack = push\n", 2, "text stands in quotes"),
        ('[cues]\npack = "push\n', 2, "a quotation mark is missing"),
        ("[runner]\npain = True\n", 2, "written small"),
        ("[stance]\nhold_s = 3,5\n", 2, "a decimal point"),
        ("[stance]\nhold_s 3\n", 2, "a line is key = value"),
        ("[stance]\nhold_s =\n", 2, "nothing stands behind the ="),
        ("[stance\nhold_s = 3\n", 1, "a ] is missing"),
        ("stance.hold_s = 'x'\n", 1, '[stance] hold_s = "x" must be a number'),
    ],
)
def test_line_and_remedy(text: str, line: int, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert expected in caught.value.what
    assert caught.value.what.startswith(f"coach.toml, line {line}: ")
    assert caught.value.remedy


def test_two_sensors_are_no_repetition() -> None:
    other = SENSOR.replace("left", "right")
    assert len(parse(f"[[sensors]]\n{SENSOR}[[sensors]]\n{other}").sensors) == 2


@given(st.text(max_size=80))
def test_whatever_stands_there_ends_in_a_sentence(text: str) -> None:
    try:
        parse(text)
    except ConfigError as fault:
        assert fault.what.startswith("coach.toml")  # noqa: PT017  # most texts are no error of ours
        assert fault.remedy  # noqa: PT017


def test_where_keys_stand() -> None:
    text = '# first\n[[sensors]]\nname = "a"\n\n[[sensors]]\nname = "b"\n[ stance ]  # why\n"hold_s" = 3\n'
    assert list(keys_of(text)) == [
        (("sensors", 0), 2),
        (("sensors", 0, "name"), 3),
        (("sensors", 1), 5),
        (("sensors", 1, "name"), 6),
        (("stance",), 7),
        (("stance", "hold_s"), 8),
    ]


# ── what a run would stumble over ─────────────────────────────────────────────────────────────────────────────


def test_a_checked_file_has_its_pack_checked(tmp_path: Path) -> None:
    path = tmp_path / "coach.toml"
    path.write_text("", encoding="utf-8")
    assert "is fine" in check(path)
    path.write_text('[cues]\npack = "push-pul"\n', encoding="utf-8")
    with pytest.raises(UserError, match="Did you mean push-pull"):
        check(path)
    rule = '[[rules]]\nname = "x"\nmeasure = "cadence_spm"\nwhen = "below"\nlimit = 160.0\nsay = "tick-alog"\n'
    path.write_text(rule, encoding="utf-8")
    with pytest.raises(ConfigError, match="Did you mean tick-along"):
        check(path)
    with pytest.raises(FileError):
        check(tmp_path / "none.toml")
