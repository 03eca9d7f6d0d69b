"""A move day through the API: from decided returns to keys, services and reintegration; and what nobody can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Needs
from hub.aggregates.reading import command_of
from hub.app import Hub
from hub.documents.signing.signers import save_fin
from hub.errors import Refused
from hub.kinds import KINDS
from hub.returns.moves import Freed, moves_kind
from hub.settings import Settings
from hub.store.ids import new_id
from hub.store.tx import Tx
from mappings.dates import PartialDate
from mappings.registered import HousingUnit, Mandate
from tests.hubs import all_settled, eventually, settings_for
from tests.integration.documents.conftest import Office, an_office
from tests.integration.hard_cases.office import later
from tests.integration.programmes.test_certificate import told
from tests.integration.programmes.test_return import applied, draft_of, from_place
from tests.integration.programmes.test_status import heard, issued, registered, stands
from tests.sandbox import RunningSandbox
from tests.things import things_told

HEADS = [person(each).fin for each in (1, 7, 13)]
CHILD = person(2).fin
SERVICES = ("electricity", "gas", "water", "school", "clinic", "smart_village")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> Settings:
    more: dict[str, object] = {"sandbox_url": sandbox.url}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    async with an_office(settings) as made:
        yield made


async def decided(hub: Hub, fin: str, **more: Any) -> str:
    """The number of an application that was granted: two persons, two rooms."""
    case = await applied(hub, fin, **{"nəfər": "2", "qayıdanlar": CHILD, **more})
    await draft_of(hub, case, "granted")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), new_id())
    application = (await issued(hub, case)).application
    assert application is not None
    return application.number


async def with_homes(hub: Hub, *fins: str) -> None:
    await told(hub, *(each for fin in fins for each in from_place("Zəngilan/Ağalı", fin)))
    homes = [HousingUnit(unit_id=f"EV-{each}", rooms=2, state="ready") for each in (1, 2)]
    await things_told(hub, *homes, HousingUnit(unit_id="EV-3", rooms=3, state="ready"))


async def begun(office: Office, settlement: str = "Zəngilan/Ağalı", days: int = 3) -> httpx.Response:
    async with office.served.hub.store.read() as tx:
        now = (await office.served.hub.aggregates.needs.context(tx)).now
    at = (now + timedelta(days=days)).isoformat()
    says = {"settlement": settlement, "gathers_at": at, "point": "Sumqayıt, 12-ci məktəb"}
    return await office.post("elcin", "/v1/moves", {"act": "open_move", "says": says})


async def opened(office: Office) -> str:
    answer = await begun(office)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def act(office: Office, name: str, kind: str, who: str = "elcin", room: str = "moves", **says: Any) -> str:
    """The code of a refusal; empty where it was done."""
    version = (await office.get("elcin", f"/v1/{room}/{name}")).json()["version"]
    body = {"act": kind, "expected_version": version, "says": says}
    answer = await office.post(who, f"/v1/{room}/{name}/acts", body)
    return "" if answer.status_code == 200 else str(answer.json()["code"])


async def rows(office: Office, name: str, block: str, room: str = "moves") -> list[dict[str, Any]]:
    answer = await office.get("elcin", f"/v1/{room}/{name}")
    assert answer.status_code == 200, answer.text
    return next(each["rows"] for each in answer.json()["blocks"] if each["code"] == block)


async def keys(office: Office, move: str, number: str, document: str = "TT-1", who: str = "elcin") -> str:
    said = {"family_signed": "true", "committee_signed": "true"}
    return await act(office, move, "hand_over_keys", who, number=number, document=document, **said)


async def test_a_family_moves_and_its_reintegration_follows_by_itself(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    number, move = await decided(hub, HEADS[0]), await opened(office)
    assert await act(office, move, "add_household", number=number, home="EV-3") == "moves.other_class"
    assert await act(office, move, "add_household", number=number, home="EV-9") == "moves.no_home"
    assert await act(office, move, "add_household", number=number, home="EV-1") == ""
    assert await act(office, move, "add_truck", plate="99-AA-001", position="1", numbers=[number]) == ""
    assert await keys(office, move, number) == "moves.too_early"

    await later(hub, 3)
    assert await act(office, move, "mark_presence", "sevinc", numbers=[number], presence="came") == ""
    (missing,) = await rows(office, move, "missing")
    assert (missing["who"], missing["what"]) == (number, "came, has no keys")
    assert await keys(office, move, number) == ""
    reads = {"service": "electricity", "meter": "E-7", "reading": "12"}
    assert await act(office, move, "note_meter", "sevinc", number=number, **reads) == ""
    settled = {"pupils": "1", "school": "Ağalı", "clinic": "Ağalı", "address": "Ağalı, ev 1"}
    assert await act(office, move, "note_arrival", "sevinc", number=number, **settled) == ""
    assert {each["what"] for each in await rows(office, move, "missing")} == {
        "no meter: Gas (Azəriqaz)", "no meter: Water (Azərsu)"
    }  # fmt: skip

    assert await act(office, move, "tell_services") == ""
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register and the services know")
    assert (await registered(hub, "fin", CHILD))["actual_residence"]["place"] == "Zəngilan/Ağalı"
    assert (await registered(hub, "housing_unit", "EV-1"))["state"] == "handed_over"
    async with hub.store.read() as tx:
        told_to = await tx.fetch("SELECT DISTINCT destination FROM deliveries WHERE destination LIKE '%.notice.put'")
    assert {"sehiyye.notice.put", "agalikend.notice.put"} <= {each["destination"] for each in told_to}
    assert await act(office, move, "close_move") == "moves.unfinished"
    for each in SERVICES:
        assert await act(office, move, "note_answer", service=each, answer="qoşulub", document=f"C-{each}") == ""
    assert await act(office, move, "close_move") == ""

    await follow_up(office, move)


async def follow_up(office: Office, move: str) -> None:
    hub, room = office.served.hub, "reintegrations"
    (found,) = (await office.get("elcin", f"/v1/{room}", within=move)).json()["items"]
    name = found["id"]
    assert await rows(office, name, "tasks", room) == []
    assert await rows(office, name, "clock", room) == []
    term = {"settlement": "Zəngilan/Ağalı", "day": "2026-01-01"}
    assert await act(office, name, "start_clock", room=room, document="A-1", **term) == "reintegrations.no_act"
    assert await act(office, name, "refer", room=room, body="DMA", text="iş", due="2099-01-01") == ""
    assert await act(office, name, "revoke_referral", room=room, referral="1", reason="ailə istəmir") == ""

    await later(hub, 40)

    async def due() -> bool:
        return len(await rows(office, name, "tasks", room)) == 1

    await eventually(due, what="the first follow-up is due")
    assert await act(office, name, "note_follow_up", room=room, months="6", text="x") == "reintegrations.no_follow_up"
    assert await act(office, name, "note_follow_up", room=room, months="1", text="yaxşıdır") == ""
    assert await rows(office, name, "tasks", room) == []
    report = {each["stands"]: each["households"] for each in await rows(office, name, "report", room)}
    assert set(report.values()) <= {"…", 0}, "one household is too few to be shown"


async def test_a_home_and_a_person_are_moved_once(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, *HEADS[:2])
    first, second, move = await decided(hub, HEADS[0]), await decided(hub, HEADS[1]), await opened(office)
    assert (await begun(office)).json()["code"] == "aggregates.held", "one move day of a settlement"
    other = (await begun(office, days=4)).json()["id"]

    assert await act(office, move, "add_household", number=first, home="EV-1") == ""
    assert await act(office, move, "add_household", number=first, home="EV-2") == "moves.added_already"
    assert await act(office, move, "add_household", number=second, home="EV-1") == "moves.home_taken"
    assert await act(office, other, "add_household", number=second, home="EV-1") == "aggregates.held"
    assert await act(office, other, "add_household", number=first, home="EV-2") == "aggregates.held"
    # Both applications name the same child: nobody is moved by two of them.
    assert await act(office, other, "add_household", number=second, home="EV-2") == "aggregates.held"

    assert await act(office, move, "withdraw_household", "sevinc", number=first, document="V-1") == ""
    assert await act(office, other, "add_household", number=second, home="EV-1") == ""


async def test_nobody_is_moved_whose_decision_is_not_in_force_any_more(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    number, move = await decided(hub, HEADS[0]), await opened(office)
    assert await act(office, move, "add_household", number=number, home="EV-1") == ""
    async with hub.store.read() as tx:
        case = (await tx.fetch("SELECT id FROM cases WHERE number = :n", {"n": number}))[0]["id"]
    cases = hub.programmes.cases
    await cases.act(case, ProposeRevocation(by="sevinc", reason="ailə fikrini dəyişib"), new_id())
    await heard(hub, case, "k")
    await cases.act(case, Revoke(by="elcin"), new_id())
    assert (await stands(hub, case)).outcome == "void"

    assert await act(office, move, "mark_presence", numbers=[number], presence="came") == "moves.withdrawn"
    assert await keys(office, move, number) == "moves.withdrawn"
    later_move = (await begun(office)).json()["id"]
    assert await act(office, later_move, "add_household", number=number, home="EV-2") == "moves.withdrawn"
    assert await act(office, later_move, "add_household", number="QM-2026/999999", home="EV-2") == "moves.withdrawn"


async def test_an_official_has_no_part_in_the_own_household(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    number, move = await decided(hub, HEADS[0]), await opened(office)
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "nigar", CHILD)

    assert await act(office, move, "add_household", "nigar", number=number, home="EV-1") in (
        "moves.related", "access.role_missing"
    )  # fmt: skip
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "elcin", CHILD)
    assert await act(office, move, "add_household", "elcin", number=number, home="EV-1") == "moves.related"
    assert await act(office, move, "add_household", "fuad", number=number, home="EV-1") == ""
    assert await act(office, move, "add_truck", "elcin", plate="99-AA-001", position="1") == "moves.related"
    sheet = (await office.get("elcin", f"/v1/moves/{move}")).json()
    assert HEADS[0] not in str(sheet)
    assert CHILD not in str(sheet)


async def test_a_child_moves_with_a_parent_or_a_guardian_alone(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    await told(hub, {"kind": "person", "fin": CHILD, "birth_date": "2020-05-01"})
    number, move = await decided(hub, HEADS[0], uşaq=False), await opened(office)
    assert await act(office, move, "add_household", number=number, home="EV-1") == "moves.no_guardian"

    day = PartialDate.from_text("2021-01-01")
    authority, number_of_act = "Sumqayıt qəyyumluq orqanı", "7"
    mandate = Mandate(fin=CHILD, capacity="guardian", representative_fin=HEADS[0], act_authority=authority,
                      act_number=number_of_act, act_date=day, valid_from=day)  # fmt: skip
    await things_told(hub, mandate)

    assert await act(office, move, "add_household", number=number, home="EV-1") == ""
    offered = (await office.get("elcin", f"/v1/moves/{move}")).json()["offered"]
    assert {"add_household", "withdraw_household", "add_truck", "cancel_move", "close_move"} >= set(offered)
    page = await office.served.client.get(
        f"/console/moves/{move}", headers={"cookie": "hub_session=sandbox-elcin; hub_lang=az"}
    )
    assert page.status_code == 200
    assert "Çatışmayanlar" in page.text


async def test_who_gives_homes_hears_in_the_same_commit_of_one_that_is_free_again(office: Office) -> None:
    hub, heard_of = office.served.hub, list[Freed]()

    async def hear(_needs: Needs, _tx: Tx, freed: Freed) -> None:
        heard_of.append(freed)

    kind = moves_kind((hear,))
    aggregates = Aggregates.of(hub.aggregates.needs, {kind.room: kind})
    await with_homes(hub, HEADS[0])
    number, move = await decided(hub, HEADS[0]), await opened(office)
    assert await act(office, move, "add_household", number=number, home="EV-1") == ""

    says = {"number": number, "document": "Q-1"}
    with pytest.raises(Refused, match="term_runs"):
        await aggregates.act(kind, move, command_of(kind, "pass_home_on", "elcin", says), new_id())
    await later(hub, 10)
    await aggregates.act(kind, move, command_of(kind, "pass_home_on", "elcin", says), new_id())

    assert heard_of == [Freed(number, "EV-1", "Q-1", "not_moved_in")]
    assert await keys(office, move, number) == "moves.left"


async def test_the_rooms_are_there_and_a_place_that_is_none_is_refused(office: Office) -> None:
    assert {"moves", "reintegrations"} <= KINDS.keys()
    assert (await begun(office, "Zəngilan/Yoxdur")).json()["code"] == "moves.no_place"
