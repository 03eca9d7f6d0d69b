"""Events come late, twice and backwards: what the register holds in the end is the same."""

from __future__ import annotations

import pytest

from hub.app import Hub
from hub.register.held import as_of
from hub.register.statuses import in_period
from tests.integration.hard_cases.office import (
    FIN,
    FOR_A_BANK,
    STATUS,
    WOMAN,
    act,
    attributes,
    held,
    opened,
    reached,
    register,
    told,
)

ME = {"fin": FIN}
DIED = act("ÖL-1", "death", "2026-05-10", deceased=ME)
ALIVE = {**WOMAN, "vital_status": "alive"}


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
async def test_who_died_by_an_act_does_not_come_alive_by_a_list_however_they_come(
    hub: Hub, order: tuple[int, ...]
) -> None:
    words = [(ALIVE, "din"), (DIED, "edliyye"), ({**ALIVE, "birth_date": "1970-05-02"}, "din")]
    for each in order:
        record, by = words[each]
        await told(hub, record, by=by)

    found = await attributes(hub, "fin", FIN)
    assert (found["vital_status"], found["death_date"]) == ("deceased", "2026-05-10")


async def test_a_death_by_an_act_that_was_cancelled_leaves_the_person_alive(hub: Hub) -> None:
    await told(hub, ALIVE, by="din")
    await told(hub, DIED, by="edliyye")
    await told(hub, act("ÖL-1", "cancel", "2026-06-01"), by="edliyye")

    found = await attributes(hub, "fin", FIN)
    assert (found["vital_status"], found.get("death_date")) == ("alive", None)


async def test_an_old_act_replayed_after_a_newer_one_changes_nothing(hub: Hub) -> None:
    old = act("AD-1", "name_change", "2010-01-01", person={**ME, "surname": "Quliyeva"})
    new = act("AD-2", "name_change", "2020-01-01", person={**ME, "surname": "Əliyeva"})
    await told(hub, old, by="edliyye")
    await told(hub, new, by="edliyye")
    await told(hub, {**old, "event_id": "again"}, by="edliyye")

    assert (await attributes(hub, "fin", FIN))["surname"] == "Əliyeva"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (0, 2, 1)])
async def test_a_name_that_was_changed_and_changed_back_is_known_for_every_day_in_any_order(
    hub: Hub, order: tuple[int, ...]
) -> None:
    acts = [
        act("AD-1", "name_change", day, person={**ME, "surname": name})
        for day, name in (("2001-01-01", "Əliyeva"), ("2010-01-01", "Quliyeva"), ("2020-01-01", "Əliyeva"))
    ]
    for each in order:
        await told(hub, {**acts[each], "event_id": f"{each}"}, by="edliyye")

    person = await held(hub, "fin", FIN)
    assert person is not None
    async with hub.store.read() as tx:
        facts = await register(hub).store.facts(tx, person)
    now = max(fact.known_from for fact in facts)
    surnames = [as_of(person, facts, now, _day(year)) for year in (2005, 2015, 2025)]
    assert [each and each.attributes["surname"] for each in surnames] == ["Əliyeva", "Quliyeva", "Əliyeva"]
    assert person.attributes["surname"] == "Əliyeva"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_status_whose_end_comes_before_its_begin_has_ended(hub: Hub, order: tuple[int, ...]) -> None:
    words = [{**STATUS, "valid_from": "1993-11-01"}, {**STATUS, "ended_on": "2026-02-01", "end_reason": "returned"}]
    for each in order:
        await told(hub, words[each])

    found = await attributes(hub, "idp", FIN)
    assert (found["valid_from"], found["ended_on"]) == ("1993-11-01", "2026-02-01")


def _day(year: int) -> int:
    return int((year - 1970) * 365.2425 * 86_400) * 1_000_000


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
async def test_a_status_that_was_given_again_after_its_end_is_in_force(hub: Hub, order: tuple[int, ...]) -> None:
    words = [
        {**STATUS, "valid_from": "1993-11-01"},
        {**STATUS, "ended_on": "2020-02-01", "end_reason": "returned"},
        {**STATUS, "valid_from": "2024-03-01", "decision_no": "MK-S-2024/000001"},
    ]
    await told(hub, WOMAN)
    for each in order:
        await told(hub, words[each])

    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    assert (await reached(hub, case, "in_effect")).outcome == "granted"


async def test_taken_back_and_given_again_on_one_day_the_later_decision_holds(hub: Hub) -> None:
    given = {**STATUS, "valid_from": "2026-11-01", "decision_no": "MK-S-2026/000001"}
    back = {**given, "ended_on": "2026-11-01", "end_reason": "revoked"}
    again = {**given, "decision_no": "MK-S-2026/000002"}
    await told(hub, WOMAN)

    await told(hub, given)
    await told(hub, back)
    status = await held(hub, "idp", FIN)
    assert status is not None
    assert "ended_on" in in_period(status)

    await told(hub, again)
    status = await held(hub, "idp", FIN)
    assert status is not None
    assert "ended_on" not in in_period(status)
