"""A civil act at the door becomes what MEİS and Azəriqaz apply, on the embedded default and on the two servers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from hub.exchange.door import Acceptance, Submission
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.sandbox import RunningSandbox

WIFE, HUSBAND = "94FMDDD", "A9RJ7DM"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture(params=["embedded", "servers"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "servers":
        more = {
            "database_url": request.getfixturevalue("postgres_url"),
            "broker_url": request.getfixturevalue("broker_url"),
            "broker_prefix": request.getfixturevalue("broker_prefix"),
        }
    async with running_hub(settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)) as running:
        yield running


def subject(role: str, pin: str | None, last: str, first: str, gender: str) -> dict[str, Any]:
    return {
        "role": role,
        "pin": pin,
        "lastName": last,
        "firstName": first,
        "fatherName": "Əli",
        "gender": gender,
        "birthDate": "1988-03-07T00:00:00+04:00",
        "birthPlaceText": "Füzuli",
    }


def act(event: str, kind: str, number: int, *subjects: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(
        {
            "eventId": event,
            "eventType": kind,
            "actNumber": f"AB-{number:07}/2026",
            "actDate": "2026-03-14T00:00:00+04:00",
            "office": {"code": "12", "name": "Füzuli"},
            "subjects": subjects,
            **more,
        }
    ).encode()


async def accept(hub: Hub, raw: bytes, name: str = "justice.civil-act.v1", party: str = "edliyye") -> Acceptance:
    accepted = await hub.door.accept(Submission(party, name, raw))
    hub.calling.nudge()
    return accepted


async def settled(hub: Hub) -> None:
    await eventually(lambda: all_settled(hub), what="everything settled")


BRIDE = subject("SPOUSE1", WIFE, "İsmayılova", "Gülnarə", "F")
GROOM = subject("SPOUSE2", HUSBAND, "Quliyev", "Vaqif", "M")


async def test_a_marriage_tells_meis_about_both(hub: Hub, sandbox: RunningSandbox) -> None:
    accepted = await accept(hub, act("e-1", "MARRIAGE", 1, BRIDE, GROOM))

    await settled(hub)

    assert not [issue for issue in accepted.issues if issue.severity == "error"]
    assert sorted(sandbox.ledger("meis").subjects("fin_kod")) == sorted([WIFE, HUSBAND])
    assert "Ismayilova" in sandbox.ledger("meis").subjects("soyad")


async def test_the_same_event_twice_is_told_once(hub: Hub, sandbox: RunningSandbox) -> None:
    first = await accept(hub, act("e-1", "MARRIAGE", 1, BRIDE, GROOM))
    again = await accept(hub, act("e-1", "MARRIAGE", 1, BRIDE, GROOM))
    await settled(hub)

    assert again.accepted.message_id == first.accepted.message_id
    assert again.accepted.duplicate
    assert len(sandbox.ledger("meis").entries) == 2


async def test_the_gas_utility_learns_identity_only_and_only_of_its_subscribers(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    subscriber = (
        b'<AbonentMelumati xmlns="urn:azeriqaz:abonent:v1"><SorguId>s-1</SorguId><AbonentKodu>0012345678</AbonentKodu>'
        b"<FIN>94FMDDD</FIN><Soyad>\xc4\xb0smay\xc4\xb1lova</Soyad><Ad>G\xc3\xbclnar\xc9\x99</Ad></AbonentMelumati>"
    )
    await accept(hub, subscriber, "azeriqaz.subscriber.v1", "azeriqaz")
    await settled(hub)
    await accept(hub, act("e-1", "MARRIAGE", 1, BRIDE, GROOM))
    await settled(hub)
    told = sandbox.ledger("azeriqaz")
    assert told.subjects("AbonentKodu") == ["0012345678"]
    assert not {"actNumber", "MARRIAGE"} & {str(value) for value in told.entries[0]["subject"].values()}

    await accept(hub, act("e-2", "DIVORCE", 2, BRIDE, GROOM))
    await settled(hub)

    assert len(sandbox.ledger("azeriqaz").entries) == 1, "a divorce changes nothing that a utility may know"
    assert len(sandbox.ledger("meis").entries) == 4


async def test_a_cancellation_before_its_original_leaves_no_act(hub: Hub, sandbox: RunningSandbox) -> None:
    await accept(hub, act("e-2", "CANCEL", 7, supersedes="e-1"))
    await accept(hub, act("e-1", "MARRIAGE", 7, BRIDE, GROOM))

    await settled(hub)

    assert sandbox.ledger("meis").entries == []


async def test_a_cancellation_takes_back_what_the_act_said(hub: Hub, sandbox: RunningSandbox) -> None:
    deceased = subject("DECEASED", WIFE, "İsmayılova", "Gülnarə", "F")
    await accept(hub, act("e-0", "MARRIAGE", 1, BRIDE, GROOM))
    await accept(hub, act("e-1", "DEATH", 2, deceased))
    await settled(hub)
    assert [n for n in sandbox.ledger("meis").subjects("vefat_tarixi") if n] == [20260314]

    await accept(hub, act("e-2", "CANCEL", 2, supersedes="e-1"))
    await settled(hub)

    told = [e["subject"] for e in sandbox.ledger("meis").entries if e["subject"]["fin_kod"] == WIFE]
    assert [each["vefat_tarixi"] for each in told] == [0, 20260314, 0]


async def test_a_newborn_waits_for_the_fin_and_is_then_one_person(hub: Hub, sandbox: RunningSandbox) -> None:
    child = subject("CHILD", None, "Quliyev", "Elvin", "M")
    mother = subject("MOTHER", WIFE, "İsmayılova", "Gülnarə", "F")
    await accept(hub, act("e-1", "BIRTH", 3, child, mother))
    await settled(hub)
    assert sandbox.ledger("meis").subjects("fin_kod") == [WIFE]

    await accept(hub, act("e-2", "BIRTH", 3, {**child, "pin": "7ABCDEF"}, mother, supersedes="e-1"))
    await settled(hub)

    assert sandbox.ledger("meis").subjects("fin_kod") == [WIFE, "7ABCDEF"]
    async with hub.store.read() as tx:
        people = await tx.fetch("SELECT count(*) AS n FROM entities WHERE kind = 'person'")
    assert people[0]["n"] == 2


async def test_an_unknown_code_is_quarantined_and_holds_the_lane(hub: Hub, sandbox: RunningSandbox) -> None:
    odd = {**subject("DECEASED", WIFE, "İsmayılova", "Gülnarə", "F"), "birthDate": "1988-02-31T00:00:00+04:00"}
    accepted = await accept(hub, act("e-1", "DEATH", 4, odd))
    assert accepted.accepted.state == "quarantined"
    assert [issue.path for issue in accepted.issues if issue.severity == "error"] == ["/subjects/0/birthDate"]

    await accept(hub, act("e-2", "NAME_CHANGE", 5, subject("PERSON", WIFE, "Quliyeva", "Gülnarə", "F")))

    async with hub.store.read() as tx:
        states = [row["state"] for row in await tx.fetch("SELECT state FROM deliveries")]
    assert states == ["blocked"]
    assert sandbox.ledger("meis").entries == []


async def test_two_agencies_that_echo_each_other_come_to_rest(hub: Hub, sandbox: RunningSandbox) -> None:
    person = {
        "sorgu_id": "m-1",
        "fin_kod": WIFE,
        "soyad": "Ismayilova",
        "ad": "Gulnare",
        "ata_adi": "Eli",
        "cinsi": 2,
        "dogum_tarixi": 19880307,
    }
    await accept(hub, act("e-1", "MARRIAGE", 1, BRIDE, GROOM))
    await settled(hub)
    before = len(sandbox.ledger("meis").entries)

    for number in range(3):
        await accept(hub, json.dumps({**person, "sorgu_id": f"m-{number}"}).encode(), "meis.person.v3", "meis")
    await settled(hub)

    assert len(sandbox.ledger("meis").entries) == before
