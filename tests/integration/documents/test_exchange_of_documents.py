"""Official documents between the committee and the simulated ministry: sent, taken note of, answered, refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from document_flow.calendar import DayOverride
from document_flow.documents.acts.send import Send
from document_flow.documents.facts import Dispatch
from document_flow.words import Words
from hub.documents.acting.service import Given
from hub.documents.office.directory import move_days
from hub.exchange.usage import WantedUsages
from hub.settings import Settings
from hub.web.usages import usages_of
from mappings.format import BUNDLED
from tests.hubs import eventually, settings_for
from tests.integration.api.served import served
from tests.integration.documents.conftest import PDF, Office
from tests.integration.documents.test_appeals import CITIZEN, lodge
from tests.sandbox import RunningSandbox, free_port

DOCUMENTS, NOTICES = "/v1/messages/bodies.document.v1", "/v1/messages/bodies.notice.v1"
PARTY = "sandbox-nazirlik"
CLERK = "sevinc"
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """The committee's office, and the ministry that it writes to."""

    office: Office
    ministry: RunningSandbox

    async def show(self, document: Shown) -> Shown:
        """The document as the registry sees it."""
        return dict((await self.office.get(CLERK, f"/v1/documents/{document['id']}")).json())

    async def dispatch(self, document: Shown) -> Shown:
        """What is known of its newest consignment."""
        return dict((await self.show(document))["dispatches"][-1])

    async def comes_to(self, document: Shown, state: str) -> Shown:
        """The newest consignment, once it is in that state."""

        async def there() -> bool:
            return bool((await self.dispatch(document))["state"] == state)

        await eventually(there, what=f"a consignment that is {state}")
        return await self.dispatch(document)

    async def receipt(self, document: Shown) -> str:
        """The ministry's receipt for its newest consignment; it may come after the notice."""

        async def there() -> bool:
            return bool((await self.dispatch(document))["receipt"])

        await eventually(there, what="the receipt")
        return str((await self.dispatch(document))["receipt"])

    async def sealed(self, *recipients: str, **more: Any) -> Shown:
        """A letter that went its whole path and carries the body's seal."""
        letter = await self.office.signed("rauf", recipients=list(recipients or ("97",)), **more)
        return await self.show(letter)

    async def send(self, letter: Shown, key: str = "", **body: Any) -> httpx.Response:
        """The clerk sends it."""
        asked = {"expected_version": letter["version"], **body}
        return await self.office.post(CLERK, f"/v1/documents/{letter['id']}/send", asked, key)

    async def sent(self, mode: str) -> Shown:
        """A sealed letter on its way to a ministry that behaves so; as it stands then."""
        self.ministry.behave("nazirlik", mode=mode)
        letter = await self.sealed()
        answer = await self.send(letter)
        assert answer.status_code == 200, answer.text
        return await self.show(letter)

    async def sent_without_patience(self) -> Shown:
        """The same to a ministry that says nothing, with a delivery limit that is over at once."""
        self.ministry.behave("nazirlik", mode="silent")
        hub, letter = self.office.served.hub, await self.sealed()
        impatient = replace(hub.office, sending=replace(hub.office.sending, hours=0))
        await impatient.act(CLERK, letter["id"], Send(by=CLERK), Given(uuid4().hex, letter["version"]))
        await self.comes_to(letter, "silent")
        await self.receipt(letter)
        return await self.show(letter)

    async def hands_over(self, path: str, body: Shown) -> Shown:
        """The ministry hands something over; where its message came to in the documents."""
        answer = await self.office.served.post(path, body, PARTY)
        assert answer.status_code == 202, answer.text
        message = answer.json()["message_id"]
        hub = self.office.served.hub

        async def row() -> Shown:
            async with hub.store.read() as tx:
                found = await tx.fetch(
                    "SELECT state, reference, error_code FROM deliveries WHERE message_id = :id", {"id": message}
                )
            return dict(found[0])

        async def over() -> bool:
            return (await row())["state"] in ("delivered", "failed")

        await eventually(over, what="the delivery to the documents")
        return await row()

    async def arrival(self, **envelope: Any) -> Shown:
        """A letter of the ministry that has become a document here."""
        came = await self.hands_over(DOCUMENTS, theirs(**envelope))
        assert came["state"] == "delivered", came
        return await self.show({"id": came["reference"]})

    async def told(self, count: int = 1) -> list[Shown]:
        """The notices that the ministry has got, in its order."""

        def notices() -> list[Shown]:
            entries = self.ministry.ledger("nazirlik").entries
            return [each["subject"] for each in entries if each["operation"] == "nazirlik.send_notice"]

        async def there() -> bool:
            return len(await asyncio.to_thread(notices)) >= count

        await eventually(there, what=f"{count} notices at the ministry")
        return notices()

    async def tasks(self, document: Shown) -> list[str]:
        """What waits for the clerk about it."""
        tasks = (await self.office.get(CLERK, "/v1/inbox", limit=200)).json()["tasks"]
        return [each["task"] for each in tasks if each["document"] == document["id"]]

    async def history(self, document: Shown) -> list[Shown]:
        """Its events; every chain holds."""
        shown = (await self.office.get(CLERK, f"/v1/documents/{document['id']}/history")).json()
        assert shown["intact"]
        return list(shown["events"])

    async def count(self) -> int:
        """How many documents came in."""
        async with self.office.served.hub.store.read() as tx:
            rows = await tx.fetch("SELECT count(*) AS n FROM documents WHERE kind = 'incoming'")
        return int(rows[0]["n"])


@pytest.fixture
async def exchange(settings: Settings, tmp_path: Path) -> AsyncIterator[Exchange]:
    port = free_port()
    sandbox = await asyncio.to_thread(
        RunningSandbox.start, tmp_path / "sandbox", "--hub-url", f"http://127.0.0.1:{port}"
    )
    with sandbox:
        more = {} if settings.database_url is None else {"database_url": settings.database_url}
        async with served(
            settings_for(settings.data, port=port, sandbox_url=sandbox.url, **more), works=True
        ) as running:
            await _every_day_is_a_working_day(running.hub)
            yield Exchange(Office(running), sandbox)


async def _every_day_is_a_working_day(hub: Any) -> None:
    """What these tests say does not depend on the day on which they are run."""
    today = datetime.now(UTC).date()
    working = DayOverride(working=True, reason=Words("sınaq", "a test"), act="sınaq")
    async with hub.store.write() as tx:
        await move_days(tx, {today + timedelta(days=number): working for number in range(-1, 9)})
    hub.office.documents.staff.forget()


def theirs(**envelope: Any) -> Shown:
    """A letter of the ministry, as the format's samples have it, under a consignment of its own."""
    sample = BUNDLED / "bodies_document" / "samples" / "letter.input.json"
    document: Shown = json.loads(sample.read_text())
    document["consignmentId"] = envelope.pop("consignment", uuid4().hex)
    document["SenedZerfi"].update(envelope)
    return document


def answer_to(letter: Shown, *, named: bool = True, **envelope: Any) -> Shown:
    """The ministry's answer to a letter of ours, with the number of its consignment or without."""
    related = {"QurumKodu": "99", "Nomre": letter["registration"]["reg_no"], "Tarix": letter["registration"]["on"]}
    if named:
        related["consignmentId"] = letter["dispatches"][-1]["consignment"]
    return theirs(Nov="Cavab məktubu", Movzu="Cavab", ElaqeliSened=related, **envelope)


def notice_about(letter: Shown, **what: Any) -> Shown:
    """The ministry's notice about our newest consignment: by default that it is registered there."""
    said = what or {"QeydiyyatBildirisi": {"Nomre": "97/D-8/2026", "Tarix": "2026-03-20"}}
    return {
        "consignmentId": letter["dispatches"][-1]["consignment"],
        "Gonderen": {"QurumKodu": "97"},
        "Alan": {"QurumKodu": "99"},
        **said,
    }


# What the ministry does with a document ------------------------------------------------------------------------------


async def test_a_letter_with_which_an_appeal_went_to_its_body_is_told_to_who_had_appealed(exchange: Exchange) -> None:
    office, fin = exchange.office, CITIZEN["fin"].upper()
    exchange.ministry.behave("nazirlik", mode="register")
    appeal = await lodge(office)
    letter = await exchange.sealed("97", links=[{"other": appeal["id"], "relation": "concerns"}])

    async def told(whose: str) -> list[tuple[str, str | None, bool]]:
        async with office.served.hub.store.read() as tx:
            _, found = await usages_of(office.served.hub).find(tx, WantedUsages(whose))
        return [(each.party, each.purpose, each.was_sent) for each in found]

    before = await told(fin)
    await exchange.send(letter)
    await exchange.receipt(letter)

    assert (before, await told("7ABCD13")) == ([], [])
    assert await told(fin) == [("nazirlik", "correspondence", True)]


async def test_a_letter_is_received_registered_and_answered_and_the_answer_is_a_document_here(
    exchange: Exchange,
) -> None:
    letter = await exchange.sent("answer")

    known = await exchange.comes_to(letter, "answered")
    receipt = await exchange.receipt(letter)

    answer = await exchange.show({"id": known["answer"]})
    assert receipt.startswith("NZR-")
    assert known["reg_no"].startswith("97/D-")
    assert (answer["status"], answer["unit"]) == ("registered", "qayidis")
    assert answer["related"] == [{"document": letter["id"], "relation": "answers"}]
    assert (await exchange.show(letter))["status"] == "answered"
    assert await exchange.tasks(letter) == ["file"]


async def test_a_letter_that_is_only_registered_there_may_go_into_its_file(exchange: Exchange) -> None:
    letter = await exchange.sent("register")

    known = await exchange.comes_to(letter, "registered")

    assert known["reg_date"] is not None
    assert await exchange.tasks(letter) == ["file"]


async def test_a_refusal_waits_for_the_clerk_who_then_sends_again(exchange: Exchange) -> None:
    letter = await exchange.sent("refuse")
    refused = await exchange.comes_to(letter, "refused")
    await exchange.receipt(letter)
    letter = await exchange.show(letter)

    too_early = await exchange.send(letter)
    tasks = await exchange.tasks(letter)
    exchange.ministry.behave("nazirlik", mode="register")
    seen = await exchange.office.act(
        CLERK, letter, "document", "note_seen", consignment=refused["consignment"], note="Zəng edildi"
    )
    again = await exchange.send(seen)
    await exchange.comes_to(letter, "registered")

    assert "səlahiyyətinə aid deyil" in refused["reason"]
    assert (too_early.status_code, too_early.json()["code"]) == (409, "documents.note_first")
    assert (tasks, again.status_code) == (["notice"], 200)
    assert [each["state"] for each in (await exchange.show(letter))["dispatches"]] == ["refused", "registered"]


async def test_silence_beyond_the_limit_gives_the_clerk_a_task(exchange: Exchange) -> None:
    letter = await exchange.sent_without_patience()

    assert await exchange.tasks(letter) == ["notice"]
    assert [each["kind"] for each in await exchange.history(letter)].count("silence_noticed") == 1


async def test_a_letter_is_waited_for_as_long_as_the_delivery_limit_says(exchange: Exchange) -> None:
    letter = await exchange.sent("silent")

    (known,) = letter["dispatches"]
    waited = datetime.fromisoformat(known["until"]) - datetime.fromisoformat(known["sent_at"])
    assert waited == timedelta(hours=72)
    assert await exchange.tasks(letter) == []


@pytest.mark.parametrize("what", ["notice", "answer"])
async def test_what_comes_after_the_silence_still_lands(exchange: Exchange, what: str) -> None:
    letter = await exchange.sent_without_patience()

    late = notice_about(letter) if what == "notice" else answer_to(letter)
    came = await exchange.hands_over(NOTICES if what == "notice" else DOCUMENTS, late)

    assert came["state"] == "delivered"
    assert (await exchange.dispatch(letter))["state"] == ("registered" if what == "notice" else "answered")
    assert await exchange.tasks(letter) == ["file"]


async def test_an_answer_to_what_is_already_in_its_file_is_registered_and_told_there(exchange: Exchange) -> None:
    letter = await exchange.sent_without_patience()
    silent = letter["dispatches"][-1]["consignment"]
    letter = await exchange.office.act(CLERK, letter, "document", "note_seen", consignment=silent, note="Gözlənilmir")
    await exchange.office.act(CLERK, letter, "document", "put_in_file", case_file="01-05")

    came = await exchange.hands_over(DOCUMENTS, answer_to(await exchange.show(letter)))

    filed = await exchange.show(letter)
    assert came["state"] == "delivered"
    assert (filed["status"], filed["dispatches"][-1]["answer"]) == ("filed", came["reference"])


async def test_a_refusal_after_the_silence_was_seen_is_news_to_the_clerk(exchange: Exchange) -> None:
    letter = await exchange.sent_without_patience()
    silent = letter["dispatches"][-1]["consignment"]
    await exchange.office.act(CLERK, letter, "document", "note_seen", consignment=silent, note="Gözləyirik")

    await exchange.hands_over(NOTICES, notice_about(letter, ImtinaBildirisi={"Sebeb": "Aid deyil"}))

    assert await exchange.tasks(letter) == ["notice"]


async def test_a_body_may_refuse_what_it_had_registered(exchange: Exchange) -> None:
    letter = await exchange.sent("register")
    await exchange.comes_to(letter, "registered")

    came = await exchange.hands_over(NOTICES, notice_about(letter, ImtinaBildirisi={"Sebeb": "Səhv ünvan"}))

    known = await exchange.dispatch(letter)
    assert came["state"] == "delivered"
    assert (known["state"], known["reason"]) == ("refused", "Səhv ünvan")


# Racing and repeated -------------------------------------------------------------------------------------------------


async def test_an_answer_and_a_notice_that_race_come_to_the_same(exchange: Exchange) -> None:
    letter = await exchange.sent("silent")

    notice = notice_about(letter)
    came = await asyncio.gather(
        exchange.hands_over(DOCUMENTS, answer_to(letter)),
        exchange.hands_over(NOTICES, notice),
        exchange.hands_over(NOTICES, notice),
    )

    known = await exchange.dispatch(letter)
    assert [each["state"] for each in came] == ["delivered"] * 3
    assert (known["state"], known["reg_no"]) == ("answered", "97/D-8/2026")
    kinds = [each["kind"] for each in await exchange.history(letter)]
    assert (kinds.count("notice_taken"), kinds.count("answer_taken")) == (1, 1)


async def test_the_same_send_under_the_same_key_goes_once(exchange: Exchange) -> None:
    exchange.ministry.behave("nazirlik", mode="register")
    letter = await exchange.sealed()

    answers = await asyncio.gather(*(exchange.send(letter, key="once") for _ in range(3)))
    await exchange.comes_to(letter, "registered")

    assert [each.status_code for each in answers] == [200] * 3
    assert sorted(each.json()["repeated"] for each in answers) == [False, True, True]
    entries = exchange.ministry.ledger("nazirlik").entries
    assert [each["operation"] for each in entries] == ["nazirlik.send_document"]


async def test_the_same_letter_of_the_ministry_is_one_document_and_one_notice(exchange: Exchange) -> None:
    letter = theirs()

    first = await exchange.hands_over(DOCUMENTS, letter)
    again = await exchange.hands_over(DOCUMENTS, letter)
    told = await exchange.told()

    assert first == again
    assert await exchange.count() == 1
    assert len(told) == 1


async def test_the_same_paper_under_a_new_consignment_gets_no_second_number_before_the_registry_was_asked(
    exchange: Exchange,
) -> None:
    first, second = await exchange.arrival(), await exchange.arrival()

    asked = await exchange.office.post(
        CLERK, f"/v1/documents/{second['id']}/register", {"file": "01-05", "expected_version": second["version"]}
    )
    said = {"file": "01-05", "expected_version": second["version"], "distinct": "başqa qurğu haqqındadır"}
    registered = await exchange.office.post(CLERK, f"/v1/documents/{second['id']}/register", said)
    told = await exchange.told(2)

    assert (first["status"], second["registration"]) == ("registered", None)
    assert (asked.status_code, asked.json()["code"]) == (409, "documents.same_paper")
    assert first["registration"]["reg_no"] in asked.json()["detail"]
    assert registered.status_code == 200, registered.text
    assert [each["content"]["Nomre"] for each in told] == [
        first["registration"]["reg_no"],
        registered.json()["reg_no"],
    ]


async def test_two_registrations_of_one_consignment_under_other_numbers_are_told_apart(exchange: Exchange) -> None:
    letter = await exchange.sent("silent")
    await exchange.hands_over(NOTICES, notice_about(letter))

    other = {"QeydiyyatBildirisi": {"Nomre": "97/D-9/2026", "Tarix": "2026-03-21"}}
    came = await exchange.hands_over(NOTICES, notice_about(letter, **other))

    assert (came["state"], came["error_code"]) == ("failed", "documents.crossed")
    assert (await exchange.dispatch(letter))["reg_no"] == "97/D-8/2026"


# What comes in -------------------------------------------------------------------------------------------------------


async def test_an_arrival_is_registered_routed_by_the_table_and_its_sender_is_told(exchange: Exchange) -> None:
    document = await exchange.arrival()

    (told,) = await exchange.told()
    events = await exchange.history(document)
    routing = events[0]["event"]["routing"]
    assert (document["status"], document["unit"]) == ("registered", "qayidis")
    assert (told["what"], told["content"]["Nomre"]) == ("QeydiyyatBildirisi", document["registration"]["reg_no"])
    assert (routing["table"], routing["version"], routing["decided"]) == ("incoming-routing", 1, True)
    assert "assumed" in routing["why"]["en"]


@pytest.mark.parametrize("secret", [{"Movzu": "Tam məxfi: siyahı"}, {"Nov": "Məxfi məktub"}])
async def test_a_state_secret_is_refused_on_the_wire_as_at_the_door(exchange: Exchange, secret: Shown) -> None:
    before = await exchange.count()

    came = await exchange.hands_over(DOCUMENTS, theirs(**secret))

    assert (came["state"], came["error_code"]) == ("failed", "nomenclature.state_secret")
    assert await exchange.count() == before


async def test_what_is_marked_for_official_use_comes_to_its_head_and_nobody_elses(exchange: Exchange) -> None:
    document = await exchange.arrival(Movzu="Xidməti istifadə üçün: siyahı")
    office = exchange.office

    seen = {who: (await office.get(who, f"/v1/documents/{document['id']}")).status_code for who in ("elcin", "nigar")}
    order = {"resolution": "r1", "text": "Cavab hazırlayın", "executors": ["rauf"], "days": 5}
    resolved = await office.act("elcin", document, "orders", "give_resolution", **order)

    assert (document["access"], seen) == ("restricted", {"elcin": 200, "nigar": 404})
    assert resolved["version"] > document["version"]


async def test_what_no_rule_sends_elsewhere_stays_with_the_registry_and_says_why(exchange: Exchange) -> None:
    document = await exchange.arrival(Nov="Təbrik")

    routing = (await exchange.history(document))[0]["event"]["routing"]
    assert document["unit"] == "deftarxana"
    assert not routing["decided"]
    assert "bu hal üçün qayda yoxdur" in routing["why"]["az"]


async def test_a_unit_that_nobody_heads_gets_nothing(exchange: Exchange) -> None:
    hub = exchange.office.served.hub
    async with hub.store.write() as tx:
        await tx.execute("UPDATE units SET head = NULL WHERE unit = 'qayidis'")
    hub.office.documents.staff.forget()

    document = await exchange.arrival()

    routing = (await exchange.history(document))[0]["event"]["routing"]
    assert (document["unit"], routing["decided"]) == ("deftarxana", False)
    assert "nobody heads it" in routing["why"]["en"]


async def test_a_clerk_refuses_what_is_not_for_us_and_the_sender_is_told_the_reason(exchange: Exchange) -> None:
    document = await exchange.arrival()
    act = {"kind": "refuse_arrival", "reason": "Məsələ başqa komitəyə aiddir"}
    body = {"on": "document", "act": act, "expected_version": document["version"]}
    path = f"/v1/documents/{document['id']}/acts"

    refused = await exchange.office.post(CLERK, path, body, "refuse-1")
    again = await exchange.office.post(CLERK, path, body, "refuse-1")
    told = await exchange.told(2)

    assert (refused.status_code, refused.json()["status"]) == (200, "refused")
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert [each["what"] for each in told] == ["QeydiyyatBildirisi", "ImtinaBildirisi"]
    assert told[1]["content"] == {"Sebeb": "Məsələ başqa komitəyə aiddir"}
    assert await exchange.tasks(document) == []


@pytest.mark.parametrize(
    ("who", "reason", "status", "code"),
    [
        ("elcin", "Bizə aid deyil", 403, "documents.role"),
        (CLERK, "  ", 422, "documents.reason"),
        (CLERK, "x" * 1001, 422, "documents.reason"),
    ],
)
async def test_a_refusal_needs_a_clerk_and_a_reason(
    exchange: Exchange, who: str, reason: str, status: int, code: str
) -> None:
    document = await exchange.arrival()

    answer = await exchange.office.try_act(who, document, "document", "refuse_arrival", reason=reason)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(await exchange.told()) == 1


async def test_what_came_on_paper_or_is_in_work_is_not_refused(exchange: Exchange) -> None:
    office = exchange.office
    paper = await office.begin(CLERK, "incoming", origin={"body": "97", "reg_no": "1", "on": "2026-03-20"})
    arrival = await exchange.arrival()
    in_work = await office.act(
        "elcin",
        arrival,
        "orders",
        "give_resolution",
        resolution="r1",
        text="Cavab hazırlayın",
        executors=["rauf"],
        days=5,
    )

    answers = [
        await office.try_act(CLERK, each, "document", "refuse_arrival", reason="Aid deyil") for each in (paper, in_work)
    ]

    assert [each.json()["code"] for each in answers] == ["documents.not_an_arrival", "documents.in_work"]


async def test_an_answer_without_a_consignment_is_known_by_our_number_and_day(exchange: Exchange) -> None:
    letter = await exchange.sent("silent")

    came = await exchange.hands_over(DOCUMENTS, answer_to(letter, named=False))

    assert (await exchange.dispatch(letter))["answer"] == came["reference"]


# What is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        ({"Gonderen": {"QurumKodu": "305"}}, "documents.sender_does_not_match"),
        ({"Gonderen": {"QurumKodu": "99"}}, "documents.sender_does_not_match"),
        ({"Alan": {"QurumKodu": "305"}}, "documents.invalid_addressee"),
    ],
)
async def test_a_party_that_claims_another_sender_or_means_another_body_leaves_nothing(
    exchange: Exchange, envelope: Shown, code: str
) -> None:
    came = await exchange.hands_over(DOCUMENTS, theirs(**envelope))

    failure = (await exchange.office.served.get("/v1/failures")).json()
    assert (came["state"], came["error_code"]) == ("failed", code)
    assert await exchange.count() == 0
    assert code in json.dumps(failure)


async def test_a_notice_about_no_consignment_of_ours_is_kept_as_a_failure(exchange: Exchange) -> None:
    came = await exchange.hands_over(NOTICES, notice_about({"dispatches": [{"consignment": "c-unknown"}]}))

    assert (came["state"], came["error_code"]) == ("failed", "documents.unknown_consignment")


async def test_nothing_is_sent_to_a_body_that_the_address_book_does_not_know(exchange: Exchange) -> None:
    letter = await exchange.sealed("97", "77")

    answer = await exchange.send(letter)

    assert (answer.status_code, answer.json()["code"]) == (422, "documents.unknown_body")
    assert (await exchange.show(letter))["dispatches"] == []


async def test_what_an_operator_takes_off_the_route_is_told_to_the_clerk(exchange: Exchange) -> None:
    exchange.ministry.behave("nazirlik", fail=503, times=1000)
    letter = await exchange.sealed()
    await exchange.send(letter)
    message = (await exchange.dispatch(letter))["message"]
    served = exchange.office.served
    async with served.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT id FROM deliveries WHERE message_id = :id", {"id": message})

    async with served.hub.store.write() as tx:
        await tx.execute("UPDATE deliveries SET state = 'discarded' WHERE id = :id", {"id": row["id"]})
    known = await exchange.comes_to(letter, "refused")

    assert known["reason"].startswith("göndərilmədi: ")
    assert await exchange.tasks(letter) == ["notice"]


async def test_a_dispatch_whose_message_goes_nowhere_does_not_stay_open(exchange: Exchange) -> None:
    letter, hub = await exchange.sealed(), exchange.office.served.hub
    now = datetime.now(UTC)
    lost = Dispatch("c-lost", "97", uuid4().hex, now, now + timedelta(hours=72))
    await hub.office.documents.act(CLERK, letter["id"], Send(by=CLERK, dispatches=(lost,)), Given(uuid4().hex))

    await exchange.comes_to(letter, "refused")

    async def is_closed() -> bool:
        async with hub.store.read() as tx:
            (row,) = await tx.fetch("SELECT open FROM document_dispatches WHERE consignment = 'c-lost'")
        return bool(row["open"] == 0)

    await eventually(is_closed, what="a dispatch that is closed after its document was told")


async def test_too_many_bytes_are_refused_before_anything_leaves(exchange: Exchange) -> None:
    office = exchange.office
    attached = [await office.store("rauf", bytes([number]) * 4 * 1024 * 1024) for number in (1, 2)]
    main = await office.store("rauf", PDF)
    files = [{"name": "mektub.pdf", "mime": "application/pdf", "sha256": main, "main": True}]
    files += [{"name": f"{n}.bin", "mime": "application/pdf", "sha256": each} for n, each in enumerate(attached)]
    letter = await exchange.sealed(files=files)

    answer = await exchange.send(letter)

    assert (answer.status_code, answer.json()["code"]) == (413, "documents.consignment_too_big")


async def test_the_newest_signed_file_goes_once_with_what_is_attached(exchange: Exchange) -> None:
    exchange.ministry.behave("nazirlik", mode="register")
    office = exchange.office
    stored = [await office.store("rauf", raw) for raw in (PDF, b"%PDF annex", b"%PDF another")]
    names = ("mektub.pdf", "elave.pdf", "sened.pdf")
    files = [
        {"name": name, "mime": "application/pdf", "sha256": sha256, "main": name == "mektub.pdf"}
        for name, sha256 in zip(names, stored, strict=True)
    ]
    letter = await exchange.sealed(files=files)

    await exchange.send(letter)
    await exchange.comes_to(letter, "registered")

    (entry,) = exchange.ministry.ledger("nazirlik").entries
    assert entry["subject"]["files"] == ["sened.pdf", "elave.pdf", "əlavə-sened.pdf"]
