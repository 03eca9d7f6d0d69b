"""What an authority revoked opens nothing; a list is believed by signature, time and order, or nobody is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hub.access.credentials import x5t
from hub.access.keyring import Keyring, Unauthenticated, Unconfirmed
from hub.access.presented import Presented, of_der
from hub.access.revocation import ListRefused, Revocations, read_list
from hub.app import Hub
from hub.clock import SECOND
from hub.settings import Settings, SettingsRefused, load_settings
from tests.authority import Authority, Issued
from tests.hubs import running_hub, settings_for
from tests.integration.api.clients import Client, register_certificate

DAY = 24 * 3600 * SECOND


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, authority: Authority) -> Settings:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    return settings_for(
        tmp_path / "data",
        sandbox=False,
        tls_client_ca=authority.file,
        tls_client_crl=(str(tmp_path / "a.crl"),),
        **more,
    )


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    async with running_hub(settings, works=False) as made:
        yield made


class Told:
    """What lies where the list is fetched."""

    def __init__(self, raw: bytes = b"") -> None:
        self.raw = raw

    async def fetch(self) -> bytes:
        return self.raw


def duty(hub: Hub, authority: Authority, told: Told) -> Revocations:
    return Revocations(hub.store, authority.file, {"here": told.fetch})


def shown(issued: Issued) -> Presented:
    return of_der(issued.value.public_bytes(Encoding.DER))


async def party_of(hub: Hub, issued: Issued, lists: int = 1) -> str:
    return (await Keyring(hub.store, hub.clock, {}, lists).owner(shown(issued), "here")).name


async def test_a_revoked_certificate_ends_with_a_leaf_and_others_of_the_party_go_on(
    hub: Hub, authority: Authority
) -> None:
    await Client("fund").register(hub)
    lost, kept = authority.issue("fund.test"), authority.issue("fund.test, second")
    for each in (lost, kept):
        await register_certificate(hub, "fund", each)
    told = Told(authority.revoked(1))
    revocations = duty(hub, authority, told)
    before = await revocations.step()
    assert (before, await party_of(hub, lost)) == (0, "fund")

    told.raw = authority.revoked(lost.value.serial_number)
    ended, again = await revocations.step(), await revocations.step()

    assert (ended, again) == (1, 0)
    with pytest.raises(Unauthenticated):
        await party_of(hub, lost)
    assert await party_of(hub, kept) == "fund"
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = 'right.party_credential.ended'")
    (said,) = [json.loads(bytes(row["content"])) for row in rows]
    assert (said["of"], said["mark"], said["reason"]) == ("fund", x5t(lost.value.public_bytes(Encoding.DER)), "revoked")


async def test_without_a_list_at_hand_no_certificate_is_believed_unless_the_settings_say_so(
    hub: Hub, authority: Authority
) -> None:
    await Client("fund").register(hub)
    issued = authority.issue("fund.test")
    await register_certificate(hub, "fund", issued)
    told = Told(b"nothing to read")
    revocations = duty(hub, authority, told)
    await revocations.step()

    with pytest.raises(Unconfirmed):
        await party_of(hub, issued, hub.settings.lists_needed)
    assert await party_of(hub, issued, 0) == "fund"

    told.raw = authority.revoked()
    await revocations.step()
    assert await party_of(hub, issued, hub.settings.lists_needed) == "fund"
    async with hub.store.write() as tx:
        await tx.execute("UPDATE revocation_lists SET good_until = hub_now()")
    with pytest.raises(Unconfirmed):
        await party_of(hub, issued, hub.settings.lists_needed)


async def test_an_older_list_does_not_take_the_place_of_a_newer_one(hub: Hub, authority: Authority) -> None:
    told = Told(authority.revoked(days=(-1, 1)))
    revocations = duty(hub, authority, told)
    await revocations.step()
    told.raw = authority.revoked(days=(-2, 300))
    await revocations.step()

    async with hub.store.read() as tx:
        rows, now = await tx.fetch("SELECT source, good_until FROM revocation_lists"), await tx.now()

    assert [(row["source"], row["good_until"] < now + 2 * DAY) for row in rows] == [("here", True)]
    await Revocations(hub.store, authority.file, {}).step()
    async with hub.store.read() as tx:
        assert not await tx.fetch("SELECT source FROM revocation_lists"), (
            "what the settings name no longer is forgotten"
        )


async def test_a_list_ends_no_certificate_of_another_authority_under_the_same_number(
    hub: Hub, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path, "Another")
    both = tmp_path / "both.pem"
    both.write_bytes(authority.file.read_bytes() + other.file.read_bytes())
    await Client("fund").register(hub)
    issued = other.issue("fund.test")
    await register_certificate(hub, "fund", issued)
    told = Told(authority.revoked(issued.value.serial_number))

    ended = await Revocations(hub.store, both, {"here": told.fetch}).step()

    assert (ended, await party_of(hub, issued)) == (0, "fund")


async def test_a_list_is_believed_by_signature_time_and_wholeness(
    hub: Hub, authority: Authority, tmp_path: Path
) -> None:
    ours = [x509.load_pem_x509_certificate(authority.file.read_bytes())]
    other = Authority(tmp_path, "Another")
    impostor = Authority(tmp_path, "Test authority")
    async with hub.store.read() as tx:
        now = await tx.now()
    refused = {
        "unreadable": b"\x30\x03no",
        "signature": other.revoked(1),
        "not_in_force": authority.revoked(days=(-9, -1)),
        "not_whole": authority.revoked(more=x509.DeltaCRLIndicator(1)),
    }

    for reason, raw in {**refused, "signature ": impostor.revoked(1)}.items():
        with pytest.raises(ListRefused, match=reason.strip()):
            read_list(raw, ours, now)
    with pytest.raises(ListRefused, match="not_whole"):
        read_list(authority.revoked(more=_part()), ours, now)
    with pytest.raises(ListRefused, match="not_in_force"):
        read_list(authority.revoked(days=(1, 9)), ours, now)
    whole = read_list(authority.revoked(7), ours, now)
    assert whole.since < now < whole.until


def _part() -> x509.IssuingDistributionPoint:
    return x509.IssuingDistributionPoint(
        full_name=None, relative_name=None, only_contains_user_certs=False, only_contains_ca_certs=False,
        only_some_reasons=None, indirect_crl=True, only_contains_attribute_certs=False,
    )  # fmt: skip


def test_lists_need_the_authorities_that_sign_them() -> None:
    with pytest.raises(SettingsRefused, match="HUB_TLS_CLIENT_CRL needs HUB_TLS_CLIENT_CA"):
        load_settings({"HUB_TLS_CLIENT_CRL": "a.crl, https://ca.test/b.crl"})
