"""A status whose end was told ahead holds until that day; on it the paper is doubted and agencies are told, unasked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from connectors.sandbox.people import person
from hub.app import Hub
from hub.exchange.person_news import CHANGE_FORMAT
from tests.hubs import eventually
from tests.integration.hard_cases.office import (
    FOR_A_BANK,
    STATUS,
    later,
    opened,
    reached,
    stands,
    told,
)
from tests.moments import today

FIN = person(0).fin
WOMAN = {"kind": "person", "fin": FIN, "surname": "İsmayılova", "given_name": "Gülnarə", "birth_date": "1988-03-07"}
BEGUN = {**STATUS, "fin": FIN, "valid_from": "1993-11-01"}


def ends(days: int) -> dict[str, Any]:
    return {**BEGUN, "ended_on": (today() + timedelta(days=days)).isoformat(), "end_reason": "returned"}


async def news(hub: Hub) -> int:
    """Messages that tell agencies of the person."""
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM messages m WHERE m.format = :f", {"f": CHANGE_FORMAT})
    return int(rows[0]["n"])


async def test_on_the_day_of_its_end_a_paper_is_doubted_and_agencies_are_told(hub: Hub) -> None:
    await told(hub, WOMAN, BEGUN, ends(9))
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    assert (await reached(hub, case, "in_effect")).outcome == "granted"
    before = await news(hub)

    await later(hub, 10)

    async def doubted() -> bool:
        return "status_bitib" in (await stands(hub, case)).doubts

    await eventually(doubted, what="its ground is gone")
    assert await news(hub) == before + 1


async def test_a_day_that_was_corrected_since_is_nobodys_news(hub: Hub) -> None:
    await told(hub, WOMAN, BEGUN, ends(5))
    await told(hub, ends(50))
    before = await news(hub)

    await later(hub, 10)

    async def taken() -> bool:
        async with hub.store.read() as tx:
            return len(await tx.fetch("SELECT d.day FROM entity_days d")) == 1

    await eventually(taken, what="the day has come, the other is ahead")
    assert await news(hub) == before
