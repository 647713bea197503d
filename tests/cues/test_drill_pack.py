"""What packs say in drills: whole in every bundled pack, and found for a pack of one's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cues.clip import RATE_HZ, SILENCE_SHARE, TARGET_LUFS, loudness_lufs, true_peak_db
from cues.drill_pack import with_drills
from cues.pack import Pack, PackError, bundled, load_pack
from cues.tones import tone
from cues.wav import encode

PACKS = Path(__file__).parents[2] / "cues" / "packs"
COUNT_IN_S = 3.0


def drills(name: str) -> Pack:
    return with_drills(load_pack(name), name)


def added(name: str) -> set[str]:
    return set(drills(name).text.cues) - set(load_pack(name).text.cues)


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_pack_says_the_same_things(name: str) -> None:
    assert added(name) == added("push-pull")
    assert {f"count-{n}" for n in range(5, 61, 5)} < added(name)


@pytest.mark.parametrize("name", bundled())
def test_every_recording_has_its_words_and_all_are_small(name: str) -> None:
    pack, folder = drills(name), PACKS / name / "drills"
    named = {way.wav for cue in added(name) for way in pack.text.cues[cue].wordings if way.wav}
    assert {f.name for f in folder.glob("*.wav")} == named
    assert sum(f.stat().st_size for f in folder.iterdir()) < 2_300_000
    assert set(pack.recordings) == pack.levelled


@pytest.mark.parametrize("name", ["push-pull", "push-pull-slt", "push-pull-de"])
def test_drill_recordings_are_trimmed_and_about_as_loud_as_the_rest(name: str) -> None:
    """Words of half a second with sharp sounds stay up to 1.5 dB softer: the limiter gives no more."""
    pack = drills(name)
    for slot, clip in pack.recordings.items():
        if slot[0] in added(name):
            x = clip.astype(np.float64)
            assert -1.5 < loudness_lufs(x) - TARGET_LUFS < 0.3, slot
            assert true_peak_db(x) <= -0.9, slot
            assert np.argmax(np.abs(x) > SILENCE_SHARE * np.max(np.abs(x))) < 0.01 * RATE_HZ, slot


def test_numbers_are_said_before_the_next_fifth_jump() -> None:
    for name in bundled():
        pack = drills(name)
        assert all(pack.durations[f"count-{n}"][0][1] <= 1.35 for n in range(5, 61, 5)), name


def test_the_other_voices_say_it_in_their_own() -> None:
    ours, hers = drills("push-pull"), drills("push-pull-slt")
    assert all(ours.text.cues[cue] == hers.text.cues[cue] for cue in added("push-pull"))
    slot = ("drill-pogo", "pogo")
    assert not np.array_equal(ours.recordings[slot], hers.recordings[slot])


def test_the_count_in_means_go_after_three_seconds() -> None:
    clip = tone("count-in")
    silent, go = clip[round(2.5 * RATE_HZ) : round(2.95 * RATE_HZ)], clip[round(COUNT_IN_S * RATE_HZ) :]
    assert np.abs(silent).max() == 0.0
    assert np.abs(go).max() > 1.2 * np.abs(clip[: round(2.5 * RATE_HZ)]).max()


def test_a_run_reads_nothing_of_it() -> None:
    assert not any(cue.startswith(("drill-", "count-")) for cue in load_pack("push-pull").text.cues)


def test_a_pack_of_ones_own_has_drills_in_its_own_words_and_voice(tmp_path: Path) -> None:
    toml = 'name = "mine"\nextends = "push-pull-de"\n[cues.drill-done]\nwordings = [{ id = "end", text = "Done!" }]\n'
    (tmp_path / "pack.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills" / "pause.wav").write_bytes(encode(np.full(9_600, 0.1, np.float32)))
    pack = drills(str(tmp_path))
    assert pack.text.cues["drill-done"].wordings[0].text == "Done!"
    assert pack.text.cues["drill-walk-back"].wordings[0].text == "Geh zurück."
    assert dict(pack.durations["drill-paused"])["paused"] == 0.2
    assert ("drill-paused", "paused") not in pack.levelled
    assert ("drill-walk-back", "walk-back") in pack.levelled


def test_a_broken_folder_of_drills_is_told(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\nextends = "push-pull"\n', encoding="utf-8")
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills" / "pack.toml").write_text("name = 3\n", encoding="utf-8")
    with pytest.raises(PackError, match="drills"):
        drills(str(tmp_path))
