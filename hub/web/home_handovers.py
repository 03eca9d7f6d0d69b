"""The handover act of a home on a tablet: shown as it would be signed, and signed by both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.days import day_of
from document_flow.moves.acts.hand_over import SignHandover
from document_flow.moves.handover import HandoverForm, HandoverText, handover_paper
from document_flow.moves.refusals import refusal
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal
from document_flow.rendering.forms import PrintKind
from hub.access.history import Access
from hub.access.people import Person
from hub.access.purposes import why
from hub.aggregates.aggregates import unknown
from hub.aggregates.kind import Stored
from hub.app import Hub
from hub.documents.office.journals import document_numbered
from hub.errors import NotFound, Words, WrongFields, by_rule, found_or
from hub.register.looking import SHOWN, note_looks
from hub.returns.handover import handover_text, shown_mark
from hub.returns.moves import MOVES, still_theirs
from hub.store.tx import Tx

LOOK: Final = "move.handover"
"""The service of the access history: an official is shown the handover act of a family."""


@dataclass(frozen=True, slots=True)
class ShownHandover:
    """An act before it is signed, with its mark; or why it cannot be, or the id of the document that it became."""

    household: Household
    text: HandoverText
    mark: str
    refused: Words | None
    document: str | None


async def shown_handover(hub: Hub, person: Person, move: str, case: str) -> ShownHandover:
    """Today's act of that family; where it can be signed, the look stands in the history of each whom it names.
    NotFound alike of who is not there and whose home this official is not shown.
    """
    needs = hub.aggregates.needs
    async with hub.store.read() as tx:
        stored, household = await _household(tx, hub, move, case)
        today = (await needs.context(tx)).today
        text = await handover_text(needs, tx, stored.state, household, person.login, today)
        refused = await _refused(tx, hub, stored, household, person.login, today)
        document = await document_numbered(tx, household.handover) if household.moved else None
    if text is None:
        raise _no_act()
    if refused is None and text.signers:
        said = why("return", "669-IQ")
        looks = [Access(LOOK, "register", SHOWN, each.subject, said) for each in text.people]
        await note_looks(hub.store, hub.sealer, person, looks)
    nobody = None if text.signers else _NO_SIGNER
    return ShownHandover(household, text, shown_mark(needs, person.login, text), refused or nobody, document)


async def sign_handover(hub: Hub, person: Person, move: str, case: str, form: HandoverForm, key: str) -> None:
    """Sign what was shown: register it and hand over the keys. The same key is the same act.

    Conflict where the text is another by now, or the home handed over; WrongFields where it is not filled in as it has
    to be.
    """
    needs = hub.aggregates.needs
    day = found_or(day_of(form.day), by_rule(_CHANGED))
    async with hub.store.read() as tx:
        stored, household = await _household(tx, hub, move, case)
        text = found_or(await handover_text(needs, tx, stored.state, household, person.login, day), _no_act())
    if shown_mark(needs, person.login, text) != form.shown:
        given = {"number": household.number, "home": household.home}
        raise by_rule(refusal("moves.moved_already", **given) if household.moved else _CHANGED)
    if wrong := form.wrong(text):
        raise WrongFields("moves.wrong_handover", wrong)
    printing = hub.office.printing
    paper = handover_paper(text, form, printing.letterhead.body)
    pdf = await printing.rendered(PrintKind.HOME_HANDOVER, paper, sample=hub.settings.sandbox)
    kept = await printing.content.keep(pdf)
    command = SignHandover(
        by=person.login,
        number=household.number,
        day=text.day,
        shown=form.shown,
        sha256=kept.sha256,
        size=kept.size,
        meters=form.meters,
    )
    await hub.aggregates.act(MOVES, move, command, key)


async def _household(tx: Tx, hub: Hub, move: str, case: str) -> tuple[Stored[Move], Household]:
    stored = found_or(await hub.aggregates.tables.get(tx, MOVES, move), unknown(MOVES))
    found = found_or(next((each for each in stored.state.staying if each.case == case), None), _no_act())
    return stored, found


async def _refused(
    tx: Tx, hub: Hub, stored: Stored[Move], household: Household, login: str, today: date
) -> Words | None:
    """Why the rules would not take it now, whatever is filled in."""
    needs = hub.aggregates.needs
    tried = SignHandover(by=login, number=household.number, day=today, shown="", sha256="", size=0, meters={})
    lasting = await still_theirs(needs, tx, stored.state, tried)
    decided = MOVES.kernel.decide(await MOVES.standing(needs, tx, stored, login), tried)
    return next((each.words for each in (decided, lasting) if isinstance(each, Refusal)), None)


def _no_act() -> NotFound:
    return NotFound("moves.no_act", _NO_ACT)


_CHANGED: Final = refusal("moves.act_changed")
_NO_ACT: Final = Words(
    "Bu ailənin aktı burada ekranda imzalana bilməz. Evi kağız aktla təhvil verin.",
    "No act of this family can be signed on a screen here. Hand the home over by an act on paper.",
)
_NO_SIGNER: Final = Words(
    "Reyestrdə ailə adından imzalaya bilən (yetkin üzv və ya səlahiyyəti olan) yoxdur. Evi kağız aktla təhvil verin.",
    "The register knows nobody who may sign for the family: no adult of it, no mandate. Hand the home over on paper.",
)
