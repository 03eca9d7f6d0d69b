"""Bodies made to be dear, to be read twice or to read our files: a Fault of the sender's, and nothing of ours in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.integration.api.served import Served
from tests.integration.soap.asking import ask, history
from tests.integration.soap.people import DISPLACED, ENVELOPES, WHY, about, envelope

XINCLUDE = "http://www.w3.org/2001/XInclude"
PLAIN = envelope(about(DISPLACED)).decode()
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DEEP = "<x>" * 1_000 + "</x>" * 1_000


def with_dtd(dtd: str, fin: str) -> bytes:
    return f"<!DOCTYPE s [{dtd}]>{PLAIN.replace(DISPLACED, fin)}".encode()


def cases(canary: Path) -> dict[str, tuple[bytes, str]]:
    space = ENVELOPES["1.1"][0]
    body = f"<s:Body>{about(DISPLACED)}</s:Body>"
    return {
        "billion laughs": (with_dtd(f'<!ENTITY l0 "lol">{LAUGHS}', "&l9;"), "door.xml_dtd"),
        "external entity": (with_dtd(f'<!ENTITY f SYSTEM "{canary.as_uri()}">', "&f;"), "door.xml_dtd"),
        "external dtd": (f'<!DOCTYPE s SYSTEM "{canary.as_uri()}">{PLAIN}'.encode(), "door.xml_dtd"),
        "deep": (envelope(about(DISPLACED, more=DEEP)), "door.xml_limit"),
        "many elements": (envelope(about(DISPLACED, more="<t:x/>" * 6_000)), "door.xml_too_many_nodes"),
        "many blocks": (envelope(about(DISPLACED), header="<x/>" * 33), "soap.envelope"),
        "too large": (envelope(about(DISPLACED, more=" " * 70_000)), "door.too_large"),
        "two bodies": (f'<s:Envelope xmlns:s="{space}">{body * 2}</s:Envelope>'.encode(), "soap.envelope"),
        "body before header": (
            f'<s:Envelope xmlns:s="{space}">{body}<s:Header>{WHY}</s:Header></s:Envelope>'.encode(),
            "soap.envelope",
        ),
        "two reasons": (envelope(about(DISPLACED), header=WHY * 2), "soap.header_twice"),
        "no xml": (b"\x00\xff\xfe", "door.xml_encoding"),
        "nothing": (b"", "door.xml_empty"),
        "another encoding": (b'<?xml version="1.0" encoding="utf-7"?>' + PLAIN.encode(), "door.xml_encoding"),
        "included": (
            envelope(about(DISPLACED, more=f'<i:include xmlns:i="{XINCLUDE}" parse="text" href="{canary.as_uri()}"/>')),
            "door.schema",
        ),
    }


@pytest.mark.parametrize("name", cases(Path("/canary")))
async def test_a_hostile_body_is_refused_quickly_and_tells_nothing(soap: Served, name: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("our own secret")
    raw, code = cases(canary)[name]

    began = time.perf_counter()
    told = await ask(soap, raw)

    assert (told.code, told.text("side")) == (code, "sender")
    assert time.perf_counter() - began < 1
    assert "secret" not in told.http.text
    assert DISPLACED not in told.http.text


async def test_nothing_of_a_refused_envelope_is_asked(soap: Served, tmp_path: Path) -> None:
    for raw, code in cases(tmp_path / "canary").values():
        if code != "soap.header_twice":
            await ask(soap, raw)

    assert await history(soap) == []


async def test_a_question_that_is_sent_again_is_asked_again(soap: Served) -> None:
    """A replay gives what its key may see, and is seen in the history."""
    told = [await ask(soap, envelope(about(DISPLACED))) for _ in range(3)]

    assert {each.text("answer") for each in told} == {"yes"}
    assert len(await history(soap)) == 3
