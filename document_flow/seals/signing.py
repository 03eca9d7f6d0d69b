"""Making signatures in all three forms in two steps: `Signing`.

B-B needs no stamp; B-T asks for one when the signature has come back; B-LTA also asks what the authorities say about
every certificate on the way, puts it into the document, and has a stamp set over all of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_never

from cryptography.hazmat.primitives import hashes

from document_flow.seals import asice, pades, xades
from document_flow.seals.certificates import fingerprint, is_signed_by, public_key_of, read_certificate
from document_flow.seals.container import read_container
from document_flow.seals.provider import (
    Finished,
    Prepared,
    RawSignature,
    RevocationFacts,
    Revocations,
    Signed,
    SigningRequest,
    StampAuthority,
)
from document_flow.seals.refusals import AnswerRefused
from document_flow.seals.stamps import Stamper, certificates_of
from document_flow.seals.xades_archive import ValidationData
from document_flow.words import Words

_ZIP_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""What a renewed container's entries bear: no clock is asked here, and the stamps alone prove a time."""


class Signing:
    """Two-phase signing over the ports that it is given. It holds no state of its own and may be shared."""

    def __init__(self, stamps: StampAuthority, revocations: Revocations, finished: Finished) -> None:
        self._stamps = stamps
        self._revocations = revocations
        self._finished = finished

    async def prepare(self, request: SigningRequest) -> Prepared:
        """The bytes to sign; asks nobody. Raises DocumentRefused or KeyRefused."""
        public_key_of(read_certificate(request.certificate))
        match request.form:
            case "pades":
                return await pades.prepare(request)
            case "xades":
                return await xades.prepare(request)
            case "asice":
                return await asice.prepare(request)
            case _:
                assert_never(request.form)

    async def finish(self, prepared: Prepared, answer: RawSignature) -> Signed:
        """The signed document; the same one whenever the same signature comes again. Raises AnswerRefused."""
        kept = await self._finished.kept(prepared.request_id)
        if kept is not None:
            return _same(kept, answer)
        _check(prepared, answer)
        stamper = None if prepared.level == "B-B" else Stamper(self._stamps)
        signed = Signed(
            request_id=prepared.request_id,
            form=prepared.form,
            level=prepared.level,
            document=await self._filled(prepared, answer, stamper),
            signature_sha256=fingerprint(answer.value),
            stamped_at=stamper.stamped_at if stamper else None,
        )
        return _same(await self._finished.keep(signed), answer)

    async def _filled(self, prepared: Prepared, answer: RawSignature, stamper: Stamper | None) -> bytes:
        match prepared.form:
            case "pades":
                document, filled = await pades.fill(prepared, answer, stamper)
                if prepared.level != "B-LTA" or stamper is None:
                    return document
                return await self._archived(document, filled, (prepared.certificate, *prepared.chain), stamper)
            case "xades":
                document = await xades.fill(prepared, answer, stamper)
                if prepared.level != "B-LTA" or stamper is None:
                    return document
                return await xades.archive(document, self._data_about, stamper)
            case "asice":
                document = await asice.fill(prepared, answer, stamper)
                if prepared.level != "B-LTA" or stamper is None:
                    return document
                at = datetime.fromisoformat(prepared.notes["at"])
                return await asice.archive(document, (prepared.notes["entry"],), self._data_about, stamper, at)
            case _:
                assert_never(prepared.form)

    async def renew(self, document: bytes) -> bytes:
        """A PDF or a container with a fresh stamp over everything in it: before the last stamp's certificate expires.

        What bears a time stamp and no archive gets one. Raises DocumentRefused for a container that is none.
        """
        stamper = Stamper(self._stamps)
        if document.startswith(b"PK"):
            entries = asice.signature_entries(read_container(document))
            return await asice.archive(document, entries, self._data_about, stamper, _ZIP_EPOCH)
        chains = pades.embedded_certificates(document)
        facts = await self._facts_about(chains)
        return await pades.archive(document, None, facts, chains, stamper)

    async def _archived(self, document: bytes, filled: bytes, chain: tuple[bytes, ...], stamper: Stamper) -> bytes:
        certificates = (*chain, *(der for token in stamper.tokens for der in certificates_of(token)))
        facts = await self._facts_about(certificates)
        return await pades.archive(document, filled, facts, certificates, stamper)

    async def _data_about(self, certificates: tuple[bytes, ...], others: tuple[bytes, ...]) -> ValidationData:
        return ValidationData(certificates, await self._facts_about(certificates, others))

    async def _facts_about(self, certificates: tuple[bytes, ...], others: tuple[bytes, ...] = ()) -> RevocationFacts:
        """What is said about every certificate whose issuer is among all; nobody can revoke a root."""
        known = {read_certificate(der).subject: der for der in (*others, *certificates)}
        facts = RevocationFacts()
        for der in dict.fromkeys(certificates):
            certificate = read_certificate(der)
            issuer = known.get(certificate.issuer)
            if issuer is not None and issuer != der:
                facts += await self._revocations.about(der, issuer)
        return facts


def _check(prepared: Prepared, answer: RawSignature) -> None:
    if answer.certificate != prepared.certificate:
        raise AnswerRefused(
            "seals.answer.certificate",
            Words("İmza başqa sertifikatla verilib.", "The signature was made under another certificate."),
        )
    key = public_key_of(read_certificate(answer.certificate))
    if not is_signed_by(key, answer.value, prepared.to_sign, hashes.SHA256()):
        raise AnswerRefused(
            "seals.answer.signature",
            Words("Gələn imza hazırlanmış sənədin imzası deyil.", "The signature is not one over what was prepared."),
        )


def _same(kept: Signed, answer: RawSignature) -> Signed:
    """The kept document, if it bears this very signature."""
    if kept.signature_sha256 != fingerprint(answer.value):
        raise AnswerRefused(
            "seals.answer.other",
            Words("Bu sorğu artıq başqa imza ilə bitib.", "This request is finished already, with another signature."),
        )
    return kept
