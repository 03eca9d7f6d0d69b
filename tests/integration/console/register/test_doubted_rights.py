"""A right that no case of ours has given, and another person under its FIN: asked about until an act answers."""

from __future__ import annotations

from typing import Any

from hub.programmes.doubted_rights import hear_of_people, look_at_doubts
from hub.register.store import RegisterStore
from mappings.dates import PartialDate
from mappings.registered import Right
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import tell
from tests.integration.console.register.test_change_requests import id_of
from tests.things import things_told

FIN = "4BCDE12"
RIGHT = Right(
    right_id="R-1",
    fin=FIN,
    programme="allowance",
    benefit="money",
    amount_qepik=6000,
    valid_from=PartialDate(2026, 1, 1),
    decision_no="VM-T-1",
)


async def told(desks: Desks, name: str, **said: str) -> None:
    """The register hears of the person, and its duty comes by."""
    person = {"kind": "person", "fin": FIN, "surname": "Quliyeva", "given_name": "Sevda", **said}
    await tell(desks, "committee", "hub.records.v1", {"id": name, "records": [person]})
    hub = desks.office.served.hub
    await hear_of_people(hub.store, RegisterStore(hub.sealer, hub.hash))


async def waits(desks: Desks, who: str) -> list[dict[str, Any]]:
    hub = desks.office.served.hub
    await look_at_doubts(hub.store, RegisterStore(hub.sealer, hub.hash))
    found = (await desks.office.get(who, "/v1/second")).json()["items"]
    return [each for each in found if each["kind"] in ("hüquq", "right")]


async def test_whoever_works_on_cases_is_asked_at_once_and_until_a_newer_decision(desks: Desks) -> None:
    await told(desks, "first", birth_date="1985-03-08")
    await things_told(desks.office.served.hub, RIGHT)
    assert await waits(desks, "zeyneb") == []

    await told(desks, "second", surname="Nəbiyeva", birth_date="1991-02-02")

    (asked,) = await waits(desks, "zeyneb")
    assert (asked["mine"], asked["page"]) == (True, f"/register/{await id_of(desks, FIN)}")
    assert [each["mine"] for each in await waits(desks, "fuad")] == [False], "who may not open the person is not asked"
    assert "№ VM-T-1" in text(await desks.get("zeyneb", "/second"))
    await told(desks, "third", surname="Nəbiyeva", birth_date="1991-02-03")
    assert await waits(desks, "zeyneb") == [asked], "doubted since it first was"
    await things_told(desks.office.served.hub, RIGHT.model_copy(update={"decision_no": "VM-T-2"}))
    assert await waits(desks, "zeyneb") == []


async def test_a_name_alone_a_right_that_has_ended_and_who_was_so_before_are_no_doubt(desks: Desks) -> None:
    await told(desks, "first", birth_date="1985-03-08")
    await things_told(desks.office.served.hub, RIGHT)
    await told(desks, "married", surname="Nəbiyeva", birth_date="1985-03-08")
    assert await waits(desks, "zeyneb") == []

    await told(desks, "other", surname="Nəbiyeva", birth_date="1991-02-02")
    assert len(await waits(desks, "zeyneb")) == 1
    ended = {"state": "ended", "ended_on": "2026-02-01", "state_decision_no": "VM-T-3"}
    await things_told(desks.office.served.hub, RIGHT.model_copy(update=ended))

    assert await waits(desks, "zeyneb") == []
