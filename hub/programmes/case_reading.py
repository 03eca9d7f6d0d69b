"""Reading cases: lists by where they stand, one with its history and what may be done, and who was shown one.

Lists say nothing of a person. Whoever opens a case is shown facts: that look stands in the access history first, of the
applicant and of each relative of whom the register has told something, under the purpose and the act of its programme,
once in a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from document_flow.act import Act
from document_flow.cases.acts.amend_answers import AnswersAmended
from document_flow.cases.acts.prove_notice import NOTICES
from document_flow.cases.acts.tell_parent import parents_to_tell
from document_flow.cases.event import Event
from document_flow.cases.kernel import decide
from document_flow.cases.registry import ACTS
from document_flow.cases.standing import AT_DESK, Standing
from document_flow.cases.state import Case
from document_flow.cases.waiting import waiting
from document_flow.form import Field, Form, Option
from document_flow.outcome import Refusal, Waiting
from document_flow.programmes import programmes
from document_flow.words import Words
from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import why
from hub.access.rights import Right, rights_of
from hub.aggregates.kind import Needs
from hub.clock import SECOND
from hub.documents.law.rulings import today
from hub.errors import HubError, NotFound, found_or
from hub.evidence.histories import History, HistoryLine
from hub.evidence.holding import Held, differing
from hub.programmes.addresses import veiled
from hub.programmes.case_store import CHANGED, CaseStore, StoredCase
from hub.programmes.cases import NO_CASE, Cases, people_of, programme_of
from hub.programmes.fact_sources import REGISTER
from hub.programmes.relatives import may_see_address
from hub.programmes.trouble_words import told_of
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import NEWEST
from hub.store.legal_time import legal_now
from hub.store.store import Store, snapshot
from hub.store.tx import Row, Rows, Tx
from hub.store.where import Where

LOOK: Final = "case.look"
_LEFT_OUT: Final = ("grades", "corrections", "notices", "parents")
"""Where there is nothing to choose of these, they are not asked."""
_TOO_MANY: Final = Words(
    "Ləğv edilmiş kağızların sayı həddi ({}) keçib; kəsilmiş siyahı ləğv edilmişi qüvvədə göstərərdi.",
    "More than {} papers were revoked; a list that is cut off would call a revoked one valid.",
)
_NUMBERS: Final = ("number", "paper_no", "revocation_no")
_COLUMNS: Final = (
    "c.id, c.programme, c.number, c.phase, c.outcome, c.paper_no, c.paper_until, c.awaits, c.due, c.letter_on,"
    " c.opened_at, c.changed_at, c.version"
)


@dataclass(frozen=True, slots=True)
class WantedCases:
    """Which cases: of a programme, in a phase, of a number (an application's, a paper's, a revocation's), with a
    hearing, a second official or a look at a doubt awaited; of those whose paper has to go by letter on a day, with
    that day; `ends_within`, of those whose paper holds and ends within so many days, the first to end first.
    """

    programme: str = ""
    phase: str = ""
    number: str = ""
    awaits: str = ""
    letter_on: str = ""
    ends_within: int | None = None
    below: str = NEWEST
    most: int = 50


@dataclass(frozen=True, slots=True)
class CaseWaits:
    """What somebody proposes about a case, or has drafted: `need` says it in a sentence. `mine`: the person may answer
    it; `at` in microseconds.
    """

    id: str
    number: str
    need: Words
    by: str
    at: int
    mine: bool


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """An act that this person may do now."""

    act: Act
    form: Form

    @property
    def name(self) -> str:
        """How the form says which it is."""
        return self.act.kind


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One case with everything about it, as of one moment. `is_veiled`: without where its person lives, which this
    reader may not see.
    """

    stored: StoredCase
    standing: Standing
    waiting: Waiting
    history: History[Event]
    is_veiled: bool = False

    @property
    def intact(self) -> bool:
        """Whether its history is as it was written."""
        return self.history.intact

    @property
    def lines(self) -> Sequence[HistoryLine[Event]]:
        """What happened, in order."""
        return self.history.lines

    @property
    def amendments(self) -> list[AnswersAmended]:
        """The corrections of the application's answers, with what they were before."""
        return [line.event for line in self.lines if isinstance(line.event, AnswersAmended)]

    def offered(self, login: str) -> list[OfferedAct]:
        """What this person may do about it now, by the rules themselves; the most likely first."""
        found = [
            OfferedAct(act, form)
            for act in ACTS
            for form in (_filled(each, self.standing, login) for each in act.forms)
            if not isinstance(decide(self.standing, act.asked(form, _sample(form, login))), Refusal)
        ]
        return sorted(found, key=lambda each: each.form.rank)


async def find_cases(tx: Tx, wanted: WantedCases) -> Sequence[Row]:
    """The newest first; of papers that end soon, the first to end."""
    if wanted.ends_within is None:
        where, order = Where().given("c.id < :below", below=wanted.below), "c.id DESC"
    else:
        where, order = _ending(today(await legal_now(tx)), wanted.ends_within, wanted.below), "c.paper_until, c.id"
    where.given("c.programme = :programme", programme=wanted.programme or None)
    where.given("c.phase = :phase", phase=wanted.phase or None)
    where.given(f"({' OR '.join(f'c.{each} = :number' for each in _NUMBERS)})", number=wanted.number or None)
    where.given("c.awaits = :awaits", awaits=wanted.awaits or None)
    where.given("c.letter_on <= :letter_on", letter_on=wanted.letter_on or None)
    return await tx.fetch(
        f"SELECT {_COLUMNS} FROM cases c WHERE {where} ORDER BY {order} LIMIT :most",
        {**where.values, "most": wanted.most},
    )


async def to_post(tx: Tx, cases: Cases, person: Person, rows: Sequence[Row]) -> Sequence[Row]:
    """Of cases with a letter to be sent those that this person may send: to a protected address by who may see it."""
    if Right.PROTECTED in rights_of(person.roles):
        return rows
    found = {row["id"]: await cases.case_store.get(tx, row["id"]) for row in rows}
    kept = {name for name, each in found.items() if each is not None and await cases.is_protected(tx, each.case)}
    return [row for row in rows if row["id"] not in kept]


async def doubted(needs: Needs, tx: Tx, decisions: Sequence[str]) -> Mapping[str, bool]:
    """Of these decisions, by their numbers, those that a case has given: whether an official has to look at the ground
    of its paper, also where something is proposed about it already.
    """
    store = CaseStore(needs.sealer, needs.hash)
    rows = await tx.fetch(
        "SELECT c.id, c.paper_no, c.awaits FROM {rows} JOIN cases c ON c.paper_no = r.number",
        rows=Rows("number text", [(each,) for each in decisions]),
    )
    found = {row["paper_no"]: await store.get(tx, row["id"]) for row in rows if row["awaits"]}
    asked = {number for number, each in found.items() if each is not None and each.case.doubts}
    return {row["paper_no"]: row["paper_no"] in asked for row in rows}


def _ending(day: date, days: int, after: str) -> Where:
    """Papers that hold on the day and end at most so many days later; those that follow the one of an id."""
    last = (day + timedelta(days=days)).isoformat()
    where = Where("c.closed_at IS NULL AND c.outcome = 'granted'")
    where.given("c.ends_on BETWEEN :first AND :last", first=day.isoformat(), last=last)
    follows = "(c.paper_until, c.id) > (SELECT p.paper_until, p.id FROM cases p WHERE p.id = :after)"
    return where.given(follows, after=None if after == NEWEST else after)


async def proposals(tx: Tx, cases: Cases, login: str, most: int) -> Sequence[CaseWaits]:
    """What waits for a second official, the oldest case first."""
    rows = await tx.fetch(
        "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed, c.changed_at FROM cases c"
        " WHERE c.awaits = 'second' ORDER BY c.id LIMIT :most",
        {"most": most},
    )
    return [await _waits(tx, cases, row, login) for row in rows]


async def _waits(tx: Tx, cases: Cases, row: Row, login: str) -> CaseWaits:
    stored = cases.case_store.opened(row)
    standing, case = await cases.standing(tx, stored, login), stored.case
    by, at = case.drafted_by, row["changed_at"]
    if case.proposal is not None:
        by, at = case.proposal.by, int(case.proposal.at.timestamp() * SECOND)
    number = case.application.number if case.application is not None else ""
    return CaseWaits(stored.id, number, waiting(standing).need, by, at, _may_answer(standing, login))


def _may_answer(standing: Standing, login: str) -> bool:
    """Whether this person may say a word about what another left there."""
    asked = (act.asked(form, _sample(form, login)) for act in ACTS if act.seen for form in act.forms)
    return any(not isinstance(decide(standing, each), Refusal) for each in asked)


async def count_cases(tx: Tx, programme: str) -> Mapping[str, int]:
    """How many of a programme stand in each phase."""
    rows = await tx.fetch(
        "SELECT c.phase, count(*) AS n FROM cases c WHERE c.programme = :programme GROUP BY c.phase",
        {"programme": programme},
    )
    return {row["phase"]: int(row["n"]) for row in rows}


async def revoked_papers(tx: Tx, most: int = 1_000_000) -> Sequence[str]:
    """Numbers of granted papers that were taken back, each until its own last day, by legal time: until then it may be
    shown somewhere. HubError where they are more than `most`: none is left out.
    """
    day = today(await legal_now(tx)).isoformat()
    rows = await tx.fetch(
        "SELECT c.paper_no FROM cases c WHERE c.outcome = 'void' AND c.paper_no IS NOT NULL"
        " AND (c.paper_until IS NULL OR c.paper_until >= :day) LIMIT :most",
        {"day": day, "most": most + 1},
    )
    if len(rows) > most:
        raise HubError("cases.too_many_revoked", Words(_TOO_MANY.az.format(most), _TOO_MANY.en.format(most)))
    return [row["paper_no"] for row in rows]


async def read_case(tx: Tx, cases: Cases, case: str, login: str) -> CaseSheet:
    """A case, for this person; NotFound where there is none."""
    stored = found_or(await cases.case_store.get(tx, case), NotFound("cases.unknown", NO_CASE))
    standing = await cases.standing(tx, stored, login)
    history = await cases.case_store.history(tx, case)
    return CaseSheet(stored, standing, waiting(standing, told_of), history)


async def shown_case(cases: Cases, person: Person, case: str) -> CaseSheet:
    """A case for a person's eyes: the look is written down before anything of it is shown.

    Facts that give a protected address away are shown to who has the right; acts are decided by all of them.
    """
    async with cases.store.read() as tx:
        stored = found_or(await cases.case_store.get(tx, case), NotFound("cases.unknown", NO_CASE))
        subjects = await _subjects(tx, cases, stored.case)
        fresh = [each for each in subjects if not await _lasts(tx, person, stored, each)]
    if fresh:
        looks = [_look(stored, each) for each in fresh]
        async with cases.store.write() as tx:
            await note_access(tx, cases.case_store.sealer, person.party, person.login, *looks)
    async with snapshot(cases.store) as tx:
        sheet = await read_case(tx, cases, case, person.login)
        if not await _is_kept_from(tx, cases, sheet.stored.case, person):
            return sheet
    left = veiled(programme_of(sheet.stored.case), sheet.stored.case)
    return replace(sheet, stored=replace(sheet.stored, case=left), is_veiled=True)


async def _is_kept_from(tx: Tx, cases: Cases, case: Case, person: Person) -> bool:
    """Whether the address of whom the case is about is protected, and not for this person to see."""
    reader = Reader(RegisterStore(cases.case_store.sealer, cases.case_store.hash))
    subject = await reader.by_key(tx, "fin", case.subject)
    if subject is None or not await reader.over(tx, subject):
        return False
    return not await may_see_address(tx, cases.case_store, person, subject)


def altered_cases(store: Store, case_store: CaseStore) -> AsyncIterator[str]:
    """Ids of the cases whose history, row and evidence do not agree, and of those that are gone."""

    async def is_so(tx: Tx, name: str) -> bool:
        return await case_store.is_so(tx, name, programmes())

    return differing(store, Held("cases", CHANGED, is_so))


async def _subjects(tx: Tx, cases: Cases, case: Case) -> list[str]:
    """Keyed hashes of whom a case shows: its people, a child's parents, and relatives of whom our register told."""
    sealer, hashed = cases.case_store.sealer, cases.case_store.hash
    told = {rule for rule, fact in case.facts.items() if fact.source == REGISTER}
    rules = (rule for rule in programme_of(case).facts if rule.name in told)
    relatives = {origin.relative for rule in rules for origin in rule.origins} - {""}
    person = await Reader(RegisterStore(sealer, hashed)).by_key(tx, "fin", case.subject) if relatives else None
    said = person.attributes if person is not None else {}
    fins = (
        *people_of(programme_of(case), case),
        *case.parents,
        *(said.get(f"{each}_fin") for each in sorted(relatives)),
    )
    return [hashed("fin", fin) for fin in fins if fin]


def _look(stored: StoredCase, subject: str) -> Access:
    programme = programme_of(stored.case)
    return Access(LOOK, "register", "shown", subject, why(programme.purpose, programme.legal_basis))


async def _lasts(tx: Tx, person: Person, stored: StoredCase, subject: str) -> bool:
    return bool(
        await tx.fetch(
            "SELECT id FROM access_events WHERE subject_hash = :subject AND actor_person = :person"
            " AND actor_party = :party AND service = :service AND purpose_code = :purpose"
            " AND created_at > hub_now() - :lasts LIMIT 1",
            {
                "subject": subject,
                "person": person.login,
                "party": person.party,
                "service": LOOK,
                "purpose": programme_of(stored.case).purpose,
                "lasts": 15 * 60 * SECOND,
            },
        )
    )


def _filled(form: Form, standing: Standing, login: str) -> Form:
    """The form with what there is to choose from: officials who work on cases and are not barred yet, and what the
    programme grants.
    """
    directory, barred, grade = standing.context.directory, standing.case.barred, standing.programme.grade
    others = [each for each in directory.by_name() if directory.has_role(each.login, AT_DESK)]
    options = {
        "officials": tuple(
            Option(each.login, Words(each.name, each.name)) for each in others if each.login not in {login, *barred}
        ),
        "complaints": tuple(Option(each, Words(each[-8:], each[-8:])) for each in standing.case.open_complaints),
        "grades": tuple(Option(*each) for each in grade.choices.items()) if grade is not None else (),
        "corrections": _corrections(standing),
        "raises": _raises(standing),
        "notices": NOTICES if len(standing.case.unproven) > 1 else (),
        "parents": tuple(Option(who, Words(who, who)) for who, _ in parents_to_tell(standing.case, standing.programme)),
    }
    asked = (each for each in form.fields if each.source not in _LEFT_OUT or options[each.source])
    fields = tuple(replace(each, options=options[each.source]) if each.source in options else each for each in asked)
    return replace(form, fields=fields)


def _corrections(standing: Standing) -> tuple[Option, ...]:
    """What may be given instead of what was granted wrongly; nothing where it is not corrected."""
    others = _grades(standing)
    none = Option("", Words("düzəldilmir, ləğvi təklif olunur", "it is not corrected, its revocation is proposed"))
    return (none, *others) if others else ()


def _raises(standing: Standing) -> tuple[Option, ...]:
    """What is due where a sum was too little."""
    return _grades(standing) if standing.programme.raises else ()


def _grades(standing: Standing) -> tuple[Option, ...]:
    case, grade = standing.case, standing.programme.grade
    if grade is None or not case.holds or case.proposal is not None:
        return ()
    return tuple(Option(*each) for each in standing.programme.grades_for(case.row(grade.name)).items())


def _sample(form: Form, login: str) -> dict[str, Any]:
    """Values that could stand in the form, so that the rules can be asked."""
    return {"by": login, "on_behalf_of": None, "subject": "", **{each.name: _tried(each) for each in form.fields}}


def _tried(field: Field) -> Any:
    if field.input == "date":
        return date.max if field.required else None
    return field.tried or field.chosen or (field.options[0].value if field.options else "…")
