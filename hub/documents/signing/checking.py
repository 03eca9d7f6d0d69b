"""A second look at a person's signature before it is recorded: a revoked certificate, or one of a stranger, is no use.

The body's own seal needs none: its key and certificate are ours.
"""

from __future__ import annotations

from document_flow.seals.certificates import fingerprint
from document_flow.seals.provider import NO_FACTS, Prepared, RevocationFacts, Signed
from document_flow.seals.verify import VerificationReport, verify_asice, verify_pdf
from hub.documents.acting.service import Documents
from hub.documents.signing.thread import computed
from hub.documents.signing.trust import TrustServices


class Checking:
    """Reads what was signed as anybody would."""

    def __init__(self, documents: Documents, trust: TrustServices) -> None:
        self._documents = documents
        self._trust = trust

    async def problem(self, prepared: Prepared, signed: Signed) -> str | None:
        """The code of what is wrong with the signature that was just made; None where it holds."""
        report = await self._report(prepared, signed)
        ours = fingerprint(prepared.certificate)
        made = [each for each in report.signatures if each.certificate_sha256 == ours]
        wrong = [each for each in made[-1:] if each.status == "invalid"]
        if not made or wrong:
            problems = (*report.problems, *(one for each in wrong for one in each.problems))
            return problems[0].code if problems else "seals.none"
        return None

    async def _report(self, prepared: Prepared, signed: Signed) -> VerificationReport:
        trust = await self._trust.trust()
        async with self._documents.store.read() as tx:
            now = (await self._documents.staff.now(tx)).context(await tx.now()).now
        if signed.form == "pades":
            return await computed(lambda: verify_pdf(signed.document, trust, now))
        facts = await self._facts(prepared)
        return await computed(lambda: verify_asice(signed.document, trust, now, facts))

    async def _facts(self, prepared: Prepared) -> RevocationFacts:
        """What is said now about the signer, which a container of level B-T does not carry."""
        if not prepared.chain:
            return NO_FACTS
        return await self._trust.about(prepared.certificate, prepared.chain[0])
