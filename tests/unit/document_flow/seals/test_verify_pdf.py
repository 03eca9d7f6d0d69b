"""Signatures in a PDF: what holds, for how long, and what an attacker may try. Each attack names its guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator.context import ValidationContext

from connectors.sandbox.authority.issuing import Subscriber, new_hierarchy, to_pkcs12
from document_flow.seals import pades
from document_flow.seals.chains import context_of, validation_spec
from document_flow.seals.cms import Signature, content_info, digest_in, signed_attributes
from document_flow.seals.der import SET, members, set_of
from document_flow.seals.pades import ROOM
from document_flow.seals.provider import NO_FACTS, Level, Prepared, VisibleSeal
from document_flow.seals.refusals import DocumentRefused
from document_flow.seals.stamps import Stamper
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify import VerificationReport, verify_pdf
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW, LocalAuthority, hierarchy

LATER = NOW + timedelta(minutes=5)


def codes(report: VerificationReport) -> list[str]:
    return [each.code for each in (*report.problems, *(one for sig in report.signatures for one in sig.problems))]


def trusting(desk: Desk) -> ValidationContext:
    """pyHanko's own view, with everything that it may ask for."""
    return context_of(validation_spec(desk.authority.trust, desk.authority.facts(desk.seal)), LATER)


async def judged(desk: Desk, document: bytes, at: datetime = LATER) -> VerificationReport:
    return await verify_pdf(document, desk.authority.trust, at, desk.authority.facts(desk.seal, desk.person))


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LTA"])
@pytest.mark.parametrize("kind", ["seal", "person"])
async def test_a_signed_letter_is_valid_with_all_that_a_reader_asks(desk: Desk, level: Level, kind: str) -> None:
    signed = await desk.sign(desk.request(level=level, key=getattr(desk, kind)))

    report = await judged(desk, signed.document)

    (signature,) = report.signatures
    assert (report.status, codes(report)) == ("valid", [])
    assert signature.signer == {"seal": "Dövlət Komitəsi", "person": "Gülnarə İsmayılova"}[kind]
    assert signature.holder == {"seal": "NTRAZ-•••••23", "person": "PNOAZ-•••••23"}[kind]
    assert signature.chain[1:] == ("NÜMUNƏ sertifikat mərkəzi", "NÜMUNƏ kök mərkəzi")
    assert (signature.claimed_at, signature.revocation, signature.specimen) == (NOW, "good", True)
    assert signature.stamped_at == (None if level == "B-B" else NOW)
    assert (report.trust_version, len(report.trust_sha256)) == ("2026-1", 64)


async def test_revocation_lists_serve_as_well_as_answers(desk: Desk) -> None:
    signed = await desk.sign(desk.request())

    report = await verify_pdf(signed.document, desk.authority.trust, NOW, desk.authority.lists())

    assert report.status == "valid"


async def test_nothing_is_valid_while_nobody_was_asked_about_revocation(desk: Desk) -> None:
    signed = await desk.sign(desk.request())

    report = await verify_pdf(signed.document, desk.authority.trust, LATER, NO_FACTS)

    assert (report.status, codes(report)) == ("indeterminate", ["seals.revocation.unknown"])


async def test_an_archived_letter_holds_after_its_certificate_expired(desk: Desk) -> None:
    archived = await desk.sign(desk.request(level="B-LTA"))
    bare = await desk.sign(desk.request(level="B-B"))
    desk.authority.now = at = NOW + timedelta(days=7_000)

    kept = await verify_pdf(archived.document, desk.authority.trust, at, desk.authority.facts())
    lost = await verify_pdf(bare.document, desk.authority.trust, NOW + timedelta(days=365 * 20 - 10), NO_FACTS)

    assert (kept.status, codes(kept)) == ("valid", [])
    assert lost.status == "indeterminate"


async def test_a_renewed_archive_holds_after_the_first_stamping_unit_expired(desk: Desk) -> None:
    """Only the archive can tell then (EN 319 102-1, 5.6.3): each stamp vouches for the one before it."""
    ours = desk.authority.hierarchy
    short = desk.authority.pair(Subscriber("NÜMUNƏ vaxt möhürü", "0000000001", "tsa", "ec", 30))
    desk.authority.hierarchy = replace(ours, tsa=short)
    archived = await desk.sign(desk.request(level="B-LTA"))
    desk.authority.hierarchy = ours
    desk.authority.now = NOW + timedelta(hours=1)
    renewed = await desk.signing.renew(archived.document)
    desk.authority.now = at = NOW + timedelta(days=100)

    kept = await verify_pdf(renewed, desk.authority.trust, at, desk.authority.facts(desk.seal))
    lost = await verify_pdf(archived.document, desk.authority.trust, at, desk.authority.facts(desk.seal))

    assert (kept.status, codes(kept)) == ("valid", [])
    assert lost.status == "indeterminate"


async def test_a_digest_that_is_too_weak_leaves_the_signature_undecided(desk: Desk) -> None:
    """Guard: pyHanko's algorithm policy; SHA-1 is not looked at, with a stamp or without one."""
    pair = desk.authority.pair(Subscriber("Möhür", "1234567890", "seal", "rsa"))
    raw = to_pkcs12(pair, desk.authority.hierarchy, "x")
    signer = SimpleSigner.load_pkcs12_data(raw, other_certs=[], passphrase=b"x")
    metadata = PdfSignatureMetadata("Imza1", md_algorithm="sha1", subfilter=SigSeedSubFilter.PADES)
    signed = await PdfSigner(metadata, signer).async_sign_pdf(IncrementalPdfFileWriter(BytesIO(desk.letter)))

    report = await judged(desk, signed.getvalue())

    assert (report.status, codes(report)) == ("indeterminate", ["seals.algorithm"])


async def test_a_signature_that_stops_before_the_end_of_its_revision_is_found_though_its_holder_made_it(
    desk: Desk,
) -> None:
    """Guard: `_damage` looks at the coverage; the digest of a shorter range is intact and valid."""
    prepared = await desk.signing.prepare(desk.request(level="B-B"))
    start, end = int(prepared.notes["from"]), int(prepared.notes["to"])
    rest = len(prepared.draft) - end
    draft = prepared.draft.replace(f" {rest}".encode(), f" {rest - 10}".encode().ljust(len(f" {rest}")))
    digest = sha256(draft[:start] + draft[end : end + rest - 10]).digest()
    attributes = signed_attributes(digest, prepared.certificate)

    report = await judged(desk, await filled(desk, replace(prepared, draft=draft, to_sign=attributes)))

    assert (report.status, set(codes(report))) == ("invalid", {"seals.stowaways", "seals.coverage"})


async def filled(desk: Desk, prepared: Prepared, stamper: Stamper | None = None) -> bytes:
    """What the holder of the key may sign without our checks."""
    value = desk.seal.answer(prepared).value
    token = None if stamper is None else await stamper.stamp_of(value)
    out = BytesIO(prepared.draft)
    start, end = int(prepared.notes["from"]), int(prepared.notes["to"])
    signature = Signature(prepared.certificate, prepared.to_sign, value, prepared.chain)
    PreparedByteRangeDigest(b"", start, end).fill_with_cms(out, content_info(signature, token))
    return out.getvalue()


@pytest.mark.parametrize("stamped", [True, False])
async def test_a_signature_that_names_no_digest_is_undecided_or_worse(desk: Desk, *, stamped: bool) -> None:
    """Guard: pyHanko does not look further, and a signature without a status is never valid."""
    prepared = await desk.signing.prepare(desk.request(level="B-B"))
    bare = replace(prepared, to_sign=set_of(SET, *members(prepared.to_sign)[::2]))
    with pytest.raises(StopIteration):
        digest_in(bare.to_sign)

    report = await judged(desk, await filled(desk, bare, Stamper(desk.authority) if stamped else None))

    assert report.status != "valid"
    assert len(codes(report)) == 1


async def test_a_renewed_archive_has_a_further_stamp_and_is_valid(desk: Desk) -> None:
    signed = await desk.sign(desk.request(level="B-LTA"))
    desk.authority.now = NOW + timedelta(hours=1)

    renewed = await desk.signing.renew(signed.document)

    assert renewed.startswith(signed.document)
    assert len(PdfFileReader(BytesIO(renewed)).embedded_timestamp_signatures) == 2
    assert (await judged(desk, renewed, desk.authority.now)).status == "valid"


async def test_a_certificate_revoked_before_it_signed_is_invalid_and_after_it_is_valid(desk: Desk) -> None:
    signed = await desk.sign(desk.request())
    desk.authority.revoke(desk.seal, NOW - timedelta(hours=1))
    before = await judged(desk, signed.document)
    desk.authority.revoked.clear()
    desk.authority.revoke(desk.seal, NOW + timedelta(minutes=1))
    after = await judged(desk, signed.document)

    assert (before.status, codes(before)) == ("invalid", ["seals.revoked"])
    assert before.signatures[0].revocation == "revoked"
    assert (after.status, codes(after)) == ("valid", [])


async def test_an_authority_that_is_not_pinned_is_not_believed(desk: Desk) -> None:
    """Guard: `TrustStore` alone gives anchors; the chain inside the file proves nothing."""
    signed = await desk.sign(desk.request())
    other = TrustStore.from_pem("other", [new_hierarchy(NOW).pem])

    report = await verify_pdf(signed.document, other, LATER, desk.authority.facts(desk.seal))

    assert (report.status, codes(report)) == ("indeterminate", ["seals.chain.unknown"])


async def test_a_changed_byte_is_found_where_pyhanko_calls_the_signature_valid(desk: Desk) -> None:
    """Pitfall 1. Guard: `_damage` asks for intact and valid both, and the verdict for `bottom_line`.

    pyHanko's `valid` is about the CMS alone and stays True.
    """
    signed = await desk.sign(desk.request())
    at = signed.document.index(b"/MediaBox") + len(b"/MediaBox [0 0 5")
    tampered = signed.document[:at] + b"1" + signed.document[at + 1 :]
    assert tampered != signed.document

    embedded = PdfFileReader(BytesIO(tampered)).embedded_regular_signatures[0]
    status = await async_validate_pdf_signature(embedded, trusting(desk), skip_diff=True)
    report = await judged(desk, tampered)

    assert (status.valid, status.intact, status.bottom_line) == (True, False, False)
    assert (report.status, codes(report)) == ("invalid", ["seals.broken"])


def at_the_archive(document: bytes) -> int:
    """Where the revision begins that the archive's stamp closes: behind what the signature covers."""
    signature = PdfFileReader(BytesIO(document)).embedded_regular_signatures[0]
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


async def test_a_broken_archive_stamp_is_told_with_its_place_and_what_follows(desk: Desk) -> None:
    """Guard: `_archive_problems`; the signature and its own stamp hold, and pyHanko passes the archive's over."""
    signed = await desk.sign(desk.request(level="B-LTA"))
    start = at_the_archive(signed.document)
    place = signed.document.index(b"/VRI", start)
    broken = signed.document[: place + 1] + b"XRI" + signed.document[place + 4 :]

    report = await judged(desk, broken)

    assert [each.status for each in report.signatures] == ["valid"]
    assert (report.status, codes(report)) == ("invalid", ["seals.archive.stamp"])
    assert "“Vaxt1” is broken" in report.problems[0].words.en
    assert "judged without it" in report.problems[0].words.en


async def test_an_archive_that_was_not_renewed_in_time_says_which_stamp_has_expired(desk: Desk) -> None:
    ours = desk.authority.hierarchy
    short = desk.authority.pair(Subscriber("NÜMUNƏ vaxt möhürü", "0000000001", "tsa", "ec", 30))
    desk.authority.hierarchy = replace(ours, tsa=short)
    signed = await desk.sign(desk.request(level="B-LTA"))
    desk.authority.hierarchy = ours
    desk.authority.now = at = NOW + timedelta(days=100)

    report = await judged(desk, signed.document, at)

    assert report.status == "indeterminate"
    assert report.problems[0].code == "seals.archive.stamp.expired"
    assert "“Vaxt1” has expired" in report.problems[0].words.en


async def test_an_archive_without_revocation_data_says_so_where_nobody_else_answers(desk: Desk) -> None:
    signed = await desk.sign(desk.request(level="B-T"))
    archived = await pades.archive(signed.document, None, NO_FACTS, (), Stamper(desk.authority))

    unasked = await verify_pdf(archived, desk.authority.trust, LATER, NO_FACTS)
    asked = await judged(desk, archived)

    assert unasked.status == "indeterminate"
    assert "seals.archive.empty" in codes(unasked)
    assert (asked.status, codes(asked)) == ("valid", [])


async def test_an_archive_stamp_of_an_authority_that_is_not_pinned_is_told_and_only_lowers_the_verdict(
    desk: Desk,
) -> None:
    signed = await desk.sign(desk.request(level="B-T"))
    stranger = LocalAuthority(new_hierarchy(NOW))
    archived = await pades.archive(signed.document, None, NO_FACTS, (), Stamper(stranger))

    report = await judged(desk, archived)

    assert [each.status for each in report.signatures] == ["valid"]
    assert (report.status, codes(report)) == ("indeterminate", ["seals.archive.stamp.untrusted"])


async def test_an_archive_stamp_of_a_form_that_is_none_is_told_as_broken(desk: Desk) -> None:
    """Guard: `_archive_stamp` takes what pyHanko raises over one stamp for that stamp's damage alone."""
    signed = await desk.sign(desk.request(level="B-LTA"))
    head, name, tail = signed.document.rpartition(b"/ETSI.RFC3161")
    blanks = b" " * (len(b"/adbe.pkcs7.detached") - len(name))
    kept, range_end, behind = head.rpartition(b"]" + blanks)
    odd = kept + b"]" + behind + b"/adbe.pkcs7.detached" + tail
    assert (range_end != b"", len(odd)) == (True, len(signed.document))

    report = await judged(desk, odd)

    assert [each.status for each in report.signatures] == ["valid"]
    assert (report.status, codes(report)) == ("invalid", ["seals.archive.stamp"])


async def test_an_archive_stamp_that_leaves_a_hole_is_told_as_broken_though_its_authority_made_it(desk: Desk) -> None:
    """Guard: `_archive_stamp` looks at the coverage; the digest of the shorter range is intact and valid."""
    signed = await desk.sign(desk.request(level="B-LTA"))
    stamp = PdfFileReader(BytesIO(signed.document)).embedded_timestamp_signatures[-1]
    first, length, second, rest = (int(each) for each in stamp.byte_range)
    whole, short = f"[{first} {length} ".encode(), f"[{first} {length - 8} ".encode()
    head, _, tail = signed.document.rpartition(whole)
    draft = head + short.ljust(len(whole)) + tail
    imprint = sha256(draft[: length - 8] + draft[second : second + rest]).digest()
    token = await Stamper(desk.authority).async_timestamp(imprint, "sha256")
    raw = token.hex().encode().ljust(second - length - 2, b"0")
    holed = draft[: length + 1] + raw + draft[second - 1 :]
    assert len(holed) == len(signed.document)

    report = await judged(desk, holed)

    assert [each.status for each in report.signatures] == ["valid"]
    assert (report.status, codes(report)) == ("invalid", ["seals.archive.stamp"])


def appended(document: bytes) -> bytes:
    """The document with another title and another page content, in a revision after the signed one."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = writer.root["/Pages"]["/Count"]
    page[NameObject("/Forged")] = pdf_string("999-FORGED")
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


async def test_a_revision_appended_after_signing_is_found_though_the_signed_bytes_are_intact(desk: Desk) -> None:
    """Pitfall 1, second half. Guard: `_damage` looks at `docmdp_ok`, which the difference analysis gives."""
    signed = await desk.sign(desk.request())
    forged = appended(signed.document)

    embedded = PdfFileReader(BytesIO(forged)).embedded_regular_signatures[0]
    status = await async_validate_pdf_signature(embedded, trusting(desk))
    report = await judged(desk, forged)

    assert forged.startswith(signed.document)
    assert (status.valid, status.intact) == (True, True)
    assert (report.status, codes(report)) == ("invalid", ["seals.changed_after"])
    assert report.signatures[0].covered[0].en == "the file as it was when signed"
    assert report.signatures[0].not_covered[0].en == "changes made later"


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LTA"])
async def test_bytes_behind_the_last_revision_are_found_though_pyhanko_sees_none_of_them(
    desk: Desk, level: Level
) -> None:
    """Guard: `_has_stowaways`."""
    signed = await desk.sign(desk.request(level=level))

    report = await judged(desk, signed.document + b"x")
    with_the_old_offset = await judged(desk, signed.document + b"saxta" + _last_offset(signed.document))
    with_blanks = await judged(desk, signed.document + b"\r\n\n")

    assert (report.status, [each.code for each in report.problems]) == ("invalid", ["seals.stowaways"])
    assert with_the_old_offset.status == "invalid"
    assert with_blanks.status == "valid"


async def test_bytes_behind_an_unsigned_revision_are_found_too(desk: Desk) -> None:
    """Guard: `_has_stowaways`, its look behind the last `%%EOF`."""
    signed = await desk.sign(desk.request())

    report = await judged(desk, appended(signed.document) + b"saxta")

    assert "seals.stowaways" in [each.code for each in report.problems]


def _last_offset(document: bytes) -> bytes:
    """`startxref` and its number as the document ends, to end an appended part like a PDF."""
    return b"\nstartxref\n" + document.rpartition(b"startxref")[2]


async def test_a_byte_range_that_leaves_a_hole_is_found(desk: Desk) -> None:
    """Guard: `_damage` looks at the coverage: a signature must cover its whole revision."""
    signed = await desk.sign(desk.request(level="B-B"))
    start = signed.document.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    end = signed.document.index(b"]", start)
    first, length, second, rest = (int(each) for each in signed.document[start:end].split())
    moved = f"{first} {length - 8} {second} {rest}".encode()
    moved += b" " * (end - start - len(moved))

    report = await judged(desk, signed.document[:start] + moved + signed.document[end:])

    assert report.status == "invalid"


async def test_a_second_signature_leaves_the_first_one_valid_and_says_what_it_does_not_cover(desk: Desk) -> None:
    first = await desk.sign(desk.request())
    second = await desk.sign(desk.request(key=desk.person, document=first.document))

    report = await judged(desk, second.document)

    assert (report.status, codes(report)) == ("valid", [])
    assert [each.place for each in report.signatures] == ["Imza1", "Imza2"]
    assert [each.not_covered != () for each in report.signatures] == [True, False]
    assert second.document.startswith(first.document[: len(first.document)])


async def test_the_gap_holds_a_signature_with_the_stamp_and_both_chains(desk: Desk) -> None:
    """Pitfall 1, third part: 8 KB overflowed. Guard: `ROOM` is 16 KB of CMS, 32 K hexadecimal digits."""
    signed = await desk.sign(desk.request())

    content = PdfFileReader(BytesIO(signed.document)).embedded_regular_signatures[0].pkcs7_content

    assert ROOM == 2 * 16 * 1024
    assert len(content) <= ROOM // 2


async def test_a_stamp_taken_from_another_signature_is_found(desk: Desk) -> None:
    """Guard: the imprint of a stamp is compared with the signature that carries it."""
    document, other = [(await desk.sign(desk.request(key=key))).document for key in (desk.seal, desk.person)]
    mine, theirs = (PdfFileReader(BytesIO(each)).embedded_regular_signatures[0] for each in (document, other))
    token = next(each["values"][0] for each in theirs.signer_info["unsigned_attrs"]).dump()
    attributes = signed_attributes(mine.compute_digest(), desk.seal.certificate)
    value = mine.signer_info["signature"].native
    signature = Signature(desk.seal.certificate, attributes, value, desk.seal.chain)
    raw = content_info(signature, token).hex().encode()
    start, end = int(mine.byte_range[1]) + 1, int(mine.byte_range[2]) - 1
    swapped = document[:start] + raw.ljust(end - start, b"0") + document[end:]
    assert len(swapped) == len(document)

    report = await judged(desk, swapped)

    assert codes(report) == ["seals.stamp"]
    assert report.signatures[0].stamped_at is None


@pytest.mark.parametrize("raw", [b"", b"not a pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"])
async def test_what_is_no_pdf_is_invalid_and_never_raises(desk: Desk, raw: bytes) -> None:
    report = await judged(desk, raw)

    assert (report.status, codes(report)) == ("invalid", ["seals.unreadable"])


async def test_a_letter_without_a_signature_is_undecided(desk: Desk) -> None:
    report = await judged(desk, desk.letter)

    assert (report.status, codes(report)) == ("indeterminate", ["seals.none"])


async def test_the_visible_seal_of_a_test_certificate_bears_the_watermark(desk: Desk) -> None:
    seal = VisibleSeal(0, (300, 40, 550, 120))
    signed = await desk.sign(desk.request(visible=seal))

    reader = PdfFileReader(BytesIO(signed.document))
    widget = reader.embedded_regular_signatures[0].sig_field

    assert [int(each) for each in widget["/Rect"]] == list(seal.box)
    assert "/XObject" in widget["/AP"]["/N"]["/Resources"]
    assert (await judged(desk, signed.document)).status == "valid"


async def test_a_box_too_small_to_read_is_refused(desk: Desk) -> None:
    with pytest.raises(DocumentRefused) as refused:
        await desk.signing.prepare(replace(desk.request(), visible=VisibleSeal(0, (0, 0, 10, 10))))

    assert refused.value.code == "seals.visible.box"


def test_the_authority_of_these_tests_is_one_for_the_whole_run() -> None:
    assert hierarchy() is hierarchy()
