"""Whom a check of a payment is about, at each door alike: every look is written down, a refused one too."""

from __future__ import annotations

from typing import Final

from document_flow.hands import refuse_hand
from document_flow.sampling.acts.ask_payee import ASKERS
from document_flow.sampling.standing import refusal
from document_flow.words import Words
from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import why
from hub.aggregates.aggregates import unknown
from hub.aggregates.kind import Block, ColumnOf
from hub.app import Hub
from hub.errors import allowed, found_or
from hub.register.persons import code_of
from hub.sampling.checks import CHECKS, PAID
from hub.web.register_scope import sees

SERVICE: Final = "payment_checks.whom"
_COLUMNS = (ColumnOf("name", Words("Ad", "Name")), ColumnOf("settlement", Words("Məskunlaşma", "Settlement")), PAID)


async def whom(hub: Hub, person: Person, name: str) -> Block:
    """Whom to ask, for who may ask and, representing a district, in it; else Forbidden."""
    needs, login = hub.aggregates.needs, person.login
    async with hub.store.write() as tx:
        stored = found_or(await hub.aggregates.tables.get(tx, CHECKS, name), unknown(CHECKS))
        standing = await CHECKS.standing(needs, tx, stored, login)
        refused = refuse_hand(standing.context.directory, login, ASKERS) or standing.barred(login)
        found = await needs.reader.by_id(tx, stored.state.payee)
        if refused is None and found is not None and not await sees(tx, hub, person, found):
            refused = refusal("sampling.district")
        said = found.attributes if found is not None else {}
        outcome = "shown" if refused is None else refused.code
        look = Access(SERVICE, "allowance", outcome, hub.hash("fin", code_of(said)), why("data_check", ""))
        await note_access(tx, hub.sealer, person.party, login, look)
    allowed(refused)
    names = " ".join(str(said[each]) for each in ("surname", "given_name", "patronymic") if said.get(each))
    place = str((said.get("temporary_settlement") or {}).get("place") or "")
    return Block("whom", Words("Kimdən soruşulur", "Whom to ask"), _COLUMNS, [(names, place, stored.state.qepik)])
