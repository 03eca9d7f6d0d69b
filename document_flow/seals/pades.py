"""PAdES (ETSI EN 319 142-1): signatures inside a PDF, by pyHanko, in two phases.

The first phase appends a revision with a gap for the CMS and gives its signed attributes; the second fills the gap,
never touching a byte outside it. For B-LTA two revisions follow: what is needed to verify (DSS), and a stamp over all.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO

from asn1crypto import crl, ocsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from document_flow.seals.appearance import seal_style
from document_flow.seals.certificates import read_certificate
from document_flow.seals.cms import Signature, content_info, digest_in, signed_attributes
from document_flow.seals.provider import Prepared, RawSignature, RevocationFacts, SigningRequest
from document_flow.seals.refusals import AnswerRefused, DocumentRefused
from document_flow.seals.stamps import Stamper
from document_flow.words import Words

ROOM = 32 * 1024
"""Hexadecimal digits, so 16 KB of CMS: 8 KB were measured to overflow with a time stamp's chain."""


async def prepare(request: SigningRequest) -> Prepared:
    """Append the revision that will hold the signature. Raises DocumentRefused for a PDF that cannot be signed."""
    certificate = read_certificate(request.certificate)
    visible = request.visible
    try:
        writer = _Revision(BytesIO(request.document))
        field = SigFieldSpec(_free_name(writer.prev, "Imza"), invis_sig_settings=InvisSigSettings())
        style = None
        if visible is not None:
            field = SigFieldSpec(field.sig_field_name, on_page=visible.page, box=visible.box)
            style = seal_style(certificate, request.at, request.reason, visible.box)
        metadata = PdfSignatureMetadata(
            field_name=field.sig_field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=request.reason or None,
        )
        signer = _signer(request.certificate)
        session = _Signer(metadata, signer, stamp_style=style, new_field_spec=field).init_signing_session(writer)
        session.system_time = request.at
        document = session.prepare_tbs_document(None, bytes_reserved=ROOM)
        draft = BytesIO()
        gap, _ = document.digest_tbs_document(output=draft)
    except (PdfError, SigningError) as error:
        raise _unsignable() from error
    return Prepared(
        request_id=request.request_id,
        form=request.form,
        level=request.level,
        certificate=request.certificate,
        to_sign=signed_attributes(gap.document_digest, request.certificate),
        draft=draft.getvalue(),
        chain=request.chain,
        notes={"from": str(gap.reserved_region_start), "to": str(gap.reserved_region_end)},
    )


async def fill(prepared: Prepared, answer: RawSignature, stamper: Stamper | None) -> tuple[bytes, bytes]:
    """Put the CMS into the gap, with a stamp over the signature where there is a stamper.

    Returns the document and the gap's content as it stands, which names the signature in a DSS.
    """
    start, end = int(prepared.notes["from"]), int(prepared.notes["to"])
    if digest_in(prepared.to_sign) != sha256(prepared.draft[:start] + prepared.draft[end:]).digest():
        raise AnswerRefused(
            "seals.answer.draft",
            Words("Saxlanmış qaralama imzalanan sənəd deyil.", "The kept draft is not the document that was signed."),
        )
    token = None if stamper is None else await stamper.stamp_of(answer.value)
    signature = Signature(prepared.certificate, prepared.to_sign, answer.value, prepared.chain)
    output = BytesIO(prepared.draft)
    try:
        gap = PreparedByteRangeDigest(b"", start, end)
        filled = gap.fill_with_cms(output, content_info(signature, token))
    except SigningError as error:
        raise DocumentRefused(
            "seals.pdf.room",
            Words(
                "İmza ayrılmış yerə sığmır: sertifikat zənciri çox böyükdür.",
                "The signature does not fit into its gap: the chain of certificates is too large.",
            ),
        ) from error
    return output.getvalue(), filled


async def archive(
    document: bytes, filled: bytes | None, facts: RevocationFacts, chains: Iterable[bytes], stamper: Stamper
) -> bytes:
    """Append certificates and revocation facts (DSS), then a stamp over the whole file; used again before it expires.

    `filled` ties the facts to one signature (VRI); None for a renewal.
    """
    writer = _Revision(BytesIO(document))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        filled,
        certs=[asn1_x509.Certificate.load(der) for der in dict.fromkeys(chains)],
        ocsps=[ocsp.OCSPResponse.load(der) for der in facts.ocsps],
        crls=[crl.CertificateList.load(der) for der in facts.crls],
    )
    pdf_stamper = PdfTimeStamper(stamper, field_name=_free_name(writer.prev, "Vaxt"))
    output = await pdf_stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=ROOM, output=BytesIO())
    return bytes(output.getvalue())


def embedded_certificates(document: bytes) -> tuple[bytes, ...]:
    """Every certificate in a document: in its signatures, in its stamps, and archived beside them (DSS)."""
    reader = PdfFileReader(BytesIO(document))
    found = [each.dump() for each in archived_in(reader).load_certs()]
    for embedded in reader.embedded_signatures:
        stamps = extract_tst_data_iter(embedded.signer_info, signed=False)
        for signed_data in (embedded.signed_data, *stamps):
            found.extend(each.chosen.dump() for each in signed_data["certificates"])
    return tuple(dict.fromkeys(found))


def archived_in(reader: PdfFileReader) -> DocumentSecurityStore:
    """What a document carries for its own verification; an empty store where there is none."""
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return DocumentSecurityStore(writer=None)


class _Revision(IncrementalPdfFileWriter):
    """pyHanko's appended revision, but what the document says of itself stays as its maker wrote it.

    pyHanko writes the XMP packet anew, with the time of the machine and in its own shape.
    """

    def _update_meta(self) -> None:
        """Nothing: a signature changes no title and no claim of PDF/A."""


class _Signer(PdfSigner):
    """pyHanko's, but it names no extension of PDF 2.0 (ISO/TS 32002 for EC keys) and so leaves the version alone.

    PDF/A-3 is PDF 1.7 (ISO 19005-3, 6.1.2), and a reader that knows PAdES knows the curves as well.
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """PAdES alone (EN 319 142-1, 5.6)."""
        del md_algorithm
        pdf_out.register_extension(ESIC_EXTENSION_1)


def _signer(certificate: bytes) -> ExternalSigner:
    """A stand-in of pyHanko's for a signer: it prepares the place and signs nothing."""
    return ExternalSigner(asn1_x509.Certificate.load(certificate), None)


def _free_name(reader: PdfFileReader, word: str) -> str:
    taken = {embedded.field_name for embedded in reader.embedded_signatures}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{word}{number}") not in taken)


def _unsignable() -> DocumentRefused:
    return DocumentRefused(
        "seals.pdf.unsignable",
        Words(
            "PDF imzalana bilmir: zədəlidir, şifrələnib və ya əvvəlki imza yenisini qadağan edir.",
            "The PDF cannot be signed: it is damaged, encrypted, or an earlier signature forbids another.",
        ),
    )
