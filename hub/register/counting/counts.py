"""Counted questions of the register: asked once, counted in the background, kept with what came of them.

A process that dies loses the range of keys that it was reading; another goes on behind the last one that was kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.clock import SECOND
from hub.errors import NotFound, Refused, Words
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.reading import CountReader
from hub.register.counting.tally import CountQuestion, Tally
from hub.register.store import RegisterStore
from hub.store.command_ledger import Entry, enter, repeated
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, Store
from hub.store.tx import Row, Tx, first_or

ASKED: Final = "register.count"
"""The service by which a count stands in the access history: of everybody, of nobody by name."""
_FIRST: Final = "0" * 32
_TURN_S: Final = 1.0
_MOST_AT_ONCE: Final = 3
_DAY: Final = 24 * 3600 * SECOND
_COMPARED: Final = 1_000
_COLUMNS = (
    "c.id, c.asked_by, c.question_sealed, c.tally_sealed, c.after_id, c.steps, c.of_all, c.work_us, c.asked_at,"
    " c.changed_at, c.done_at"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A question with what came of it so far. Instants and `work_us`, the time that it took, in microseconds.

    `is_now`: the day was today when it was asked, so that the present state was read.
    """

    id: str
    asked_by: str
    question: CountQuestion
    is_now: bool
    tally: Tally
    after: str
    steps: int
    of_all: int
    work_us: int
    asked_at: int
    changed_at: int
    done_at: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The counted questions of an installation."""

    store: Store
    register: RegisterStore
    reader: CountReader

    async def ask(self, person: Person, question: CountQuestion, key: str, *, is_now: bool) -> str:
        """Keep a question to be counted; its id. The same key is the same question.

        Refused where its table, beside one that was asked for lately by whomever, would tell what either hides.
        """
        asked = json.dumps({"question": question.model_dump(mode="json"), "is_now": is_now}, sort_keys=True)
        keys = (
            self.register.hash("count", f"{person.login}\x00{key}"),
            self.register.hash("command", question.model_dump_json()),
        )
        async with self.store.read() as tx:
            if (known := await repeated(tx, *keys, "counts.key_taken")) is not None:
                return known.subject
            if await self._tells(tx, question):
                raise Refused("counts.too_near", _TOO_NEAR, status=409, place="by")
            of_all = await self.reader.how_many(tx, question)
        try:
            async with self.store.write() as tx:
                return await self._asked(tx, person, asked, of_all, keys)
        except Collision:
            async with self.store.write() as tx:
                return await self._asked(tx, person, asked, of_all, keys)

    async def _tells(self, tx: Tx, question: CountQuestion) -> bool:
        """Lately is by the machine's clock, as `asked_at` is: legal time moved ahead would let both be asked."""
        days = count_sheet().apart_days
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM counts c WHERE c.asked_at > hub_now() - :days"
            f" ORDER BY c.id DESC LIMIT {_COMPARED}",
            {"days": days * _DAY},
        )
        return any(question.tells_with(self._opened(row).question, days) for row in rows)

    async def _asked(self, tx: Tx, person: Person, asked: str, of_all: int, keys: tuple[str, str]) -> str:
        if (known := await repeated(tx, *keys, "counts.key_taken")) is not None:
            return known.subject
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM counts c WHERE c.asked_by = :by AND c.done_at IS NULL", {"by": person.login}
        )
        if rows[0]["n"] >= _MOST_AT_ONCE:
            raise Refused("counts.too_many", _TOO_MANY, status=429, place="by")
        name, now = new_id(), await tx.now()
        sealer = self.register.sealer
        row = (
            name,
            person.login,
            sealer.seal("counts.question", name, asked.encode()),
            sealer.seal("counts.tally", name, _written(Tally()), 0),
            _FIRST,
            of_all,
            now,
            now,
        )
        names = "id, asked_by, question_sealed, tally_sealed, after_id, of_all, asked_at, changed_at"
        await tx.insert("counts", names, [row])
        await note_access(tx, sealer, person.party, person.login, Access(ASKED, "register", "ok"))
        await enter(tx, [Entry(*keys, person.login, name)], now)
        return name

    async def get(self, tx: Tx, name: str) -> Count:
        """A count; NotFound where there is none."""
        row = await first_or(
            NotFound("counts.none", Words("Belə say yoxdur.", "There is no such count.")),
            tx,
            f"SELECT {_COLUMNS} FROM counts c WHERE c.id = :id",
            {"id": name},
        )
        return self._opened(row)

    async def newest(self, tx: Tx, below: str, most: int) -> Sequence[Count]:
        """The newest below an id, whoever asked."""
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM counts c WHERE c.id < :below ORDER BY c.id DESC LIMIT :most",
            {"below": below, "most": most},
        )
        return [self._opened(row) for row in rows]

    async def step(self) -> int:
        """Go on with the oldest that is not counted for a second; how many ranges were read. A leading duty."""
        async with self.store.write() as tx:
            # The next turn is another one's, whatever becomes of this one.
            rows = await tx.fetch(
                "UPDATE counts SET changed_at = hub_now() WHERE id IN (SELECT c.id FROM counts c"
                " WHERE c.done_at IS NULL ORDER BY c.changed_at, c.id LIMIT 1 {share c}) RETURNING id"
            )
            if not rows:
                return 0
            count, done = await self.get(tx, rows[0]["id"]), 0
        until = monotonic() + _TURN_S
        while done == 0 or monotonic() < until:
            following = await self._range(count)
            done += 1
            if following is None:
                break
            count = following
        return done

    async def _range(self, count: Count) -> Count | None:
        """Read one more range and keep what came of it; None where nothing follows, or another has gone on."""
        began = monotonic()
        chunk = await self.reader.chunk(count.question, count.after, is_now=count.is_now)
        count.tally.add(count.question, chunk.units, chunk.left_out)
        took = round((monotonic() - began) * 1_000_000)
        sealed = self.register.sealer.seal("counts.tally", count.id, _written(count.tally), count.steps + 1)
        async with self.store.write() as tx:
            now = await tx.now()
            await tx.many(
                "UPDATE counts SET tally_sealed = $3, after_id = $4, steps = steps + 1, work_us = work_us + $5,"
                " changed_at = $6, done_at = $7 WHERE id = $1 AND steps = $2",
                [(count.id, count.steps, sealed, chunk.last or count.after, took, now, None if chunk.last else now)],
            )
            after = await self.get(tx, count.id)
        goes_on = after.done_at is None and after.after == chunk.last and after.steps == count.steps + 1
        return after if goes_on else None

    def _opened(self, row: Row) -> Count:
        sealer = self.register.sealer
        asked = json.loads(sealer.unseal("counts.question", row["id"], row["question_sealed"]))
        tally = json.loads(sealer.unseal("counts.tally", row["id"], row["tally_sealed"], row["steps"]))
        names = ("id", "asked_by", "steps", "of_all", "work_us", "asked_at", "changed_at", "done_at")
        return Count(
            question=CountQuestion.model_validate(asked["question"]),
            is_now=asked["is_now"],
            tally=_read(tally),
            after=row["after_id"],
            **{name: row[name] for name in names},
        )


async def forget_old_counts(store: Store) -> int:
    """Delete what was asked more than a year ago (assumed), some at a time; letters keep their figures."""
    async with store.write() as tx:
        return await tx.execute(
            "DELETE FROM counts WHERE id IN (SELECT c.id FROM counts c WHERE c.asked_at < hub_now() - :kept"
            " ORDER BY c.id LIMIT :most)",
            {"kept": 365 * _DAY, "most": 1_000},
        )


def counts_over(store: Store, sealer: Sealer, keyed: KeyedHash) -> Counts:
    """The counts over a register."""
    register = RegisterStore(sealer, keyed)
    return Counts(store, register, CountReader(store, register))


def _written(tally: Tally) -> bytes:
    cells = [[list(key), count] for key, count in tally.cells.items()]
    told = {"cells": cells, "unsure": tally.unsure, "left_out": tally.left_out, "read": tally.read}
    return json.dumps(told).encode()


def _read(told: Mapping[str, Any]) -> Tally:
    cells = Counter({tuple(key): count for key, count in told["cells"]})
    return Tally(cells, Counter(told["unsure"]), Counter(told["left_out"]), told["read"])


_APART = count_sheet().apart_days
_TOO_NEAR = Words(
    f"Son {_APART} gündə bundan bir qiymətlə fərqlənən sual verilib: iki cədvəl birlikdə gizlədiləni açar. Fərqlənən"
    " ölçünü bir cədvəldə ikinci bölgü seçin, ya həmin sualın cədvəlindən istifadə edin.",
    f"Within the last {_APART} days a question was asked that differs from this one in a single value: the two tables"
    " together would tell what is hidden. Choose that dimension as the second breakdown of one table, or take the table"
    " of that question.",
)
_TOO_MANY = Words(
    f"Sizin {_MOST_AT_ONCE} sualınız hələ sayılır. Biri bitəndə yenisini verin.",
    f"{_MOST_AT_ONCE} questions of yours are still being counted. Ask when one is done.",
)
