"""The parts of programmes, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from hub.clock import Clock
from hub.documents.composition import Office, Registry
from hub.documents.law.rulings import Rulings
from hub.exchange.ask.dossier import Dossiers
from hub.programmes.advancing import Advancing
from hub.programmes.arriving import Arriving
from hub.programmes.case_store import CaseStore
from hub.programmes.cases import Cases, Leaves
from hub.programmes.effects import Effects
from hub.programmes.fact_sources import FactSources
from hub.programmes.papers import CasePapers, certificate_key
from hub.programmes.ruling import CaseRulings
from hub.programmes.telling import Telling
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.store import Store


@dataclass(frozen=True, slots=True)
class Programmes:
    """What people, agencies and the clock call."""

    cases: Cases
    advancing: Advancing
    arriving: Arriving

    @classmethod
    def cases_of(cls, registry: Registry, store: Store, leaves: Leaves | None = None) -> Cases:
        """What must be there before the writer runs."""
        planner = registry.planner
        reader = Reader(RegisterStore(planner.sealer, planner.hash)).whole
        case_store, telling = CaseStore(planner.sealer, planner.hash), Telling(planner, planner.hash)
        return Cases(store, case_store, registry.staff, Effects(planner, reader), telling, leaves)

    @classmethod
    def of(cls, cases: Cases, office: Office, dossiers: Dossiers, rulings: Rulings, clock: Clock) -> Programmes:
        """Put it together."""
        store, register = cases.store, RegisterStore(cases.case_store.sealer, cases.case_store.hash)
        sources = FactSources(store, clock, Reader(register).whole, dossiers)
        papers = CasePapers(office.papers, certificate_key(cases.case_store.hash), store, Reader(register))
        arriving = Arriving(store, cases.telling.planner, sources.reader)
        return cls(cases, Advancing(store, cases, sources, CaseRulings(rulings), papers), arriving)
