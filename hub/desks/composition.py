"""The parts of the desks, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from hub.desks.affairs import AffairsReading
from hub.desks.briefs import Briefs
from hub.desks.callbacks import Callbacks
from hub.desks.hotline import Hotline
from hub.desks.receptions import Receptions
from hub.documents.composition import Office
from hub.documents.law.rulings import Rulings
from hub.programmes.cases import Cases
from hub.programmes.ruling import CaseRulings
from hub.register.reading import Reader
from hub.register.store import RegisterStore


@dataclass(frozen=True, slots=True)
class Desks:
    """What the pages of the hotline and the reception call."""

    affairs: AffairsReading
    hotline: Hotline
    callbacks: Callbacks
    receptions: Receptions
    briefs: Briefs

    @classmethod
    def of(cls, cases: Cases, office: Office, rulings: Rulings) -> Desks:
        """Put it together."""
        sealer, keyed = cases.case_store.sealer, cases.case_store.hash
        reader = Reader(RegisterStore(sealer, keyed))
        affairs = AffairsReading(cases, reader, office.documents, CaseRulings(rulings))
        receptions = Receptions(cases.store, sealer, keyed, office)
        return cls(
            affairs,
            Hotline(cases.store, sealer, keyed, affairs),
            Callbacks(cases.store, sealer, keyed),
            receptions,
            Briefs(receptions, affairs),
        )
