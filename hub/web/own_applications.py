"""What became of an application that a party handed in, and its paper: the party's own alone, at any door."""

from __future__ import annotations

from document_flow.programmes import programmes
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.app import Hub
from hub.errors import NotFound, Words
from hub.exchange.states import MessageState
from hub.programmes.addresses import ELSEWHERE
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import programme_of
from hub.programmes.papers import part_of
from hub.programmes.speaking import may_see
from hub.web.cases import PaperState, paper_state
from hub.web.register_scope import reader_of

_UNKNOWN = Words(
    "Bu nömrə ilə müraciətiniz qeydə alınmayıb.", "No application of yours is registered under this number."
)


async def own_application(hub: Hub, party: str, reference: str) -> StoredCase:
    """NotFound for another party's, and for what a parent asked who is deprived of parental rights since: it is as
    unknown as none.
    """
    async with hub.store.read() as tx:
        stored = await hub.programmes.cases.by_reference(tx, party, reference)
        today = (await hub.programmes.cases.context(tx)).today
        is_seen = stored is not None and await may_see(tx, reader_of(hub), stored.case, today)
    if stored is None or not is_seen:
        raise NotFound("applications.unknown", _UNKNOWN)
    return stored


async def state_of(hub: Hub, party: str, reference: str) -> PaperState:
    """Where it stands, with the code by which anybody checks its paper. NotFound as above.

    PENDING also between the receipt and the case that the application opens.
    """
    try:
        stored = await own_application(hub, party, reference)
    except NotFound:
        if not await _is_under_way(hub, party, reference):
            raise
        return PaperState(reference=reference, case_number="", state="PENDING")
    return paper_state(reference, stored.case, hub.office.printing.papers.code_of(stored.id, part_of(stored.case)))


async def _is_under_way(hub: Hub, party: str, reference: str) -> bool:
    names = {name for programme in programmes().values() for name in programme.formats}
    async with hub.store.read() as tx:
        states = [await hub.door.state_of(tx, party, name, reference) for name in sorted(names)]
    return MessageState.IN_PROGRESS in states


async def handed_paper(hub: Hub, party: str, person: str | None, stored: StoredCase) -> bytes:
    """The sealed paper (PDF), once it stands in the access history that it was handed over. NotFound without one, and
    where it says where somebody lives whose address is protected: a portal does not know who reads it there.
    """
    paper = stored.case.paper
    if paper is None:
        raise NotFound("cases.no_paper", Words("Kağız hələ verilməyib.", "No paper has been issued yet."))
    async with hub.store.read() as tx:
        if not paper.unaddressed and await reader_of(hub).hides(tx, stored.case.subject):
            raise NotFound("cases.paper_elsewhere", ELSEWHERE)
    programme = programme_of(stored.case)
    said = why(programme.purpose, programme.legal_basis)
    given = Access("application.paper", "status", "answered", hub.hash("fin", stored.case.subject), said)
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, party, person, given)
    return await hub.office.printing.content.read(paper.sha256)
