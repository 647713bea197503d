"""The same for what reads a single value, and for what is asked of a sensor before it streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from coach.config import Config
from coach.devices import PROFILES, Refused, pod_link
from coach.devices.gatt import Profile
from coach.devices.polar import control
from coach.devices.standard import READERS
from coach.events import Packet, Rejected
from coach.measures.measurer import Measurer
from tests.coach.devices.fuzz import TRIALS, attacks

VALUES = [
    bytes.fromhex(value)
    for value in (
        "07 33 03 58 79 00 39 30 00 00",
        "0C 01 C8 19 D8 01 00 00 00 00 00 6A",
        "16 48 3C 03",
        "57",
        "50 6f 6c 61 72 00",
    )
]
POLAR_REPLIES = [
    bytes.fromhex(reply)
    for reply in ("f001020000 00026800d000 01011000 020208001000 040103", "f002050000 05010000803d", "f002020d00")
]
PARSERS: Mapping[str, tuple[Callable[[bytes], object], list[bytes]]] = {
    "open pod settings": (pod_link.parse, [pod_link.encode(pod_link.Settings(rate_hz=hz)) for hz in (104, 208)]),
    "Polar replies": (control.parse, POLAR_REPLIES),
}
ANSWERS = [
    *POLAR_REPLIES,
    b"\x0f\x24\x02",
    b"\x01\x07\xc8\x00",
    b"\x03\x80\x04\x00",
    b"\x13\x80\x01\x00",
    pod_link.encode(pod_link.Settings()),
]
DIALOGUES = [profile for profile in PROFILES if profile.motion]


@pytest.mark.parametrize("characteristic", READERS)
def test_no_bytes_make_a_reader_raise(characteristic: str) -> None:
    seen: Counter[str] = Counter()
    for _, payload in attacks([("", value) for value in VALUES]):
        said = READERS[characteristic](payload)
        if isinstance(said, Refused):
            assert said.reason
            assert said.count == 1
        seen[type(said).__name__] += 1
    assert seen.total() == TRIALS
    assert len(seen) == 2, "both outcomes must be reached"


@pytest.mark.parametrize("name", PARSERS)
def test_no_bytes_make_a_parser_raise(name: str) -> None:
    parse, good = PARSERS[name]
    seen = Counter(parse(payload) is None for _, payload in attacks([("", value) for value in good]))
    assert seen.total() == TRIALS
    assert len(seen) == 2


def test_nothing_makes_the_choice_of_polar_settings_raise() -> None:
    for _, payload in attacks([("", reply) for reply in POLAR_REPLIES]):
        reply = control.parse(payload)
        if reply is not None:
            choice = control.choose(reply.settings)
            assert choice is None or choice.rate_hz > 0.0
            assert 0.0 < reply.factor < np.inf


@pytest.mark.parametrize("profile", DIALOGUES, ids=[profile.device for profile in DIALOGUES])
def test_no_answer_makes_a_start_raise_or_talk_for_ever(profile: Profile) -> None:
    ends: Counter[str] = Counter()
    answers = attacks([("", answer) for answer in ANSWERS])
    asked = 0
    while asked < TRIALS // 10:
        dialogue = profile.start()
        try:
            next(dialogue)
            for _ in range(20):
                asked += 1
                answer = next(answers)[1]
                dialogue.send(answer if asked % 7 else None)
        except StopIteration as end:
            ends[end.value.reason if end.value else "streams"] += 1
        else:
            pytest.fail("it never comes to an end")
    assert ends


@pytest.mark.parametrize("device", ["open-pod", "polar", "movella-dot"])
def test_each_refused_packet_is_counted_on_the_way_to_the_steps(device: str) -> None:
    measurer = Measurer(Config(), ["foot-left"])
    rejected: list[Rejected] = []
    for number, (_, payload) in enumerate(attacks([("", b"\xff" * 5)], trials=999)):
        packet = Packet("foot-left", device, 0.01 * number, payload)
        rejected += [one for one in measurer.packet(packet) if isinstance(one, Rejected)]
    assert sum(one.count for one in rejected) == 999
    assert all(one.reason and one.placement == "foot-left" for one in rejected)
