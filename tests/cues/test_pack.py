"""The bundled pack is whole, a user's own is read, and a wrong one says what to mend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cues.clip import CEILING_DB, RATE_HZ, SILENCE_SHARE, TARGET_LUFS, loudness_lufs, true_peak_db
from cues.pack import REQUIRED, PackError, bundled, load_pack, longest_speech_s, parse_pack
from cues.wav import encode

MINIMAL = 'name = "mine"\nextends = "push-pull"\n[cues.ease]\nwordings = [{id = "soft", text = "Soft feet."}]\n'


def own(folder: Path, toml: str = MINIMAL) -> str:
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("name", bundled())
def test_bundled_packs_have_every_cue_and_nothing_is_left_over(name: str) -> None:
    pack = load_pack(name)
    assert {*REQUIRED, "sound-back"} <= set(pack.text.cues)
    folder = Path(__file__).parents[2] / "cues" / "packs" / name
    named = {w.wav for cue in pack.text.cues.values() for w in cue.wordings if w.wav}
    assert {f.name for f in folder.glob("*.wav")} == named
    assert (folder / "LICENSE-voice.txt").is_file() == bool(named) == bool(pack.text.voice_source)
    assert set(pack.recordings) == pack.levelled
    assert sum(f.stat().st_size for f in folder.iterdir()) < 2_000_000


def test_the_bundled_packs_are_small_enough_to_come_along() -> None:
    packs = Path(__file__).parents[2] / "cues" / "packs"
    assert sum(f.stat().st_size for f in packs.rglob("*.*")) < 12_000_000


def test_the_second_voice_says_the_same_words_in_recordings_of_its_own() -> None:
    one, other = load_pack("push-pull"), load_pack("push-pull-slt")
    assert one.text.cues == other.text.cues
    assert set(one.recordings) == set(other.recordings)
    assert not any(np.array_equal(one.recordings[slot], other.recordings[slot]) for slot in one.recordings)


def test_beeps_have_no_words_and_no_two_cues_sound_alike() -> None:
    pack = load_pack("beeps")
    sounds = [wording.tone for cue in pack.text.cues.values() for wording in cue.wordings]
    assert all(sounds)
    assert not pack.recordings
    assert len(set(sounds)) == len(sounds) - 1, "only a sensor and the sound itself come back alike"


@pytest.mark.parametrize("name", bundled())
def test_bundled_recordings_are_trimmed_and_level(name: str) -> None:
    for slot, clip in load_pack(name).recordings.items():
        x = clip.astype(np.float64)
        assert loudness_lufs(x) == pytest.approx(TARGET_LUFS, abs=0.3), slot
        assert true_peak_db(x) <= CEILING_DB, slot
        assert np.argmax(np.abs(x) > SILENCE_SHARE * np.max(np.abs(x))) < 0.01 * RATE_HZ, slot
        assert abs(x[0]) < 1e-3, slot
        assert abs(x[-1]) < 1e-3, slot


def test_the_words_are_credited() -> None:
    cues = load_pack("push-pull").text.cues
    assert "John Foster" in cues["push-through-the-ball"].credit
    assert "reader's comment" in cues["push-pull"].credit


def test_durations_are_those_of_the_recordings() -> None:
    pack = load_pack("push-pull")
    assert set(pack.durations) == set(pack.text.cues)
    for (key, wording), clip in pack.recordings.items():
        assert dict(pack.durations[key])[wording] == len(clip) / RATE_HZ


def test_a_bundled_pack_loads_without_scipy() -> None:
    code = "import sys; from cues.pack import load_pack; load_pack('push-pull'); sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_own_pack_takes_the_rest_from_the_one_it_extends(tmp_path: Path) -> None:
    pack = load_pack(own(tmp_path))
    base = load_pack("push-pull")
    assert [w.text for w in pack.text.cues["ease"].wordings] == ["Soft feet."]
    assert pack.durations["ease"] == (("soft", longest_speech_s("Soft feet.")),)
    assert pack.durations["push-pull"] == base.durations["push-pull"]
    assert not any(key == "ease" for key, _ in pack.recordings)


def test_an_own_recording_of_the_same_name_takes_the_place_of_the_bases(tmp_path: Path) -> None:
    """A whole pack in the user's own voice: files named alike, and not one cue written down again."""
    (tmp_path / "tick-along.wav").write_bytes(encode(np.full(9_600, 0.1, np.float32)))
    pack = load_pack(own(tmp_path, 'name = "mine"\nextends = "push-pull"\n'))
    assert pack.text.cues == load_pack("push-pull").text.cues
    assert dict(pack.durations["tick-along"])["tick"] == 0.2
    assert ("tick-along", "tick") not in pack.levelled
    assert ("tick-along", "clock") in pack.levelled


def test_an_own_recording_is_read_and_must_still_be_levelled(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(encode(np.full(9_600, 0.1, np.float32)))
    pack = load_pack(own(tmp_path, MINIMAL.replace('text = "Soft feet."', 'wav = "a.wav"')))
    assert pack.durations["ease"] == (("soft", 0.2),)
    assert ("ease", "soft") not in pack.levelled
    assert ("push-pull", "glue") in pack.levelled


def test_a_system_voice_reserves_time_for_speech(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(encode(np.full(9_600, 0.1, np.float32)))
    toml = 'voice = "system"\n' + MINIMAL.replace('text = "Soft feet."', 'text = "Soft feet.", wav = "a.wav"')
    assert load_pack(own(tmp_path, toml)).durations["ease"] == (("soft", longest_speech_s("Soft feet.")),)


@pytest.mark.parametrize(
    ("toml", "what", "remedy"),
    [
        ("name = ", "not valid TOML", "Mend"),
        (MINIMAL.replace("wordings", "wordngs"), "unknown key cues.ease.wordngs", "Did you mean wordings?"),
        ('volume = 3\nname = "mine"\n[cues]\n', "unknown key volume", "Known keys"),
        (MINIMAL.replace('name = "mine"\n', ""), "name", "bundled packs"),
        (MINIMAL.replace('id = "soft"', "id = 3"), "cues.ease.wordings.0.id", "bundled packs"),
        (MINIMAL.replace(', text = "Soft feet."', ""), "either a tone", "bundled packs"),
        (MINIMAL.replace('text = "Soft feet."', 'tone = "kazoo"'), "no tone 'kazoo'", "bundled packs"),
        (MINIMAL.replace('text = "Soft feet."', 'wav = "../a.wav"'), "beside pack.toml", "bundled packs"),
        (MINIMAL.replace('text = "Soft feet."', 'wav = "a.wav"'), "a.wav cannot be read", "needs a.wav"),
        (MINIMAL.replace('"push-pull"', '"push-pul"'), "no bundled pack", "push-pull"),
        (MINIMAL.replace('extends = "push-pull"\n', ""), "lacks push-through-the-ball", "extends"),
        (MINIMAL.replace("[{", '[{id = "soft", tone = "ease"}, {'), "same id", "bundled packs"),
        (MINIMAL.replace("ease", "Ease!", 1).replace("[cues.Ease!]", '[cues."Ease!"]'), "Ease!", "bundled packs"),
    ],
)
def test_a_wrong_pack_says_what_is_wrong_and_what_to_do(tmp_path: Path, toml: str, what: str, remedy: str) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(own(tmp_path, toml))
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not a sound", "not a WAV file"),
        (encode(np.zeros(9_600, np.float32)), "silent"),
        (encode(np.full(10 * RATE_HZ, 0.1, np.float32)), "lasts 10.0 s"),
        (encode(np.zeros(0, np.float32)), "lasts 0.0 s"),
    ],
)
def test_an_own_recording_that_cannot_be_used(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(PackError, match=says):
        load_pack(own(tmp_path, MINIMAL.replace('text = "Soft feet."', 'wav = "a.wav"')))


@pytest.mark.parametrize(("name", "remedy"), [("push-pul", "Did you mean push-pull?"), ("/nowhere", "Bundled packs: ")])
def test_a_pack_that_is_not_there(name: str, remedy: str) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(name)
    assert remedy in caught.value.remedy


def test_a_folder_without_pack_toml(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"pack\.toml cannot be read"):
        load_pack(str(tmp_path))


def test_parsing_reads_no_file() -> None:
    assert parse_pack(MINIMAL, "mine").extends == "push-pull"
