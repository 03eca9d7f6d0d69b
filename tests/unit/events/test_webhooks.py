"""Where webhooks may go and how they are signed."""

from __future__ import annotations

import base64
import ipaddress

import pytest

from hub.events.signing import headers, new_secret, shown
from hub.events.target import TargetRefused, checked_url, is_allowed, resolved


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.5.5",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "192.88.99.1",
        "3fff::1",
        "3fff:fff:ffff::1",
        "5f00::1",
        "2002:c058:6301::",
    ],
)
def test_outside_the_sandbox_nothing_goes_inwards(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), sandbox=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "85.132.1.1", "2a00:1450:4001::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_allowed(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), sandbox=False)


@pytest.mark.parametrize(("address", "allowed"), [("127.0.0.1", True), ("10.0.0.1", True), ("169.254.169.254", False)])
def test_the_sandbox_may_reach_its_own_machine_but_no_metadata(address: str, allowed: bool) -> None:
    assert is_allowed(ipaddress.ip_address(address), sandbox=True) is allowed


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://u:p@example.org/",
        "https://example.org/#x",
        "https:///x",
        "file:///etc/passwd",
        "https://[::1",
        "x",
        "https://xn--/",
        "https://xn--a/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_urls_of_other_forms_are_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        checked_url(url, sandbox=False)


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://localhost:8443/", "https://2130706433/", "https://[::1]/"]
)
async def test_a_name_is_judged_by_what_it_resolves_to(url: str) -> None:
    with pytest.raises(TargetRefused):
        await resolved(url, sandbox=False)


async def test_the_connection_goes_to_the_judged_address_under_the_name_asked_for() -> None:
    target = await resolved("http://localhost:8090/hook?x=1", sandbox=True)

    assert str(target.url) in ("http://127.0.0.1:8090/hook?x=1", "http://[::1]:8090/hook?x=1")
    assert (target.host, target.name) == ("localhost:8090", "localhost")


def test_signatures_are_those_of_the_specification() -> None:
    """The example of the Standard Webhooks specification's reference libraries."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_shown_in_the_form_that_libraries_read() -> None:
    secret = new_secret()

    assert base64.b64decode(shown(secret).removeprefix("whsec_")) == secret
    assert 24 <= len(secret) <= 64
