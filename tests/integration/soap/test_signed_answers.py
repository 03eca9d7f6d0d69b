"""Answers over SOAP that are signed for the party that asks for it, in both versions, Faults and X-Road's too."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from lxml import etree

from connectors.parsing import parse_xml
from connectors.soap.security.header import SECURITY, SecurityRefused
from connectors.soap.security.signature import DS, check_signature
from hub.settings import SettingsRefused, SoapSecuritySettings, load_settings
from tests.acceptance.checkout import PROJECT
from tests.authority import Authority, Issued
from tests.hubs import eventually, settings_for
from tests.integration.api.served import RECORDS, Served, served
from tests.integration.soap.asking import ask
from tests.integration.soap.conftest import is_registered
from tests.integration.soap.people import DISPLACED, RECORDS_OF_THE_REGISTER, about, envelope
from tests.integration.soap.security_server import by_xroad, handed_on
from tests.sandbox import free_port
from tests.servers.wanting import skip_or_fail
from tests.xroad import blocks

PACKAGES = ("zeep==4.3.3", "xmlsec==1.3.17")


@dataclass(frozen=True, slots=True)
class Place:
    """A hub that signs for the committee, and what it signs by."""

    served: Served
    ours: Issued

    def read(self, raw: bytes) -> etree._Element:
        """What is signed of an answer."""
        certificate = x509.load_pem_x509_certificate(Path(self.ours.certificate).read_bytes())
        return check_signature(parse_xml(raw), certificate, datetime.now(UTC)).body


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    ours = Authority(tmp_path).issue("hub.test")
    settings = settings_for(
        tmp_path / "data",
        port=free_port(),
        soap_security={"committee": SoapSecuritySettings(signed_answers=True)},
        soap_key=ours.key,
        soap_certificate=ours.certificate,
    )
    async with served(settings, works=True) as made:
        await made.post(RECORDS, RECORDS_OF_THE_REGISTER, "sandbox-committee")
        await eventually(lambda: is_registered(made.hub), what="the register's records")
        yield Place(made, ours)


async def test_an_answer_is_signed_and_another_partys_is_not(place: Place) -> None:
    told = await ask(place.served, envelope(about(DISPLACED)))
    other = await ask(place.served, envelope(about(DISPLACED)), key="sandbox-meis")

    assert place.read(told.http.content).tag.endswith("}getStatusResponse")
    assert SECURITY not in [each.tag for each in parse_xml(other.http.content).iter()]


async def test_a_changed_answer_does_not_hold(place: Place) -> None:
    raw = (await ask(place.served, envelope(about(DISPLACED)))).http.content

    with pytest.raises(SecurityRefused):
        place.read(raw.replace(b">yes<", b">no<"))


async def test_a_fault_is_signed_too(place: Place) -> None:
    told = await ask(place.served, envelope(about("7ABCDO2")))

    assert told.code == "ask.fin_shape"
    assert place.read(told.http.content).tag.endswith("}Fault")


async def test_who_comes_through_a_security_server_gets_signed_answers_with_signed_headers(place: Place) -> None:
    told = await by_xroad(place.served, handed_on(blocks()))

    root = parse_xml(told.http.content)
    signed = root.iter(f"{{{DS}}}Reference")
    assert place.read(told.http.content).tag.endswith("}getStatusResponse")
    assert len(list(signed)) == 2 + len(root[0]) - 1, "Body, timestamp, and each block but Security itself"


def test_answers_are_signed_by_something() -> None:
    with pytest.raises(SettingsRefused, match="HUB_SOAP_KEY"):
        load_settings({"HUB_SOAP_SECURITY": json.dumps({"meis": {"signed_answers": True}})})


def zeep() -> Path:
    """The Python that has it, in an environment of its own beside the other things that tests fetch."""
    python = PROJECT / ".build" / "zeep" / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True, timeout=120)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as missing:
        skip_or_fail(missing)
    return python


@pytest.mark.slow
async def test_zeep_with_its_signature_plugin_verifies_them(place: Place) -> None:
    python = await asyncio.to_thread(zeep)
    peer, ours = Path(__file__).parent / "peers" / "signed.py", place.ours
    command = [python, peer, place.served.url, ours.key, ours.certificate, DISPLACED]
    made = await asyncio.create_subprocess_exec(*map(str, command), stdout=PIPE, stderr=PIPE)
    out, err = await made.communicate()

    assert made.returncode == 0, err.decode()[-2000:]
    assert out.decode().split() == ["yes", "SignatureVerificationFailed"]
