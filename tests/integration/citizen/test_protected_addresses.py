"""A protected address at the citizen's page: a hostile relative tries every door, and the person loses none."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import timedelta

import base45

from connectors.sandbox.people import SyntheticPerson
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.seals.offline import MARK
from tests.hubs import eventually
from tests.integration.citizen.conftest import CHILD, HUSBAND, STRANGER, WIFE, Browser, Town
from tests.integration.citizen.test_every_door import readable
from tests.integration.citizen.test_pages import applied
from tests.integration.hard_cases.office import did, reached, stands, stored, told
from tests.moments import today
from tests.protections import protect
from tests.unit.document_flow.rendering.printed import Printed

SECRETS = ("Gizli", "zorakılıq", "violence", "protected", "qorun")
DOORS = ("/", "/papers", "/seen", "/apply/certificate", "/apply/return", "/statistics", "/draw")


async def everything(browser: Browser) -> str:
    """What every page says that leads from the first one, and those that a relative would guess."""
    seen: dict[str, str] = {}
    todo = list(DOORS)
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        answer = await browser.get(path)
        seen[path] = answer.text if "pdf" not in answer.headers.get("content-type", "") else ""
        todo += [each for each in re.findall(r'href="/me(/[^"?#]*)"', answer.text) if not each.startswith("/static")]
    return "\n".join(seen.values())


async def acting(browser: Browser) -> dict[str, int]:
    """Whom the pages offer to act for, and how each try ends."""
    offered = re.findall(r'name="person" value="([0-9a-f]{32})"', (await browser.get("/")).text)
    return {each: (await browser.post("/acting", person=each)).status_code for each in offered}


async def test_a_hostile_relative_learns_nothing_at_any_door(town: Town) -> None:
    wife = await town.citizen()
    case = await applied(wife)
    before = await town.citizen(HUSBAND.fin)
    assert len(await acting(before)) == 1, "a father acts for his child"
    await protect(town.hub, WIFE.fin, against_fin=HUSBAND.fin)

    husband = await town.citizen(HUSBAND.fin)
    pages = await everything(husband)

    assert not [each for each in SECRETS if each in pages]
    assert WIFE.given_name in pages, "that they are a family he knows"
    assert await acting(husband) == {}
    assert (await husband.get(f"/cases/{case}")).status_code == 404
    over = await before.get("/")
    assert over.status_code == 403, "who acted already, acts no more"
    assert not [each for each in SECRETS if each in over.text]
    assert "You can act for this person here no longer" in over.text


async def told_to(town: Town, asker: SyntheticPerson, subject: SyntheticPerson, prefix: str = "AZ") -> tuple[int, str]:
    """How the portal is answered that asks for this person."""
    headers = {"authorization": "Bearer sandbox-mygov", "x-road-userid": f"{prefix}{asker.fin}"}
    answer = await town.browser().client.get("/v2/findUsage", params={"userCode": subject.fin}, headers=headers)
    return answer.status_code, answer.text


async def test_the_portal_is_not_told_for_him_what_was_sent_of_the_child(town: Town) -> None:
    before = await told_to(town, HUSBAND, CHILD)
    await protect(town.hub, WIFE.fin, against_fin=HUSBAND.fin)

    refused = [await told_to(town, HUSBAND, each, prefix) for each in (CHILD, WIFE) for prefix in ("AZ", "az", "")]
    allowed = [await told_to(town, *each) for each in ((WIFE, CHILD), (WIFE, WIFE), (CHILD, CHILD), (HUSBAND, HUSBAND))]

    assert before[0] == 200
    assert [status for status, _ in refused] == [403] * 6
    assert {"usage.not_for_asker" in said for _, said in refused} == {True}
    assert not [each for each in (*SECRETS, "usages") if each in refused[0][1]]
    assert [status for status, _ in allowed] == [200] * 4


async def test_the_portal_is_told_nothing_of_the_child_for_a_parent_without_parental_rights(town: Town) -> None:
    deprived = {
        "kind": "mandate", "fin": CHILD.fin, "representative_fin": HUSBAND.fin, "capacity": "deprived",
        "act_authority": "Bərdə rayon məhkəməsi", "act_number": "7", "act_date": "2025-11-20",
        "valid_from": "2025-11-21",
    }  # fmt: skip
    await told(town.hub, deprived)

    answers = [await told_to(town, *each) for each in ((HUSBAND, CHILD), (HUSBAND, WIFE), (WIFE, CHILD))]

    assert [status for status, _ in answers] == [403, 200, 200]


async def test_the_protected_mother_goes_on_for_herself_and_her_child(town: Town) -> None:
    await protect(town.hub, WIFE.fin, against_fin=HUSBAND.fin)
    browser = await town.citizen()

    case = await applied(browser)

    assert (await browser.get(f"/cases/{case}")).status_code == 200
    (status,) = (await acting(browser)).values()
    assert status == 303
    assert CHILD.given_name in await browser.said("/")
    assert (await browser.get("/seen")).status_code == 200


async def test_no_mandate_of_who_is_not_covered_opens_the_page(town: Town) -> None:
    mandate = {
        "kind": "mandate", "fin": WIFE.fin, "representative_fin": STRANGER.fin, "capacity": "proxy",
        "act_authority": "Notariat", "act_number": "7", "act_date": "2026-01-01", "valid_from": "2026-01-01",
    }  # fmt: skip
    await told(town.hub, mandate, {**mandate, "representative_fin": HUSBAND.fin, "act_number": "8"})
    assert len(await acting(await town.citizen(STRANGER.fin))) == 1
    await protect(town.hub, WIFE.fin, against_fin=HUSBAND.fin)

    for who in (STRANGER, HUSBAND):
        browser = await town.citizen(who.fin)
        assert await acting(browser) == {}
        assert not [each for each in SECRETS if each in await everything(browser)]


async def test_one_that_ended_gives_the_father_back_what_he_had(town: Town) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    await protect(town.hub, WIFE.fin, against_fin=HUSBAND.fin, ended_on=yesterday, end_reason="revoked")

    assert len(await acting(await town.citizen(HUSBAND.fin))) == 1


async def test_a_case_shows_the_address_to_who_has_the_right_alone(town: Town) -> None:
    case = await applied(await town.citizen())
    await reached(town.hub, case, "in_effect")
    before = await town.house.desks.get("sevinc", f"/cases/{case}")
    await protect(town.hub, WIFE.fin)

    clerk, officer = [await town.house.desks.get(who, f"/cases/{case}") for who in ("sevinc", "zeyneb")]
    by_api = (await town.house.desks.office.get("sevinc", f"/v1/cases/{case}")).json()

    assert "Registered residence" in before.text
    assert "Registered residence" in officer.text
    assert "Registered residence" not in clerk.text
    assert WIFE.surname in clerk.text
    assert "qeydiyyat_yeri" not in {each["name"] for each in by_api["facts"]}


async def test_whoever_chooses_it_gets_a_paper_that_reads_as_one_of_somebody_protected(town: Town) -> None:
    case = await applied(await town.citizen(), **{"a-without_address": "true"})
    decided = await reached(town.hub, case, "in_effect")
    street = str(decided.facts["qeydiyyat_yeri"].value).split(", ")[0]

    answer = await town.house.desks.get("sevinc", f"/cases/{case}/paper.pdf")

    assert answer.status_code == 200
    assert (street in readable(answer), "nümayəndəlik vasitəsilə" in readable(answer)) == (False, True)


async def test_a_paper_of_before_is_opened_by_who_has_the_right_and_one_of_after_prints_no_address(town: Town) -> None:
    wife = await town.citizen()
    old = await applied(wife)
    street = str((await reached(town.hub, old, "in_effect")).facts["qeydiyyat_yeri"].value).split(", ")[0]
    await protect(town.hub, WIFE.fin)
    new = await applied(wife, **{"a-certificate_purpose": "SCHOOL", "key": "another"})
    decided = await reached(town.hub, new, "in_effect")

    async def opens(who: str, case: str) -> tuple[int, str]:
        answers = [await town.house.desks.get(who, f"/cases/{case}/paper.pdf")]
        answers.append(await town.house.desks.office.get(who, f"/v1/cases/{case}/paper.pdf"))
        assert answers[0].status_code == answers[1].status_code
        return answers[1].status_code, readable(answers[1])

    assert [(await opens(who, old))[0] for who in ("sevinc", "fuad", "elcin", "nigar")] == [403] * 4
    status, printed = await opens("zeyneb", old)
    assert (status, street in printed) == (200, True)
    for who in ("sevinc", "zeyneb"):
        status, printed = await opens(who, new)
        assert (status, street in printed, "nümayəndəlik vasitəsilə" in printed) == (200, False, True)
    assert decided.paper is not None
    coded = zlib.decompress(base45.b45decode(decided.paper.signed.removeprefix(MARK)))
    assert (street.encode() in coded, WIFE.surname.encode() in coded) == (False, True)
    assert street in str(decided.facts["qeydiyyat_yeri"].value), "the decision knows it"
    assert (await wife.get(f"/cases/{old}")).status_code == 200


async def kept(town: Town, sha256: str) -> str:
    """What a kept paper says, with the record inside it."""
    pdf = await town.hub.office.printing.content.read(sha256)
    inside = b"\n".join(bytes(each["/EF"]["/F"].data) for each in Printed(pdf).attachments)
    return " ".join(Printed(pdf).text.split()) + inside.decode()


async def test_a_provisional_paper_prints_no_address_and_codes_none(town: Town) -> None:
    """The source of the address has answered, the one that says whether she lives has not."""
    case = await applied(await town.citizen())
    decided = await reached(town.hub, case, "in_effect")
    street = str(decided.facts["qeydiyyat_yeri"].value).split(", ")[0]
    cases, papers = town.hub.programmes.cases, town.hub.programmes.advancing.papers
    async with town.hub.store.read() as tx:
        standing = await cases.standing(tx, await stored(town.hub, case))
    assert decided.ruling is not None
    known = {name: each for name, each in decided.facts.items() if name != "həyatda"}
    ruling = replace(decided.ruling, assumed={"həyatda": "sağdır"})
    provisional = replace(standing, case=replace(decided, facts=known, ruling=ruling))

    before = await papers.make(case, provisional)
    await protect(town.hub, WIFE.fin)
    after = await papers.make(case, provisional)

    said = [await kept(town, each.sha256) for each in (before, after)]
    assert [each.is_provisional and "İlkin arayışdır" in text for each, text in zip((before, after), said, strict=True)]
    coded = [zlib.decompress(base45.b45decode(each.signed.removeprefix(MARK))) for each in (before, after)]
    assert [(street in text, street.encode() in code) for text, code in zip(said, coded, strict=True)] == [
        (True, True),
        (False, False),
    ]
    assert [each.unaddressed for each in (before, after)] == [False, True]


async def test_word_of_a_recalled_paper_prints_no_address_and_the_paper_itself_stays_kept_back(town: Town) -> None:
    case = await applied(await town.citizen())
    street = str((await reached(town.hub, case, "in_effect")).facts["qeydiyyat_yeri"].value).split(", ")[0]
    await protect(town.hub, WIFE.fin)
    await did(town.hub, case, ProposeRevocation(by="sevinc", reason="səhv"))
    await did(town.hub, case, Revoke(by="elcin"))

    async def is_told() -> bool:
        found = await stands(town.hub, case)
        return (found.phase, found.outcome) == ("in_effect", "void")

    await eventually(is_told, what="word of the revocation")
    revoked = await stands(town.hub, case)

    assert revoked.paper is not None
    assert revoked.set_aside is not None
    said = [await kept(town, each.sha256) for each in (revoked.paper, revoked.set_aside.paper)]
    assert [street in each for each in said] == [False, True]
    assert "ləğv edildi" in said[0]
    for who, status in (("sevinc", 403), ("zeyneb", 200)):
        away = await town.house.desks.office.get(who, f"/v1/cases/{case}/paper.pdf", revoked="true")
        word = await town.house.desks.office.get(who, f"/v1/cases/{case}/paper.pdf")
        assert (away.status_code, word.status_code, street in readable(word)) == (status, 200, False)
