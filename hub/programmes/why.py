"""“Niyə kəsilib?”: every right of one person with what became of it and why, out of the rooms that know.

A room that knows of rights is a `Source` in `hub.why_sources`: it is given the person and what was told before it, and
tells its own lines. Who was shown what stands in the access history under its purpose before it is shown; nobody is
shown their own or a relative's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from document_flow.cases.refusals import refusal
from document_flow.cases.waiting import waiting
from document_flow.cases.why import State, WhyLine, why_of
from document_flow.context import Context
from document_flow.days import day_of
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import Why
from hub.errors import NotFound, by_rule
from hub.programmes.cases import Cases
from hub.programmes.relatives import is_related
from hub.programmes.same_person import same_person
from hub.programmes.trouble_words import told_of
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.store import snapshot
from hub.store.tx import Tx

LOOK: Final = "why.look"
"""The service under which such a look stands in the access history."""
_FIRST: Final[Sequence[State]] = ("withheld", "ended", "suspended", "refused", "proposed", "waiting", "in_force")
_NOBODY: Final = Words(
    "Bu FİN üzrə nə reyestrdə şəxs, nə də icraat var: FİN-i yoxlayın.",
    "Under this FIN there is neither a person in the register nor a case: check the FIN.",
)
_KEPT: Final[Mapping[State, Words]] = {
    "in_force": Words("Qüvvədədir, kəsilməyib.", "It is in force, nothing was cut."),
    "suspended": Words("Dayandırılıb: {}.", "Suspended: {}."),
    "ended": Words("Xitam verilib: {}.", "Ended: {}."),
}
_STATES: Final[Mapping[str, State]] = {"suspended": "suspended", "ended": "ended"}
_UNSAID: Final = Words("təyinatı verən qurum səbəbi bildirməyib", "whoever gave it has told no reason")


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about, as of one moment: `fin` as it was asked for; the register finds joined records by it."""

    fin: str
    cases: Cases
    reader: Reader
    context: Context


Source = Callable[[Tx, About, Sequence[WhyLine]], Awaitable[Sequence[WhyLine]]]
"""Tells what a room knows of a person's rights, beside the lines that others have told."""


async def of_cases(tx: Tx, about: About, _told: Sequence[WhyLine]) -> Sequence[WhyLine]:
    """A line for each case of the person, the newest first."""
    cases = about.cases
    rows = await tx.fetch(
        "SELECT c.id FROM {rows} JOIN cases c ON c.subject_hash = r.key_hash ORDER BY c.id DESC",
        rows=await same_person(tx, cases.case_store, about.fin),
    )
    lines: list[WhyLine] = []
    for row in rows:
        stored = await cases.case_store.get(tx, row["id"])
        if stored is not None:
            standing = await cases.standing(tx, stored)
            lines.append(why_of(standing, stored.id, waiting(standing, told_of).need))
    return lines


async def of_register(tx: Tx, about: About, told: Sequence[WhyLine]) -> Sequence[WhyLine]:
    """Rights that the register knows from elsewhere, such as an old base, and what it knows of one beside its case."""
    rights = await about.reader.things_of(tx, "right", about.fin)
    known = {each.number: each.state for each in told if each.number}
    lines = [_line(each.attributes) for each in rights]
    return [each for each in lines if known.get(each.number) not in (each.state, "proposed", "ended")]


def _line(said: Mapping[str, Any]) -> WhyLine:
    name = str(said.get("programme", ""))
    programme = programmes().get(name)
    state = _STATES.get(str(said.get("state")), "in_force")
    reason = said.get("state_reason")
    why, basis = Words(reason, reason) if reason else _UNSAID, said.get("state_basis")
    return WhyLine(
        title=programme.title if programme is not None else Words(name, name),
        state=state,
        reason=Words(_KEPT[state].az.format(why.az.rstrip(".")), _KEPT[state].en.format(why.en.rstrip("."))),
        amount=said.get("amount_qepik"),
        since=day_of(said.get("valid_from")),
        until=day_of(said.get("ended_on") or said.get("valid_to")),
        number=str(said.get("right_id", "")),
        case_number=str(said.get("state_decision_no") or said.get("decision_no") or ""),
        basis=(basis,) if basis else (),
        decided_on=day_of(said.get("state_since")),
    )


async def shown_why(
    cases: Cases, sources: Sequence[Source], person: Person, fin: str, purpose: Why
) -> Sequence[WhyLine]:
    """What is known of a person's rights, what was cut first. NotFound where neither register nor cases know the FIN;
    Forbidden of one's own and a relative's. Each stands in the access history, refusals too.
    """
    async with snapshot(cases.store) as tx:
        about = About(fin, cases, _reader(cases), await cases.context(tx))
        is_own = await is_related(tx, cases.case_store, person.login, fin)
        is_known = await about.reader.by_key(tx, "fin", fin) is not None
        lines = [] if is_own else await told_lines(tx, about, sources)
    outcome = "refused" if is_own else "shown" if lines or is_known else "not_found"
    look = Access(LOOK, "register", outcome, cases.case_store.hash("fin", fin), purpose)
    async with cases.store.write() as tx:
        await note_access(tx, cases.case_store.sealer, person.party, person.login, look)
    if is_own:
        raise by_rule(refusal("cases.related", name=person.name))
    if outcome == "not_found":
        raise NotFound("why.nobody", _NOBODY)
    return sorted(lines, key=_rank)


async def told_lines(tx: Tx, about: About, sources: Sequence[Source]) -> list[WhyLine]:
    """What all rooms tell of a person; whoever is shown it, and that it is noted, is the caller's."""
    lines: list[WhyLine] = []
    for source in sources:
        lines += await source(tx, about, tuple(lines))
    return lines


def _rank(line: WhyLine) -> tuple[int, int]:
    return _FIRST.index(line.state), -(line.decided_on or date.min).toordinal()


def _reader(cases: Cases) -> Reader:
    return Reader(RegisterStore(cases.case_store.sealer, cases.case_store.hash))
