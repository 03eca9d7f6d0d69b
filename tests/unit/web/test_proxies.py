"""Behind a proxy of ours the sender is whom it heard; nobody else is believed about where he comes from."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from starlette.types import Scope

from hub.web.proxies import Proxies

OURS = Proxies((ip_network("10.0.0.0/8"), ip_network("2001:db8:f::/48")))


def heard(peer: str, *headers: tuple[str, str]) -> Scope:
    return {"client": (peer, 4711), "headers": [(name.encode(), value.encode()) for name, value in headers]}


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded"])
def test_a_header_from_who_is_no_proxy_of_ours_is_nothing(name: str) -> None:
    assert OURS.sender(heard("203.0.113.9", (name, "for=192.0.2.1"))) == "203.0.113.9"
    assert Proxies(()).sender(heard("10.0.0.1", (name, "for=192.0.2.1"))) == "10.0.0.1"


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("198.51.100.7, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.9.9.9, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("192.0.2.1:5555", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[2001:db8:1:2:3::4]:5555", "2001:db8:1:2::/64"),
        ("192.0.2.1, not an address", "10.0.0.1"),
        ("192.0.2.1, not an address, 10.0.0.2", "10.0.0.2"),
        ("192.0.2.1," * 200 + "192.0.2.1", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_sender_is_the_rightmost_address_that_is_no_proxy_of_ours(value: str, sender: str) -> None:
    assert OURS.sender(heard("10.0.0.1", ("x-forwarded-for", value))) == sender


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("for=192.0.2.1;proto=https;by=10.0.0.1", "192.0.2.1"),
        ('for=198.51.100.7, For="[2001:db8:1:2:3::4]:5555";proto=https', "2001:db8:1:2::/64"),
        ('for="192.0.2.1:80", for=10.0.0.2', "192.0.2.1"),
        ("for=192.0.2.1, for=unknown", "10.0.0.1"),
        ("for=192.0.2.1, for=_hidden, for=10.0.0.2", "10.0.0.2"),
        ('for=192.0.2.1;x="a, for=198.51.100.7"', "192.0.2.1"),
        ('for="192.0.2.1', "10.0.0.1"),
        ("192.0.2.1", "10.0.0.1"),
    ],
)
def test_the_standard_header_is_read_as_its_rfc_writes_it(value: str, sender: str) -> None:
    assert OURS.sender(heard("10.0.0.1", ("forwarded", value))) == sender


def test_lines_of_one_header_are_one_list() -> None:
    lines = [("x-forwarded-for", "198.51.100.7"), ("x-forwarded-for", "192.0.2.1")]

    assert OURS.sender(heard("10.0.0.1", *lines)) == "192.0.2.1"


def test_where_two_headers_differ_neither_is_believed() -> None:
    """A proxy writes one of them and lets the other pass, as the sender made it up."""
    both = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=198.51.100.7")]

    assert OURS.sender(heard("10.0.0.1", *both)) == "10.0.0.1"
    assert OURS.sender(heard("10.0.0.1", both[0], ("forwarded", "for=192.0.2.1"))) == "192.0.2.1"


def test_addresses_of_one_subscriber_count_as_one() -> None:
    network = {OURS.sender(heard(f"2001:db8:1:2::{number}")) for number in range(1, 9)}

    assert network == {"2001:db8:1:2::/64"}
