"""One search for everybody: documents by number in part, subject, correspondent, executor and day; as rights allow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from hub.console.viewer import proof
from hub.console.writing import baku
from hub.documents.acting.document_words import keys_of_search, rarest
from hub.documents.acting.reading import DocumentQuery, search
from tests.integration.console.documents.conftest import Console
from tests.integration.console.documents.reading import PageReader

ROAD, WATER = "Daşkəsən yolunun təmiri barədə", "Su xəttinin çəkilişi barədə"


async def seek(console: Console, who: str, typed: str) -> httpx.Response:
    """What the search box leads to."""
    headers = {"cookie": f"hub_session=sandbox-{who}; hub_lang=en"}
    fields = {"csrf": proof(f"sandbox-{who}"), "q": typed}
    answer = await console.client.post("/console/search", data=fields, headers=headers)
    assert answer.status_code == 303, answer.text
    return await console.answer(who, answer.headers["location"])


async def seen(console: Console, who: str, typed: str) -> set[str]:
    """Which of the two documents are listed."""
    page = PageReader((await seek(console, who, typed)).text).text
    return {title for title in (ROAD, WATER) if title in page}


async def arrived(console: Console, title: str, **more: Any) -> str:
    """A registered incoming letter; its id."""
    document = await console.begin("sevinc", "incoming", title=title, **more)
    await console.act("sevinc", document, "register", file="01-05")
    return document


async def test_a_document_is_found_by_whatever_is_known_of_it(console: Console) -> None:
    road = await arrived(console, ROAD, origin={"body": "97", "reg_no": "5-17/3344"})
    await arrived(console, WATER, origin={"body": "", "name": "Kəlbəcər İcra Hakimiyyəti"})
    await console.act("elcin", road, "give_resolution", text="Baxılsın", lead="rauf")
    number = (await console.get("sevinc", f"/documents/{road}")).text.partition("№ ")[2].split()[0]
    today = baku(console.hub.clock.now()).date()

    for typed, expected in (
        ("yolun təmirinə", {ROAD}),
        ("daskesen", {ROAD}),
        ("barədə", {ROAD, WATER}),
        (number, {ROAD}),
        (number[3:], {ROAD}),
        ("17/33", {ROAD}),
        ("kimdən:Kəlbəcər", {WATER}),
        ("Kəlbəcər", {WATER}),
        ("icraçı:Rauf", {ROAD}),
        ("executor:İbrahimli təmir", {ROAD}),
        ("icraçı:Leyla", set()),
        ("icradadır", {ROAD}),
        ("in_execution", {ROAD}),
        ('vəziyyət:"qeydə alınıb"', {WATER}),
        (f"tarix:{today:%d.%m.%Y}", {ROAD, WATER}),
        (f"tarix:{today + timedelta(days=1):%d.%m.%Y} barədə", set()),
        (f"{today:%d.%m.%Y}", {ROAD, WATER}),
        (f"{today - timedelta(days=1):%d.%m.%Y}", set()),
        ("31.02.2026", set()),
        ("yoxdur-belə", set()),
    ):
        assert await seen(console, "sevinc", typed) == expected, typed


async def test_what_was_typed_stands_in_no_address_and_is_its_owner_s_alone(console: Console) -> None:
    await arrived(console, ROAD)

    answer = await seek(console, "sevinc", "Daşkəsən")
    assert "token=" in str(answer.url)
    assert "kəsən" not in str(answer.url).lower()
    assert 'value="Daşkəsən"' in answer.text
    other = await console.answer("nigar", f"{answer.url.path}?{answer.url.query.decode()}")
    assert "another person's" in other.text
    async with console.hub.store.read() as tx:
        rows = await tx.fetch("SELECT key_hash, shown, typed_sealed FROM search_tokens")
    assert rows
    assert not any("şkəsən".encode() in bytes(row["typed_sealed"]) for row in rows)


async def test_nobody_finds_what_may_not_be_seen(console: Console) -> None:
    await arrived(console, ROAD, access="restricted")
    await console.begin("leyla", "internal", title=WATER)

    assert await seen(console, "sevinc", "barədə") == {ROAD, WATER}
    assert await seen(console, "nigar", "barədə") == {WATER}
    assert await seen(console, "leyla", "barədə") == {WATER}
    assert await seen(console, "rauf", "barədə") == set()
    assert await seen(console, "rauf", "təmir") == set()


async def test_whom_a_complaint_is_about_does_not_find_it(console: Console) -> None:
    body = {"title": ROAD, "kind": "complaint", "channel": "written", "subject": "yol", "unit": "qayidis",
            "applicant": {"name": "Səməd Quluzadə"}, "complained_about": ["nigar"]}  # fmt: skip
    await console.api("sevinc", "/v1/appeals", body)

    assert await seen(console, "sevinc", "Quluzadə") == {ROAD}
    assert await seen(console, "nigar", "Quluzadə") == set()


async def test_a_search_reads_along_the_index_of_words(console: Console) -> None:
    await arrived(console, ROAD)
    keyed, plans = console.hub.office.documents.hash, list[str]()
    words = keys_of_search(keyed, "Daşkəsən yol")
    await _fill(console, words[0])
    async with console.hub.store.read() as tx:
        await rarest(tx, words)
        explaining: Any = _Explaining(tx, plans)
        await search(explaining, console.hub.sealer, DocumentQuery(words=words), ("sevinc",), access=("open",))

    assert len(plans) == 2
    for plan in plans:
        assert "document_words" in plan, plan
        for scan in ("SCAN w", "SCAN d ", "SCAN also", "Seq Scan on documents", "Seq Scan on document_words"):
            assert scan not in plan, plan


async def _fill(console: Console, word: str) -> None:
    """Twenty thousand documents, one in ten with the word."""
    is_postgres = console.hub.settings.database_url is not None
    uid = "lpad(to_hex(n.i), 32, '0')::uuid" if is_postgres else "printf('%032x', n.i)"
    columns = "kind, status, access, version, author, unit, chain_hash, state_sealed, created_at, changed_at"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    async with console.hub.store.write() as tx:
        await tx.execute(
            f"INSERT INTO documents (id, {columns}) {numbers} SELECT {uid}, {columns.replace(', ', ', d.')}"
            " FROM n, (SELECT * FROM documents LIMIT 1) AS d"
        )
        await tx.execute(
            f"INSERT INTO document_words (word, document_id) {numbers} SELECT :word, {uid} FROM n WHERE n.i % 10 = 0",
            {"word": word},
        )
    async with console.hub.store.write() as tx:
        await tx.execute("ANALYZE")


class _Explaining:
    """A transaction whose documents are explained, not read; what a search asks of the words it really asks."""

    def __init__(self, tx: Any, plans: list[str]) -> None:
        self._tx, self._plans = tx, plans

    async def fetch(self, sql: str, values: dict[str, Any], rows: Any = None) -> list[Any]:
        if "all_of" in sql:
            return list(await self._tx.fetch(sql, values, rows))
        word = "EXPLAIN" if self._tx.__class__.__name__.startswith("Postgres") else "EXPLAIN QUERY PLAN"
        found = await self._tx.fetch(f"{word} {sql}", values, rows)
        self._plans.append(str([list(row.values() if hasattr(row, "values") else row) for row in found]))
        return []


@pytest.mark.parametrize("typed", ["'; DROP TABLE documents; --", '"', ":::", "a" * 5000, "\x00", "%_", "növ:nothing"])
async def test_anything_may_be_typed(console: Console, typed: str) -> None:
    assert (await seek(console, "sevinc", typed)).status_code == 200
