"""Looks at a person's data go out as notices: in the history's order, each once, refused ones too, held ones later."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.access.history import Access, Run, note_access
from hub.access.purposes import Why
from hub.app import Hub
from hub.exchange.door import Submission
from hub.exchange.usage_notices import UsageNotices
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from routes.usage import usage_rules
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.sandbox import RunningSandbox
from tests.things import person_without_fin

WIFE, STRANGER = "94FMDDD", "5ABCD12"
NEXT_TO_NOTHING = 1


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more = {"database_url": request.getfixturevalue("postgres_url")}
    async with running_hub(settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)) as running:
        person = {"kind": "person", "fin": WIFE, "surname": "İsmayılova", "given_name": "Gülnarə"}
        raw = json.dumps({"id": "r-1", "records": [person]}).encode()
        await running.door.accept(Submission("committee", "hub.records.v1", raw))
        running.calling.nudge()
        await eventually(lambda: all_settled(running), what="the person is known")
        yield running


async def looked(hub: Hub, party: str, person: str | None, *looks: Access) -> None:
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, party, person, *looks)


def look(hub: Hub, outcome: str = "answered", fin: str = WIFE, **more: Any) -> Access:
    return Access("ask.identity", "identity", outcome, hub.hash("fin", fin), **more)


def told(sandbox: RunningSandbox) -> list[dict[str, Any]]:
    return [entry["subject"] for entry in sandbox.ledger("mygov").entries]


async def arrived(hub: Hub, sandbox: RunningSandbox, count: int) -> list[dict[str, Any]]:
    async def there() -> bool:
        return len(told(sandbox)) >= count and await all_settled(hub)

    await eventually(there, what=f"{count} notices")
    return told(sandbox)


async def test_each_look_is_told_once_in_order_by_body_and_unit_and_never_by_the_officials_name(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await looked(hub, "azersu", "samir", look(hub, why=Why("benefit", "669-IQ", "secret note")))
    await looked(hub, "committee", "sevinc", look(hub, "access.no_right"))
    await looked(hub, "committee", "sevinc", look(hub, fin=STRANGER), Access("register.look", "register"))
    await looked(hub, "mygov", None, Access("ask.usage", "usage", "answered", hub.hash("fin", WIFE)))
    await looked(hub, "meis", None, look(hub))

    notices = await arrived(hub, sandbox, 3)

    assert [(each["receiver"], each["outcome"], each.get("purpose")) for each in notices] == [
        ("azersu", "GIVEN", "benefit"), ("committee", "NOT_GIVEN", None), ("meis", "GIVEN", None),
    ]  # fmt: skip
    assert {each["subjectFin"] for each in notices} == {WIFE}
    assert (notices[0]["category"], notices[0]["basis"], notices[0]["receiverName"]) == ("PERSONAL", "669-IQ", "Azərsu")
    assert "unit" not in notices[0], "a name that another body writes is nobody of the house"
    assert notices[1]["unit"]
    assert not [each for each in ("samir", "sevinc", "secret") if each in json.dumps(notices)]
    await asyncio.sleep(2.5)
    assert len(told(sandbox)) == 3, "what was told is not told again, and what that very agency read never"


async def test_a_look_at_somebody_without_a_fin_is_told_to_no_portal_and_holds_nobody_back(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    _, number = await person_without_fin(hub, surname="Əliyeva", given_name="Aysel")

    await looked(hub, "azersu", None, look(hub, fin=number))
    await looked(hub, "meis", None, look(hub))

    assert [each["receiver"] for each in await arrived(hub, sandbox, 1)] == ["meis"]


async def test_a_run_over_many_is_not_told_one_by_one(hub: Hub, sandbox: RunningSandbox) -> None:
    run = Run.over(new_id(), [hub.hash("fin", WIFE)])
    await looked(hub, "committee", "sevinc", Access("repairs.made", "message_body", run=run))
    await looked(hub, "meis", None, look(hub))

    assert [each["receiver"] for each in await arrived(hub, sandbox, 1)] == ["meis"]


async def test_what_an_inquiry_keeps_back_is_told_when_its_time_is_over_and_holds_nobody_back(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await looked(hub, "azersu", None, look(hub, why=Why("court", "998-IIIQ")))
    await looked(hub, "meis", None, look(hub))
    assert [each["receiver"] for each in await arrived(hub, sandbox, 1)] == ["meis"]

    soon = replace(usage_rules(), held={"court": NEXT_TO_NOTHING})
    register = RegisterStore(hub.sealer, hub.hash)
    duty = UsageNotices(hub.store, hub.planner, register, frozenset(hub.operations), soon)
    made = await asyncio.gather(duty.step(), duty.step())
    hub.calling.nudge()

    assert [each["receiver"] for each in await arrived(hub, sandbox, 2)] == ["meis", "azersu"]
    assert sum(made) == 1, "two leaders at once tell it once"
