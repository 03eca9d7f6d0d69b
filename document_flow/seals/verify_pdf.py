"""Verifying signatures in a PDF, by pyHanko's validation to ETSI EN 319 102-1.

pyHanko calls a signature over a changed file valid (the CMS is) but not intact, and one over an extended file intact:
only its bottom line takes both and what was appended into account. So nothing else is asked for the verdict.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_lta_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from document_flow.seals.certificates import common_name, fingerprint, is_specimen, masked_holder, read_certificate
from document_flow.seals.chains import context_of, names_of, problem_of, timing, untrusted_stamp, validation_spec
from document_flow.seals.pades import archived_in
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.refusals import KeyRefused
from document_flow.seals.report import Problem, SignatureReport, Status, VerificationReport, problem, worst
from document_flow.seals.trust import TrustStore
from document_flow.words import Words

_FOREIGN = (PdfError, SignatureValidationError, KeyRefused, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What pyHanko and asn1crypto raise over hostile bytes; anything of it means that the file is not read."""

_BLANK = b"\r\n\t \0"
_ADDED: dict[ModificationLevel, Words] = {
    ModificationLevel.LTA_UPDATES: Words("sonradan əlavə edilmiş yoxlama məlumatı", "verification data appended later"),
    ModificationLevel.FORM_FILLING: Words("sonradan əlavə edilmiş imzalar", "signatures appended later"),
    ModificationLevel.ANNOTATIONS: Words("sonradan əlavə edilmiş qeydlər", "annotations appended later"),
    ModificationLevel.OTHER: Words("sonradan edilmiş dəyişikliklər", "changes made later"),
}


async def verify_pdf(
    raw: bytes, trust: TrustStore, at: datetime, facts: RevocationFacts = NO_FACTS
) -> VerificationReport:
    """Every signature of a PDF, judged at `at` by what the file and `facts` hold. Never raises for what `raw` holds."""
    signatures: tuple[SignatureReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    try:
        reader = PdfFileReader(BytesIO(raw))
        signatures = await _signatures(reader, trust, at, facts)
        problems = await _archive_problems(reader, trust, at, facts, held=worst(each.status for each in signatures))
        if signatures and _has_stowaways(raw, reader):
            problems = (problem("stowaways"), *problems)
    except _FOREIGN:
        problems = (problem("unreadable"),)
    if not signatures and not problems:
        problems = (problem("none"),)
    statuses = [*(each.status for each in signatures), *(each.status for each in problems)]
    return VerificationReport("pades", worst(statuses), at, trust.version, trust.sha256, signatures, problems)


async def _signatures(
    reader: PdfFileReader, trust: TrustStore, at: datetime, facts: RevocationFacts
) -> tuple[SignatureReport, ...]:
    """All or none: where one cannot be read, what the others cover cannot be told either."""
    return tuple([await _signature(each, trust, at, facts) for each in reader.embedded_regular_signatures])


async def _archive_problems(
    reader: PdfFileReader, trust: TrustStore, at: datetime, facts: RevocationFacts, held: Status
) -> tuple[Problem, ...]:
    """What is wrong with the stamps over the whole file, the newest first; each vouches for those before it.

    pyHanko passes a signature over in silence where its own stamp still holds and an archive stamp is broken.
    """
    facts, certificates = _with_archived(reader, facts)
    spec = validation_spec(trust, facts, certificates)
    found: list[Problem] = []
    for stamp in reversed(reader.embedded_timestamp_signatures):
        name, proved = await _archive_stamp(stamp, spec, at)
        at = proved or at
        found += [problem(f"archive.{name}", stamp.field_name)] if name else []
    if reader.embedded_timestamp_signatures and held == "indeterminate" and not (facts.ocsps or facts.crls):
        found.append(problem("archive.empty", reader.embedded_timestamp_signatures[0].field_name))
    return tuple(found)


async def _archive_stamp(
    stamp: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> tuple[str | None, datetime | None]:
    """What is wrong with one, judged at a moment, and the time that it proves where nothing is."""
    try:
        status = await async_validate_pdf_timestamp(stamp, context_of(spec, at))
    except _FOREIGN:
        return "stamp", None
    if not (status.valid and status.intact and status.docmdp_ok is not False) or status.timestamp > at:
        return "stamp", None
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "stamp", None
    return (None, status.timestamp) if status.trusted else (untrusted_stamp(status), None)


def _has_stowaways(raw: bytes, reader: PdfFileReader) -> bool:
    """Whether bytes stand behind the last signature or stamp that belong to no revision of the file.

    pyHanko judges revisions; what is appended without one it does not see, and a reader that looks for the last `%%EOF`
    may be shown something else by it.
    """
    last = max(reader.embedded_signatures, key=lambda each: each.signed_revision)
    *_, start, length = (int(each) for each in last.sig_object["/ByteRange"])
    if not raw[start + length :].strip(_BLANK):
        return False
    is_last = last.signed_revision >= reader.xrefs.total_revisions - 1
    return bool(is_last or raw.rpartition(b"%%EOF")[2].strip(_BLANK))


async def _signature(
    embedded: EmbeddedPdfSignature, trust: TrustStore, at: datetime, facts: RevocationFacts
) -> SignatureReport:
    der = embedded.signer_cert.dump()
    certificate = read_certificate(der)
    embedded.compute_integrity_info()  # type: ignore[no-untyped-call]
    facts, certificates = _with_archived(embedded.reader, facts)
    status, indication = await _judged(embedded, validation_spec(trust, facts, certificates), at)
    problems = _problems(status, indication)
    codes = {each.code for each in problems}
    return SignatureReport(
        place=embedded.field_name,
        status=worst(each.status for each in problems),
        signer=common_name(certificate),
        holder=masked_holder(certificate),
        certificate_sha256=fingerprint(der),
        specimen=is_specimen(certificate),
        claimed_at=embedded.self_reported_timestamp,
        stamped_at=_stamped_at(status),
        chain=names_of(status.validation_path if status is not None else None),
        revocation="good" if not problems else "revoked" if "seals.revoked" in codes else "unknown",
        covered=(
            Words("bütün fayl", "the whole file")
            if embedded.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
            else Words("faylın imza anındakı hissəsi", "the file as it was when signed"),
        ),
        not_covered=_not_covered(status),
        problems=problems,
    )


async def _judged(
    embedded: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> tuple[PdfSignatureStatus | None, AdESSubIndic]:
    """EN 319 102-1: 5.3 without a stamp, 5.5 with one, and 5.6.3 where only what was archived can still tell.

    No status means that the signature was not looked at: by its algorithm, for example.
    """
    if next(extract_tst_data_iter(embedded.signer_info, signed=False), None) is None:
        return await _judged_bare(embedded, spec, at)
    result: AdESBasicValidationResult[PdfSignatureStatus] = await ades_with_time_validation(
        embedded.signed_data,
        spec,
        timing_info=timing(at),
        raw_digest=embedded.compute_digest(),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )
    later = [each for each in embedded.reader.embedded_timestamp_signatures if _is_later(each, embedded)]
    if result.ades_subindic != AdESPassed.OK and later:
        result = await ades_lta_validation(embedded, PdfSignatureValidationSpec(spec), timing_info=timing(at))
    return result.api_status, result.ades_subindic


async def _judged_bare(
    embedded: EmbeddedPdfSignature, spec: SignatureValidationSpec, at: datetime
) -> tuple[PdfSignatureStatus | None, AdESSubIndic]:
    try:
        status = await async_validate_pdf_signature(embedded, signer_validation_context=context_of(spec, at))
    except SignatureValidationError as error:
        return None, error.ades_subindication
    return status, status.trust_problem_indic or AdESPassed.OK


def _is_later(stamp: EmbeddedPdfSignature, signature: EmbeddedPdfSignature) -> bool:
    return bool(stamp.signed_revision > signature.signed_revision)


def _with_archived(reader: PdfFileReader, facts: RevocationFacts) -> tuple[RevocationFacts, tuple[bytes, ...]]:
    """The facts and the certificates that the file itself carries (DSS) beside those that were given."""
    archived = archived_in(reader)
    answers = RevocationFacts(
        ocsps=tuple(each.get_object().data for each in archived.ocsps),
        crls=tuple(each.get_object().data for each in archived.crls),
    )
    return facts + answers, tuple(each.dump() for each in archived.load_certs())


def _problems(status: PdfSignatureStatus | None, indication: AdESSubIndic) -> tuple[Problem, ...]:
    """Empty only where the standard's algorithm passed and pyHanko's bottom line is good."""
    if status is None:
        return (problem(problem_of(indication)),)
    damage = _damage(status)
    if damage is not None:
        return (problem(damage),)
    if indication == AdESPassed.OK:
        return () if status.bottom_line else (problem("undecided"),)
    name = problem_of(indication)
    # The signature itself is whole, so what is broken can only be its stamp.
    return (problem("stamp" if name == "broken" else name),)


def _damage(status: PdfSignatureStatus) -> str | None:
    """What was done to the file, whoever signed it."""
    if not (status.intact and status.valid):
        return "broken"
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "coverage"
    return None if status.docmdp_ok else "changed_after"


def _stamped_at(status: PdfSignatureStatus | None) -> datetime | None:
    stamp = status.timestamp_validity if status is not None else None
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return None
    at: datetime = stamp.timestamp
    return at


def _not_covered(status: PdfSignatureStatus | None) -> tuple[Words, ...]:
    if status is None or status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return ()
    level = status.modification_level
    return (_ADDED[level],) if level in _ADDED else ()
