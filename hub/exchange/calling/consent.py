"""What is pushed by consent: asked again before each call, since a permission may be closed while it was on its way."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.outcome import Exchanged, Rejected
from hub.access.history import Access, note_access
from hub.access.purposes import BY_CONSENT, why
from hub.exchange.calling.step import Call, Proceed
from hub.exchange.consent import CLOSED, ConsentClosed, need_consent
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.exchange.verdict import Verdict
from hub.register.store import RegisterStore
from hub.store.store import Store
from mappings.records import PersonChange, Record


@dataclass(frozen=True, slots=True)
class KeepToConsent:
    """A delivery about somebody whose permission is not open is discarded unsent, and noted as denied."""

    store: Store
    translator: Translator

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        routes, job = self.translator.planner.routes, call.job
        use = routes.use_of(job.route, job.destination)
        if use is None or use.purpose not in BY_CONSENT:
            await proceed(call)
            return
        register = RegisterStore(self.translator.sealer, self.translator.planner.hash)
        party, fins = routes.party_of(job.destination), sorted({_fin(each) for each in self.translator.records(job)})
        try:
            async with self.store.read() as tx:
                for fin in fins or [""]:
                    await need_consent(tx, register, party, use.purpose, (fin, use.categories))
        except ConsentClosed:
            said = why(use.purpose, use.law)
            denied = [
                Access(job.destination, use.categories, CLOSED, register.hash("fin", each), said)
                for each in fins
                if each
            ]
            async with self.store.write() as tx:
                await note_access(tx, register.sealer, party, None, *denied)
            call.outcome = Rejected(Exchanged(), CLOSED)
            call.verdict = Verdict(DeliveryState.DISCARDED, "rejected", counted=False)
            return
        await proceed(call)


def _fin(record: Record) -> str:
    """Whom a record is about; nobody, and so nobody's consent, where it does not say."""
    told = record.person if isinstance(record, PersonChange) else record
    return str(getattr(told, "fin", None) or "")
