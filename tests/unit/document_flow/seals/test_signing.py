"""Two phases: what is prepared, what is finished, and that a request has one signature."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import cms  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.authority.issuing import new_hierarchy
from document_flow.seals.cms import Signature, content_info
from document_flow.seals.der import OCTETS, SEQUENCE, oid, tlv
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import Form, Prepared, RawSignature, RevocationFacts
from document_flow.seals.refusals import AnswerRefused, DocumentRefused, KeyRefused, StampRefused
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW

FORMS: tuple[Form, ...] = ("pades", "xades", "asice")


@pytest.mark.parametrize("form", FORMS)
async def test_what_is_prepared_survives_a_restart_as_json(desk: Desk, form: Form) -> None:
    prepared = await desk.signing.prepare(desk.request(form))

    read = Prepared.from_json(prepared.to_json())

    assert read == prepared
    assert read.digest == prepared.digest
    signed = await desk.signing.finish(read, desk.seal.answer(read))
    assert signed.stamped_at == NOW


@given(st.binary(), st.binary(), st.text(), st.dictionaries(st.text(), st.text()))
def test_any_prepared_value_is_read_back_as_it_was(sign: bytes, draft: bytes, name: str, notes: dict[str, str]) -> None:
    prepared = Prepared(name, "xades", "B-B", b"\x00\xff", sign, draft, (b"", draft), notes)

    assert Prepared.from_json(prepared.to_json()) == prepared


@pytest.mark.parametrize("form", FORMS)
async def test_finishing_twice_gives_the_same_document_and_asks_for_one_stamp(desk: Desk, form: Form) -> None:
    prepared = await desk.signing.prepare(desk.request(form))
    answer = desk.seal.answer(prepared)

    first = await desk.signing.finish(prepared, answer)
    second = await desk.signing.finish(prepared, answer)

    assert second.document == first.document
    assert desk.authority.asked == 1


async def test_two_racing_finishes_end_with_the_one_document_that_is_kept(desk: Desk) -> None:
    prepared = await desk.signing.prepare(desk.request())
    answer = desk.seal.answer(prepared)

    both = await asyncio.gather(desk.signing.finish(prepared, answer), desk.signing.finish(prepared, answer))

    assert both[0].document == both[1].document
    assert list(desk.shelf.signed.values()) == [both[0]]


async def test_another_signature_of_a_finished_request_is_refused(desk: Desk) -> None:
    prepared = await desk.signing.prepare(desk.request(key=desk.person))
    await desk.signing.finish(prepared, desk.person.answer(prepared))

    with pytest.raises(AnswerRefused) as refused:
        await desk.signing.finish(prepared, RawSignature(b"another", desk.person.certificate))

    assert refused.value.code == "seals.answer.other"


@pytest.mark.parametrize("kind", ["seal", "person"])
async def test_a_key_gives_the_same_signature_for_the_same_bytes(desk: Desk, kind: str) -> None:
    key: Pkcs12Key = getattr(desk, kind)
    prepared = await desk.signing.prepare(desk.request(key=key))

    assert key.answer(prepared) == key.answer(prepared)


async def test_a_signature_over_something_else_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    prepared = await desk.signing.prepare(desk.request())
    other = await desk.signing.prepare(replace(desk.request(), at=NOW + timedelta(hours=1), reason="Başqa"))

    with pytest.raises(AnswerRefused) as refused:
        await desk.signing.finish(prepared, desk.seal.answer(other))

    assert refused.value.code == "seals.answer.signature"
    assert desk.shelf.signed == {}


async def test_a_signature_under_another_certificate_is_refused(desk: Desk) -> None:
    prepared = await desk.signing.prepare(desk.request())

    with pytest.raises(AnswerRefused) as finished:
        await desk.signing.finish(prepared, RawSignature(b"", desk.person.certificate))
    with pytest.raises(AnswerRefused) as answered:
        desk.person.answer(prepared)

    assert finished.value.code == answered.value.code == "seals.answer.certificate"


@pytest.mark.parametrize(("form", "code"), [("pades", "seals.answer.draft"), ("xades", "seals.xml.unsignable")])
async def test_a_draft_that_was_mixed_up_is_refused(desk: Desk, form: Form, code: str) -> None:
    prepared = await desk.signing.prepare(desk.request(form))
    other = await desk.signing.prepare(replace(desk.request(form), at=NOW + timedelta(hours=1)))
    mixed = replace(prepared, draft=other.draft)

    with pytest.raises((AnswerRefused, DocumentRefused)) as refused:
        await desk.signing.finish(mixed, desk.seal.answer(mixed))

    assert refused.value.code == code


@pytest.mark.parametrize("form", FORMS)
async def test_a_bare_signature_asks_for_no_stamp(desk: Desk, form: Form) -> None:
    signed = await desk.sign(desk.request(form, "B-B"))

    assert signed.stamped_at is None
    assert desk.authority.asked == 0


@pytest.mark.parametrize("wrong", ["nonce", "imprint"])
async def test_a_stamp_for_another_request_is_refused_and_a_later_finish_succeeds(desk: Desk, wrong: str) -> None:
    """Guard: `stamps._checked_token`; pyHanko alone takes a stamp over another imprint."""
    prepared = await desk.signing.prepare(desk.request())
    answer = desk.seal.answer(prepared)
    desk.authority.wrong = wrong  # type: ignore[assignment]

    with pytest.raises(StampRefused) as refused:
        await desk.signing.finish(prepared, answer)
    desk.authority.wrong = None
    signed = await desk.signing.finish(prepared, answer)

    assert refused.value.code == f"seals.stamp.{wrong}"
    assert signed.stamped_at == NOW


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "unreadable"),
        (b"\x30\x03\x02\x01\x00", "unreadable"),
        (b"{}", "unreadable"),
        (b"\x30\x05\x30\x03\x02\x01\x02", "status"),
        (b"\x30\x05\x30\x03\x02\x01\x00", "unreadable"),
        (b"\x30" * 70_000, "unreadable"),
        (b"\x30\x09\x30\x03\x02\x01\x00\x30\x02\x05\x00", "unreadable"),
    ],
)
async def test_an_answer_that_is_no_stamp_is_refused(desk: Desk, answer: bytes, code: str) -> None:
    prepared = await desk.signing.prepare(desk.request("xades"))
    desk.authority.answer = answer

    with pytest.raises(StampRefused) as refused:
        await desk.signing.finish(prepared, desk.seal.answer(prepared))

    assert refused.value.code == f"seals.stamp.{code}"
    assert str(refused.value).startswith(refused.value.code)


async def test_a_certificate_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(KeyRefused) as refused:
        await desk.signing.prepare(replace(desk.request(), certificate=b"\x30\x00"))

    assert refused.value.code == "seals.certificate.unreadable"


@pytest.mark.parametrize("document", [b"", b"%PDF-1.7 nothing", b"<a/>"])
async def test_a_pdf_that_is_none_is_not_signed(desk: Desk, document: bytes) -> None:
    with pytest.raises(DocumentRefused) as refused:
        await desk.signing.prepare(desk.request(document=document))

    assert refused.value.code == "seals.pdf.unsignable"


async def test_a_chain_too_large_for_the_gap_is_refused_before_a_broken_file_leaves(desk: Desk) -> None:
    many = tuple(new_hierarchy(NOW).issuing.der for _ in range(32))
    prepared = await desk.signing.prepare(replace(desk.request(level="B-B"), chain=many))

    with pytest.raises(DocumentRefused) as refused:
        await desk.signing.finish(prepared, desk.seal.answer(prepared))

    assert refused.value.code == "seals.pdf.room"
    assert desk.shelf.signed == {}


@pytest.mark.parametrize("extra", range(0, 260, 37))
async def test_a_signature_is_quick_whatever_lengths_its_parts_have(desk: Desk, extra: int) -> None:
    """asn1crypto encodes a structure whose length ends in 0x80 anew, each level twice: minutes for a signature."""
    prepared = await desk.signing.prepare(desk.request(level="B-B"))
    token = tlv(SEQUENCE, oid("1.2.840.113549.1.7.2"), tlv(OCTETS, bytes(0x80 + extra)))
    signature = Signature(desk.seal.certificate, prepared.to_sign, desk.seal.answer(prepared).value, desk.seal.chain)

    raw = content_info(signature, token)

    assert token in raw
    assert cms.ContentInfo.load(raw, strict=True)["content"]["signer_infos"][0]["signature"].native == signature.value


def test_facts_are_joined_without_twins() -> None:
    facts = RevocationFacts((b"a", b"b"), (b"c",)) + RevocationFacts((b"b",), (b"d",))

    assert facts == RevocationFacts((b"a", b"b"), (b"c", b"d"))
