"""Archives of XAdES signatures (EN 319 132-1, 5.5): judged without anybody being asked, for as long as stamps vouch."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import pytest
from asn1crypto import cms  # type: ignore[import-untyped]
from lxml import etree

from connectors.sandbox.authority.issuing import Subscriber
from document_flow.seals.container import data_files, read_container, write_container
from document_flow.seals.dsig import DS, XADES, XADES141
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.verify import VerificationReport, verify_asice, verify_xml
from document_flow.xml import parse
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW

LATER = NOW + timedelta(minutes=5)
ENTRY = "META-INF/signatures0.xml"
NAMES = {"ds": DS, "x": XADES, "a": XADES141}


def codes(report: VerificationReport) -> list[str]:
    return [each.code for each in (*report.problems, *(one for sig in report.signatures for one in sig.problems))]


async def an_archive(desk: Desk) -> bytes:
    return (await desk.sign(desk.request("asice", "B-LTA", key=desk.person))).document


def found(place: etree._Element, path: str) -> list[Any]:
    """By XPath, with the standard's names."""
    return list(place.xpath(path, namespaces=NAMES))  # type: ignore[arg-type]


def changed(container: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """The container with its signature's XML changed."""
    contents = read_container(container)
    root = parse(contents[ENTRY], most_bytes=1_000_000)
    change(root)
    contents[ENTRY] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return write_container(list(contents.items()), NOW)


@pytest.mark.parametrize("kind", ["seal", "person"])
async def test_a_container_of_our_own_is_valid_though_nobody_is_asked_about_revocation(desk: Desk, kind: str) -> None:
    signed = await desk.sign(desk.request("asice", "B-LTA", key=getattr(desk, kind)))

    report = await verify_asice(signed.document, desk.authority.trust, LATER, NO_FACTS)

    (signature,) = report.signatures
    assert (report.status, codes(report)) == ("valid", [])
    assert (signature.revocation, signature.stamped_at) == ("good", NOW)


async def test_an_xml_document_of_our_own_is_valid_though_nobody_is_asked_about_revocation(desk: Desk) -> None:
    signed = await desk.sign(desk.request("xades", "B-LTA"))

    report = await verify_xml(signed.document, desk.authority.trust, LATER, NO_FACTS)

    assert (report.status, codes(report)) == ("valid", [])
    assert report.signed_xml


async def test_the_archive_holds_what_the_standard_names_in_its_places(desk: Desk) -> None:
    """Read by paths of the standard and hashed by hand: our reader is not asked."""
    contents = read_container(await an_archive(desk))
    signature = etree.fromstring(contents[ENTRY])[0]  # our own bytes
    (unsigned,) = found(signature, ".//x:UnsignedSignatureProperties")

    assert [etree.QName(each).localname for each in unsigned] == [
        "SignatureTimeStamp",
        "CertificateValues",
        "RevocationValues",
        "TimeStampValidationData",
        "ArchiveTimeStamp",
    ]
    chain = {b64encode(each).decode() for each in (desk.person.certificate, *desk.person.chain)}
    assert chain == set(found(unsigned, "x:CertificateValues/x:EncapsulatedX509Certificate/text()"))
    assert len(found(unsigned, "x:RevocationValues/x:OCSPValues/*")) == 2
    unit = b64encode(desk.authority.hierarchy.tsa.der).decode()
    assert unit in found(unsigned, "a:TimeStampValidationData//x:EncapsulatedX509Certificate/text()")
    (token,) = found(unsigned, "a:ArchiveTimeStamp/x:EncapsulatedTimeStamp/text()")
    info = cms.ContentInfo.load(b64decode(token))["content"]["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native == sha256(stamped_by_hand(contents, signature)).digest()


def stamped_by_hand(contents: dict[str, bytes], signature: etree._Element) -> bytes:
    """EN 319 132-1, 5.5.2.2: what references come to, then SignedInfo, SignatureValue, KeyInfo, unsigned properties."""

    def c14n(element: etree._Element) -> bytes:
        return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)

    files, data = data_files(contents), b""
    for reference in found(signature, "ds:SignedInfo/ds:Reference"):
        uri = reference.get("URI")
        (own,) = found(signature, ".//x:SignedProperties")
        data += c14n(own) if uri.startswith("#") else files[unquote(uri)]
    for name in ("ds:SignedInfo", "ds:SignatureValue", "ds:KeyInfo"):
        data += c14n(found(signature, name)[0])
    *before, last = found(signature, ".//x:UnsignedSignatureProperties/*")
    assert etree.QName(last).localname == "ArchiveTimeStamp"
    return data + b"".join(c14n(each) for each in before)


async def test_an_archive_holds_after_its_signer_s_certificate_expired_if_the_stamping_unit_is_known_to_be_good(
    desk: Desk,
) -> None:
    archived = await an_archive(desk)
    bare = (await desk.sign(desk.request("asice", "B-T", key=desk.person))).document
    desk.authority.now = at = NOW + timedelta(days=1_200)

    kept, lost, unasked = [
        await verify_asice(document, desk.authority.trust, at, facts)
        for document, facts in (
            (archived, desk.authority.facts()),
            (bare, desk.authority.facts()),
            (archived, NO_FACTS),
        )
    ]

    assert (kept.status, codes(kept)) == ("valid", [])
    assert lost.status == "indeterminate"
    assert (unasked.status, codes(unasked)[0]) == ("indeterminate", "seals.archive.stamp.revocation")


async def test_a_signer_revoked_after_the_archive_was_made_leaves_it_valid_and_before_it_makes_it_invalid(
    desk: Desk,
) -> None:
    archived = await an_archive(desk)
    desk.authority.now = at = NOW + timedelta(days=40)
    desk.authority.revoke(desk.person, NOW + timedelta(days=30))
    after = await verify_asice(archived, desk.authority.trust, at, desk.authority.facts(desk.person))
    desk.authority.revoked.clear()
    desk.authority.revoke(desk.person, NOW - timedelta(days=1))
    before = await verify_asice(archived, desk.authority.trust, at, desk.authority.facts(desk.person))

    assert (after.status, codes(after)) == ("valid", [])
    assert (before.status, codes(before)) == ("invalid", ["seals.revoked"])


async def test_a_renewed_container_holds_after_the_first_stamping_unit_expired(desk: Desk) -> None:
    ours = desk.authority.hierarchy
    short = desk.authority.pair(Subscriber("NÜMUNƏ vaxt möhürü", "0000000001", "tsa", "ec", 30))
    desk.authority.hierarchy = replace(ours, tsa=short)
    archived = await an_archive(desk)
    desk.authority.hierarchy = ours
    desk.authority.now = NOW + timedelta(hours=1)
    renewed = await desk.signing.renew(archived)
    desk.authority.now = at = NOW + timedelta(days=100)

    kept = await verify_asice(renewed, desk.authority.trust, at, desk.authority.facts())
    lost = await verify_asice(archived, desk.authority.trust, at, desk.authority.facts(desk.person))

    assert (kept.status, codes(kept)) == ("valid", [])
    assert (lost.status, codes(lost)[0]) == ("indeterminate", "seals.archive.stamp.expired")


async def test_a_container_without_an_archive_gets_one_when_it_is_renewed(desk: Desk) -> None:
    bare = (await desk.sign(desk.request("asice", "B-T", key=desk.person))).document

    renewed = await desk.signing.renew(bare)

    report = await verify_asice(renewed, desk.authority.trust, LATER, NO_FACTS)
    assert (report.status, codes(report)) == ("valid", [])


async def test_a_second_signature_leaves_the_first_one_s_archive_whole(desk: Desk) -> None:
    first = await an_archive(desk)
    second = await desk.sign(desk.request("asice", "B-LTA", document=first))

    report = await verify_asice(second.document, desk.authority.trust, LATER, NO_FACTS)

    assert (report.status, [each.status for each in report.signatures]) == ("valid", ["valid", "valid"])


async def test_a_broken_archive_stamp_of_a_container_is_told_with_its_place_and_what_follows(desk: Desk) -> None:
    """The signature itself is whole: what was changed lies in the archive alone."""

    def drop_an_answer(root: etree._Element) -> None:
        place = found(root, ".//a:TimeStampValidationData")[0]
        place.getparent().remove(place)

    broken = changed(await an_archive(desk), drop_an_answer)
    report = await verify_asice(broken, desk.authority.trust, LATER, desk.authority.facts(desk.person))

    assert (report.status, codes(report)) == ("invalid", ["seals.archive.stamp"])
    assert f"“{ENTRY} № 1” is broken" in report.signatures[0].problems[0].words.en
    assert "judged without it" in report.signatures[0].problems[0].words.en
    assert report.signatures[0].revocation == "good"


async def test_values_that_are_none_in_an_archive_are_passed_over(desk: Desk) -> None:
    def spoil(root: etree._Element) -> None:
        for each in found(root, ".//x:EncapsulatedOCSPValue | .//x:CertificateValues/*"):
            each.text = b64encode(b"nothing of the kind").decode()

    spoiled = changed(await an_archive(desk), spoil)
    report = await verify_asice(spoiled, desk.authority.trust, LATER, desk.authority.facts(desk.person))

    assert codes(report) == ["seals.archive.stamp"]


async def test_lists_serve_in_an_archive_as_well_as_answers(desk: Desk) -> None:
    async def lists(certificate: bytes, issuer: bytes) -> RevocationFacts:
        del certificate, issuer
        return desk.authority.lists()

    desk.authority.about = lists  # type: ignore[method-assign]
    archived = await an_archive(desk)

    report = await verify_asice(archived, desk.authority.trust, LATER, NO_FACTS)

    assert (report.status, codes(report)) == ("valid", [])


async def test_a_container_without_a_time_stamp_cannot_be_archived(desk: Desk) -> None:
    """EN 319 132-1, 5.4: values are kept of what was so at a proved time."""
    unstamped = (await desk.sign(desk.request("asice", "B-B"))).document
    asked = desk.authority.asked

    with pytest.raises(LookupError, match="behind its time stamp"):
        await desk.signing.renew(unstamped)

    assert desk.authority.asked == asked


async def test_what_the_signer_s_values_hold_already_is_not_repeated_for_the_stamp(desk: Desk) -> None:
    lists = desk.authority.lists()

    async def same_lists(certificate: bytes, issuer: bytes) -> RevocationFacts:
        del certificate, issuer
        return lists

    desk.authority.about = same_lists  # type: ignore[method-assign]
    request = desk.request("asice", "B-LTA", key=desk.person)
    signed = await desk.sign(replace(request, chain=(*request.chain, desk.authority.hierarchy.tsa.der)))

    signature = etree.fromstring(read_container(signed.document)[ENTRY])[0]  # our own bytes
    report = await verify_asice(signed.document, desk.authority.trust, LATER, NO_FACTS)

    assert found(signature, ".//a:TimeStampValidationData") == []
    assert len(found(signature, ".//a:ArchiveTimeStamp")) == 1
    assert (report.status, codes(report)) == ("valid", [])
