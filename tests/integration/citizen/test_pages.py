"""The citizen's pages: an application and what becomes of it, who looked, what an act covers, figures for everybody."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from document_flow.cases.acts.hearing import InviteToHearing
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.prove_notice import ProveNotice
from hub.access.history import Access, note_access
from hub.access.purposes import why
from tests.integration.citizen.conftest import CHILD, HUSBAND, STRANGER, WIFE, Browser, Town
from tests.integration.hard_cases.office import drafted, opened, reached, told
from tests.moments import still_buckets, today
from tests.sandbox import RunningSandbox

BANK = {"a-certificate_purpose": "BANK"}


async def applied(browser: Browser, **answers: str) -> str:
    """The id of the case that an application opened."""
    answer = await browser.post("/apply/certificate", **{**BANK, **answers})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/me/cases/")


async def test_an_application_is_one_case_and_its_paper_is_there(town: Town) -> None:
    browser = await town.citizen()
    form = await browser.said("/apply/certificate")
    wrong = await browser.post("/apply/certificate", **{"a-telefon": "12"})
    case = await applied(browser)
    again = await applied(browser, key="another")
    await reached(town.hub, case, "in_effect")

    page, papers = await browser.get(f"/cases/{case}"), await browser.get("/papers")
    address = next(each.partition('"')[0] for each in papers.text.split('href="/me') if each.startswith("/cases/"))
    pdf = await browser.get(address)
    other = await (await town.citizen(HUSBAND.fin)).get(address)

    assert "What the certificate is for" in form
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text, "what was typed is not lost"
    assert again == case
    assert "Granted" in page.text
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["cache-control"] == "no-store"
    assert other.status_code == 404
    assert ("citizen.paper", "shown") in [(service, how) for _, service, how in await town.house.looks(WIFE.fin)]


async def contents(town: Town) -> set[str]:
    """What the citizens' appeals say."""
    async with town.hub.store.read() as tx:
        rows = await tx.fetch("SELECT id FROM documents WHERE kind = 'appeal'")
        made = [await town.hub.office.documents.load(tx, row["id"]) for row in rows]
    files = [each.versions[-1].files[0].sha256 for each in made if each is not None]
    texts = [(await town.hub.office.documents.content.read(each)).decode() for each in files]
    return {each.partition("\n\n")[2].strip() for each in texts}


async def waiting_case(town: Town, agencies: RunningSandbox, browser: Browser) -> str:
    """A case of somebody whom only the ministry knows, which does not answer."""
    agencies.behave("din", fail=503, times=1000)
    case = await applied(browser)
    await reached(town.hub, case, "collecting")
    return case


async def test_what_a_case_waits_for_is_a_sentence_with_its_last_day(town: Town, agencies: RunningSandbox) -> None:
    browser = await town.citizen(STRANGER.fin, "az")
    case = await waiting_case(town, agencies, browser)

    for page in (await browser.said("/"), await browser.said(f"/cases/{case}")):
        assert re.search(r"Daxili İşlər Nazirliyindən( və [^.]+)? \d\d\.\d\d\.\d{4}-dək cavab gözlənilir", page), page


async def test_the_first_page_says_the_day_and_place_of_a_hearing_and_no_other_day(town: Town) -> None:
    cases = town.hub.programmes.cases
    own = {"əsas": "own", "əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi", "yetkin": True}
    command = OpenCase(by="sevinc", subject=HUSBAND.fin, channel="desk", came_from="committee", answers=own)
    case = (await cases.open("status", command, "status")).id
    await drafted(town.hub, case)
    browser = await town.citizen(HUSBAND.fin)
    assert "The day of the hearing will be set. Last day for the decision:" in await browser.said("/")

    async with town.hub.store.read() as tx:
        day = (await cases.context(tx)).today + timedelta(days=9)
    await cases.act(case, InviteToHearing(by="sevinc", on=day, hour="10:00", place="otaq 12"), "invite")
    page = await browser.said("/")
    assert f"Come to the hearing: {day:%d.%m.%Y}, 10:00, otaq 12." in page
    assert "It is not proven that the invitation has come" in page
    assert "last day" not in page.lower()
    await cases.act(case, ProveNotice(by="sevinc", manner="by_hand"), "prove")
    assert "The invitation is proven to have come:" in await browser.said(f"/cases/{case}")


async def test_the_slip_of_an_application_is_on_its_page_and_as_pdf_for_its_citizen_alone(town: Town) -> None:
    browser = await town.citizen()
    case = await applied(browser)

    page = await browser.said(f"/cases/{case}")
    assert "Last day for an answer" in page
    assert "Who may complain, and how" in page
    answer = await browser.get(f"/slips/{case}.pdf")
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    assert (await (await town.citizen(HUSBAND.fin)).get(f"/slips/{case}.pdf")).status_code == 404


async def test_another_persons_case_is_as_unknown_as_none(town: Town) -> None:
    case = await applied(await town.citizen())
    other = await town.citizen(HUSBAND.fin)

    answers = [await other.get(f"/cases/{each}") for each in (case, "0" * 32, "x")]
    deeds = [await other.post(f"/cases/{case}/{deed}", text="mine") for deed in ("withdraw", "complain")]

    assert [each.status_code for each in (*answers, *deeds)] == [404] * 5


async def test_an_application_is_taken_back_in_writing_once_and_what_was_typed_never_runs(
    town: Town, agencies: RunningSandbox
) -> None:
    browser = await town.citizen(STRANGER.fin)
    case = await waiting_case(town, agencies, browser)

    empty = await browser.post(f"/cases/{case}/withdraw", text="")
    early = await browser.post(f"/cases/{case}/complain", text="no")
    taken = await browser.post(f"/cases/{case}/withdraw", text='<img src=x onerror="alert(1)">')
    late = await browser.post(f"/cases/{case}/withdraw", text="again", key="other")
    shown = (await browser.get("/")).text

    assert (empty.status_code, taken.status_code) == (422, 303)
    assert early.status_code in (409, 422)
    assert late.status_code in (409, 422)
    assert "The case is closed" in await browser.said(f"/cases/{case}")
    assert "<img src=x" not in shown
    assert await contents(town) == {'<img src=x onerror="alert(1)">'}


async def test_what_was_written_stays_in_its_own_form_where_it_is_refused(town: Town, agencies: RunningSandbox) -> None:
    browser = await town.citizen(STRANGER.fin)
    case = await waiting_case(town, agencies, browser)

    long = await browser.post(f"/cases/{case}/withdraw", text="Fikrim dəyişdi. " * 60)

    assert long.status_code == 422
    assert long.text.count("Fikrim dəyişdi.") == 60


async def test_a_complaint_is_a_registered_document_about_the_decision(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)
    case = await applied(browser)
    await reached(town.hub, case, "in_effect")

    refused = await browser.said(f"/cases/{case}")
    made = await browser.post(f"/cases/{case}/complain", text="I have the status")
    page = await browser.said(f"/cases/{case}")

    assert "Refused" in refused
    assert made.status_code == 303
    assert "complaint" in page
    assert "qərardan şikayət edirəm" in await browser.said("/")


async def test_the_older_looks_are_those_of_the_first_pages_moment(town: Town) -> None:
    hub, subject, browser = town.hub, town.hub.hash("fin", WIFE.fin), await town.citizen()
    looks = [Access("register.look", "family", "shown", subject, why("benefit", "668-IQ")) for _ in range(80)]

    async def note(some: list[Access]) -> None:
        async with hub.store.write() as tx:
            await note_access(tx, hub.sealer, "committee", "elcin", *some)

    await note(looks[:70])
    page = (await browser.get("/seen")).text
    older = re.search(r'href="/me(/seen\?after=[^"]+)"', page)
    assert older is not None
    await note(looks[70:])

    both = page + (await browser.get(older[1].replace("&amp;", "&"))).text

    assert [both.count(f"/seen/{each.id}/unknown") for each in looks] == [1] * 70 + [0] * 10


async def test_who_looked_is_told_without_the_official_and_can_be_doubted(town: Town) -> None:
    hub, subject = town.hub, town.hub.hash("fin", WIFE.fin)
    async with hub.store.write() as tx:
        for purpose in ("benefit", "court"):
            look = Access("register.look", "family", "shown", subject, why(purpose, "668-IQ"))
            await note_access(tx, hub.sealer, "committee", "elcin", look)
    browser = await town.citizen()

    page = await browser.said("/seen")
    unknown = await browser.button("/seen", "/seen/[0-9a-f]{32}/unknown")
    for _ in range(2):
        assert (await browser.post(unknown)).status_code == 303
    after = await browser.said("/seen")
    async with hub.store.read() as tx:
        held = await tx.fetch("SELECT id FROM access_events WHERE purpose_code = 'court'")
    held_back = await browser.post(f"/seen/{held[0]['id']}/unknown")
    theirs = await (await town.citizen(HUSBAND.fin)).post(unknown)

    assert "Department of return and reintegration" in page
    assert "Benefits and reliefs" in page
    assert "court" not in page, "a look for an inquiry is told later"
    assert "citizen's own page" in page, "reading the history is in the history"
    assert "elcin" not in (page + after).lower()
    assert "Your appeal is registered" in after
    assert (theirs.status_code, held_back.status_code) == (404, 404)
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT id FROM documents WHERE kind = 'appeal'")
        assert len(rows) == 1
        made = await hub.office.documents.load(tx, rows[0]["id"])
    assert made is not None
    assert made.barred == {"elcin"}, "whoever looked has no part in it"


async def test_a_mandate_shows_what_it_covers_while_it_lasts(town: Town) -> None:
    mandate = {
        "kind": "mandate", "fin": HUSBAND.fin, "representative_fin": STRANGER.fin, "capacity": "proxy",
        "act_authority": "Notariat", "act_number": "7", "act_date": "2026-01-01", "valid_from": "2026-01-01",
        "programmes": ["certificate"],
    }  # fmt: skip
    await told(town.hub, mandate)
    browser = await town.citizen(STRANGER.fin)
    chosen = (await browser.get("/")).text.partition('name="person" value="')[2][:32]
    assert (await browser.post("/acting", person=chosen)).status_code == 303

    page, history = await browser.said("/"), await browser.get("/seen")
    doubted = await browser.post(f"/seen/{'0' * 32}/unknown")
    case = await applied(browser)
    hidden = await opened(town.hub, "card", HUSBAND.fin, {"səbəb": "first"})
    covered, not_covered = await browser.get(f"/cases/{case}"), await browser.get(f"/cases/{hidden}")
    yesterday = (today() - timedelta(days=1)).isoformat()
    await told(town.hub, {**mandate, "ended_on": yesterday, "end_reason": "removed"})
    over, own = await browser.get(f"/cases/{case}"), await browser.get(f"/cases/{case}")

    assert HUSBAND.given_name in page
    assert WIFE.given_name not in page, "the family is not covered"
    assert (history.status_code, covered.status_code, not_covered.status_code) == (403, 200, 403)
    assert doubted.status_code == 403, "whatever look it is"
    assert (over.status_code, own.status_code) == (403, 404)
    assert (await browser.post("/acting", person=chosen)).status_code == 404
    looks = [each for each in await town.house.looks(HUSBAND.fin) if each[1] == "citizen.look"]
    assert looks == [(town.hub.hash("fin", STRANGER.fin), "citizen.look", "shown")], "once in a quarter of an hour"


async def test_a_parent_without_parental_rights_is_not_shown_the_child_in_the_household(town: Town) -> None:
    mother, father = await town.citizen(), await town.citizen(HUSBAND.fin)
    assert f"{CHILD.given_name} daughter" in await father.said("/")
    deprived = {
        "kind": "mandate", "fin": CHILD.fin, "representative_fin": HUSBAND.fin, "capacity": "deprived",
        "act_authority": "Bərdə rayon məhkəməsi", "act_number": "7", "act_date": "2025-11-20",
        "valid_from": "2025-11-21",
    }  # fmt: skip

    await told(town.hub, deprived)

    theirs, hers = await father.said("/"), await mother.said("/")
    assert ("daughter" in theirs, f"{WIFE.given_name} spouse" in theirs) == (False, True)
    assert f"{CHILD.given_name} daughter" in hers


async def test_figures_are_for_everybody_and_tell_nobody(town: Town) -> None:
    await applied(await town.citizen())
    browser = town.browser()

    page = await browser.said("/statistics")
    told_json = (await browser.get("/statistics.json")).json()
    sheet = (await browser.get("/statistics.csv")).content.decode("utf-8-sig")

    assert "Certificate of status" in page
    assert all(each["count"] is None for each in told_json["programmes"]["certificate"]), "one application is nobody's"
    assert next(csv.reader(io.StringIO(sheet), delimiter=";")) == ["programme", "code", "name", "count"]
    assert CHILD.fin not in page


async def test_figures_say_why_and_how_long_of_many_and_hide_the_few(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)
    await reached(town.hub, await applied(browser), "in_effect")
    async with town.hub.store.write() as tx:
        (row,) = await tx.fetch("SELECT * FROM cases")
        now = await tx.now()
        for number in range(33):
            days, outcome = (11, "") if number < 9 else (61, "") if number < 12 else (0, "refused")
            more = {"id": f"f{number:031d}", "number": f"X-{number}", "subject_hash": f"h{number}", "pending": 0}
            more |= {"outcome": outcome, "opened_at": now - days * 24 * 3_600 * 1_000_000}
            more |= {} if outcome else {"reason_hash": None}
            clone = {**dict(row), **more}
            await tx.insert("cases", ", ".join(clone), [tuple(clone.values())])

    figures = (await town.browser().get("/statistics.json")).json()["programmes"]["certificate"]

    lines = {each["code"]: (each["name"], each["count"]) for each in figures}
    assert lines["refused"][1] == 22
    assert lines["refused"][0].startswith("refused: "), "by the words of the table"
    assert lines["waits_more"][1] is None, "three persons"
    assert [each["count"] for each in figures].count(None) >= 2, "one that is hidden alone follows by subtraction"


async def test_an_address_that_asks_too_often_is_told_to_wait(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    still_buckets(monkeypatch)
    browser = town.browser("az")

    answers = [(await browser.get("/login")).status_code for _ in range(61)]

    assert answers == [*[200] * 60, 429]
    assert "Çox tez-tez" in (await browser.get("/login")).text
