"""Questions: answered, left at their default, or with nobody there to answer."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from coach.cli import history, setup
from coach.cli.asking import agreed, ask
from coach.errors import UserError


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, " 181 \n\nn\n\n")
    assert [ask("How tall?"), ask("How heavy?")] == ["181", ""]
    assert [agreed("Again?"), agreed("Again?")] == [False, True]


def test_the_end_of_input_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    with pytest.raises(UserError, match="terminal"):
        ask("How tall?")
    with pytest.raises(UserError, match="--yes"):
        agreed("Forget?", remedy="Add --yes.")


def test_ctrl_c_at_a_question_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        ask("How tall?")


def nobody(*_: object, **__: object) -> list[object]:
    return []


def test_setup_without_anybody_there_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coach.app.setup.scan.survey", nobody)
    typed(monkeypatch, "")
    with pytest.raises(UserError, match="terminal"):
        setup.setup(tmp_path / "coach.toml")
    assert not (tmp_path / "coach.toml").exists()


def test_a_history_is_not_forgotten_unasked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    (tmp_path / "history.sqlite").write_bytes(b"dear")
    typed(monkeypatch, "n\n")
    history.history(forget=True)
    assert "Nothing was forgotten." in capsys.readouterr().out
    with pytest.raises(UserError, match="--yes"):
        history.history(forget=True)
    assert (tmp_path / "history.sqlite").read_bytes() == b"dear"
