"""Payments at each door alike: who may see them, what is written to the access history, what an act takes."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from document_flow.context import BAKU
from document_flow.money.kernel import OBLIGATIONS
from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import why
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.aggregates.kind import Block
from hub.app import Hub
from hub.bodies import Body
from hub.clock import SECOND
from hub.errors import Lang, NotFound, Words
from hub.exchange.ask.problems import sure_fin
from hub.money.acting import Opened
from hub.money.showing import list_title, lists_of, payments_of, reconciled
from hub.web.aggregates import AggregateHappenedView, BlockView, SaidOfForm, block_view
from mappings.identity import read_fin

SERVICE = "payments.certificate"
_NOBODY = Words("Reyestrdə bu FİN ilə şəxs yoxdur.", "The register has nobody of this FIN.")
_RECONCILIATION = Words("Siyahı üzrə üzləşmə", "Reconciliation of a list")


class PaymentsView(BaseModel):
    """Tables: values by the columns' names (money in qəpik), and the same as people read them."""

    blocks: list[BlockView]


class TakenView(AggregateHappenedView):
    """One event of an obligation's history."""


class ObligationView(PaymentsView):
    """One obligation. `offered` are the acts that this official may do now."""

    id: str
    version: int
    offered: list[str]
    history: list[TakenView]


class PeriodQuery(BaseModel):
    """Of which month; empty for the newest of all."""

    period: str = Field(default="", pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")


class WhoseBody(Body):
    """Whose payments; the FIN stands in no address. `basis` is the act or the number of the request."""

    fin: str = Field(min_length=1, max_length=20, repr=False)
    basis: str = Field(default="", max_length=200)


class ObligationActBody(Body):
    """One act, on the version that was seen."""

    act: str = Field(min_length=1, max_length=60)
    expected_version: int = Field(ge=1)
    says: SaidOfForm = Field(default_factory=dict)


def need_payments(person: Person) -> None:
    """Forbidden unless a role lets this person see money."""
    if Right.CASES not in rights_of(person.roles):
        raise RoleMissing(role.value for role in roles_with(Right.CASES))


async def all_lists(hub: Hub, period: str) -> list[Block]:
    """The lists of a period, or of all."""
    async with hub.store.read() as tx:
        return [await lists_of(hub.aggregates.needs, tx, period)]


async def title_of_list(hub: Hub, list_id: str) -> Words:
    """What the reconciliation of a list is called."""
    async with hub.store.read() as tx:
        found = await list_title(hub.aggregates.needs, tx, list_id)
    return Words(f"Üzləşmə: {found.az}", f"Reconciliation: {found.en}") if found is not None else _RECONCILIATION


async def one_list(hub: Hub, list_id: str) -> list[Block]:
    """One list's money."""
    async with hub.store.read() as tx:
        return list(await reconciled(hub.aggregates.needs, tx, list_id))


async def certificate(hub: Hub, person: Person, said: WhoseBody) -> list[Block]:
    """One person's payments. The look is written to the access history, or nothing is shown."""
    fin = sure_fin(read_fin(said.fin), "fin")
    needs = hub.aggregates.needs
    async with hub.store.write() as tx:
        found = await needs.reader.by_key(tx, "fin", fin)
        outcome = "shown" if found is not None else "not_found"
        look = Access(SERVICE, "allowance", outcome, hub.hash("fin", fin), why("benefit", said.basis))
        await note_access(tx, hub.sealer, person.party, person.login, look)
        blocks = [await payments_of(needs, tx, found.id)] if found is not None else []
    if not blocks:
        raise NotFound("money.no_payee", _NOBODY)
    return blocks


def blocks_view(blocks: list[Block], lang: Lang) -> PaymentsView:
    """Tables as shown."""
    return PaymentsView(blocks=[block_view(each, lang) for each in blocks])


def obligation_view(found: Opened, lang: Lang) -> ObligationView:
    """One as shown."""
    names = OBLIGATIONS.names
    return ObligationView(
        id=found.move.id,
        version=found.move.state.length,
        blocks=[block_view(each, lang) for each in found.blocks],
        offered=[act.kind for act, _ in found.offers],
        history=[
            TakenView(
                number=each.number,
                kind=each.kind,
                words=names[each.kind].say(lang),
                by=found.standing.context.directory.name(each.actor, each.at),
                at=datetime.fromtimestamp(each.at / SECOND, BAKU),
            )
            for each in found.history
        ],
    )
