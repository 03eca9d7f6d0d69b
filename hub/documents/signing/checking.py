"""A second look at a person's signature before it is recorded: a revoked certificate, or one of a stranger, is no use.

The body's own seal needs none: its key and certificate are ours.
"""

from __future__ import annotations

from datetime import UTC, datetime

from document_flow.seals.certificates import fingerprint
from document_flow.seals.provider import Prepared, Signed
from document_flow.seals.verify import verify_asice, verify_pdf
from hub.clock import SECOND
from hub.documents.signing.thread import computed
from hub.documents.signing.trust import TrustServices
from hub.store.store import Store


async def problem_of(store: Store, services: TrustServices, prepared: Prepared, signed: Signed) -> str | None:
    """The code of what is wrong with the signature that was just made; None where it holds.

    Read as anybody would, by what the document carries: a signature with an archive needs nobody to be asked.
    """
    trust = await services.trust()
    async with store.read() as tx:
        at = datetime.fromtimestamp(await tx.now() / SECOND, UTC)
    check = verify_pdf if signed.form == "pades" else verify_asice
    report = await computed(lambda: check(signed.document, trust, at))
    ours = fingerprint(prepared.certificate)
    made = [each for each in report.signatures if each.certificate_sha256 == ours]
    wrong = [each for each in made[-1:] if each.status == "invalid"]
    if not made or wrong:
        problems = (*report.problems, *(one for each in wrong for one in each.problems))
        return problems[0].code if problems else "seals.none"
    return None
