"""A move day through the API: from decided returns to keys, services and reintegration; and what nobody can do."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.draws.verifying import verify
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.reintegrations.acts.household import OpenReintegration
from document_flow.reintegrations.standing import Standing as ReintegrationStanding
from hub.aggregates.aggregate_store import WantedAggregates, look_again
from hub.app import Hub
from hub.documents.signing.signers import save_fin
from hub.errors import HubError
from hub.exchange.door import Submission
from hub.kinds import KINDS
from hub.returns.households import returning
from hub.returns.moves import MOVES
from hub.returns.reintegrations import REINTEGRATIONS
from hub.settings import Settings
from hub.store.ids import new_id
from mappings.dates import PartialDate
from mappings.registered import HousingUnit, Mandate
from tests.hubs import all_settled, eventually, settings_for
from tests.integration.documents.conftest import Office, an_office
from tests.integration.hard_cases.office import later
from tests.integration.programmes.test_certificate import told
from tests.integration.programmes.test_return import applied, draft_of, from_place, living_together
from tests.integration.programmes.test_status import heard, issued, registered, stands
from tests.sandbox import RunningSandbox
from tests.things import (
    LATER_ON,
    SOME_DAY,
    approved_list,
    decided_return,
    happened,
    homes_told,
    kept_pdf,
    letter,
    statement,
    things_told,
)

HEADS = [person(1).fin]
CHILD = person(2).fin
ACT = b"%PDF-1.7\n" + b"TT" * 5000
"""The handover act."""


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
    await told(hub, *from_place("Zəngilan/Ağalı", CHILD), living_together(fin, CHILD))
    case = await applied(hub, fin, CHILD, **more)
    await draft_of(hub, case, "granted")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), new_id())
    application = (await issued(hub, case)).application
    assert application is not None
    return application.number


async def with_homes(hub: Hub, *fins: str) -> None:
    if fins:
        await told(hub, *(each for fin in fins for each in from_place("Zəngilan/Ağalı", fin)))
    await homes_told(hub, "EV-1 2\nEV-2 2\nEV-3 3\nEV-4 2")


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
    """The code of a refusal; empty where it was done. Read anew where the hub itself has gone on meanwhile."""
    version = (await office.get("elcin", f"/v1/{room}/{name}")).json()["version"]
    body = {"act": kind, "expected_version": version, "says": says}
    answer = await office.post(who, f"/v1/{room}/{name}/acts", body)
    code = "" if answer.status_code == 200 else str(answer.json()["code"])
    return code if code != "aggregates.stale" else await act(office, name, kind, who, room, **says)


async def homed(office: Office, numbers: Sequence[str], homes: str = "EV-1 2\nEV-2 2") -> str:
    """A draw that was held over all decided families: who pulls first has the first home, and accepts it."""
    hub, seen = office.served.hub, {"first_witness": "uzv-1", "second_witness": "uzv-5"}
    for document in ("Ç-1", "Q-1"):
        await letter(hub, document)
    async with hub.store.read() as tx:
        now = (await hub.aggregates.needs.context(tx)).now
    says = {"place": "Zəngilan/Ağalı", "wave": "1", "protocol": "by_hand", "homes": homes,
            "draw_at": (now + timedelta(days=14)).isoformat(), "placed": "EV-4 2 QMN 65"}  # fmt: skip
    answer = await office.post("elcin", "/v1/draws", {"act": "announce_draw", "says": says})
    draw = str(answer.json()["id"])

    async def does(who: str, kind: str, **said: str) -> None:
        assert await act(office, draw, kind, who, room="draws", **said) == "", kind

    await does("elcin", "draft_list")
    await approved_list(hub, draw, "S-12/2026")
    await does("nigar", "freeze_draw", document="S-12/2026")
    await later(hub, 15)
    for place, number in enumerate(numbers, 1):
        await does("elcin", "pull_slip", pulls=number, slip=f"2/{place}", **seen)
    for witness in seen.values():
        await does(witness, "confirm_pulls", count=str(len(numbers)))
    await does("fuad", "finish_draw")
    for number in numbers[: len(homes.splitlines())]:
        await accepts(office, draw, number)
    return draw


async def accepts(office: Office, draw: str, number: str) -> None:
    async with office.served.hub.store.read() as tx:
        today = (await office.served.hub.aggregates.needs.context(tx)).today.isoformat()
        found = await returning(office.served.hub.aggregates.needs, tx, number)
    assert found is not None
    await statement(office.served.hub, found.fins[0], f"V-{number}", LATER_ON)
    offered = {"to_offer": number, "document": "Ç-1", "notified_on": today}
    assert await act(office, draw, "offer_home", room="draws", **offered) == ""
    answered = {"to_answer": number, "says": "yes", "document": f"V-{number}"}
    assert await act(office, draw, "answer_offer", "sevinc", room="draws", **answered) == ""


async def order(office: Office, draw: str) -> dict[str, tuple[str, str]]:
    """Of each family its home now, and where it stands."""
    return {each["number"]: (each["home"], each["state"]) for each in await rows(office, draw, "order", "draws")}


async def rows(office: Office, name: str, block: str, room: str = "moves") -> list[dict[str, Any]]:
    answer = await office.get("elcin", f"/v1/{room}/{name}")
    assert answer.status_code == 200, answer.text
    return next(each["rows"] for each in answer.json()["blocks"] if each["code"] == block)


async def keys(office: Office, move: str, number: str, document: str = "TT-1", who: str = "elcin") -> str:
    """By a handover act that is registered, a PDF."""
    hub = office.served.hub
    await letter(hub, document, files=[await kept_pdf(hub, ACT)])
    return await handed(office, move, number, document, who)


async def handed(office: Office, move: str, number: str, document: str, who: str = "elcin") -> str:
    said = {"family_signed": "true", "committee_signed": "true"}
    return await act(office, move, "hand_over_keys", who, number=number, document=document, **said)


async def test_a_family_moves_and_its_reintegration_follows_by_itself(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    number = await decided(hub, HEADS[0])
    early = await opened(office)
    assert await act(office, early, "add_household", number=number) == "moves.not_given", "by no draw"
    assert await act(office, early, "add_household", number=number, home="EV-1") == "aggregates.says_unknown"
    draw = await homed(office, [number])
    move = await opened(office)
    assert await act(office, move, "add_household", number=number) == ""
    assert (await rows(office, move, "households"))[0]["home"] == "EV-1"
    assert await act(office, move, "add_truck", plate="99-AA-001", position="1", numbers=[number]) == ""
    assert await keys(office, move, number) == "moves.too_early"

    await later(hub, 3)
    assert await act(office, move, "mark_presence", "sevinc", numbers=[number], presence="came") == ""
    (missing,) = await rows(office, move, "missing")
    assert (missing["who"], missing["what"]) == (number, "came, has no keys")
    assert (await order(office, draw))[number] == ("EV-1", "accepted")
    for document in ("uydurma", f"V-{number}"):
        assert await handed(office, move, number, document) == "moves.unregistered"
    assert await keys(office, move, number) == ""
    assert (await order(office, draw))[number] == ("EV-1", "handed over"), "keys in one room are keys in the other"
    reads = {"service": "electricity", "meter": "E-7", "reading": "12"}
    assert await act(office, move, "note_meter", "sevinc", number=number, **reads) == ""
    settled = {"pupils": "1", "school": "Ağalı", "clinic": "Ağalı", "address": "Ağalı, ev 1"}
    assert await act(office, move, "note_arrival", "sevinc", number=number, **settled) == ""
    assert {each["what"] for each in await rows(office, move, "missing")} == {
        "no meter: Gas (Azəriqaz)", "no meter: Water (Azərsu)"
    }  # fmt: skip

    await services_answer(office, move)
    await follow_up(office, move)


async def begins_clock(office: Office, **says: str) -> str:
    """The id of an act on the three years that two officials want; the code where it is refused."""
    said = {"document": "A-1", "settlement": "zəngilan / ağalı", "day": SOME_DAY, **says}
    answer = (await office.post("elcin", "/v1/clock_acts", {"act": "propose_clock_act", "says": said})).json()
    if "id" not in answer:
        return str(answer["code"])
    assert await act(office, answer["id"], "agree_clock_act", room="clock_acts") == "access.second_person"
    assert await act(office, answer["id"], "agree_clock_act", "nigar", "clock_acts") == ""
    return str(answer["id"])


async def clock_phase(office: Office, name: str) -> str:
    return str((await office.get("elcin", f"/v1/clock_acts/{name}")).json()["phase"])


async def clocks(office: Office) -> dict[str, str]:
    """By number the document that started the term of each household."""
    hub = office.served.hub
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.find(tx, REINTEGRATIONS, WantedAggregates(most=100))
    return {each.state.number: each.state.clock.document if each.state.clock else "" for each in found}


async def lived(office: Office, number: str, settlement: str = "Zəngilan/Ağalı") -> str:
    """A household that has its keys already."""
    opened = OpenReintegration(
        by=HUB,
        number=number,
        case=new_id(),
        move=new_id(),
        settlement=settlement,
        home=f"EV-{number}",
        persons=2,
        moved_on=date.fromisoformat(SOME_DAY),
    )
    hub = office.served.hub
    async with hub.store.read() as tx:
        context = await hub.aggregates.needs.context(tx)
    standing = ReintegrationStanding(REINTEGRATIONS.kernel.nothing, context)
    events = REINTEGRATIONS.kernel.decide(standing, opened)
    assert not isinstance(events, Refusal)
    return await happened(hub, REINTEGRATIONS, events)


async def test_one_act_starts_the_three_years_of_all_who_returned_and_of_who_returns_later(office: Office) -> None:
    hub = office.served.hub
    for document in ("A-0", "A-1", "A-9"):
        await letter(hub, document)
    for number in ("QM-1", "QM-2", "QM-3"):
        by_hand = await lived(office, number)
    for more in range(4, 64):
        await lived(office, f"QM-{more}", "Füzuli")
    term = {"settlement": "Zəngilan/Ağalı", "day": SOME_DAY, "document": "A-0"}
    assert await act(office, by_hand, "start_clock", room="reintegrations", **term) == ""
    assert await begins_clock(office, document="A-2") == "clock_acts.no_act"
    assert await begins_clock(office, settlement="Heçyer") == "clock_acts.no_place"

    name = await begins_clock(office)

    async def through() -> bool:
        return bool((await rows(office, name, "progress", "clock_acts"))[0]["through"] == "all were looked at")

    await eventually(through, what="all households are looked at")
    assert {number for number, by in (await clocks(office)).items() if by == "A-1"} == {"QM-1", "QM-2"}
    said = (await office.get("elcin", f"/v1/clock_acts/{name}")).json()
    assert said["version"] == 3, "whom it does not concern is read and written down nowhere"
    (progress,) = await rows(office, name, "progress", "clock_acts")
    assert (progress["started"], progress["left"]) == (2, "reintegrations.clock_runs: 1")
    assert await begins_clock(office, document="A-9") == "aggregates.held", "a settlement has one act at a time"

    await with_homes(hub, HEADS[0])
    number = await decided(hub, HEADS[0])
    await homed(office, [number])
    move = await opened(office)
    assert await act(office, move, "add_household", number=number) == ""
    await later(hub, 3)
    assert await act(office, move, "mark_presence", "sevinc", numbers=[number], presence="came") == ""
    assert await keys(office, move, number) == ""
    assert (await clocks(office))[number] == "A-1", "with the keys, while the act is in force"
    assert (await rows(office, name, "progress", "clock_acts"))[0]["started"] == 3
    await two_end_clock(office, name)


async def two_end_clock(office: Office, name: str) -> None:
    """The act ends once a second official has agreed."""
    assert await act(office, name, "end_clock_act", room="clock_acts", document="A-9") == ""
    assert await act(office, name, "agree", room="clock_acts") == "access.second_person"
    (waits,) = await rows(office, name, "waiting", "clock_acts")
    assert (waits["value"], await clock_phase(office, name)) == ("A-9", "in_force")
    assert await act(office, name, "agree", "nigar", room="clock_acts") == ""
    assert await clock_phase(office, name) == "ended"


async def services_answer(office: Office, move: str) -> None:
    hub = office.served.hub
    assert await act(office, move, "tell_services") == ""
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register and the services know")
    assert (await registered(hub, "fin", CHILD))["actual_residence"]["place"] == "Zəngilan/Ağalı"
    assert (await registered(hub, "housing_unit", "EV-1"))["state"] == "handed_over"
    async with hub.store.read() as tx:
        told_to = await tx.fetch("SELECT DISTINCT destination FROM deliveries WHERE destination LIKE '%.notice.put'")
    assert {"sehiyye.notice.put", "agalikend.notice.put"} <= {each["destination"] for each in told_to}
    await owner_is_told(hub)
    assert await act(office, move, "close_move") == "moves.unfinished"
    invented = {"service": "gas", "answer": "qoşulub", "document": "C-gas"}
    assert await act(office, move, "note_answer", **invented) == "moves.unregistered"
    await service_stands(office, move, "Clinic", "NOT REACHED by 2 notices")
    await looks_and_writes_nothing(hub, move)
    await agencies_answer(office, move)
    for each in ("electricity", "gas", "water", "school"):
        await letter(hub, f"C-{each}", kind="incoming")
        assert await act(office, move, "note_answer", service=each, answer="qoşulub", document=f"C-{each}") == ""
    assert await act(office, move, "close_move") == ""


async def looks_and_writes_nothing(hub: Hub, move: str) -> None:
    """While somebody else writes to a move of a while ago, the hub sees that nothing is new and waits for nobody."""
    async with hub.store.write() as tx:
        await tx.execute("UPDATE aggregates SET changed_at = 0 WHERE id = :id", {"id": move})
    async with hub.store.write() as tx:
        stored = await hub.aggregates.tables.get(tx, MOVES, move, lock=True)
        assert stored is not None
        assert MOVES.works is not None
        await asyncio.wait_for(MOVES.works(hub.aggregates, stored), 5)
    async with hub.store.write() as tx:
        await tx.execute("UPDATE aggregates SET changed_at = hub_now() WHERE id = :id", {"id": move})
        await look_again(tx, move, 0)


async def owner_is_told(hub: Hub) -> None:
    """The register of real estate has taken the act, which it holds to its digest; what was sent is kept without it."""
    async with hub.store.read() as tx:
        (row,) = await tx.fetch(
            "SELECT d.state, d.id, a.number, a.sent_sealed FROM deliveries d JOIN attempts a ON a.delivery_id = d.id"
            " WHERE d.destination = 'emlak.right.register'"
        )
    sent = hub.sealer.unseal("attempts.sent", row["id"], bytes(row["sent_sealed"]), row["number"])
    assert row["state"] == "delivered"
    assert hashlib.sha256(ACT).hexdigest().encode() in sent
    assert ACT not in sent


async def agencies_answer(office: Office, move: str) -> None:
    """The clinic and the village acknowledge by messages of their own; somebody else's word counts for nothing."""
    hub = office.served.hub
    async with hub.store.read() as tx:
        notices = await tx.fetch(
            "SELECT destination, agency_key FROM deliveries WHERE destination IN"
            " ('sehiyye.notice.put', 'agalikend.notice.put') ORDER BY id"
        )
    said = [(each["destination"].partition(".")[0], each["agency_key"]) for each in notices]
    first = next(key for agency, key in said if agency == "agalikend")
    await told_by(hub, "sehiyye", first, "YERLESDIRILDI")
    await told_by(hub, "agalikend", first, "IMTINA")
    await service_stands(office, move, "Smart village", "REFUSED: 1 of the notices")

    for agency, key in said:
        await told_by(hub, agency, key, "YERLESDIRILDI")
    await service_stands(office, move, "Smart village", "has answered")
    count = sum(agency == "sehiyye" for agency, _ in said)
    shown = await service_stands(office, move, "Clinic", "has answered")
    assert shown["answer"] == f"of {count} notices arranged: {count}, refused: 0"


async def service_stands(office: Office, move: str, service: str, state: str) -> dict[str, Any]:
    """Its line on the move day's screen, once it stands so."""
    found: dict[str, Any] = {}

    async def so() -> bool:
        found.update(next(e for e in await rows(office, move, "services") if e["service"].startswith(service)))
        return bool(found["state"] == state)

    await eventually(so, what=f"{service}: {state}")
    return found


async def told_by(hub: Hub, agency: str, number: str, result: str) -> None:
    body = {"bildirisNo": number, "netice": result, "qeydNo": f"{agency}-{number[:8]}"}
    await hub.door.accept(Submission(agency, "service.acknowledgement.v1", json.dumps(body).encode()))
    hub.calling.nudge()


async def follow_up(office: Office, move: str) -> None:
    hub, room = office.served.hub, "reintegrations"
    (found,) = (await office.get("elcin", f"/v1/{room}", within=move)).json()["items"]
    name = found["id"]
    assert await rows(office, name, "tasks", room) == []
    assert await rows(office, name, "clock", room) == []
    term = {"settlement": "Zəngilan/Ağalı", "day": "2026-01-01"}
    assert await act(office, name, "start_clock", room=room, document="A-1", **term) == "reintegrations.no_act"
    assert await act(office, name, "refer", room=room, body="DMA", text="iş", due="2099-01-01") == ""
    typed = {"referral": "1", "text": "işə düzəlib", "document": "C-17"}
    assert await act(office, name, "answer_referral", room=room, **typed) == "reintegrations.no_document"
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
    hub, numbers = office.served.hub, [f"QM-{each}" for each in (1, 2, 3)]
    await homes_told(hub, "EV-2 2\nEV-3 2\nEV-4 2\nEV-9 2")
    for number, fin in zip(numbers, ("7ABCD01", "7ABCD02", "7ABCD03"), strict=True):
        await decided_return(hub, number, fin, rooms=2)
    draw = await homed(office, numbers, "EV-2 2\nEV-3 2\nEV-9 2")
    move, (first, second, third) = await opened(office), numbers
    assert (await begun(office)).json()["code"] == "aggregates.held", "one move day of a settlement"
    other = (await begun(office, days=4)).json()["id"]

    assert await act(office, move, "add_household", number=first) == ""
    assert await act(office, move, "add_household", number=first) == "moves.added_already"
    assert await act(office, other, "add_household", number=first) == "aggregates.held"
    # Since the draw the builder calls one home another class, and another one not ready.
    await homes_told(hub, "EV-3 3")
    await things_told(hub, HousingUnit(unit_id="EV-9", rooms=2, state="planned"))
    assert await act(office, move, "add_household", number=second) == "moves.other_class"
    assert await act(office, move, "add_household", number=third) == "moves.no_home"

    gone = {"to_withdraw": first, "document": "V-1"}
    assert await act(office, draw, "withdraw_entry", "sevinc", room="draws", **gone) == "draws.on_its_way"
    said = {"number": first, "document": "V-1"}
    assert await act(office, move, "withdraw_household", "sevinc", **said) == "moves.no_word"
    await statement(hub, "7ABCD01", "V-1")
    assert await act(office, move, "withdraw_household", "sevinc", **said) == "moves.no_word", "of before it accepted"
    used = {**said, "document": f"V-{first}"}
    assert await act(office, move, "withdraw_household", "sevinc", **used) == "draws.word_used", "by which it accepted"
    await statement(hub, "7ABCD01", "V-2", LATER_ON)
    assert await act(office, move, "withdraw_household", "sevinc", **{**said, "document": "V-2"}) == ""
    assert (await order(office, draw))[first] == ("", "out"), "who withdraws from the move has left the draw"
    assert await act(office, other, "add_household", number=first) == "moves.not_given"


async def test_nobody_is_moved_whose_decision_is_not_in_force_any_more(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub, HEADS[0])
    number = await decided(hub, HEADS[0])
    await homed(office, [number])
    move = await opened(office)
    assert await act(office, move, "add_household", number=number) == ""
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
    assert await act(office, later_move, "add_household", number=number) == "moves.withdrawn"
    assert await act(office, later_move, "add_household", number="QM-2026/999999") == "moves.withdrawn"


async def test_a_decision_is_given_up_at_any_time_before_the_move_and_its_home_goes_on(office: Office) -> None:
    hub, (first, second) = office.served.hub, ("QM-1", "QM-2")
    await with_homes(hub)
    cases = [
        await decided_return(hub, first, "7ABCD01", rooms=2),
        await decided_return(hub, second, "7ABCD02", rooms=2),
    ]
    draw = await homed(office, [first, second], "EV-1 2")
    move = await opened(office)
    assert await act(office, move, "add_household", number=first) == ""

    async def given_up(case: str, fin: str, day: str = LATER_ON) -> None:
        said = Withdraw(by="sevinc", document=await statement(hub, fin, day=day), reason="fikrini dəyişib")
        await hub.programmes.cases.act(case, said, new_id())

    with pytest.raises(HubError, match="on_its_way"):
        await given_up(cases[0], "7ABCD01")
    with pytest.raises(HubError, match="no_word"):
        await given_up(cases[1], "7ABCD02", "2026-01-04")
    assert await act(office, move, "cancel_move", reason="karvan təxirə salınır") == ""
    await given_up(cases[0], "7ABCD01")

    assert (await stands(hub, cases[0])).outcome == "withdrawn"
    assert await order(office, draw) == {first: ("", "out"), second: ("EV-1", "has a home")}


async def test_a_decision_is_given_up_by_a_word_of_before_the_freeze_and_never_by_the_declaration(
    office: Office,
) -> None:
    hub, numbers, fins = office.served.hub, ("QM-1", "QM-2", "QM-3"), ("7ABCD01", "7ABCD02", "7ABCD03")
    await with_homes(hub)
    cases = [
        await decided_return(hub, number, fin, rooms=2, bəyanat_nömrələri=f"v-{fin}")
        for number, fin in zip(numbers, fins, strict=True)
    ]
    draw = await homed(office, numbers, "EV-1 2")

    async def given_up(place: int, word: str) -> None:
        said = Withdraw(by="sevinc", document=await statement(hub, fins[place], word), reason="fikrini dəyişib")
        await hub.programmes.cases.act(cases[place], said, new_id())

    with pytest.raises(HubError, match="no_word"):
        await given_up(0, "M-1")  # of before it accepted
    with pytest.raises(HubError, match="word_used"):
        await given_up(1, f"V-{fins[1]}")
    await given_up(2, "M-3")

    assert (await stands(hub, cases[2])).outcome == "withdrawn"
    assert (await order(office, draw))[numbers[2]] == ("", "out")


async def test_an_official_has_no_part_in_the_own_household(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub)
    number = "QM-1"
    await decided_return(hub, number, HEADS[0], CHILD, rooms=2)
    await homed(office, [number])
    move = await opened(office)
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "nigar", CHILD)

    assert await act(office, move, "add_household", "nigar", number=number) in (
        "moves.related", "access.role_missing"
    )  # fmt: skip
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "elcin", CHILD)
    assert await act(office, move, "add_household", "elcin", number=number) == "moves.related"
    assert await act(office, move, "add_household", "fuad", number=number) == ""
    assert await act(office, move, "add_truck", "elcin", plate="99-AA-001", position="1") == "moves.related"
    sheet = (await office.get("elcin", f"/v1/moves/{move}")).json()
    assert HEADS[0] not in str(sheet)
    assert CHILD not in str(sheet)


async def test_a_child_moves_with_a_parent_or_a_guardian_alone(office: Office) -> None:
    hub = office.served.hub
    await with_homes(hub)
    await told(hub, {"kind": "person", "fin": CHILD, "birth_date": "2020-05-01"})
    number = "QM-1"
    await decided_return(hub, number, HEADS[0], CHILD, rooms=2)
    await homed(office, [number])
    move = await opened(office)
    assert await act(office, move, "add_household", number=number) == "moves.no_guardian"

    day = PartialDate.from_text("2021-01-01")
    authority, number_of_act = "Sumqayıt qəyyumluq orqanı", "7"
    mandate = Mandate(fin=CHILD, capacity="guardian", representative_fin=HEADS[0], act_authority=authority,
                      act_number=number_of_act, act_date=day, valid_from=day)  # fmt: skip
    await things_told(hub, mandate)

    assert await act(office, move, "add_household", number=number) == ""
    offered = (await office.get("elcin", f"/v1/moves/{move}")).json()["offered"]
    assert {"add_household", "withdraw_household", "add_truck", "cancel_move", "close_move"} >= set(offered)
    page = await office.served.client.get(
        f"/console/moves/{move}", headers={"cookie": "hub_session=sandbox-elcin; hub_lang=az"}
    )
    assert page.status_code == 200
    assert "Çatışmayanlar" in page.text


async def test_a_home_that_its_family_forfeits_goes_on_by_the_order_of_the_draw(office: Office) -> None:
    hub, (first, second) = office.served.hub, ("QM-1", "QM-2")
    await with_homes(hub)
    await decided_return(hub, first, "7ABCD01", rooms=2)
    await decided_return(hub, second, "7ABCD02", rooms=2)
    draw = await homed(office, [first, second], "EV-1 2")
    move = await opened(office)
    assert await act(office, move, "add_household", number=first) == ""
    assert await act(office, move, "add_household", number=second) == "moves.not_given", "in the reserve"
    passed = {"number": first, "document": "Q-1"}
    await statement(hub, "7ABCD02", "V-9")
    for document in ("Q-9", "V-9"):
        unknown = {**passed, "document": document}
        assert await act(office, move, "pass_home_on", **unknown) == "moves.unregistered"
    assert await act(office, move, "pass_home_on", **passed) == "moves.term_runs"

    await later(hub, 12)
    # By the clock of the draw its days are over: who is on a move day is passed on there all the same.
    forfeit = {"to_forfeit": first, "document": "Q-1"}
    assert await act(office, draw, "forfeit_home", room="draws", **forfeit) == "draws.on_its_way"
    assert await act(office, move, "pass_home_on", **passed) == ""
    assert await order(office, draw) == {first: ("", "out"), second: ("EV-1", "has a home")}
    assert await keys(office, move, first) == "moves.left"
    await accepts(office, draw, second)
    assert await act(office, (await begun(office)).json()["id"], "add_household", number=second) == ""
    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert verify(answer.json()) == ()


async def test_the_home_of_a_family_that_never_comes_onto_a_move_day_is_passed_on_in_the_draw(office: Office) -> None:
    hub, (first, second) = office.served.hub, ("QM-1", "QM-2")
    await with_homes(hub)
    await decided_return(hub, first, "7ABCD01", rooms=2)
    await decided_return(hub, second, "7ABCD02", rooms=2)
    draw = await homed(office, [first, second], "EV-1 2")
    offered = (await office.get("elcin", f"/v1/draws/{draw}")).json()["offered"]
    forfeit = {"to_forfeit": first, "document": "Q-1"}

    assert "forfeit_home" not in offered
    assert await act(office, draw, "forfeit_home", room="draws", **forfeit) == "draws.term_runs"
    await later(hub, 12)
    assert "forfeit_home" in (await office.get("elcin", f"/v1/draws/{draw}")).json()["offered"]
    appeal = {**forfeit, "document": f"V-{first}"}
    assert await act(office, draw, "forfeit_home", room="draws", **appeal) == "draws.unregistered"
    assert await act(office, draw, "forfeit_home", room="draws", **forfeit) == ""
    assert await order(office, draw) == {first: ("", "out"), second: ("EV-1", "has a home")}


async def test_a_home_placed_beforehand_is_given_once_by_a_second_person_to_a_family_of_its_class(
    office: Office,
) -> None:
    hub = office.served.hub
    await with_homes(hub)
    await decided_return(hub, "QM-1", "7ABCD01", rooms=2)
    draw = await homed(office, ["QM-1"])
    await decided_return(hub, "QM-2", "7ABCD02", rooms=3)
    await decided_return(hub, "QM-3", "7ABCD03", rooms=2)

    async def placed(number: str, who: str = "fuad", home: str = "EV-4", document: str = "S-12/2026") -> str:
        said = {"number": number, "home": home, "document": document}
        return await act(office, draw, "place_family", who, room="draws", **said)

    assert await placed("QM-3", "elcin") == "access.second_person"
    assert await placed("QM-9") == await placed("QM-1") == "draws.not_decided"
    assert await placed("QM-2") == "draws.placed_class"
    assert await placed("QM-3", document="S-99") == "draws.unregistered"
    assert await placed("QM-3", document="V-QM-1") == "draws.unregistered", "a family's appeal is no decision"
    assert await placed("QM-3", home="EV-1") == "draws.not_placed"
    assert await placed("QM-3") == ""
    assert await placed("QM-3") == "draws.not_placed"
    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert (b"QM-3" in answer.content, verify(answer.json())) == (False, ())

    move = await opened(office)
    assert await act(office, move, "add_household", number="QM-3") == ""
    await later(hub, 3)
    assert await act(office, move, "mark_presence", numbers=["QM-3"], presence="came") == ""
    assert await keys(office, move, "QM-3") == ""
    (given,) = await rows(office, draw, "placings", "draws")
    assert (given["number"], given["home"], given["state"]) == ("QM-3", "EV-4", "handed over")


async def test_the_rooms_are_there_and_a_place_that_is_none_is_refused(office: Office) -> None:
    assert {"moves", "reintegrations"} <= KINDS.keys()
    assert (await begun(office, "Zəngilan/Yoxdur")).json()["code"] == "moves.no_place"
