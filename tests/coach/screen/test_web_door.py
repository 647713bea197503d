"""Under which addresses the page, and a phone's way, are offered."""

from __future__ import annotations

from types import SimpleNamespace

import ifaddr
import pytest

from coach.screen.web import door


def networks(*ips: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(ips=[SimpleNamespace(ip=ip)]) for ip in ips]


@pytest.mark.parametrize(
    ("outward", "first"), [("192.168.43.7", "192.168.43.7"), ("100.64.0.9", "100.64.0.9"), ("", "172.17.0.1")]
)
def test_the_way_to_the_world_comes_first(monkeypatch: pytest.MonkeyPatch, outward: str, first: str) -> None:
    here = networks("127.0.0.1", "172.17.0.1", "169.254.3.4", "100.64.0.9", "192.168.43.7")
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: here)
    monkeypatch.setattr(door, "_outward", lambda: outward)
    assert door.addresses()[0] == first
    assert set(door.addresses()) == {"172.17.0.1", "100.64.0.9", "192.168.43.7"}


def test_without_a_network_there_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: networks("127.0.0.1"))
    assert door.addresses() == []
