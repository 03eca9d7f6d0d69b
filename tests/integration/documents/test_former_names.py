"""Who has another name: what was done before is told by the name of then, by whichever door, on paper too."""

from __future__ import annotations

from document_flow.people import HUB
from hub.access.people import PersonRole, find_person
from hub.access.proposals import waiting
from hub.web.accounts import ACCOUNT_CHANGES, AccountForm, Administrator, change, decide
from tests.integration.documents.conftest import Office
from tests.unit.document_flow.rendering.printed import Printed

BEFORE, AFTER = "Sevinc Rəhimli", "Fuad Kərimli"


async def renamed(office: Office, login: str, name: str) -> None:
    """By two administrators."""
    hub = office.served.hub
    person = await find_person(hub.store, login)
    assert person is not None
    form = AccountForm(name=name, party=person.party, roles=[PersonRole(each) for each in sorted(person.roles)])
    assert await change(hub, Administrator("samir", "committee"), login, form)
    async with hub.store.read() as tx:
        (proposal,) = await waiting(tx, hub.sealer, ACCOUNT_CHANGES)
    await decide(hub, Administrator("nermin", "committee"), proposal.id, "agreed")
    hub.office.documents.staff.forget()


async def hands(office: Office, document: str) -> list[str]:
    lines = (await office.get("sevinc", f"/v1/documents/{document}/history")).json()["events"]
    return [each["by"]["name"] for each in lines if each["by"]["login"] != HUB]


async def card(office: Office, document: str) -> str:
    return Printed((await office.get("sevinc", f"/v1/documents/{document}/prints/registration-card.pdf")).content).text


async def test_what_somebody_did_is_told_by_the_name_of_then(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    first = await hands(office, made["id"])

    await renamed(office, "sevinc", AFTER)

    assert set(first) == {BEFORE}
    assert await hands(office, made["id"]) == first
    told = (await office.get("sevinc", f"/v1/documents/{made['id']}")).json()
    assert (told["author"]["name"], told["registration"]["by"]["name"]) == (BEFORE, BEFORE)
    assert BEFORE in await card(office, made["id"])
    assert AFTER not in await card(office, made["id"])


async def test_what_is_done_after_it_is_told_by_the_new_name_beside_the_old_one(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    await renamed(office, "sevinc", AFTER)

    await office.step("sevinc", made, "register", file="01-05")
    new = await office.begin("sevinc", "incoming")

    assert set(await hands(office, new["id"])) == {AFTER}
    found = await hands(office, made["id"])
    assert (found[0], found[-1]) == (BEFORE, AFTER), "each act by the name of its moment"
    assert BEFORE in await card(office, made["id"]), "who acted on it before the change is one and the same there"
