"""What other settings would have said, without a recording: sweeps, hindsight, the picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from coach.app.tune.outcome import Heard, Outcome, row
from coach.app.tune.picture import Panel, draw
from coach.app.tune.sweep import parse_sweep
from coach.app.tune.table import begins, delays_table
from coach.coaching.gauge import Reading
from coach.coaching.hindsight import Stretch, stretches
from coach.coaching.normal import Band, Usual
from coach.config import Config
from coach.errors import ConfigError, UserError


def readings(*parts: tuple[float, float], start_s: float = 100.0) -> list[Reading]:
    """(seconds, excess) after each other; no excess at all is a stop."""
    out: list[Reading] = []
    at_s = start_s
    for lasts_s, excess in parts:
        for _ in range(round(lasts_s / 0.36)):
            at_s += 0.36
            band = Band(0.24, 0.04, 0.02)
            if excess > -1.0:
                usual = Usual(0.24)
                out.append(
                    Reading(at_s, None, usual, band, excess, excess, excess, None, agrees=True, hilly=False, span_s=3.0)
                )
    return out


def test_a_sweep_is_a_range_or_a_list() -> None:
    swept = parse_sweep("stance.trigger_percent=2:4:0.5")
    assert (swept.section, swept.key, swept.values) == ("stance", "trigger_percent", (2.0, 2.5, 3.0, 3.5, 4.0))
    assert parse_sweep("hold_s=12:4:-4").values == (12.0, 8.0, 4.0)
    assert parse_sweep("metronome.mode=off,drawn-out").values == ("off", "drawn-out")
    assert parse_sweep("cues.prefer=true,false").values == (True, False)
    assert [config.stance.trigger_percent for config in swept.configs(Config())] == list(swept.values)
    whole = parse_sweep("cues.budget_per_10min=2:6:2").configs(Config())
    assert [repr(config.cues.budget_per_10min) for config in whole] == ["2", "4", "6"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stance.trigger_percent", "incomplete"),
        ("stance.trigger=2:4:1", "Did you mean stance.trigger_percent"),
        ("stance.hold_s=2:4:0", "never arrives"),
        ("stance.hold_s=2:4:-1", "never arrives"),
        ("stance.hold_s=0:100:0.1", "larger step"),
        ("volume=0:1:0.1", "several tables"),
        ("runner.mass_kg=60:80:5", "coach replay"),
        ("audio.volume=0:1:0.5", "nothing that is decided"),
        ("cues.pack=beeps,push-pull", "how it sounds"),
        ("stance.hold_s=1..2:4:1", "no number"),
    ],
)
def test_a_sweep_that_cannot_be_says_why(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        parse_sweep(text)


def test_a_value_out_of_range_is_refused_in_the_words_of_the_settings() -> None:
    with pytest.raises(ConfigError, match="must be a number from 0 to 120"):
        parse_sweep("stance.hold_s=100:140:20").configs(Config())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stance.trigger_percent=2:8", "stance.trigger_percent = 2:8 must be a number from 0.5 to 50"),
        ("baseline.shoe=2:8:1", "baseline.shoe = 2 must be a text"),
        ("metronome.mode=of", "metronome.mode = of must be one of drawn-out, always, off, chosen"),
    ],
)
def test_a_value_that_may_not_stand_there_is_told_with_how_a_sweep_is_written(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse_sweep(text).configs(Config())
    assert str(told.value) == f"--sweep: {said}. Write KEY=FROM:TO:STEP, or KEY=A,B,C."


def test_a_value_that_does_not_go_with_another_is_told_without_a_line() -> None:
    with pytest.raises(ConfigError, match="release_percent 2 must not be above trigger_percent 1") as told:
        parse_sweep("stance.trigger_percent=1:8:1").configs(Config())
    assert "line" not in str(told.value)


def test_hindsight_sees_stretches_as_they_were() -> None:
    found = stretches(readings((60, 0.0), (40, 0.1), (60, 0.0), (4, 0.1), (30, 0.0)))
    assert len(found) == 1
    assert found[0].start_s == pytest.approx(160, abs=1)
    assert found[0].end_s == pytest.approx(200, abs=1)


def test_what_lies_close_together_is_one_stretch_unless_the_runner_stopped() -> None:
    assert len(stretches(readings((60, 0.0), (25, 0.1), (9, 0.0), (25, 0.1), (60, 0.0)))) == 1
    assert len(stretches(readings((60, 0.0), (25, 0.1), (12, -1.0), (25, 0.1), (60, 0.0)))) == 2
    assert stretches([]) == []


def test_a_row_counts_cues_delays_misses_and_what_changed() -> None:
    found = [[Stretch(100.0, 160.0), Stretch(300.0, 340.0)]]
    now, other = Outcome((114.0, 500.0)), Outcome((110.0, 170.0, 345.0))
    table = row([other], [now], found, hours=0.5)
    assert (table.cues_per_h, table.heard, table.stretches, table.delay_s) == (6.0, 2, 2, 27.5)
    assert (table.false_per_h, table.more, table.fewer) == (2.0, 3, 2)
    assert table.delays_s == (10.0, 45.0)
    same = row([now], [now], found, hours=0.5)
    assert same.delays_s == (14.0, None)
    assert (same.heard, same.more, same.fewer, same.false_per_h) == (1, 0, 0, 2.0)


def test_the_delay_to_each_stretch_is_told_as_far_as_it_fits() -> None:
    found = [[Stretch(100.0 * k, 100.0 * k + 50.0) for k in range(1, 15)]]
    rows = [row([Outcome(cues)], [Outcome(())], found, hours=0.5) for cues in ((114.0, 220.0), ())]
    lines = list(delays_table("hold_s", ["4", "12"], rows, 1, [f"{k}:00" for k in range(14)]))
    assert lines[1].split()[:6] == ["delay", "in", "s,", "at", "0:00", "1:00"]
    assert lines[1].endswith("11:00  and 2 more in the picture")
    assert lines[2].split() == ["4", "14", "20", *["–"] * 10]
    assert lines[3].split() == ["*", "12", *["–"] * 12]
    assert list(delays_table("hold_s", ["4"], rows[:1], 0, [])) == []


def test_times_count_from_the_recordings_beginning_and_stand_at_their_ticks() -> None:
    heard = Heard("a run", 100.0, [], {}, {})
    assert begins([heard], [[Stretch(304.6, 340.0)]]) == ["3:25"]
    assert begins([heard, heard], [[], [Stretch(304.6, 340.0)]]) == ["2/3:25"]
    svg = ET.fromstring(draw("hold_s", ["4"], 0, [Panel("a", (100.0, 700.0), [], [], [Outcome((304.6,))])]))  # noqa: S314  # our own text
    name = "{http://www.w3.org/2000/svg}"
    assert [title.text for title in svg.iter(f"{name}title")] == ["3:25"]
    clocks = [text for text in svg.iter(f"{name}text") if "clock" in (text.get("class") or "").split()]
    assert [text.text for text in clocks] == [f"{minute}:00" for minute in range(10)]
    style = svg.find(f"{name}style")
    assert style is not None
    assert ".clock { text-anchor: middle; }" in (style.text or "")


def test_the_picture_shows_each_cue_and_names_each_setting() -> None:
    steps = readings((60, 0.0), (40, 0.1), (60, 0.0))
    panel = Panel("a <run>", (100.0, 260.0), steps, stretches(steps), [Outcome((172.0,)), Outcome((172.0, 240.0))])
    svg = ET.fromstring(draw("stance.hold_s", ["4", "12"], 1, [panel]))  # noqa: S314  # our own text
    name = "{http://www.w3.org/2000/svg}"
    kinds = [circle.get("class") for circle in svg.iter(f"{name}circle")]
    assert kinds == ["good", "good", "false"]
    texts = [text.text for text in svg.iter(f"{name}text")]
    assert {"stance.hold_s", "a <run>", "4", "12"} <= set(texts)
    assert [text.text for text in svg.iter(f"{name}text") if text.get("class") == "present"] == ["stance.hold_s", "12"]
