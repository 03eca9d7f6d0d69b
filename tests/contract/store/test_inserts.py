"""Inserts of a transaction, and writes at once: seen by what follows, and a constraint is broken where it stands."""

from __future__ import annotations

import pytest

from hub.store.store import Collision, NotStorable, Store
from hub.store.tx import Change, Rows, Tx

CURSORS = ("cursors", "name, next_seq")
DEFECTS = ("defects", "kind, count, last_at")
NAME = "name text"
KEYS = ("data_keys", "table_name, month, wrapped_by, wrapped")


async def names(store: Store) -> list[str]:
    async with store.read() as tx:
        return [row["name"] for row in await tx.fetch("SELECT name FROM cursors ORDER BY name")]


async def insert_twice(store: Store) -> None:
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("one", 1)])
        await tx.insert(*DEFECTS, [("kind", 1, 5)])
        await tx.insert(*CURSORS, [("one", 2)])


async def fail_within(tx: Tx) -> None:
    async with tx.savepoint():
        await tx.insert(*CURSORS, [("within", 1)])
        raise LookupError


async def insert_within(tx: Tx) -> None:
    async with tx.savepoint():
        await tx.insert(*CURSORS, [("one", 2)])


async def test_inserts_into_many_tables_are_there_with_their_bytes_after_the_commit(store: Store) -> None:
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("one", 1), ("two", 2)])
        await tx.insert(*KEYS, [("messages", 202611, "k", b"\x00\xff")])
        await tx.insert(*DEFECTS, [("kind", 1, 5)])
        await tx.insert(*CURSORS, [("three", 3)])

    async with store.read() as tx:
        keys = await tx.fetch("SELECT month, wrapped FROM data_keys")
        defects = await tx.fetch("SELECT kind FROM defects")

    assert await names(store) == ["one", "three", "two"]
    assert [(row["month"], bytes(row["wrapped"])) for row in keys] == [(202611, b"\x00\xff")]
    assert [row["kind"] for row in defects] == ["kind"]


async def test_inserts_into_many_tables_at_once_are_all_there_and_what_has_no_rows_is_left_out(store: Store) -> None:
    async with store.write() as tx:
        await tx.write_all(
            (*CURSORS, [("one", 1), ("two", 2)]), (*DEFECTS, []), (*KEYS, [("messages", 202611, "k", b"\x00\xff")])
        )
        await tx.write_all((*CURSORS, []))

    async with store.read() as tx:
        keys = await tx.fetch("SELECT month, wrapped FROM data_keys")

    assert await names(store) == ["one", "two"]
    assert [(row["month"], bytes(row["wrapped"])) for row in keys] == [(202611, b"\x00\xff")]


async def test_some_hundred_rows_of_a_table_are_there_with_their_bytes_and_what_is_not_known(store: Store) -> None:
    wrapped = [(f"table{number:03}", number, "k", bytes([number, 0, 255])) for number in range(200)]
    async with store.write() as tx:
        await tx.insert(*KEYS, wrapped)
        await tx.insert("loads", "id, district, created_at", [(f"{number:032x}", None, 5) for number in range(200)])

    async with store.read() as tx:
        keys = await tx.fetch("SELECT table_name, month, wrapped_by, wrapped FROM data_keys ORDER BY month")
        loads = await tx.fetch("SELECT id, district FROM loads ORDER BY created_at, id")

    assert [(r["table_name"], r["month"], r["wrapped_by"], bytes(r["wrapped"])) for r in keys] == wrapped
    assert [(r["id"], r["district"]) for r in loads] == [(f"{number:032x}", None) for number in range(200)]


async def test_one_of_some_hundred_that_breaks_a_constraint_undoes_the_transaction(store: Store) -> None:
    with pytest.raises(Collision):
        async with store.write() as tx:
            await tx.insert(*CURSORS, [(f"{number}", number) for number in (*range(200), 7)])

    assert await names(store) == []


async def test_one_of_some_hundred_that_no_column_holds_is_not_storable_and_the_store_goes_on(store: Store) -> None:
    with pytest.raises(NotStorable):
        async with store.write() as tx:
            await tx.insert(*CURSORS, [(f"{number}", number) for number in (*range(200), 2**70)])
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("after", 1)])

    assert await names(store) == ["after"]


async def test_changes_and_inserts_at_once_are_all_made_and_what_has_no_rows_is_left_out(store: Store) -> None:
    move = "UPDATE cursors AS c SET next_seq = c.next_seq + r.n + :more FROM {rows} WHERE c.name = r.name"
    counted = "name text, n bigint"
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("one", 1), ("two", 2), ("three", 3)])
        await tx.write_all(
            Change("DELETE FROM cursors WHERE name IN (SELECT r.name FROM {rows})", Rows(NAME, [("two",)])),
            (*DEFECTS, [("kind", 1, 5)]),
            Change(move, Rows(counted, [("one", 10), ("three", 30)]), {"more": 100}),
            Change("DELETE FROM cursors WHERE name IN (SELECT r.name FROM {rows})", Rows(NAME, [])),
            (*KEYS, [("messages", 202611, "k", b"\x00\xff")]),
        )

    async with store.read() as tx:
        cursors = await tx.fetch("SELECT name, next_seq FROM cursors ORDER BY name")
        others = await tx.fetch("SELECT d.count, k.wrapped FROM defects d, data_keys k")

    assert [(row["name"], row["next_seq"]) for row in cursors] == [("one", 111), ("three", 133)]
    assert [(row["count"], bytes(row["wrapped"])) for row in others] == [(1, b"\x00\xff")]


async def test_one_of_many_at_once_that_breaks_a_constraint_undoes_all(store: Store) -> None:
    with pytest.raises(Collision):
        async with store.write() as tx:
            await tx.write_all((*DEFECTS, [("kind", 1, 5)]), (*CURSORS, [("one", 1), ("one", 2)]))

    assert await names(store) == []


async def test_lists_of_numbers_go_in_as_a_set_of_rows(store: Store) -> None:
    tokens = [("a" * 32, [-5, 2**31 - 1]), ("b" * 32, []), ("c" * 32, [7])]
    async with store.write() as tx:
        await tx.execute(
            "INSERT INTO entity_names (entity_id, tokens) SELECT r.entity_id, r.tokens FROM {rows}",
            rows=Rows("entity_id uuid, tokens int[]", tokens),
        )

    async with store.read() as tx:
        found = await tx.fetch(
            "SELECT n.entity_id FROM entity_names n WHERE {any n.tokens :wanted} ORDER BY n.entity_id",
            {"wanted": [7, -5, 3]},
        )

    assert [row["entity_id"] for row in found] == ["a" * 32, "c" * 32]


async def test_the_next_statement_of_the_transaction_sees_them(store: Store) -> None:
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("one", 1)])
        seen = await tx.fetch("SELECT next_seq FROM cursors")
        await tx.insert(*CURSORS, [("two", 1)])
        changed = await tx.execute("UPDATE cursors SET next_seq = 9")
        await tx.insert(*CURSORS, [("three", 1)])
        await tx.many("UPDATE cursors SET next_seq = $2 WHERE name = $1", [("three", 8)])

    async with store.read() as tx:
        numbers = [row["next_seq"] for row in await tx.fetch("SELECT next_seq FROM cursors ORDER BY name")]

    assert ([row["next_seq"] for row in seen], changed, numbers) == ([1], 2, [9, 8, 9])


async def test_one_that_breaks_a_constraint_undoes_the_transaction(store: Store) -> None:
    with pytest.raises(Collision):
        await insert_twice(store)

    assert await names(store) == []


async def test_a_failure_in_a_savepoint_takes_its_own_inserts_along_and_no_others(store: Store) -> None:
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("before", 1)])
        with pytest.raises(LookupError):
            await fail_within(tx)
        await tx.insert(*CURSORS, [("after", 1)])

    assert await names(store) == ["after", "before"]


async def test_a_constraint_broken_in_a_savepoint_is_refused_before_it_ends(store: Store) -> None:
    async with store.write() as tx:
        await tx.insert(*CURSORS, [("one", 1)])
        with pytest.raises(Exception, match=r"(?i)unique"):
            await insert_within(tx)
        await tx.insert(*CURSORS, [("after", 1)])

    assert await names(store) == ["after", "one"]


async def test_bytes_go_in_as_a_set_of_rows_and_what_is_not_known_stays_so(store: Store) -> None:
    change = (
        "UPDATE data_keys AS k SET wrapped = coalesce(r.wrapped, k.wrapped) FROM {rows} WHERE k.table_name = r.name"
    )
    async with store.write() as tx:
        await tx.insert(*KEYS, [("messages", 202611, "k", b"\x00"), ("attempts", 202611, "k", b"\x01")])
        rows = Rows("name text, wrapped bytea", [("messages", b"\x00\xff\n"), ("attempts", None)])
        await tx.write_all(Change(change, rows))

    async with store.read() as tx:
        keys = await tx.fetch("SELECT wrapped FROM data_keys ORDER BY table_name")

    assert [bytes(row["wrapped"]) for row in keys] == [b"\x01", b"\x00\xff\n"]
