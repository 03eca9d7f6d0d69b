"""Published attacks, byte for byte, as envelopes and as messages in them: a Fault of the sender's, at once, for all."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from hub import serving as composed
from hub.web.intake import IntakeLimits
from tests.integration.api.served import Served
from tests.integration.api.test_hostile_bodies import corpora
from tests.integration.soap.asking import ask, history, taken
from tests.integration.soap.people import DISPLACED, WHY, about, envelope

__all__ = ["corpora"]

_MOST_S = 1.0


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is refused a thousand times is told slowly, else."""
    monkeypatch.setattr(composed, "IntakeLimits", lambda: IntakeLimits(refused=10_000))


def hostile(corpora: Path) -> list[Path]:
    """Files that are read as XML somewhere."""
    files = [file for file in corpora.rglob("*") if file.suffix in (".xml", ".xsl", ".svg", ".wsdl", ".dtd")]
    files += [file for file in (corpora / "xxe-payloads").rglob("*") if file.is_file()]
    assert len(files) > 40
    return files


async def test_every_hostile_xml_is_the_senders_fault_and_nothing_is_asked(soap: Served, corpora: Path) -> None:
    for file in hostile(corpora):
        began = time.perf_counter()
        told = await ask(soap, file.read_bytes())

        assert told.text("faultcode") in ("soap:Client", "soap:VersionMismatch"), file.name
        assert time.perf_counter() - began < _MOST_S, file.name
        assert "root:" not in told.http.text
    assert await history(soap) == []


async def test_every_hostile_xml_as_a_message_is_refused_as_by_the_api(soap: Served, corpora: Path) -> None:
    for file in hostile(corpora):
        content = base64.b64encode(file.read_bytes()).decode()
        body = (
            '<t:sendMessage xmlns:t="urn:qayidis-hub:soap:messages:v1"><t:format>azeriqaz.subscriber.v1</t:format>'
            f"<t:content>{content}</t:content></t:sendMessage>"
        )
        told = await ask(soap, envelope(body, header=""), "/soap/messages", key="sandbox-azeriqaz")

        assert (told.text("side"), str(told.code).partition(".")[0]) == ("sender", "door"), file.name
    assert await taken(soap, "azeriqaz.subscriber.v1") == 0


async def test_naughty_strings_in_header_and_body_are_answered_or_the_senders_fault(
    soap: Served, corpora: Path
) -> None:
    strings: list[str] = json.loads((corpora / "blns" / "blns.json").read_text(encoding="utf-8"))
    answered = 0

    for naughty in strings:
        text = escape(naughty[:200]).encode("utf-8", "surrogatepass")
        reason = envelope(about(DISPLACED), header=WHY.replace("668-IQ", "668-IQ @")).replace(b"@", text)
        person = envelope(about("@")).replace(b"@", text)
        for raw in (reason, person):
            told = await ask(soap, raw)

            assert told.status == 200 or told.text("faultcode") == "soap:Client", naughty
            answered += told.status == 200
    assert answered > 300
