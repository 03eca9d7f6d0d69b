"""What a private body is told by a person's permission: while it is open on the day, and not a question longer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest

from connectors.parsing import parse_xml
from hub.access.keys import issue_key
from hub.access.parties import add_party
from hub.app import Hub
from hub.exchange.calling.consent import KeepToConsent
from hub.exchange.calling.step import Call, Moment
from hub.exchange.model import Job, Origin
from hub.exchange.states import DeliveryState
from mappings.records import Person, PersonChange, Record
from routes.route import Destination, Route, Routes, Use
from tests.hubs import eventually
from tests.integration.citizen.conftest import HUSBAND, WIFE, Town
from tests.integration.soap.people import WHY, about, envelope
from tests.moments import today
from tests.parties import give_right, may_ask

BANK, OTHER = "Nümunə Bank ASC", "Başqa Bank ASC"
PURPOSE = "private_service"
BY_PERMISSION = Use(PURPOSE, "998-IIIQ", "social")
SAID = WHY.replace("benefit", PURPOSE).replace("668-IQ", "998-IIIQ")


@dataclass(frozen=True, slots=True)
class Bank:
    """A party that asks by two doors, for whatever purpose."""

    town: Town
    key: str

    async def status(self, fin: str = WIFE.fin) -> str:
        """By SOAP: yes, or the code of the refusal."""
        raw = envelope(about(fin), SAID)
        answer = await self._post("/soap/idp-status", content=raw, headers={"content-type": "text/xml; charset=utf-8"})
        body = parse_xml(answer.content)[-1][0]
        return str(body.findtext(".//{*}answer") or body.findtext(".//{*}problem/{*}code"))

    async def identity(self, fin: str = WIFE.fin, **more: str) -> str:
        """By REST: the code of the refusal, or nothing."""
        asked = {"fin": fin, "purpose": PURPOSE, "legal_basis": "998-IIIQ", **more}
        answer = await self._post("/v1/ask/identity", json=asked, headers={"accept-language": "en"})
        return str(answer.json().get("code", ""))

    async def _post(self, path: str, headers: dict[str, str], **sent: Any) -> httpx.Response:
        client = self.town.browser().client
        return await client.post(path, headers={"authorization": f"Bearer {self.key}", **headers}, **sent)


async def bank(town: Town, name: str = "bank", title: str = BANK) -> Bank:
    async with town.hub.store.write() as tx:
        await add_party(tx, name, title, title)
        for service in ("ask.idp-status", "ask.identity"):
            await give_right(tx, name, may_ask(service, PURPOSE))
        key = (await issue_key(tx, name)).text
    return Bank(town, key)


async def tells(town: Town, version: int, kind: str = "GRANTED", number: str = "P-01", **more: str) -> None:
    """The portal's word of a permission; of one that is closed only that."""
    said = {"fin": WIFE.fin, "receiver": BANK, "category": "SOCIAL"} if kind == "GRANTED" else {}
    body = {"eventId": f"{number}-{version}", "type": f"PERMISSION_{kind}", "permissionId": number, "version": version}
    answer = await town.browser().client.post(
        "/v1/messages/mygov.permission.v1",
        json={**body, **said, **more},
        headers={"authorization": "Bearer sandbox-mygov", "idempotency-key": f"{number}-{version}"},
    )
    assert answer.status_code == 202, answer.text
    town.hub.calling.nudge()

    async def taken() -> bool:
        async with town.hub.store.read() as tx:
            sql = "SELECT state FROM deliveries WHERE message_id = :id"
            rows = await tx.fetch(sql, {"id": answer.json()["message_id"]})
        return bool(rows) and {row["state"] for row in rows} <= {"delivered", "superseded"}

    await eventually(taken, what="the register knows")


async def test_a_closed_permission_stops_the_next_question_by_every_door_and_the_citizen_sees_it(town: Town) -> None:
    ours, others = await bank(town), await bank(town, "other", OTHER)
    assert (await ours.status(), await ours.identity()) == ("consent.closed", "consent.closed")

    await tells(town, 1)
    opened = [await ours.status(), await ours.identity(), await ours.status(HUSBAND.fin), await others.status()]
    page = await (await town.citizen()).said("/seen")
    await tells(town, 2, "CLOSED")
    after = [await ours.status(), await ours.status(HUSBAND.fin)]
    closed = await (await town.citizen()).said("/seen")

    # Identity is personal data, of which nothing was permitted.
    assert opened == ["yes", "consent.closed", "consent.closed", "consent.closed"]
    assert after == ["consent.closed"] * 2
    assert f"{BANK} social protection open" in page
    assert f"{BANK} social protection closed" in closed
    assert "A private service, with the person's permission" in closed
    looks = [(service, how) for _, service, how in await town.house.looks(WIFE.fin) if service == "ask.idp-status"]
    assert [how for _, how in looks] == ["consent.closed", "answered", "consent.closed", "consent.closed"]


async def test_a_permission_holds_from_its_day_to_its_day_and_a_closing_counts_before_its_grant(town: Town) -> None:
    ours = await bank(town)
    day = today()
    yesterday, tomorrow = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()

    said = []
    for number, bounds in enumerate(({"to": yesterday}, {"from": tomorrow}, {"from": day.isoformat(), "to": tomorrow})):
        await tells(town, 1, number=f"P-1{number}", **bounds)
        said.append(await ours.status())
    await tells(town, 2, "CLOSED", "P-12")
    await tells(town, 9, "CLOSED", "P-20")
    await tells(town, 1, number="P-20")

    assert said == ["consent.closed", "consent.closed", "yes"]
    assert await ours.status() == "consent.closed", "an old grant opens nothing that was closed"


async def test_under_a_name_that_two_parties_bear_nobody_is_told_and_a_like_one_is_another(town: Town) -> None:
    like, ours = await bank(town, "like", "Numune Bank ASC"), await bank(town)
    await tells(town, 1, receiver=f" {BANK.lower()} ")
    alone = [await ours.status(), await like.status()]

    twin = await bank(town, "twin")

    assert alone == ["yes", "consent.closed"]
    assert [await each.status() for each in (ours, twin)] == ["consent.closed"] * 2


async def test_no_other_purpose_leads_past_it(town: Town) -> None:
    ours = await bank(town)

    assert await ours.identity(purpose="benefit", legal_basis="669-IQ") == "access.no_right"
    assert await ours.identity(purpose="", legal_basis="") == "ask.basis_missing"


@dataclass(frozen=True, slots=True)
class Pushed:
    """A flow to the bank, and what was sent by it."""

    hub: Hub
    use: Use | None = BY_PERMISSION

    async def deliver(self, *records: Record) -> str:
        """Whether it was sent, else its last state."""
        planner = replace(
            self.hub.planner,
            routes=Routes((Route("r", "x", (Destination("bank.kyc", writes="x", agency="bank", use=self.use),)),)),
        )
        translator = cast("Any", _Translates(planner, self.hub.sealer, records))
        call = Call(
            Job("0" * 32, "m", "bank.kyc", "r", "k", 1, 1, 0, 300, 0, "hold", None, "p", "f", Origin("p"), 0, None, 0,
                unresolved=False),
            cast("Any", None), None, Moment(0.0, 0.0),
        )  # fmt: skip
        sent = []

        async def send(going: Call) -> None:
            sent.append(going)

        await KeepToConsent(self.hub.store, translator)(call, send)
        return "sent" if sent else call.verdict.state


@dataclass(frozen=True, slots=True)
class _Translates:
    planner: Any
    sealer: Any
    told: tuple[Record, ...]

    def records(self, _job: Job) -> tuple[Record, ...]:
        return self.told


def change(fin: str | None) -> PersonChange:
    return PersonChange(person=Person(fin=fin), changed=("idp_status",), origin="committee")


@pytest.mark.parametrize("use", [None, Use("benefit", "669-IQ", "social")])
async def test_what_is_pushed_by_law_is_pushed(town: Town, use: Use | None) -> None:
    assert await Pushed(town.hub, use).deliver(change(WIFE.fin)) == "sent"


async def test_what_is_pushed_by_permission_is_looked_at_when_it_goes(town: Town) -> None:
    await bank(town)
    flow = Pushed(town.hub)

    before = await flow.deliver(change(WIFE.fin))
    await tells(town, 1)
    opened = await flow.deliver(change(WIFE.fin))
    about_nobody, of_two = await flow.deliver(change(None)), await flow.deliver(change(WIFE.fin), change(HUSBAND.fin))
    await tells(town, 2, "CLOSED")

    assert (before, opened) == (DeliveryState.DISCARDED, "sent")
    assert (about_nobody, of_two) == (DeliveryState.DISCARDED, DeliveryState.DISCARDED)
    assert await flow.deliver(change(WIFE.fin)) == DeliveryState.DISCARDED
    assert ("bank.kyc", "consent.closed") in [(service, how) for _, service, how in await town.house.looks(WIFE.fin)]
