"""Two records that are one person, joined and parted while cases rest on them: one person has one paper of a kind."""

from __future__ import annotations

import pytest

from hub.access.people import Person
from hub.app import Hub
from hub.errors import Refused
from hub.register.merging import MergeWish, SplitWish
from hub.web.register_requests import RequestBody, SecondWordBody, decide, preview, propose
from tests.hubs import eventually
from tests.integration.hard_cases.office import (
    FIN,
    FOR_A_BANK,
    OTHER,
    STATUS,
    TWIN,
    WOMAN,
    attributes,
    did,
    held,
    opened,
    reached,
    stands,
    told,
    waits_for,
)
from tests.integration.hard_cases.test_death_in_dispute import doubted, says

ASKS, AGREES = (Person(login, login, "committee", frozenset(("programme_officer",))) for login in ("zeyneb", "nigar"))
AGAIN = {**WOMAN, "fin": TWIN, "birth_place": "Talış"}


async def decided(hub: Hub, kind: type[MergeWish | SplitWish]) -> None:
    """Joined, or parted, by two officials."""
    one, other = await held(hub, "fin", FIN), None
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT e.id FROM entities e WHERE e.kind = 'person' ORDER BY e.id")
    assert one is not None
    other = next(row["id"] for row in rows if row["id"] != one.id)
    wish = kind(survivor=one.id, other=other, ground="DİN-in cavabı № 5")
    seen = (await preview(hub, ASKS, wish))[0].seen
    request = await propose(hub, ASKS, RequestBody(wish=wish, seen=seen).wish, seen)
    await decide(hub, AGREES, request, SecondWordBody(outcome="agreed", seen=seen))


async def issued(hub: Hub, fin: str, key: str = "") -> str:
    case = await opened(hub, "certificate", fin, FOR_A_BANK, key)
    await reached(hub, case, "in_effect")
    return case


async def test_an_application_under_the_other_fin_of_one_person_takes_the_place_of_the_older_paper(hub: Hub) -> None:
    await told(hub, WOMAN, AGAIN, STATUS, by="committee")
    older = await issued(hub, FIN)
    await decided(hub, MergeWish)

    newer = await issued(hub, TWIN)

    assert (await stands(hub, newer)).outcome == "granted", "the status under the one FIN is that of the person"
    assert (await reached(hub, older, "closed")).ended == "superseded"


async def test_what_is_given_once_is_not_given_again_under_the_other_fin(hub: Hub) -> None:
    child = {**WOMAN, "birth_date": "2015-05-01"}
    await told(hub, child, {**child, "fin": TWIN}, STATUS, by="committee")
    case = await opened(hub, "school_bag", FIN, {})
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    await reached(hub, case, "in_effect")
    await decided(hub, MergeWish)

    with pytest.raises(Refused, match="granted_already"):
        await opened(hub, "school_bag", TWIN, {})


async def test_of_two_statuses_that_differ_none_is_chosen(hub: Hub) -> None:
    ended = {**STATUS, "fin": TWIN, "ended_on": "2026-01-01", "end_reason": "returned"}
    await told(hub, WOMAN, AGAIN, STATUS, ended, by="committee")
    await decided(hub, MergeWish)

    case = await opened(hub, "certificate", FIN, FOR_A_BANK)

    await reached(hub, case, "collecting")
    assert (await waits_for(hub, case)).startswith("Its sources disagree, an official has to find out: Status ended")


async def test_a_joining_that_is_undone_leaves_a_question_at_the_paper_that_rested_on_it(hub: Hub) -> None:
    await told(hub, WOMAN, AGAIN, {**STATUS, "fin": TWIN}, by="committee")
    await decided(hub, MergeWish)
    case = await issued(hub, FIN)
    assert (await stands(hub, case)).outcome == "granted"
    await did(hub, case, says("sağdır"))

    async def confirmed() -> bool:
        return not (await stands(hub, case)).is_provisional

    await eventually(confirmed, what="it is confirmed")
    await decided(hub, SplitWish)

    await doubted(hub, case, "status", "əvvəlki_yer")
    assert (await attributes(hub, "idp", TWIN))["category"] == "idp", "nobody has lost anything by it"


async def test_a_stranger_s_case_is_never_another_persons(hub: Hub) -> None:
    await told(hub, WOMAN, {**WOMAN, "fin": OTHER, "given_name": "Sevda"}, STATUS, {**STATUS, "fin": OTHER})
    older = await issued(hub, FIN)
    await issued(hub, OTHER)
    assert (await stands(hub, older)).phase == "in_effect"
