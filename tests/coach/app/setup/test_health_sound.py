"""What `coach doctor` says of the outputs."""

from __future__ import annotations

import pytest

from coach.app.setup.health import Finding, examine
from coach.config import parse
from cues.player import Outputs, SoundUnavailableError

NAMES = ("Built-in Audio", "WH-1000XM4")


def sound(monkeypatch: pytest.MonkeyPatch, found: Outputs | SoundUnavailableError, settings: str = "") -> Finding:
    def outputs(_: str = "") -> Outputs:
        if isinstance(found, Outputs):
            return found
        raise found

    monkeypatch.setattr("cues.player.outputs", outputs)
    return next(finding for finding in examine(parse(settings)) if finding.subject == "sound")


def test_outputs_are_listed_and_the_chosen_one_is_marked_with_its_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = '[audio]\ndevice = "wh"\n[[headphones]]\nname = "WH-1000"\ndelay_ms = 170\n'
    finding = sound(monkeypatch, Outputs(NAMES, NAMES[1]), settings)
    assert finding.ok
    assert "WH-1000XM4, heard 170 ms late" in finding.detail
    assert finding.more == ("  Built-in Audio", "* WH-1000XM4")


def test_an_output_that_is_not_there_is_missed_and_the_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = sound(monkeypatch, Outputs(NAMES, ""), '[audio]\ndevice = "tuba"\n')
    assert not finding.ok
    assert "'tuba'" in finding.detail
    assert finding.more == ("  Built-in Audio", "  WH-1000XM4")


@pytest.mark.parametrize(
    ("found", "says"), [(Outputs((), ""), "no output"), (SoundUnavailableError("Gone.", "Mend it."), "Gone.")]
)
def test_no_sound_is_no_reason_not_to_run(
    monkeypatch: pytest.MonkeyPatch, found: Outputs | SoundUnavailableError, says: str
) -> None:
    finding = sound(monkeypatch, found)
    assert not finding.ok
    assert says in finding.detail
    assert "silently" in finding.detail
    assert finding.remedy
