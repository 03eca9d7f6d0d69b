"""What a party may use: counted for the whole installation, refused before anything is read, told when to come back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from hub.access.keys import issue_key
from hub.access.limits import LimitName, set_limit
from hub.access.parties import Party
from hub.access.quotas import ASKS, MESSAGES, OverQuota, Quotas, used_of
from hub.exchange.ask.kept import KeptAnswers
from tests.hubs import running_hub, settings_for
from tests.integration.api.served import NOTE, NOTES, Served
from tests.parties import make_party, may_ask, may_send

FORMAT = "test.note.v1"
IDENTITY = {"fin": "7ABCD12", "purpose": "housing", "legal_basis": "668-IQ, 9"}


async def limited(api: Served, name: LimitName, most: int) -> str:
    """The key of a party with a limit."""
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_send(FORMAT), may_ask("ask.identity", "housing")])
        await set_limit(tx, "fund", name, most, "samir", "nermin")
        return (await issue_key(tx, "fund")).text


async def test_what_is_beyond_the_days_limit_is_refused_with_when_to_come_back(api: Served) -> None:
    key = await limited(api, LimitName.MESSAGES_A_DAY, 3)

    answers = [await api.post(NOTES, NOTE, key, Idempotency_Key=f"n-{number}") for number in range(5)]

    assert [each.status_code for each in answers] == [202, 202, 202, 429, 429]
    problem, wait = answers[-1].json(), int(answers[-1].headers["retry-after"])
    assert (problem["code"], problem["limit"], problem["most"]) == ("access.over_quota", "messages_a_day", 3)
    assert 0 < wait <= 24 * 3600
    assert (await api.stored())["messages"] == 3


@pytest.mark.parametrize("path", ["/v1/ask/identity", "/v1/ask/dossier"])
async def test_questions_are_counted_apart_from_messages(api: Served, path: str) -> None:
    key = await limited(api, LimitName.ASKS_A_MINUTE, 0)

    asked = await api.post(path, IDENTITY, key, Content_Type="application/json")
    sent = await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")

    assert (asked.status_code, asked.json()["code"], sent.status_code) == (429, "access.over_quota", 202)
    assert int(asked.headers["retry-after"]) <= 60


async def test_several_processes_share_one_limit(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path), works=False) as hub:
        party = Party("fund", frozenset(), {LimitName.MESSAGES_A_DAY: 100})
        processes = [Quotas(hub.store, hub.clock) for _ in range(3)]

        async def take(number: int) -> bool:
            try:
                await processes[number % 3].take(party, MESSAGES)
            except OverQuota:
                return False
            return True

        taken = await asyncio.gather(*(take(number) for number in range(300)))
        others = Party("other", frozenset(), {LimitName.MESSAGES_A_DAY: 1})
        await processes[0].take(others, MESSAGES)
        await processes[0].take(party, ASKS)
        async with hub.store.read() as tx:
            used = await used_of(tx, "fund", await tx.now())

    assert sum(taken) == 100
    assert used == {LimitName.MESSAGES_A_DAY: 100}


async def test_a_period_that_is_over_leaves_nothing_behind(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path), works=False) as hub:
        party, quotas = Party("fund", frozenset(), {LimitName.MESSAGES_A_DAY: 1}), Quotas(hub.store, hub.clock)
        await quotas.take(party, MESSAGES)
        with pytest.raises(OverQuota):
            await quotas.take(party, MESSAGES)
        async with hub.store.write() as tx:
            await tx.execute("UPDATE party_usage SET period = period - 1")

        await Quotas(hub.store, hub.clock).take(party, MESSAGES)


async def test_answers_that_are_kept_count_against_the_partys_room(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path), works=False) as hub:
        kept = KeptAnswers(hub.store, hub.sealer, hub.hash)
        async with hub.store.write() as tx:
            now = await tx.now()
            row = ("0" * 32, "o", "f", "a", "fund", "s", b"sealed", None, 1_000, 0, now, now + 60_000_000)
            names = (
                "id, operation, format, asker_hash, party, subject_hash, answer_sealed, file_sealed, size, is_late,"
                " answered_at, valid_until"
            )
            await tx.insert("kept_answers", names, [row])

        await kept.refuse_without_room("fund", 1_001)
        await kept.refuse_without_room("other", 1)
        with pytest.raises(OverQuota) as refused:
            await kept.refuse_without_room("fund", 1_000)

    assert 0 < (refused.value.retry_after or 0) <= 60


async def test_a_party_sees_its_own_and_nothing_of_others(api: Served) -> None:
    key = await limited(api, LimitName.MESSAGES_A_DAY, 40)
    await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")
    await api.post(NOTES, NOTE, "sandbox-committee", Idempotency_Key="n-1")

    mine = (await api.get("/v1/me", key)).json()
    others = (await api.get("/v1/me", "sandbox-edliyye")).json()

    assert (mine["party"], mine["title"], mine["failed"]) == ("fund", "Fund", 0)
    assert sum(mine["last_day"].values()) == 1
    assert {"service": FORMAT, "action": "send"}.items() <= next(
        each for each in mine["rights"] if each["service"] == FORMAT
    ).items()
    assert {"name": "messages_a_day", "most": 40, "used": 2} in mine["limits"]
    assert (others["party"], others["last_day"]) == ("edliyye", {})
    assert "fund" not in str(others)
