"""Dwellings, vacancies, requests, permissions and notices: from the agencies' formats into the register and back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from hub.exchange.door import Acceptance, Submission
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from mappings.format import BUNDLED
from tests.district_lists import district_list
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.sandbox import RunningSandbox

CHILD, WIFE = "94FMDDD", "A9RJ7DM"


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
        yield running


async def told(hub: Hub, party: str, name: str, body: dict[str, Any] | bytes, key: str | None = None) -> Acceptance:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    accepted = await hub.door.accept(Submission(party, name, raw, key))
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="everything settled")
    return accepted


async def known(hub: Hub, kind: str, number: str) -> dict[str, Any]:
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).by_key(tx, kind, number)
    return dict(found.attributes) if found else {}


async def test_a_permission_closed_before_it_was_granted_stays_closed(hub: Hub) -> None:
    closed = {"eventId": "e-2", "type": "PERMISSION_CLOSED", "permissionId": "P-2026-1", "version": 2}
    granted = {"eventId": "e-1", "type": "PERMISSION_GRANTED", "permissionId": "P-2026-1", "version": 1, "fin": WIFE}

    await told(hub, "mygov", "mygov.permission.v1", closed)
    await told(hub, "mygov", "mygov.permission.v1", granted)

    assert (await known(hub, "permission", "P-2026-1"))["state"] == "closed"


async def test_a_double_click_is_one_request_and_one_without_fin_waits_for_a_person(hub: Hub) -> None:
    request = {"requestId": "5d1c2a40-1", "fin": WIFE, "purposeCode": "BANK", "includeFamily": False}

    first = await told(hub, "mygov", "mygov.certificate-request.v1", request)
    again = await told(hub, "mygov", "mygov.certificate-request.v1", request)
    nobodys = await told(
        hub, "mygov", "mygov.certificate-request.v1", request | {"requestId": "5d1c2a40-2", "fin": None}
    )

    assert first.accepted.message_id == again.accepted.message_id
    assert nobodys.accepted.state == "quarantined"
    async with hub.store.read() as tx:
        beside = await Reader(RegisterStore(hub.sealer, hub.hash)).belongings(tx, WIFE)
    assert [each.attributes["request_id"] for each in beside.things] == ["5d1c2a40-1"]


async def test_a_house_of_a_workbook_is_the_one_that_is_reported_ready_later(hub: Hub) -> None:
    workbook = (BUNDLED / "numayende_housing-list" / "samples" / "quarter.input.xlsx").read_bytes()
    ready = {"evNo": "ZAN-AGALI-18", "bildirisNo": "b-9", "otaqSayi": 5, "saheM2": "141.0", "hal": "TEHVIL"}

    await told(hub, "numayende", "numayende.housing-list.v1", workbook)
    planned = await known(hub, "housing_unit", "ZAN-AGALI-18")
    await told(hub, "numayende", "numayende.housing-unit.v1", ready)

    assert (planned["state"], planned["rooms"], planned["place_code"]) == ("planned", 5, "ZAN")
    assert await known(hub, "housing_unit", "ZAN-AGALI-18") == planned | {"state": "handed_over", "area_m2": "141.0"}


async def listed(hub: Hub, raw: bytes, key: str, party: str = "zengilan") -> dict[str, Any]:
    """The outcome of a list's delivery to the register."""
    accepted = await told(hub, party, "rih.list.v1", raw, key)
    async with hub.store.read() as tx:
        (row,) = await tx.fetch(
            "SELECT state, error_code, error_detail FROM deliveries WHERE message_id = :id",
            {"id": accepted.accepted.message_id},
        )
    return dict(row)


async def test_a_corrected_list_ends_families_that_it_leaves_out_and_says_so(hub: Hub) -> None:
    first, second, third = (1, "Əli", "7HN4W2C"), (2, "Vəli", "5KP2T9A"), (3, "Samir", WIFE)
    number = "Zəngilan, III rüb 2026:ZAN:"

    whole = await listed(hub, district_list(first, second, third), "l-1")
    other = await listed(hub, district_list(first, title="Zəngilan, IV rüb 2026"), "l-2")
    anothers = await listed(hub, district_list(first), "l-3", "committee")
    assert (whole["error_code"], other["error_code"], anothers["error_code"]) == (None, None, None)
    assert (await known(hub, "listed_family", f"{number}2"))["state"] == "listed"

    corrected = await listed(hub, district_list(first, (3, "Samir", WIFE)), "l-4")

    assert corrected == {"state": "delivered", "error_code": "register.left_out", "error_detail": "1: № 2"}
    left = await known(hub, "listed_family", f"{number}2")
    assert (left["state"], left["head"]["given_name"]) == ("ended", "Vəli"), "nothing is deleted"
    assert (await known(hub, "listed_family", f"{number}3"))["state"] == "listed"
    assert (await known(hub, "listed_family", "Zəngilan, IV rüb 2026:ZAN:1"))["state"] == "listed"

    again = await listed(hub, district_list(first, second, third), "l-5")
    assert again["error_code"] is None
    assert (await known(hub, "listed_family", f"{number}2"))["state"] == "listed"


async def test_schools_are_told_of_children_alone_and_what_they_acknowledge_is_known(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await told(hub, "committee", "hub.records.v1", {"id": "r-1", "records": [_moved(CHILD, "2016-03-07")]})
    await told(hub, "committee", "hub.records.v1", {"id": "r-2", "records": [_moved(WIFE, "1988-03-07")]})

    (at_school,) = sandbox.ledger("etn").entries
    assert at_school["subject"].keys() == {"bildirisNo", "soyad", "ad", "dogumTarixi"}
    assert len(sandbox.ledger("sehiyye").entries) == len(sandbox.ledger("agalikend").entries) == 2

    said = {"bildirisNo": at_school["key"], "netice": "YERLESDIRILDI", "qeydNo": "M-1"}
    await told(hub, "etn", "service.acknowledgement.v1", said)
    assert (await known(hub, "acknowledgement", at_school["key"]))["state"] == "arranged"


async def test_the_water_utility_is_noticed_of_a_subscriber_who_moved_by_each_account_and_acknowledges(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    for code in ("70000017", "70000018"):
        account = {"kind": "utility_account", "provider": "azersu", "subscriber_code": code, "fin": WIFE}
        await told(hub, "committee", "hub.records.v1", {"id": f"a-{code}", "records": [account]})
    await told(hub, "committee", "hub.records.v1", {"id": "r-1", "records": [_moved(WIFE, "1988-03-07")]})
    await told(hub, "committee", "hub.records.v1", {"id": "r-2", "records": [_moved(CHILD, "2016-03-07")]})

    notices = [each for each in sandbox.ledger("azersu").entries if each["operation"] == "azersu.notice.put"]

    assert sorted(each["subject"]["abonentKodu"] for each in notices) == ["70000017", "70000018"]
    assert notices[0]["subject"].keys() == {"bildirisNo", "abonentKodu", "soyad", "ad"}
    said = {"bildirisNo": notices[0]["key"], "netice": "YERLESDIRILDI", "qeydNo": "S-1"}
    await told(hub, "azersu", "service.acknowledgement.v1", said)
    assert (await known(hub, "acknowledgement", notices[0]["key"]))["state"] == "arranged"


def _moved(fin: str, born: str) -> dict[str, Any]:
    person = {"kind": "person", "fin": fin, "surname": "Quliyeva", "given_name": "Lalə", "birth_date": born}
    return person | {"registered_residence": {"street": "Ağalı kəndi", "building": "17"}}
