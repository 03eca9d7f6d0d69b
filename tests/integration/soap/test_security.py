"""A party whose messages must be secured beside its key: signed, with a user's token, and each of them good once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from lxml import etree

from connectors.parsing import parse_xml
from connectors.soap.security.agency import AgencySecurity
from connectors.soap.security.header import FRESH
from connectors.soap.security.signature import Signer
from connectors.soap.security.user import User
from hub.clock import SECOND
from hub.settings import SoapSecuritySettings
from tests.hubs import eventually, settings_for
from tests.integration.api.served import RECORDS, Served, served
from tests.integration.soap.asking import Told, ask, history
from tests.integration.soap.conftest import is_registered
from tests.integration.soap.people import DISPLACED, NOBODY, RECORDS_OF_THE_REGISTER, about, envelope
from tests.integration.soap.security_server import by_xroad, echoed, handed_on
from tests.sandbox import free_port
from tests.xroad import blocks

KEY = ec.generate_private_key(ec.SECP256R1())
PASSWORD = "a secret of both"


def certificate() -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "committee.test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(7)
    return made.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1)).sign(KEY, hashes.SHA256())


CERTIFICATE = certificate()
SIGNS = AgencySecurity(lambda: datetime.now(UTC), User("committee", PASSWORD), Signer(KEY, CERTIFICATE))


@pytest.fixture
async def secured(tmp_path: Path) -> AsyncIterator[Served]:
    """The committee's messages must be signed and have its token; nobody else's."""
    pem = tmp_path / "committee.pem"
    pem.write_bytes(CERTIFICATE.public_bytes(serialization.Encoding.PEM))
    demands = {"committee": SoapSecuritySettings(certificate=pem, password=PASSWORD)}
    settings = settings_for(tmp_path / "data", port=free_port(), soap_security=demands)
    async with served(settings, works=True) as made:
        await made.post(RECORDS, RECORDS_OF_THE_REGISTER, "sandbox-committee")
        await eventually(lambda: is_registered(made.hub), what="the register's records")
        yield made


def question(fin: str = DISPLACED) -> bytes:
    return envelope(about(fin))


def told_why(told: Told) -> tuple[int, str | None]:
    return told.status, told.code


async def test_a_signed_message_is_answered_and_good_once(secured: Served) -> None:
    raw = SIGNS.secured(question())

    first, second = await ask(secured, raw), await ask(secured, raw)

    assert first.text("answer") == "yes", first.http.text
    assert told_why(second) == (401, "security.replayed")
    assert (await ask(secured, SIGNS.secured(question()))).text("answer") == "yes"


async def test_a_signed_message_is_remembered_for_as_long_as_one_dated_ahead_is_fresh(secured: Served) -> None:
    raw = SIGNS.secured(question())
    await ask(secured, raw)
    passed = int(2 * FRESH.total_seconds() - 60) * SECOND
    async with secured.hub.store.write() as tx:
        await tx.execute("UPDATE used_assertions SET expires_at = expires_at - :passed", {"passed": passed})

    assert told_why(await ask(secured, raw)) == (401, "security.replayed")


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (None, "security.missing"),
        (AgencySecurity(SIGNS.now, signer=SIGNS.signer), "security.user_missing"),
        (AgencySecurity(SIGNS.now, user=SIGNS.user), "security.signature_missing"),
        (AgencySecurity(SIGNS.now, User("committee", "another"), SIGNS.signer), "security.user"),
        (
            AgencySecurity(lambda: datetime.now(UTC) - timedelta(minutes=6), SIGNS.user, SIGNS.signer),
            "security.stale",
        ),
    ],
)
async def test_a_message_without_its_proof_is_refused_unread(
    secured: Served, by: AgencySecurity | None, code: str
) -> None:
    raw = question() if by is None else by.secured(question())

    told = await ask(secured, raw)

    assert told_why(told) == (401, code)
    assert await history(secured) == []


async def test_a_wrapped_message_is_refused(secured: Served) -> None:
    root = parse_xml(SIGNS.secured(question(NOBODY)))
    good = root[-1]
    root.remove(good)
    etree.SubElement(root[0], "{urn:x}Wrapper").append(good)
    etree.SubElement(root, good.tag).append(parse_xml(about(DISPLACED).encode()))

    assert told_why(await ask(secured, etree.tostring(root))) == (401, "security.references")


async def test_a_purpose_that_is_not_signed_is_not_read(secured: Served) -> None:
    """The block comes after the signature: for the application it is not there."""
    unsigned = parse_xml(envelope("<x/>").replace(b"<x/>", about(DISPLACED).encode()))[0][0]
    root = parse_xml(SIGNS.secured(envelope(about(DISPLACED), header="")))
    root[0].append(unsigned)

    assert (await ask(secured, etree.tostring(root))).code == "ask.basis_missing"


async def test_others_show_their_key_alone_and_a_block_that_must_be_understood_stops_them(secured: Served) -> None:
    told = await ask(secured, question(), key="sandbox-edliyye")
    signed = await ask(secured, SIGNS.secured(question()), key="sandbox-edliyye")

    assert told.code == "access.no_right"
    assert signed.text("faultcode") == "soap:MustUnderstand"


async def test_through_a_security_server_the_client_proves_itself_too(secured: Served) -> None:
    told = await by_xroad(secured, SIGNS.secured(handed_on(blocks())))
    bare = await by_xroad(secured, handed_on(blocks()))

    assert told.text("answer") == "yes", told.http.text
    assert (bare.code, echoed(bare)[0]) == ("security.missing", "client")
