"""Visits in the store: a draft that its representative fills in, then an act with a number that nobody changes.

What is fixed goes in one commit with its number, its leaf in the evidence, and the messages that tell the register.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from document_flow.context import BAKU
from document_flow.drawn_signature import strokes_of
from hub.access.people import Person
from hub.clock import SECOND
from hub.documents.acting.held_contents import hold
from hub.documents.office.directory import Staff
from hub.documents.office.journals import next_number
from hub.errors import Conflict, HubError, NotFound, Words, WrongFields
from hub.evidence.holding import Held, differing
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.accept import store_messages
from hub.exchange.planning import Planner
from hub.register.reading import Reader
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, Store
from hub.store.tx import Row, Tx, first_or
from hub.store.where import Where
from hub.visits.stating import differs, statements
from hub.visits.visit import BODIES, Visit, VisitAnswers, VisitBody, VisitClosing, filled, is_upon

SIGNED: Final = "visit.signed"
"""The kind of the leaf that fixes an act, with its hash; `visit.paper` commits to the digest of its PDF."""
_PRINTED: Final = "visit.paper"
_SETTLED: Final = "visit.settled"
SERIES: Final = "BA"
Sees = Callable[[Tx, str], Awaitable[bool]]
"""Whether somebody may see the person of a FIN."""
_COLUMNS = (
    "v.id, v.state, v.number, v.district, v.made_by, v.saves, v.body_sealed, v.paper_sealed, v.key_hash,"
    " v.record_hash, v.differs, v.settled_by, v.settled_at, v.opened_at, v.signed_at"
)


@dataclass(frozen=True, slots=True)
class WantedVisits:
    """Acts and this person's own drafts, of a district where one is given; or only what waits for a look."""

    by: str
    district: str | None
    below: str
    most: int
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of an installation."""

    store: Store
    sealer: Sealer
    planner: Planner
    staff: Staff
    reader: Reader

    async def open_in(self, tx: Tx, by: str, district: str, body: VisitBody) -> str:
        """A draft for a family, or the one that this representative has open for it already."""
        subject = self.planner.hash("fin", body.person.fin)
        found = await tx.fetch(
            "SELECT v.id FROM visits v WHERE v.made_by = :by AND v.subject_hash = :subject AND v.state = 'draft'",
            {"by": by, "subject": subject},
        )
        if found:
            return str(found[0]["id"])
        before = await tx.fetch(
            "SELECT v.number FROM visits v WHERE v.subject_hash = :subject AND v.state = 'signed'"
            " ORDER BY v.signed_at DESC LIMIT 1",
            {"subject": subject},
        )
        name = new_id()
        body = replace(body, follows=before[0]["number"] if before else "")
        sealed = self.sealer.seal("visits.body", name, body.written(), 0)
        row = (name, "draft", district, by, subject, sealed, await tx.now())
        await tx.insert("visits", "id, state, district, made_by, subject_hash, body_sealed, opened_at", [row])
        return name

    async def get(self, tx: Tx, name: str, *, lock: bool = False) -> Visit:
        """A visit; NotFound where there is none."""
        row = await first_or(
            no_visit(),
            tx,
            f"SELECT {_COLUMNS} FROM visits v WHERE v.id = :id" + (" {lock v}" if lock else ""),
            {"id": name},
        )
        return self._opened(row)

    async def find(self, tx: Tx, wanted: WantedVisits) -> Sequence[Visit]:
        """The newest first."""
        where = Where().given("v.id < :below", below=wanted.below)
        where.given("v.district = :district", district=wanted.district)
        where.given("(v.state = 'signed' OR v.made_by = :by)", by=wanted.by)
        where.given("v.differs = :differs AND v.settled_by IS NULL", differs=1 if wanted.waiting else None)
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM visits v WHERE {where} ORDER BY v.id DESC LIMIT :most",
            {**where.values, "most": wanted.most},
        )
        return [self._opened(row) for row in rows]

    async def save(self, name: str, by: Person, said: VisitAnswers) -> Visit:
        """Keep what was filled in so far; Conflict once it is an act, and where another page has filled in more."""
        async with self.store.write() as tx:
            visit = await self._own(tx, name, by)
            if visit.state != "draft":
                raise Conflict("visits.signed", _SIGNED)
            body = filled(visit.body, said)
            if replace(body, page=visit.body.page) != visit.body:
                _need_upon(visit, said)
                await self._write(tx, visit, body, "body_sealed = $2, saves = $3", ())
            return await self.get(tx, name)

    async def close(self, name: str, by: Person, said: VisitClosing, key: str, sees: Sees) -> Visit:
        """Fix the act. The same key is the same act; Conflict for another one. Retried where the number collides.

        NotFound where its maker would not see the family any more: it has moved to another district since.
        """
        try:
            return await self._close(name, by, said, key, sees)
        except Collision:
            return await self._close(name, by, said, key, sees)

    async def _close(self, name: str, by: Person, said: VisitClosing, key: str, sees: Sees) -> Visit:
        key_hash = self.planner.hash("visit", f"{by.login}\x00{key}")
        async with self.store.write() as tx:
            visit = await self._own(tx, name, by)
            if visit.state == "signed":
                if visit.key_hash != key_hash:
                    raise Conflict("visits.signed", _SIGNED)
                return visit
            if not await sees(tx, visit.body.person.fin):
                raise no_visit()
            _need_upon(visit, said)
            now = await tx.now()
            context = (await self.staff.now(tx)).context(now)
            if wrong := dict(said.wrong(visit.body, context.today)):
                raise WrongFields("visits.wrong", wrong)
            number = f"{SERIES}-{context.today.year}/{await next_number(tx, f'{SERIES}/{context.today.year}'):06}"
            strokes = () if said.refusal else strokes_of(said.signature)
            body = replace(
                filled(visit.body, said),
                page="",
                signature=strokes if isinstance(strokes, tuple) else (),
                signed_by=said.signed_by,
                signed_as=said.signed_as,
                refusal=said.refusal,
                witness=said.witness,
                by=by.name,
                position=f"rayon nümayəndəsi ({visit.district})",
                closed_at=context.now.astimezone(BAKU).isoformat(timespec="minutes"),
                number=number,
            )
            held = await self.reader.whole.by_fins(tx, [each.fin for each in body.members])
            signs = (number, key_hash, body.fingerprint(), int(differs(body, held)), now)
            sets = "body_sealed = $2, saves = $3, state = 'signed', number = $4, key_hash = $5, record_hash = $6,"
            await self._write(tx, visit, body, f"{sets} differs = $7, signed_at = $8", signs)
            leaf = make_leaf(SIGNED, name, now, number=number, record=body.fingerprint(), by=by.login)
            await write_leaves(tx, [leaf])
            await store_messages(tx, statements(self.planner, name, body), now)
            return await self.get(tx, name)

    async def note_paper(self, name: str, sha256: str) -> None:
        """Which PDF is the act's; the first that was made stays."""
        async with self.store.write() as tx:
            visit = await self.get(tx, name, lock=True)
            if visit.paper is None:
                sealed = self.sealer.seal("visits.paper", name, sha256.encode())
                await tx.many("UPDATE visits SET paper_sealed = $2 WHERE id = $1", [(name, sealed)])
                await hold(tx, self.planner.hash, [(name, sha256)])
                _, commitment = self.planner.hash.commitment(name, sha256)
                await write_leaves(tx, [make_leaf(_PRINTED, name, await tx.now(), paper=commitment)])

    async def settle(self, name: str, by: str) -> Visit:
        """Somebody of the house has looked at what the act says otherwise than the register; never its own maker."""
        async with self.store.write() as tx:
            visit = await self.get(tx, name, lock=True)
            if visit.made_by == by:
                raise HubError(
                    "visits.own",
                    Words("Öz aktınıza özünüz baxa bilməzsiniz.", "Nobody answers for an act of their own."),
                    status=403,
                )
            if visit.differs and visit.settled_by is None:
                now = await tx.now()
                await tx.many("UPDATE visits SET settled_by = $2, settled_at = $3 WHERE id = $1", [(name, by, now)])
                await write_leaves(tx, [make_leaf(_SETTLED, name, now, by=by)])
            return await self.get(tx, name)

    async def _own(self, tx: Tx, name: str, by: Person) -> Visit:
        """Their own, while they represent the district that it was opened in."""
        visit = await self.get(tx, name, lock=True)
        if (visit.made_by, visit.district) != (by.login, by.district):
            raise no_visit()
        return visit

    async def _write(self, tx: Tx, visit: Visit, body: VisitBody, sets: str, values: Sequence[object]) -> None:
        """A signed act is never written over, whoever asks."""
        saves = visit.saves + 1
        sealed = self.sealer.seal("visits.body", visit.id, body.written(), saves)
        sql = f"UPDATE visits SET {sets} WHERE id = $1 AND state = 'draft'"
        await tx.many(sql, [(visit.id, sealed, saves, *values)])

    def _opened(self, row: Row) -> Visit:
        return opened(self.sealer, row)


def opened(sealer: Sealer, row: Row) -> Visit:
    """A row with its seals broken."""
    raw = sealer.unseal("visits.body", row["id"], row["body_sealed"], row["saves"])
    paper = row["paper_sealed"]
    kept = sealer.unseal("visits.paper", row["id"], paper).decode() if paper is not None else None
    names = ("id", "state", "number", "district", "made_by", "saves", "key_hash", "record_hash", "differs",
             "settled_by", "settled_at", "opened_at", "signed_at")  # fmt: skip
    return Visit(body=BODIES.validate_json(raw), paper=kept, **{name: row[name] for name in names})


def altered_visits(store: Store, sealer: Sealer, keyed: KeyedHash) -> AsyncIterator[str]:
    """Ids of acts that are not what was signed, printed and settled by the evidence, and of those that are gone."""

    async def is_so(tx: Tx, name: str) -> bool:
        (row,) = await tx.fetch(f"SELECT {_COLUMNS} FROM visits v WHERE v.id = :id", {"id": name})
        visit = opened(sealer, row)
        sql = "SELECT content FROM evidence_leaves WHERE subject = :id ORDER BY id"
        facts = [json.loads(each["content"]) for each in await tx.fetch(sql, {"id": name})]
        told = {each["kind"]: each for each in facts}
        signed, paper, settled = (told.get(kind, {}) for kind in (SIGNED, _PRINTED, _SETTLED))
        printed = keyed.commitment(name, visit.paper)[1] if visit.paper else None
        return (
            visit.intact
            and (visit.record_hash, visit.number) == (signed.get("record"), signed.get("number"))
            and (printed, visit.settled_by) == (paper.get("paper"), settled.get("by"))
            and visit.state == ("signed" if signed else "draft")
            and visit.made_by == signed.get("by", visit.made_by)
        )

    return differing(store, Held("visits", SIGNED, is_so))


async def forget_old_drafts(store: Store) -> int:
    """Delete drafts that were opened more than 90 days ago (assumed) and never closed, some at a time."""
    async with store.write() as tx:
        return await tx.execute(
            "DELETE FROM visits WHERE state = 'draft' AND id IN (SELECT v.id FROM visits v WHERE v.state = 'draft'"
            " AND v.opened_at < hub_now() - :kept ORDER BY v.id LIMIT :most)",
            {"kept": 90 * 24 * 3600 * SECOND, "most": 1_000},
        )


def _need_upon(visit: Visit, said: VisitAnswers) -> None:
    if not is_upon(visit, said):
        raise Conflict("visits.newer_draft", _NEWER)


def no_visit() -> NotFound:
    """There is none, or none for these eyes."""
    return NotFound("visits.none", Words("Belə baxış yoxdur.", "There is no such visit."))


_SIGNED = Words(
    "Bu akt artıq bağlanıb və dəyişmir. Yeni vəziyyət üçün yeni akt tərtib edin.",
    "This act is closed and does not change. Draw up another one for what is so now.",
)
_NEWER = Words(
    "Bu qaralama başqa cihazda və ya səhifədə doldurulub. Oradakını itirməmək üçün bu səhifədəkini köçürün və səhifəni"
    " yeniləyin.",
    "This draft was filled in on another device or page. Note what stands on this page, then load it anew: nothing of"
    " the other is written over.",
)
