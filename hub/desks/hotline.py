"""The hotline: a caller is found, proven by what is not read aloud, and then answered; every try is in the history.

Whoever is not known, and whoever fails, look the same: the same questions, the same answer, the same limits. A proof
holds for a quarter of an hour, for that operator in that session alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from document_flow.context import Context
from document_flow.documents.state import Document
from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import why
from hub.clock import SECOND
from hub.desks.affairs import Affairs, AffairsReading
from hub.desks.proving import ProvingFacts, is_proven
from hub.errors import HubError, NotFound, Refused, Words
from hub.register.looking import MOST_NAMES_AN_HOUR
from hub.register.names import NameQuery
from hub.register.persons import code_of
from hub.store.ids import new_id, parse_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx, first_or, number_of

PROVE: Final = "hotline.prove"
LOOK: Final = "hotline.look"
PROVEN, WRONG, TOO_MANY = "found", "hotline.wrong", "hotline.too_many"
"""How a try ended, as the access history has it."""
WHY: Final = why("hotline", "1308-IVQ")
LASTS_S: Final = 15 * 60
_LONGEST_CODE: Final = 10
"""Characters of a number of ours: what lies sealed has one length, whoever it is."""
MOST_ABOUT_ONE: Final = 3
MOST_BY_ONE: Final = 15
"""Wrong tries within an hour: about one person by whomever, and by one operator about whomever."""
_HOUR: Final = 3600 * SECOND
_DAY: Final = 24 * _HOUR
_FORGET_AT_ONCE: Final = 1_000
_TRY = (
    "INSERT INTO hotline_tries (key_hash, taken, since) VALUES (:key, 1, hub_now())"
    " ON CONFLICT (key_hash) DO UPDATE SET"
    " taken = CASE WHEN hotline_tries.since < hub_now() - :hour THEN 1 ELSE hotline_tries.taken + 1 END,"
    " since = CASE WHEN hotline_tries.since < hub_now() - :hour THEN hub_now() ELSE hotline_tries.since END"
    " RETURNING taken"
)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who answers the call; `session` is a keyed hash of the session in which they do."""

    person: Person
    session: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call as its own operator sees it. `fin` is empty where nobody of the register was meant."""

    id: str
    found_by: str
    subject: str
    fin: str
    is_proven: bool
    until: int


@dataclass(frozen=True, slots=True)
class Hotline:
    """Finds, proves and answers callers."""

    store: Store
    sealer: Sealer
    hash: KeyedHash
    affairs: AffairsReading

    async def by_fin(self, operator: Operator, fin: str) -> str:
        """Begin a call about this FIN, known or not; the call's id."""
        async with self.store.write() as tx:
            return await self._opened(tx, operator, "fin", fin, self.hash("fin", fin))

    async def by_name(self, operator: Operator, name: NameQuery, born: str) -> str:
        """Begin a call about the one person of this name and birth date, if there is one; the call's id.

        Refused where the operator has looked for as many names within the hour as an official may in the register.
        """
        async with self.store.read() as tx:
            if await self._names_looked_for(tx, operator) >= MOST_NAMES_AN_HOUR:
                raise Refused("hotline.too_many_names", _TOO_MANY_NAMES, status=429, place="name")
            found = await self.affairs.reader.by_name(tx, replace(name, year=name.year or born[:4]), near=False)
        fins = {code_of(p.attributes) for p in found.people if p.attributes.get("birth_date") == born}
        fin = fins.pop() if len(fins) == 1 else ""
        unknown = self.hash("hotline-name", "\x00".join((*sorted(name.words), born)))
        async with self.store.write() as tx:
            return await self._opened(tx, operator, "name", fin, self.hash("fin", fin) if fin else unknown)

    async def prove(self, operator: Operator, name: str, said: Mapping[str, str]) -> str:
        """One try: PROVEN, WRONG or TOO_MANY. It counts and is written down whatever comes of it."""
        async with self.store.write() as tx:
            call = await self._call(tx, operator, name)
            about, by = call.subject, self.hash("hotline-operator", operator.person.login)
            too_many = await self._taken(tx, about) > MOST_ABOUT_ONE
            too_many = await self._taken(tx, by) > MOST_BY_ONE or too_many
            is_right = not too_many and is_proven(await self._facts(tx, call.fin), said, call.found_by)
            outcome = TOO_MANY if too_many else PROVEN if is_right else WRONG
            seen = [Access(PROVE, "register", outcome, about, WHY)]
            if outcome == PROVEN:
                await tx.execute("DELETE FROM hotline_tries WHERE key_hash = :key", {"key": about})
                await tx.execute("UPDATE hotline_tries SET taken = taken - 1 WHERE key_hash = :key", {"key": by})
                await tx.execute("UPDATE hotline_calls SET proven_at = hub_now() WHERE id = :id", {"id": call.id})
                seen.append(Access(LOOK, "register status", "shown", about, WHY))
            await note_access(tx, self.sealer, operator.person.party, operator.person.login, *seen)
        return outcome

    async def call(self, operator: Operator, name: str) -> Call:
        """The operator's own call of this session, for as long as it lasts; NotFound for everything else."""
        async with self.store.read() as tx:
            return await self._call(tx, operator, name)

    async def answered(self, operator: Operator, call: Call) -> Affairs:
        """Where the caller stands; of appeals those that are open to all and not about the operator."""
        if not call.is_proven:
            raise HubError("hotline.not_proven", NOT_PROVEN, status=403, side="sender")
        login = operator.person.login

        def sees(document: Document, _context: Context) -> bool:
            return document.access == "open" and login not in document.barred

        return await self.affairs.of(call.fin, sees)

    async def _opened(self, tx: Tx, operator: Operator, found_by: str, fin: str, subject: str) -> str:
        name, now = new_id(), await tx.now()
        sealed = self.sealer.seal("hotline_calls.fin", name, fin.ljust(_LONGEST_CODE).encode())
        row = (name, operator.person.login, operator.session, subject, found_by, sealed, now)
        await tx.insert(
            "hotline_calls", "id, operator, session_hash, subject_hash, found_by, fin_sealed, opened_at", [row]
        )
        return name

    async def _call(self, tx: Tx, operator: Operator, name: str) -> Call:
        row = await first_or(
            NotFound("hotline.no_call", _NO_CALL),
            tx,
            "SELECT c.id, c.found_by, c.subject_hash, c.fin_sealed, c.opened_at, c.proven_at FROM hotline_calls c"
            " WHERE c.id = :id AND c.operator = :operator AND c.session_hash = :session"
            " AND coalesce(c.proven_at, c.opened_at) > hub_now() - :lasts {lock c}",
            {
                "id": parse_id(name) or "0" * 32,
                "operator": operator.person.login,
                "session": operator.session,
                "lasts": LASTS_S * SECOND,
            },
        )
        return self._read(row)

    def _read(self, row: Row) -> Call:
        fin = self.sealer.unseal("hotline_calls.fin", row["id"], row["fin_sealed"]).decode().strip()
        until = (row["proven_at"] or row["opened_at"]) + LASTS_S * SECOND
        return Call(row["id"], row["found_by"], row["subject_hash"], fin, row["proven_at"] is not None, until)

    async def _names_looked_for(self, tx: Tx, operator: Operator) -> int:
        return await number_of(
            tx,
            "SELECT count(*) AS n FROM hotline_calls c WHERE c.operator = :operator AND c.found_by = 'name'"
            " AND c.opened_at > hub_now() - :hour",
            {"operator": operator.person.login, "hour": _HOUR},
        )

    async def _taken(self, tx: Tx, key: str) -> int:
        """Count one more, and say how many they are within the hour; two at once wait for each other at the row."""
        return int((await tx.fetch(_TRY, {"key": key, "hour": _HOUR}))[0]["taken"])

    async def _facts(self, tx: Tx, fin: str) -> ProvingFacts:
        """What the caller is asked for; of whom nobody knows the same is read, and nothing comes of it."""
        person = await self.affairs.reader.by_key(tx, "fin", fin or "-")
        belongings = await self.affairs.reader.belongings(tx, fin or "-")
        if person is None:
            return ProvingFacts()
        status = belongings.status.attributes if belongings.status else {}
        members = [each for house in belongings.households[:1] for each in house.attributes.get("members", ())]
        origin = person.attributes.get("origin_residence") or {}
        told = (status.get("origin_place"), origin.get("place"))
        cards = [each.attributes.get("card_no") for each in belongings.things if each.kind == "idp_card"]
        papers = (status.get("card_no"), status.get("decision_no"), *cards)
        born = str(person.attributes.get("birth_date") or "")
        return ProvingFacts(
            birth=born[5:] if len(born) == len("1990-05-01") else "",
            family=sum(1 for each in members if not each.get("until")),
            origins=tuple(str(each) for each in told if each),
            papers=tuple(str(each) for each in papers if each),
        )


async def forget_old_calls(store: Store) -> int:
    """Delete calls and counted tries of more than a day ago, some at a time: the access history keeps each try."""
    async with store.write() as tx:
        wanted = {"day": _DAY, "most": _FORGET_AT_ONCE}
        calls = await tx.execute(
            "DELETE FROM hotline_calls WHERE id IN (SELECT c.id FROM hotline_calls c"
            " WHERE coalesce(c.proven_at, c.opened_at) < hub_now() - :day ORDER BY c.id LIMIT :most)",
            wanted,
        )
        return calls + await tx.execute(
            "DELETE FROM hotline_tries WHERE key_hash IN (SELECT t.key_hash FROM hotline_tries t"
            " WHERE t.since < hub_now() - :day ORDER BY t.since LIMIT :most)",
            wanted,
        )


_NO_CALL = Words(
    "Belə zəng yoxdur, ya sizin bu seansınızın deyil, ya da 15 dəqiqəsi keçib. Yenidən başlayın.",
    "There is no such call, or it is not of this session of yours, or its 15 minutes have passed. Begin again.",
)
_TOO_MANY_NAMES = Words(
    f"Ad üzrə bir saatda ən çoxu {MOST_NAMES_AN_HOUR} zəng başlanır. FİN ilə başlayın.",
    f"At most {MOST_NAMES_AN_HOUR} calls within an hour begin by a name. Begin by the FIN.",
)
NOT_PROVEN = Words("Zəng edənin kim olduğu təsdiqlənməyib.", "It is not proven who is calling.")
