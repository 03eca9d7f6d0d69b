"""What was sent about a person stands at their own page and in findUsage: to whom, when and what for."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.exchange.usage import Usage, WantedUsages
from hub.web.usages import usages_of
from tests.hubs import all_settled, eventually
from tests.integration.citizen.conftest import HUSBAND, STRANGER, WIFE, Town
from tests.integration.console.desks import text
from tests.integration.documents.test_appeals import lodge
from tests.integration.hard_cases.office import told


async def uses(town: Town, fin: str) -> list[Usage]:
    async with town.hub.store.read() as tx:
        total, found = await usages_of(town.hub).find(tx, WantedUsages(fin))
    assert total == len(found)
    return [each for each in found if each.was_sent]


async def test_a_change_that_was_routed_on_is_told_with_receiver_day_purpose_and_kind_of_data(town: Town) -> None:
    person = {"kind": "person", "fin": WIFE.fin, "surname": WIFE.surname, "given_name": WIFE.given_name}
    await told(town.hub, {**person, "marital_status": "married"})
    await eventually(lambda: all_settled(town.hub), what="all were told")

    page = await (await town.citizen()).said("/seen")
    headers = {"authorization": "Bearer sandbox-mygov", "x-road-userid": WIFE.fin}
    asked = await town.browser().client.get("/v2/findUsage", params={"userCode": WIFE.fin}, headers=headers)

    sent = [each for each in asked.json()["usages"] if each["receiverSystem"] == "meis.person.update"]
    assert {(each["receiverName"], each["action"]) for each in sent} == {
        (
            "Ministry of Labour · MEİS",
            "Benefits and reliefs (669-IQ) · personal data, social protection, family · sent to them",
        )
    }
    assert {each["logtime"][:10] for each in sent} == {datetime.now(UTC).date().isoformat()}
    assert "Ministry of Labour · MEİS When" in page
    assert "Law on the social protection of internally displaced persons, 669-IQ" in page
    assert "Outcome it was sent to them" in page


async def test_it_is_told_to_the_person_alone_and_can_be_doubted(town: Town) -> None:
    await eventually(lambda: all_settled(town.hub), what="all were told")
    (hers, *_) = await uses(town, WIFE.fin)

    assert await uses(town, STRANGER.fin) == []
    assert hers.id not in {each.id for each in await uses(town, HUSBAND.fin)}
    assert "own_data" not in {each.purpose for each in await uses(town, WIFE.fin)}, "a notice of a look is the look"
    theirs = await (await town.citizen(HUSBAND.fin)).post(f"/seen/{hers.id}/unknown")
    browser = await town.citizen()
    said = await browser.post(f"/seen/{hers.id}/unknown")
    assert (theirs.status_code, said.status_code) == (404, 303)
    assert "Your appeal is registered" in await browser.said("/seen")


async def test_the_answer_to_what_somebody_wrote_is_among_their_papers_alone(town: Town) -> None:
    office = town.house.desks.office
    applicant = {"name": "Aynur Səfərova", "contact": "Ağdam ş.", "fin": WIFE.fin}
    appeal = await lodge(office, applicant=applicant)
    letter = await office.signed("rauf", links=[{"other": appeal["id"], "relation": "answers"}])

    hers, his = await town.citizen(), await town.citizen(HUSBAND.fin)

    assert f"/me/letters/{letter['id']}.pdf" in (await hers.get("/papers")).text
    assert "/me/letters/" not in (await his.get("/papers")).text
    assert (await hers.get(f"/letters/{letter['id']}.pdf")).content.startswith(b"%PDF")
    assert (await his.get(f"/letters/{letter['id']}.pdf")).status_code == 404


async def test_the_auditor_reads_what_was_sent_about_the_person_they_look_for_alone(town: Town) -> None:
    await eventually(lambda: all_settled(town.hub), what="all were told")

    async def audited(fin: str, more: str = "") -> str:
        return text(await town.house.desks.get("aydan", f"/settings/audit?subject={town.hub.hash('fin', fin)}{more}"))

    about, every = await audited(WIFE.fin), text(await town.house.desks.get("aydan", "/settings/audit"))
    narrowed, stranger = await audited(WIFE.fin, "&service=ask.identity"), await audited(STRANGER.fin)

    assert f"What was sent about the person: {len(await uses(town, WIFE.fin))}" in about
    assert "Ministry of Labour · MEİS meis.person.update" in about
    assert not [each for each in (every, narrowed, stranger) if "What was sent" in each]
