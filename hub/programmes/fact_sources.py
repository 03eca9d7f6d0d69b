"""Where the facts of a case come from: our register, the agencies that are asked, the application.

Nothing is guessed: a fact has a source and a time, and one that is not there has a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from document_flow.cases.state import DISPUTED, NO_FIN, Case, Known, Lacking, Scan
from document_flow.context import BAKU
from document_flow.programmes.programme import FactRule, Origin, Programme
from hub.clock import SECOND, Clock
from hub.documents.law.rulings import today
from hub.errors import HubError
from hub.exchange.ask.asks import Asking
from hub.exchange.ask.dossier import Dossier, Dossiers, Missing, Wish
from hub.exchange.ask.questions import QUESTIONS, Question
from hub.exchange.ask.reasons import Reason
from hub.programmes.together import together
from hub.register.entity import Entity
from hub.register.reading import Reader, fins_of
from hub.register.statuses import in_period, on_day
from hub.store.legal_time import legal_now
from hub.store.store import Store
from hub.store.tx import Tx
from mappings.identity import is_person_number
from mappings.lineage import lies
from mappings.places import PLACES
from mappings.records import RECORD_KINDS
from mappings.registered import Registered

REGISTER: Final = "register"
APPLICANT: Final = "applicant"
KEYS: Final[Mapping[str, str]] = {"person": "fin", "idp_status": "idp"}
"""By which key of a person the register finds an entity of a kind; of the other kinds it is the newest thing."""
THINGS: Final = frozenset(name for name, made in RECORD_KINDS.items() if issubclass(made, Registered))
"""Kinds of which a person may have many."""

_OVER: Final = "ended"
"""What a rule's values call a status of a relative that has ended."""

Facts = tuple[tuple[Known, ...], tuple[Lacking, ...]]
Entities = Mapping[tuple[str, str], Sequence[Entity]]
"""By whom it is about (empty: the applicant) and kind; nothing of a relative whom the register does not know."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What all the sources have said, before it is read by the programme's rules."""

    entities: Entities
    dossier: Dossier | None
    answers: Mapping[str, Any]
    scans: Mapping[str, Scan]
    opened: datetime
    now: datetime
    is_for_another: bool
    together: Mapping[str, Any]

    def wanted(self, programme: Programme) -> Iterator[FactRule]:
        """The facts that may be known to who asks."""
        return (each for each in programme.wanted(self.answers) if not (each.own and self.is_for_another))


@dataclass(frozen=True, slots=True)
class FactSources:
    """Gathers facts for cases."""

    store: Store
    clock: Clock
    reader: Reader
    dossiers: Dossiers

    async def gather(self, programme: Programme, case: Case) -> Facts:
        """Everything that the case wants, asked at once; agencies are waited for as long as the programme says."""
        async with self.store.read() as tx:
            entities = await self._entities(tx, programme, case)
            all_of_them = await self._together(tx, programme, case)
            fin = await self._fin(tx, case)
        return _read(programme, case, self._heard(case, entities, all_of_them, await self._asked(programme, case, fin)))

    async def is_askable(self, case: Case) -> bool:
        """Whether agencies know the person by a FIN, which may have come since the case was opened."""
        async with self.store.read() as tx:
            return await self._fin(tx, case) is not None

    async def registered(self, tx: Tx, programme: Programme, case: Case) -> Facts:
        """What the register says now of the facts that it gave, inside the transaction that rests on it: which are
        known, and which no more. Of those in which all sources must agree, what it says against another one.
        """
        all_of_them = await self._together(tx, programme, case)
        heard = self._heard(case, await self._entities(tx, programme, case), all_of_them, None)
        pinned = {**case.ruling.facts, **case.ruling.assumed} if case.ruling is not None else {}
        another = _another(programme, case, heard)
        known: list[Known] = []
        gone: list[Lacking] = []
        for rule in heard.wanted(programme):
            given, words = case.facts.get(rule.name), list(_said(rule, heard))
            word = words[0] if words else None
            if rule.agree:
                if isinstance(word, Known) and word.value != pinned.get(rule.name, word.value):
                    gone.append(Lacking(name=rule.name, source=REGISTER, code=DISPUTED))
            elif given is not None and (given.source == REGISTER or rule.name in another):
                of_register = [each for each in words if each.source == REGISTER]
                now = [each for each in of_register if isinstance(each, Known)][:1]
                known += now
                gone += [] if now else [each for each in of_register if isinstance(each, Lacking)][:1]
        return tuple(known), tuple(gone)

    async def _together(self, tx: Tx, programme: Programme, case: Case) -> Mapping[str, Any]:
        return await together(tx, self.reader, programme, case, today(await legal_now(tx)))

    def _heard(self, case: Case, entities: Entities, all_of_them: Mapping[str, Any], dossier: Dossier | None) -> _Heard:
        application = case.application
        now = datetime.fromtimestamp(self.clock.now() / SECOND, UTC)
        opened = datetime.combine(application.day, datetime.min.time(), BAKU) if application else now
        answers, is_for_another = (
            ({}, False) if application is None else (application.answers, application.representative is not None)
        )
        return _Heard(entities, dossier, answers, case.scans, opened, now, is_for_another, all_of_them)

    async def _entities(self, tx: Tx, programme: Programme, case: Case) -> Entities:
        """What the register holds of the person and of relatives, under the FIN of each record that is joined."""
        answers = case.application.answers if case.application else {}
        person = await self.reader.by_key(tx, "fin", case.subject)
        found: dict[tuple[str, str], Sequence[Entity]] = {}
        for relative, kind in programme.registered(answers):
            if ":" in relative:
                found[relative, kind] = await self._at_account(tx, kind, relative, answers, case.subject)
                continue
            about, fin = person, case.subject
            if relative:
                fin = person.attributes.get(f"{relative}_fin", "") if person else ""
                about = await self.reader.by_key(tx, "fin", fin) if fin else None
            fins = dict.fromkeys((fin, *(await fins_of(tx, self.reader.store, about) if about else ())))
            held = [await self._entity(tx, kind, each) for each in fins if each]
            found[relative, kind] = tuple({each.id: each for each in held if each is not None}.values())
        return found

    async def _at_account(
        self, tx: Tx, kind: str, at: str, answers: Mapping[str, Any], subject: str
    ) -> Sequence[Entity]:
        """The account that an answer names; or of the rights at it the newest that holds and is not the subject's."""
        provider, _, name = at.partition(":")
        account = f"{provider}:{str(answers.get(name) or '').strip()}"
        if kind == "utility_account":
            known = await self.reader.by_key(tx, "account", account)
            return (known,) if known is not None else ()
        rights = await self.reader.at_account(tx, kind, account)
        own = {each.id for each in await self.reader.things_of(tx, kind, subject)}
        return [each for each in rights if each.attributes.get("state") == "in_force" and each.id not in own][-1:]

    async def _entity(self, tx: Tx, kind: str, fin: str) -> Entity | None:
        """The person's own, or of their things the one that holds, else the newest; as it is on the legal day."""
        day = today(await legal_now(tx)).isoformat()
        if kind in KEYS:
            found = await self.reader.by_key(tx, KEYS[kind], fin)
        else:
            found = await self.reader.foremost(tx, kind, fin, day)
        return replace(found, attributes=on_day(found, day)) if found is not None else None

    async def _fin(self, tx: Tx, case: Case) -> str | None:
        """Under which FIN agencies know the person: of a case that was opened without one, the one that came since."""
        if not is_person_number(case.subject):
            return case.subject
        person = await self.reader.by_key(tx, "fin", case.subject)
        codes = await fins_of(tx, self.reader.store, person) if person is not None else []
        return next((each for each in codes if not is_person_number(each)), None)

    async def _asked(self, programme: Programme, case: Case, fin: str | None) -> Dossier | None:
        answers = case.application.answers if case.application else {}
        questions = [QUESTIONS[name] for name in programme.asked(answers)]
        if not questions:
            return None
        permitted = [each for each in questions if programme.purpose in each.purposes]
        denied = [each for each in questions if each not in permitted]
        if fin is None:
            return Dossier({}, (), tuple(map(_not_asked, questions)), self.clock.now())
        asking = Asking("committee", None, fin, programme.purpose, programme.legal_basis, decides=True)
        try:
            return await self.dossiers.gather(asking, Wish(permitted, denied, float(programme.wait_s)))
        except HubError as error:
            return Dossier(
                {},
                (),
                tuple(Missing(each.name, None, Reason.NO_SOURCE, error.code) for each in questions),
                self.clock.now(),
            )


def _another(programme: Programme, case: Case, heard: _Heard) -> frozenset[str]:
    """The facts by which the register holds somebody else now under the FIN of who was granted it, whoever told them
    when it was decided.
    """
    decided = case.decided
    if decided is None or not (case.holds or case.is_suspended):
        return frozenset()
    rules = (each for each in heard.wanted(programme) if each.name in programme.identity)
    words = (next((each for each in _said(rule, heard) if isinstance(each, Known)), None) for rule in rules)
    now = {each.name: each.value for each in words if each is not None and each.source == REGISTER}
    return programme.another({**decided.facts, **decided.assumed}, now)


def _not_asked(question: Question) -> Missing:
    return Missing(question.name, next((each.agency for each in question.sources), None), Reason.NO_FIN, NO_FIN)


def _read(programme: Programme, case: Case, heard: _Heard) -> Facts:
    known: list[Known] = []
    lacking: list[Lacking] = []
    for rule in heard.wanted(programme):
        said = _one_word(rule, list(_said(rule, heard)))
        found = next((each for each in said if isinstance(each, Known)), None)
        if found is not None:
            known.append(found)
        else:
            lacks = sorted((each for each in said if isinstance(each, Lacking)), key=lambda each: not _is_unasked(each))
            lacking += [each for each in lacks if rule.name not in case.facts or each.code == DISPUTED][:1]
    return tuple(known), tuple(lacking)


def _one_word(rule: FactRule, said: list[Known | Lacking]) -> list[Known | Lacking]:
    """What is said. Where all must agree it is the first origin's word, unless another speaks against it, or against
    what would be assumed in its stead.
    """
    if not rule.agree or not said:
        return said
    # Whoever cannot be asked has no word: then the others' holds.
    if any(isinstance(each, Known) for each in said):
        said = [each for each in said if not _is_unasked(each)]
    word = said[0].value if isinstance(said[0], Known) else rule.assumed
    against = [each.source for each in said[1:] if isinstance(each, Known) and word not in (None, each.value)]
    return (
        [Lacking(name=rule.name, source=", ".join((said[0].source, *against)), code=DISPUTED)] if against else said[:1]
    )


def _is_unasked(word: Known | Lacking) -> bool:
    return isinstance(word, Lacking) and word.code == NO_FIN


def _said(rule: FactRule, heard: _Heard) -> Iterator[Known | Lacking]:
    """What each origin says of it, in the order of the rule."""
    for origin in rule.origins:
        if origin.via == "register":
            yield from _of_register(rule, origin, heard)
        elif origin.via == "ask":
            yield from _of_agencies(rule, origin, heard)
        elif origin.via == "scan":
            scan = heard.scans.get(origin.of)
            yield Known(name=rule.name, value=scan is not None, source=APPLICANT, at=scan.at if scan else heard.opened)
        elif origin.via == "together":
            yield Known(name=rule.name, value=rule.read(heard.together[origin.of]), source=REGISTER, at=heard.now)
        else:
            value = rule.read(heard.answers.get(origin.of))
            if value is not None:
                yield Known(name=rule.name, value=value, source=APPLICANT, at=heard.opened)


def _of_register(rule: FactRule, origin: Origin, heard: _Heard) -> Iterator[Known | Lacking]:
    held = heard.entities.get((origin.whose, origin.of), ())
    entities = [each for each in held if not _is_echo(each, rule, origin, heard)]
    words = [
        rule.values.get(_OVER) if _is_over(each, origin) else rule.read(_value_of(rule, each, origin, heard))
        for each in entities
    ]
    value = words[0] if words else rule.absent if origin.relative else rule.read(None)
    if any(each != value for each in words):
        # Joined records of one person say different things: none is chosen.
        yield Lacking(name=rule.name, source=REGISTER, code=DISPUTED)
        return
    if value is None:
        yield Lacking(name=rule.name, source=REGISTER, code="register.not_known")
        return
    at = _told(entities[0], origin).get("k") if entities else None
    yield Known(name=rule.name, value=value, source=REGISTER, at=_moment(at) if at else heard.now)


def _value_of(rule: FactRule, entity: Entity, origin: Origin, heard: _Heard) -> Any:
    return _placed(rule, _inside(_said_of(entity), origin.field), heard)


def _placed(rule: FactRule, value: Any, heard: _Heard) -> Any:
    """Of a place how it lies to the settlement that the application names; any other value as it is."""
    if not rule.settlement:
        return value
    place, settlement = PLACES.at(str(value)), PLACES.at(str(heard.answers.get(rule.settlement)))
    return None if place is None or settlement is None else lies(PLACES, place, settlement)


def _is_echo(entity: Entity, rule: FactRule, origin: Origin, heard: _Heard) -> bool:
    """Whether the register only repeats what an agency, which has just answered, told it before."""
    if not rule.agree or heard.dossier is None:
        return False
    answered = {by.agency for field in heard.dossier.fields.values() for by in field.by}
    return _told(entity, origin).get("p") in answered


def _is_over(entity: Entity, origin: Origin) -> bool:
    """Whether it is a status of a relative that has ended: nothing rests on that; a rule may have a word for it."""
    return origin.relative != "" and _said_of(entity).get("ended_on") is not None


def _said_of(entity: Entity) -> Mapping[str, Any]:
    return in_period(entity) if entity.kind == "idp_status" else entity.attributes


def _told(entity: Entity, origin: Origin) -> Mapping[str, Any]:
    """Where a value of the register comes from."""
    return entity.provenance.get(origin.field.partition(".")[0], {})


def _of_agencies(rule: FactRule, origin: Origin, heard: _Heard) -> Iterator[Known | Lacking]:
    if heard.dossier is None:
        return
    name = origin.field.partition(".")[0]
    field = heard.dossier.fields.get(name)
    value = rule.read(_inside({name: field.value}, origin.field)) if field is not None else None
    if field is not None and value is not None:
        yield Known(name=rule.name, value=value, source=field.by[0].agency, at=_moment(field.by[0].at))
        return
    missing = next((each for each in heard.dossier.missing if each.part == origin.of), None)
    if rule.any and missing is not None and missing.reason == Reason.NOT_HELD:
        yield Known(name=rule.name, value=rule.read(()), source=missing.agency or origin.of, at=heard.now)
        return
    if rule.presence and missing is None:
        # Whoever answered the question and said nothing of this has none.
        yield Known(name=rule.name, value=False, source=QUESTIONS[origin.of].sources[0].agency, at=heard.now)
        return
    if missing is None:
        yield Lacking(name=rule.name, source=origin.of, code="ask.not_told")
        return
    yield Lacking(name=rule.name, source=missing.agency or origin.of, code=missing.code, reason=missing.reason.value)


def _inside(values: Mapping[str, Any], path: str) -> Any:
    """What stands under a path with points."""
    found: Any = values
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / SECOND, UTC)
