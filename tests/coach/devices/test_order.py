"""Packets come out in the order in which they were sent, once each, and what is missing is counted."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from coach.devices.order import Order

WRAP = 256


def sent(order: Order[int], numbers: list[int]) -> tuple[list[int], dict[str, int]]:
    """Feed absolute packet numbers; each packet is its own tick."""
    ready: list[int] = []
    counts = {"lost": 0, "repeated": 0, "late": 0}
    for number in numbers:
        out = order.feed(number % WRAP, float(number), number)
        ready += out.ready
        for key in counts:
            counts[key] += getattr(out, key)
    return ready, counts


def test_an_undisturbed_stream_passes_at_once_across_the_wrap() -> None:
    order: Order[int] = Order(WRAP)
    for number in range(200, 900):
        assert order.feed(number % WRAP, float(number), number).ready == [number]


def test_a_packet_that_was_overtaken_is_put_back() -> None:
    assert sent(Order(WRAP), [1, 2, 4, 3, 5, 8, 7, 6, 9])[0] == list(range(1, 10))


def test_a_hole_is_waited_for_and_then_counted_and_its_packet_is_too_late() -> None:
    ready, counts = sent(Order(WRAP), [1, 2, 5, 6, 7, 8, 3])
    assert ready == [1, 2, 5, 6, 7, 8]
    assert counts == {"lost": 2, "repeated": 0, "late": 1}


def test_a_second_subscription_delivers_everything_twice_and_changes_nothing() -> None:
    ready, counts = sent(Order(WRAP), [n for n in range(600) for _ in range(2)])
    assert ready == list(range(600))
    assert counts == {"lost": 0, "repeated": 600, "late": 0}


def test_a_count_that_starts_again_is_a_new_start_not_a_repetition() -> None:
    order: Order[int] = Order(2**16)
    assert [n for k in range(5) for n in order.feed(k, 1000.0 + k, k).ready] == list(range(5))
    assert order.feed(0, 3.0, 100).ready == [100], "the same number with another tick"
    assert order.feed(1, 4.0, 101).ready == [101]


def test_held_packets_come_out_when_the_sensor_starts_again() -> None:
    order: Order[int] = Order(2**16)
    order.feed(500, 500.0, 500)
    assert order.feed(502, 502.0, 502).ready == []
    out = order.feed(0, 1.0, 0)
    assert out.ready == [502, 0]
    assert out.lost == 1


@given(
    steps=st.lists(st.integers(1, 6), min_size=5, max_size=80),
    twice=st.sets(st.integers(0, 79), max_size=20),
    swap=st.sets(st.integers(0, 79), max_size=20),
)
def test_whatever_the_radio_does_the_order_holds_and_every_packet_is_accounted_for(
    steps: list[int], twice: set[int], swap: set[int]
) -> None:
    numbers = list(accumulate(steps, initial=300))
    for k in sorted(swap):
        if k + 1 < len(numbers):
            numbers[k], numbers[k + 1] = numbers[k + 1], numbers[k]
    arrivals = [n for k, n in enumerate(numbers) for _ in range(2 if k in twice else 1)]
    tail = range(max(numbers) + 1, max(numbers) + 5)
    ready, counts = sent(Order(WRAP), [*arrivals, *tail])
    assert ready == sorted(set(ready))
    assert len(ready) + counts["late"] == len(set(arrivals)) + len(tail)
    assert counts["repeated"] == len(arrivals) - len(set(arrivals))
    assert counts["lost"] == tail[-1] - ready[0] + 1 - len(ready)
