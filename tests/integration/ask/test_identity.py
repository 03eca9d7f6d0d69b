"""A question about a person: answered at once with provenance, or refused with a reason; never half silently."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.access.history import read_accesses
from hub.app import Hub
from hub.clock import SECOND
from hub.exchange.maintenance import MaintenanceWindow, agree
from hub.exchange.steering import pause_operations
from hub.serving import make_api
from hub.settings import Settings
from hub.store.ids import NEWEST
from tests.hubs import running_hub, settings_for
from tests.sandbox import RunningSandbox

WHY = {"purpose": "housing", "legal_basis": "decision-11 by 668-IQ"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings: Settings = settings_for(tmp_path / "data", database_url=url, sandbox_url=sandbox.url)
    sandbox.behave("din")
    async with running_hub(settings, works=False) as running:
        yield running


async def ask(hub: Hub, party: str = "committee", **asked: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=make_api(hub))
    headers = {"Authorization": f"Bearer sandbox-{party}", "Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
        return await client.post("/v1/ask/identity", json=asked)


async def history(hub: Hub) -> list[tuple[object, ...]]:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_party, actor_person, subject_hash, purpose_code, basis_code, outcome FROM access_events"
            " ORDER BY id"
        )
    return [tuple(dict(row).values()) for row in rows]


async def test_an_answer_is_a_person_whose_every_field_has_a_source(hub: Hub) -> None:
    answer = await ask(hub, fin=" 94fmddd ", person="f.mammadov", **WHY)

    body = answer.json()
    assert answer.status_code == 200
    assert (body["person"]["fin"], body["person"]["fin_state"], body["gaps"]) == ("94FMDDD", "verified", [])
    assert body["person"]["surname"] == "İsmayılova"
    assert body["provenance"]["surname"] == {"source": "din.identity.v1", "at": body["asked_at"]}
    assert await history(hub) == [
        ("committee", "f.mammadov", hub.hash("fin", "94FMDDD"), "housing", "668-IQ", "answered")
    ]
    async with hub.store.read() as tx:
        (told,) = await read_accesses(tx, hub.sealer, NEWEST, 1)
    assert told["note"] == WHY["legal_basis"]


@pytest.mark.parametrize(
    ("party", "asked", "status", "code"),
    [
        ("committee", {"fin": "94FMDDD", "legal_basis": "x"}, 422, "ask.basis_missing"),
        ("committee", {"fin": "94FMDDD", "purpose": "housing"}, 422, "ask.basis_missing"),
        ("committee", {"fin": "94FMOD1", **WHY}, 422, "ask.fin_shape"),
        ("committee", {"fin": "ZZZZZZZ", **WHY}, 404, "ask.not_found"),
        ("meis", {"fin": "94FMDDD", **WHY}, 403, "access.no_right"),
    ],
)
async def test_a_refusal_has_a_code_and_is_written_down_too(
    hub: Hub, party: str, asked: dict[str, str], status: int, code: str
) -> None:
    answer = await ask(hub, party, **asked)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    ((actor, _, subject, *_rest, outcome),) = await history(hub)
    assert (actor, outcome) == (party, code)
    assert subject == (None if asked["fin"] == "94FMOD1" else hub.hash("fin", asked["fin"]))


async def test_a_mistyped_fin_is_suggested_and_never_asked_for(hub: Hub, sandbox: RunningSandbox) -> None:
    before = sandbox.ledger("din").calls

    answer = await ask(hub, fin="94FMOD1", **WHY)

    assert answer.json()["suggestion"] == "94FM0D1"
    assert sandbox.ledger("din").calls == before


@pytest.mark.parametrize(
    ("knobs", "status", "code"),
    [
        ({"down": True}, 504, "ask.agency_silent"),
        ({"fail": 503, "retry_after": 30}, 503, "ask.agency_unavailable"),
        ({"html": True}, 502, "ask.agency_breach"),
    ],
)
async def test_an_agency_in_trouble_is_named(
    hub: Hub, sandbox: RunningSandbox, knobs: dict[str, Any], status: int, code: str
) -> None:
    sandbox.behave("din", **knobs)

    answer = await ask(hub, fin="94FMDDD", **WHY)

    assert (answer.status_code, answer.json()["code"], answer.json()["agency"]) == (status, code, "din")
    assert (await history(hub))[0][-1] == code


async def test_no_second_sees_more_than_the_agency_bears_and_everybody_is_answered(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await asyncio.sleep(1)  # DİN counts by the second, and the test before, with a pace of its own, asked it too
    sandbox.clear("din")

    answers = await asyncio.gather(*(ask(hub, fin="94FMDDD", **WHY) for _ in range(10)))

    assert [answer.status_code for answer in answers] == [200] * 10
    ledger = sandbox.ledger("din")
    assert len(ledger.entries) == 10
    assert ledger.calls <= 11, "nobody is told to come back, but for one that a busy machine holds up on its way"
    at = [entry["at"] for entry in ledger.entries]
    assert min(fourth - first for first, fourth in zip(at, at[3:], strict=False)) > 900_000, "less a tenth for the way"


async def test_a_busy_answer_to_the_probe_of_an_ask_closes_the_breaker(hub: Hub, sandbox: RunningSandbox) -> None:
    async with hub.store.write() as tx:
        await tx.execute("UPDATE operations SET breaker = 'open', probe_at = 0 WHERE name = 'din.identity.query'")
    sandbox.behave("din", fail=503, retry_after=1, times=1)

    answer = await ask(hub, fin="94FMDDD", **WHY)

    assert answer.status_code == 200, answer.text
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT breaker FROM operations WHERE name = 'din.identity.query'")
    assert rows[0]["breaker"] == "closed"


async def test_an_open_breaker_answers_at_once(hub: Hub, sandbox: RunningSandbox) -> None:
    async with hub.store.write() as tx:
        now = await tx.now()
        await tx.execute(
            "UPDATE operations SET breaker = 'open', probe_at = :at WHERE name = 'din.identity.query'",
            {"at": now + 20_000_000},
        )
    before = sandbox.ledger("din").calls

    answer = await ask(hub, fin="94FMDDD", **WHY)

    assert (answer.status_code, answer.json()["cause"]) == (503, "breaker.open")
    assert int(answer.headers["retry-after"]) > 10
    assert sandbox.ledger("din").calls == before


async def test_nobody_is_asked_inside_a_maintenance_window_and_the_answer_says_until_when(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    before = sandbox.ledger("din").calls
    async with hub.store.write() as tx:
        now = await tx.now()
        agreed = MaintenanceWindow("din", "letter 5", from_at=now - SECOND, until_at=now + 3600 * SECOND)
        await agree(tx, hub.sealer, agreed, "ramil", hub.owners)

    answer = await ask(hub, fin="94FMDDD", **WHY)

    assert (answer.status_code, answer.json()["code"]) == (503, "ask.agency_in_maintenance")
    assert 3500 < float(answer.headers["retry-after"]) <= 3601
    assert sandbox.ledger("din").calls == before


async def test_nobody_is_asked_while_a_person_has_paused_it(hub: Hub) -> None:
    async with hub.store.write() as tx:
        await pause_operations(tx, hub.sealer, ["din.identity.query"], "ramil", "the agency asked")

    answer = await ask(hub, fin="94FMDDD", **WHY)

    assert answer.json()["code"] == "ask.agency_paused"
