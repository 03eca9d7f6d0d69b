"""The room of payments at the console, the API and the command line: a list to the qəpik, a person's payments, acts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.sandbox.people import iban_of, person
from document_flow.lists.entry import ListEntry
from hub.access.masking import Mask, mask
from hub.money.ledger import altered
from hub.money.numbers import keep_number
from hub.settings import Settings
from tests.integration.api.served import served
from tests.integration.console.desks import Desks, text
from tests.integration.documents.conftest import Office
from tests.integration.money.conftest import House, people
from tests.integration.money.lists import answered, entry, head, instructions, list_id, owed, reply, states
from tests.moments import today
from tests.things import statement

HEAD = head()


@dataclass(frozen=True, slots=True)
class Rooms:
    """Officials at the console and the API, over a list of which one was paid and one refused; one has no account, and
    no name by which a payer could be told.
    """

    desks: Desks
    house: House
    lines: list[ListEntry]

    async def api(self, method: str, path: str, who: str = "fuad", **body: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer sandbox-{who}", "Accept-Language": "en"}
        sent: dict[str, Any] = {"json": body} if method == "POST" else {}
        answer = await self.desks.office.served.client.request(method, path, headers=headers, **sent)
        return answer.status_code, answer.json()


@pytest.fixture
async def rooms(settings: Settings) -> AsyncIterator[Rooms]:
    async with served(settings, works=True) as made:
        house = House(made.hub)
        await house.told(*people((1, 2)), {"kind": "person", "fin": person(3).fin, "birth_date": "1988-03-07"})
        needs = made.hub.aggregates.needs
        payees = [await house.entity(number) for number in (1, 2, 3)]
        async with made.hub.store.write() as tx:
            keys = [await keep_number(needs, tx, payees[n], iban_of(person(n + 1))) for n in (0, 1)]
        lines = [entry(payee, key) for payee, key in zip(payees, [*keys, ""], strict=True)]
        await owed(made.hub, HEAD, lines)
        by_obligation = {row["id"]: state for state, row in await states(made.hub)}
        for each in await instructions(made.hub):
            debt = by_obligation[each["obligation_id"]].debt
            await answered(made.hub, reply(each, "00" if debt.person == payees[0] else "05"))
        yield Rooms(Desks(Office(made)), house, lines)


async def test_a_list_is_reconciled_to_the_qepik_with_the_banks_codes_and_who_is_paid_apart(rooms: Rooms) -> None:
    status, said = await rooms.api("GET", f"/v1/payments/lists/{list_id(HEAD)}")
    assert status == 200
    blocks = {each["code"]: each["rows"] for each in said["blocks"]}
    assert blocks["odd"] == []
    assert [list(row.values())[1:] for row in blocks["sums"]] == [[18000, 6000, 6000, 6000], [12000, 6000, 6000, 0]]
    assert [(row["code"], row["count"]) for row in blocks["codes"]] == [("00", 1), ("05", 1)]
    assert len(blocks["waiting"]) == 2
    page = text(await rooms.desks.get("fuad", f"/payments/lists/{list_id(HEAD)}"))
    assert "account closed" in page
    assert "60,00" in page
    listed = text(await rooms.desks.get("fuad", "/payments?period=2026-03"))
    assert "180,00" in listed


async def test_a_persons_payments_are_found_by_fin_and_the_look_is_written_down(rooms: Rooms) -> None:
    hub, fin = rooms.house.hub, person(1).fin
    status, said = await rooms.api("POST", "/v1/payments/certificate", fin=fin, basis="sorğu 12")
    assert (status, [row["paid"] for row in said["blocks"][0]["rows"]]) == (200, [6000])
    answer = await rooms.desks.post("fuad", "/payments", fin=fin, basis="sorğu 12")
    assert "60,00" in text(answer)
    async with hub.store.read() as tx:
        looks = await tx.fetch(
            "SELECT actor_person, outcome FROM access_events WHERE service = 'payments.certificate' AND"
            " subject_hash = :s",
            {"s": hub.hash("fin", fin)},
        )
    assert [(row["actor_person"], row["outcome"]) for row in looks] == [("fuad", "shown")] * 2
    for nobody in ("zaur", "vusal"):
        assert (await rooms.api("POST", "/v1/payments/certificate", nobody, fin=fin))[0] == 403


async def test_an_overpayment_is_decided_by_another_than_who_corrected(rooms: Rooms) -> None:
    hub, fin = rooms.house.hub, person(1).fin
    paid = next(row["id"] for _, row in await states(hub) if row["status"] == "paid")
    decision = await statement(hub, fin)
    at = f"/v1/payments/obligations/{paid}"
    correct: dict[str, Any] = {"act": "correct", "says": {"delta_qepik": "-20,00", "document": decision}}
    status, said = await rooms.api("POST", f"{at}/acts", **correct, expected_version=3)
    assert (status, said["version"], said["offered"]) == (200, 4, ["refute"])
    assert said["blocks"][0]["shown"] == [
        ["Difference in manat", "-20,00", "–"],
        ["Decision (address or id)", "–", f"documents/{decision}"],
    ]
    own, refused = await rooms.api("POST", f"{at}/acts", act="agree", expected_version=4)
    assert (own, refused["code"]) == (403, "access.second_person")
    status, said = await rooms.api("POST", f"{at}/acts", "elcin", act="agree", expected_version=4)
    assert (status, said["version"]) == (200, 6)
    async with hub.store.write() as tx:
        await tx.execute(
            "INSERT INTO payment_tasks (obligation_id, kind, opened_at)"
            " VALUES (:id, 'death', 1), (:id, 'not_received', 1)",
            {"id": paid},
        )
    says = {"outcome": "waive", "amount_qepik": "20,00", "document": decision}
    own, refused = await rooms.api("POST", f"{at}/acts", act="decide_overpayment", says=says, expected_version=6)
    assert (own, refused["code"]) == (403, "access.second_person")
    status, said = await rooms.api(
        "POST", f"{at}/acts", "nigar", act="decide_overpayment", says=says, expected_version=6
    )
    assert (status, [each["kind"] for each in said["history"]][-1]) == (200, "overpayment_decided")
    async with hub.store.read() as tx:
        tasks = await tx.fetch("SELECT kind FROM payment_tasks WHERE closed_at IS NULL")
    assert [row["kind"] for row in tasks] == ["not_received"], "that one is closed with its check"
    await _falls_by_a_complaint(rooms, f"{at}/acts", fin)
    stale, _ = await rooms.api("POST", f"{at}/acts", **correct, expected_version=3)
    assert stale == 409
    page = text(await rooms.desks.get("fuad", f"/payments/obligations/{paid}"))
    assert iban_of(person(1)) not in page
    assert mask(Mask.KEY, iban_of(person(1))) in page


async def test_what_waits_for_a_second_person_stands_on_one_page_whatever_its_room(rooms: Rooms) -> None:
    (paid, *_) = [row["id"] for _, row in await states(rooms.house.hub) if row["status"] == "paid"]
    document = await statement(rooms.house.hub, person(1).fin)
    says = {"delta_qepik": "-20,00", "document": document}
    at = f"/v1/payments/obligations/{paid}/acts"
    await rooms.api("POST", at, act="correct", says=says, expected_version=3)
    account = (await rooms.house.proposed(3)).id

    answer = await rooms.desks.get("elcin", "/second")
    own, nobodys = [text(await rooms.desks.get(who, "/second")) for who in ("fuad", "vusal")]

    assert "2 things wait for you" in text(answer)
    assert "Propose another account account of a payee Sevinc" in text(answer)
    assert f"/console/accounts/{account}" in answer.text
    assert f"/console/payments/obligations/{paid}" in answer.text
    assert "1 thing waits for you" in own, "the account; what is one's own waits for somebody else"
    assert "Nothing waits for you" in nobodys
    assert "oldest" not in answer.text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub.web.awaited.MOST", 1)
        assert "Of one kind the oldest 1 stand here" in text(await rooms.desks.get("elcin", "/second"))
    await rooms.api("POST", at, "elcin", act="agree", expected_version=4)
    assert "1 thing waits" in text(await rooms.desks.get("elcin", "/second"))
    assert [each async for each in altered(rooms.house.hub.store, rooms.house.hub.sealer)] == []


async def _falls_by_a_complaint(rooms: Rooms, at: str, fin: str) -> None:
    hub = rooms.house.hub
    complain: dict[str, Any] = {"act": "complain_overpayment", "expected_version": 7}
    alien = {"document": await statement(hub, person(2).fin)}
    assert (await rooms.api("POST", at, **complain, says=alien))[1]["code"] == "money.no_application"
    status, said = await rooms.api("POST", at, "elcin", **complain, says={"document": await statement(hub, fin)})
    assert (status, [each["code"] for each in said["blocks"]][-1]) == (200, "complaints")
    verdict: dict[str, Any] = {"act": "decide_overpayment_complaint", "expected_version": 8}
    says = {"verdict": "upheld", "reason": "hesab səhvdir"}
    own, refused = await rooms.api("POST", at, "nigar", **verdict, says=says)
    assert (own, refused["code"]) == (403, "access.second_person")
    status, said = await rooms.api("POST", at, "fuad", **verdict, says=says)
    assert (status, said["version"]) == (200, 9)


async def test_who_has_no_account_is_paid_outside_the_bank_by_two_officers_and_every_door_shows_it(
    rooms: Rooms,
) -> None:
    hub, desks = rooms.house.hub, rooms.desks
    apart = next(row["id"] for _, row in await states(hub) if row["status"] == "owed")
    at, day = f"/v1/payments/obligations/{apart}", today().isoformat()
    says = {"way": "post", "paper": "P-12", "paid_on": day, "amount_qepik": "60,00"}
    _, said = await rooms.api("GET", at)
    assert said["offered"] == ["correct", "instruct", "pay_outside"]
    assert (await rooms.api("POST", f"{at}/acts", act="instruct", expected_version=1))[1]["code"] == "money.no_account"
    for wrong, code in (
        ({"way": "by hand"}, "aggregates.says_wrong"),
        ({"paid_on": "2099-01-01"}, "money.outside_day"),
        ({"amount_qepik": "33,00"}, "money.outside_sum"),
    ):
        refused: dict[str, Any] = {"act": "pay_outside", "says": {**says, **wrong}, "expected_version": 1}
        assert (await rooms.api("POST", f"{at}/acts", **refused))[1]["code"] == code
    status, said = await rooms.api("POST", f"{at}/acts", act="pay_outside", says=says, expected_version=1)
    assert (status, said["offered"]) == (200, ["refute"]), "nobody agrees to their own"
    own, refused = await rooms.api("POST", f"{at}/acts", act="agree", expected_version=2)
    assert (own, refused["code"]) == (403, "access.second_person")
    assert "waits for a second person" in text(await desks.get("fuad", f"/payments/lists/{list_id(HEAD)}"))
    for nobody in ("sevinc", "zaur"):
        assert (await rooms.api("POST", f"{at}/acts", nobody, act="agree", expected_version=2))[0] == 403

    done = await desks.post("elcin", f"/payments/obligations/{apart}/act", act="agree", version="2")

    assert done.status_code == 303
    await rooms.house.told(*people((3,)))
    status, said = await rooms.api("POST", f"{at}/acts", act="instruct", expected_version=4)
    assert (status, said["code"]) == (409, "money.paid_outside")
    blocks = {
        each["code"]: each["rows"]
        for each in (await rooms.api("GET", f"/v1/payments/lists/{list_id(HEAD)}"))[1]["blocks"]
    }
    assert blocks["odd"] == []
    sums = [list(row.values())[1:] for row in blocks["sums"]]
    assert (sums[0], sums[2]) == ([18000, 12000, 6000, 0], [6000, 6000, 0, 0])
    assert [(row["paper"], row["qepik"]) for row in blocks["outside"]] == [("P-12", 6000)]
    _, said = await rooms.api("POST", "/v1/payments/certificate", fin=person(3).fin, basis="sorğu 13")
    assert said["blocks"][0]["shown"][0][-1] == "paid; post No P-12"
    assert "P-12" in text(await desks.get("fuad", f"/payments/obligations/{apart}"))
    await rooms.house.paid_to(3)
    assert len(await instructions(hub)) == 2, "no payer is ever told to pay it too"


async def test_what_was_refused_is_instructed_to_the_next_account_and_a_batch_is_sent_again(
    rooms: Rooms,
) -> None:
    hub = rooms.house.hub
    refused = next(row["id"] for _, row in await states(hub) if row["status"] == "refused")
    answered = {each["batch"] for each in await instructions(hub)}
    await rooms.house.paid_to(2, iban_of(person(40)))
    made = next(each for each in await instructions(hub) if each["status"] == "open")
    assert made["obligation_id"] == refused
    assert await rooms.api("POST", f"/v1/payments/batches/{made['batch']}/resend") == (200, {"payments": 1})
    for batch in answered:
        assert await rooms.api("POST", f"/v1/payments/batches/{batch}/resend") == (200, {"payments": 0})
    async with hub.store.read() as tx:
        sent = await tx.fetch("SELECT id FROM messages WHERE format = 'committee.payment-list.v1'")
    assert len(sent) == 3


async def test_what_the_bank_writes_is_its_answer_once_two_officers_have_read_the_letter(rooms: Rooms) -> None:
    hub = rooms.house.hub
    refused = next(row["id"] for _, row in await states(hub) if row["status"] == "refused")
    await rooms.house.paid_to(2, iban_of(person(40)))
    at, letter = f"/v1/payments/obligations/{refused}", await statement(hub, person(2).fin)
    seen = (await rooms.api("GET", at))[1]["version"]
    says = {"answer": "refused", "document": letter}
    unread, said = await rooms.api(
        "POST", f"{at}/acts", act="answer_for_bank", says={**says, "document": "M-1"}, expected_version=seen
    )
    assert (unread, said["code"]) == (422, "money.no_document")

    await rooms.api("POST", f"{at}/acts", act="answer_for_bank", says=says, expected_version=seen)
    assert {row["status"] for row in await instructions(hub)} == {"closed", "open"}, "one officer's word is no answer"
    done = await rooms.desks.post("elcin", f"/payments/obligations/{refused}/act", act="agree", version=str(seen + 1))

    assert done.status_code == 303
    assert [(row["status"], row["code"]) for row in await instructions(hub) if row["code"].startswith("letter")] == [
        ("closed", "letter_refused")
    ]
    page = text(await rooms.desks.get("fuad", f"/payments/obligations/{refused}"))
    assert "not paid, by letter" in page
    assert [each async for each in altered(hub.store, hub.sealer)] == []
