"""The leadership's reception: who signs up for which day, what came of it, and what was promised, under control.

A promise is a resolution (dərkənar) under the official's control on the citizen's appeal, which is registered for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from document_flow.appeals import AppealKind
from document_flow.context import BAKU, Context
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.people import HUB
from document_flow.receptions import ReceptionHours, days_ahead, hours_on
from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.acting.service import Given
from hub.documents.composition import Office
from hub.documents.office.appeals import keys_of
from hub.errors import Conflict, NotFound, Refused, found_or
from hub.store.ids import new_id, parse_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, Store, TryAgain
from hub.store.tx import Row, Tx, first_or

State = Literal["waiting", "received", "absent", "cancelled"]
STATES: Final[Mapping[str, Words]] = {
    "waiting": Words("gözlənilir", "awaited"),
    "received": Words("qəbul edildi", "received"),
    "absent": Words("gəlmədi", "did not come"),
    "cancelled": Words("imtina etdi", "cancelled"),
}
_COLUMNS: Final = (
    "e.id, e.day, e.official, e.slot, e.subject_hash, e.state, e.visit_sealed, e.made_by, e.outcome_sealed, e.ended_at,"
    " e.document_id, e.ended_by"
)
_TRIES: Final = 12
"""Each that fails means that somebody else has got a place."""
_MOST: Final = 200
_KEPT_DAYS: Final = 3 * 365
_FORGET_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes, and what about."""

    fin: str
    name: str
    topic: str


@dataclass(frozen=True, slots=True)
class Reception:
    """One sign-up. `text` is what came of it; `document` the citizen's appeal, once something was promised. `ended_at`
    in microseconds, once it is over.
    """

    id: str
    day: date
    official: str
    slot: int
    state: State
    visitor: Visitor
    text: str
    document: str | None
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What the official promises: an order to an executor until a day; `kind` is of the appeal that it is put on."""

    text: str
    executor: str
    until: date
    kind: AppealKind = "application"


class _Elsewhere(Exception):
    """No error: it leads out of the transaction to the words."""

    def __init__(self, official: str, slot: int) -> None:
        super().__init__("receptions.elsewhere")
        self.official, self.slot = official, slot


@dataclass(frozen=True, slots=True)
class Receptions:
    """The receptions of an installation."""

    store: Store
    sealer: Sealer
    hash: KeyedHash
    office: Office

    def officials(self) -> tuple[str, ...]:
        """Those who receive, by the body's sheet."""
        return tuple(dict.fromkeys(each.official for each in self.office.rules.receptions))

    def hours(self, official: str, day: date) -> ReceptionHours | None:
        """The official's hours on that day."""
        return hours_on(self.office.rules.receptions, official, day)

    def days(self, official: str, context: Context) -> tuple[date, ...]:
        """The days to come on which the official receives."""
        return days_ahead(self.office.rules.receptions, official, context.today, context.calendar)

    async def sign_up(self, official: str, day: date, visitor: Visitor, by: str) -> str:
        """The sign-up's id; a person has one a day, so a second one is the first. Refused where no place is left, and
        where the day's one is with another official.
        """
        context = (await self.office.documents.around()).context(await self._now())
        hours = self.hours(official, day)
        if hours is None or day not in self.days(official, context):
            raise Refused("receptions.no_day", _NO_DAY, status=422, place="day")
        for _ in range(_TRIES):
            try:
                async with self.store.write() as tx:
                    return await self._placed(tx, hours, day, visitor, by)
            except _Elsewhere as held:
                raise self._elsewhere(held, day, context) from held
            except (Collision, TryAgain):
                continue
        raise TryAgain("a sign-up could not be written")

    async def list_of(self, tx: Tx, official: str, day: date) -> Sequence[Row]:
        """The day's places that are taken, in order; nothing of a person in them."""
        return await tx.fetch(
            "SELECT e.id, e.slot, e.state, e.document_id FROM receptions e"
            " WHERE e.official = :official AND e.day = :day AND e.state <> 'cancelled' ORDER BY e.slot",
            {"official": official, "day": day.isoformat()},
        )

    async def get(self, tx: Tx, name: str) -> Reception:
        """The sign-up of that id; NotFound where there is none."""
        row = parse_id(name) or "0" * 32
        it = await first_or(
            NotFound("receptions.unknown", NO_RECEPTION),
            tx,
            f"SELECT {_COLUMNS} FROM receptions e WHERE e.id = :id",
            {"id": row},
        )
        return self._opened(it)

    async def of_person(self, tx: Tx, fin: str) -> list[Reception]:
        """All of a person's, the newest first."""
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM receptions e WHERE e.subject_hash = :subject ORDER BY e.day DESC, e.id DESC"
            f" LIMIT {_MOST}",
            {"subject": self.hash("fin", fin)},
        )
        return [self._opened(row) for row in rows]

    async def end(self, name: str, state: State, text: str, by: str) -> None:
        """Write down what came of it, once; Conflict where that was done already."""
        sealed = self.sealer.seal("receptions.outcome", name, text.encode())
        async with self.store.write() as tx:
            await first_or(
                Conflict("receptions.ended", _ENDED),
                tx,
                "SELECT e.id FROM receptions e WHERE e.id = :id AND e.state = 'waiting' {lock e}",
                {"id": name},
            )
            await tx.many(
                "UPDATE receptions SET state = $2, outcome_sealed = $3, ended_by = $4, ended_at = $5 WHERE id = $1",
                [(name, state, sealed, by, await tx.now())],
            )

    async def promise(self, it: Reception, promise: Promise, by: str, key: str) -> str:
        """Put a promise under control: an order on the citizen's appeal; the appeal's id. The same key is one promise.

        HubError with the rule's code where the order is refused: of it stands then the appeal,
        to which the reception leads.
        """
        if it.state != "received":
            raise Conflict("receptions.not_received", _NOT_RECEIVED)
        document = it.document or await self._appeal(it, promise.kind)
        async with self.store.write() as tx:
            await tx.execute(
                "UPDATE receptions SET document_id = :document WHERE id = :id", {"document": document, "id": it.id}
            )
        order = GiveResolution(
            by=by,
            on_behalf_of=None if by == it.official else it.official,
            resolution=self.hash("reception-promise", key)[-12:],
            text=promise.text,
            executors=(promise.executor,),
            until=promise.until,
            control=True,
        )
        await self.office.act(by, document, ResolutionStep(command=order), Given(key))
        return document

    async def _appeal(self, it: Reception, kind: AppealKind) -> str:
        """The citizen's spoken appeal (law 1308-IVQ), registered once for each reception by the hub's own hand."""
        documents, rules = self.office.documents, self.office.rules
        directory = (await documents.around()).directory
        unit = directory.officials[it.official].unit
        applicant = Applicant(it.visitor.name, fin=it.visitor.fin)
        citizen, subject = keys_of(documents.hash, applicant, it.visitor.topic)
        lodged = Lodged(kind=kind, channel="reception", applicant=applicant, citizen=citizen, subject=subject)
        create = Create(by=HUB, document="appeal", title=it.visitor.topic, unit=unit, appeal=lodged)
        made = await documents.create(HUB, create, Given(f"reception {it.id}", request=f"reception {it.id}"))
        if made.state.registration is None:
            register = Register(by=HUB, unit=unit, file=rules.file_for(unit, it.day.year))
            await documents.act(HUB, made.document, register, Given(f"register reception {it.id}"))
        return made.document

    async def _placed(self, tx: Tx, hours: ReceptionHours, day: date, visitor: Visitor, by: str) -> str:
        subject = self.hash("fin", visitor.fin)
        rows = await tx.fetch(
            "SELECT e.id, e.slot, e.official, e.subject_hash FROM receptions e"
            " WHERE e.day = :day AND e.state <> 'cancelled' AND (e.official = :official OR e.subject_hash = :subject)",
            {"day": day.isoformat(), "official": hours.official, "subject": subject},
        )
        same = next((row for row in rows if row["subject_hash"] == subject), None)
        if same is not None and same["official"] != hours.official:
            raise _Elsewhere(same["official"], same["slot"])
        if same is not None:
            return str(same["id"])
        taken = {row["slot"] for row in rows}
        slot = found_or(
            next((number for number in range(1, hours.places + 1) if number not in taken), None),
            Refused("receptions.full", _FULL, status=409, place="day"),
        )
        name = new_id()
        sealed = self.sealer.seal("receptions.visit", name, json.dumps(_told(visitor)).encode())
        row = (name, day.isoformat(), hours.official, slot, subject, "waiting", sealed, by, await tx.now())
        await tx.insert(
            "receptions", "id, day, official, slot, subject_hash, state, visit_sealed, made_by, made_at", [row]
        )
        return name

    def _elsewhere(self, held: _Elsewhere, day: date, context: Context) -> Refused:
        hours, name = self.hours(held.official, day), context.directory.name(held.official)
        at = hours.at(held.slot) if hours else str(held.slot)
        return Refused(
            "receptions.elsewhere",
            Words(
                f"Bu vətəndaş həmin gün artıq yazılıb: {at}, {name}. Başqa gün seçin, ya da əvvəlkini ləğv edin.",
                f"This citizen is signed up for that day already: {at}, {name}. Choose another day or cancel that one.",
            ),
            status=409,
            place="day",
        )

    def _opened(self, row: Row) -> Reception:
        raw, ended = row["visit_sealed"], row["outcome_sealed"]
        return Reception(
            row["id"],
            date.fromisoformat(row["day"]),
            row["official"],
            row["slot"],
            row["state"],
            Visitor(**json.loads(self.sealer.unseal("receptions.visit", row["id"], raw))),
            self.sealer.unseal("receptions.outcome", row["id"], ended).decode() if ended is not None else "",
            row["document_id"],
            row["ended_at"],
        )

    async def _now(self) -> int:
        async with self.store.read() as tx:
            return await tx.now()


async def forget_old_receptions(store: Store) -> int:
    """Delete those of more than three years ago (assumed), some at a time; appeals that came of them stay."""
    async with store.write() as tx:
        before = datetime.fromtimestamp(await tx.now() / SECOND, BAKU).date() - timedelta(days=_KEPT_DAYS)
        return await tx.execute(
            "DELETE FROM receptions WHERE id IN (SELECT e.id FROM receptions e WHERE e.day < :before"
            " ORDER BY e.id LIMIT :most)",
            {"before": before.isoformat(), "most": _FORGET_AT_ONCE},
        )


def _told(visitor: Visitor) -> dict[str, str]:
    return {"fin": visitor.fin, "name": visitor.name, "topic": visitor.topic}


NO_RECEPTION = Words("Belə qəbul yazısı yoxdur.", "There is no such sign-up.")
_NO_DAY = Words("Bu vəzifəli şəxs həmin gün qəbul etmir.", "This official does not receive on that day.")
_FULL = Words("Həmin gün yer qalmayıb, başqa gün seçin.", "No place is left on that day, choose another.")
_ENDED = Words("Bu qəbulun nəticəsi artıq yazılıb.", "What came of it is written down already.")
_NOT_RECEIVED = Words(
    "Əvvəlcə qəbulun keçirildiyini yazın, sonra vəd verin.", "Write down that it took place, then promise."
)
