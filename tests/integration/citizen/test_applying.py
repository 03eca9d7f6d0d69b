"""A citizen applies for whatever takes applications by the portal: its form, its scans, each adult's own word."""

from __future__ import annotations

import re

import httpx
import pytest

from document_flow.programmes import programmes
from hub.console.viewer import proof
from tests.integration.citizen.conftest import CHILD, HUSBAND, WIFE, Browser, Town
from tests.integration.hard_cases.office import drafted, reached, stands
from tests.sandbox import RunningSandbox
from tests.things import decided_return

PDF, TEXT = b"%PDF-1.7 arayis", b"just words"
OWN = {"a-əsas": "own", "a-əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi", "a-yetkin": "true"}
RETURN = {"a-məntəqə": "Zəngilan/Ağalı", "a-könüllü": "true", "a-tərkib": "whole"}
PAPER, MILITARY = "s-rayon_arayışı", "s-hərbi_sənəd"


async def sent(browser: Browser, path: str, files: dict[str, bytes], **fields: str) -> httpx.Response:
    """A form with files, as a browser sends it."""
    csrf = proof(browser.client.cookies.get("hub_me", path="/me") or "")
    chosen = {name: (f"{name}.pdf", raw, "application/pdf") for name, raw in files.items()}
    origin = {"origin": str(browser.client.base_url).rstrip("/")}
    data = {"csrf": csrf, "key": "k", **fields}
    return await browser.client.post(f"/me{path}", data=data, files=chosen, headers=origin)


def case_of(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/me/cases/")


async def test_every_programme_of_the_portal_has_its_form_and_no_other_has_one(town: Town) -> None:
    browser = await town.citizen(lang="az")

    first = (await browser.get("/")).text
    shown = {name: await browser.get(f"/apply/{name}") for name in programmes()}

    assert {name for name, each in shown.items() if each.status_code == 200} == {
        name for name, each in programmes().items() if "portal" in each.channels
    }
    assert {"return", "card", "school_bag", "status"} <= set(re.findall(r"/me/apply/(\w+)", first))
    asked = re.findall(r'name="a-([^"]+)"', shown["return"].text)
    assert "norma" not in asked, "what an official appraises is not asked of a citizen"
    assert {"məntəqə", "könüllü"} <= set(asked)


async def test_what_one_may_apply_for_is_one_list_the_most_asked_first_in_the_readers_language(town: Town) -> None:
    for number in range(12):
        await decided_return(town.hub, f"QM-{number}", f"5ZZZ0{number:02}")
    browser = await town.citizen()
    await browser.post("/word/return", settlement="Zəngilan/Ağalı")

    first, word = [(await browser.get(path)).text for path in ("/", "/word/return")]

    listed = first.partition('class="ways"')[2].partition("</ul>")[0]
    assert re.findall(r"/me/apply/(\w+)", listed) == re.findall(r"/me/apply/(\w+)", first)
    assert re.findall(r"/me/apply/(\w+)", listed)[0] == "return"
    assert "Statement of return: my own word" in listed
    assert "Statement of return: Ağalı, Zəngilan" in word
    assert "Qayıdış bəyanatı" not in word


async def test_a_card_that_is_asked_for_twice_at_once_is_one_case(town: Town) -> None:
    browser = await town.citizen()

    cases = {
        case_of(await browser.post("/apply/card", **{"a-səbəb": "damaged", "key": key})) for key in ("1", "1", "2")
    }

    (case,) = cases
    assert (await reached(town.hub, case, "in_effect")).outcome == "granted"
    assert f"/me/slips/{case}.pdf" in (await browser.get("/papers")).text


async def test_a_scan_that_is_none_loses_neither_what_was_typed_nor_the_others(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)

    wrong = await sent(browser, "/apply/status", {PAPER: PDF, MILITARY: TEXT}, **OWN)
    marks = dict(re.findall(r'name="(s-[^"]+)\.kept" value="(\w+)"', wrong.text))
    kept = {f"{PAPER}.kept": marks[PAPER]}
    stranger = await (await town.citizen(CHILD.fin)).post("/apply/status", **OWN, **kept)
    case = case_of(await browser.post("/apply/status", **OWN, **kept))
    found = await stands(town.hub, case)

    assert (wrong.status_code, "Ağalı kəndi" in wrong.text) == (422, True)
    assert "A scan is a PDF, a JPEG or a PNG" in wrong.text
    assert {name: (each.original, each.by) for name, each in found.scans.items()} == {"rayon_arayışı": (False, "hub")}
    assert stranger.status_code == 422, "a file is kept for who chose it alone"
    assert "This file is not kept, or its day is over" in stranger.text


async def test_an_error_page_holds_the_scans_too(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)

    nowhere = await sent(browser, "/apply/no-such", {PAPER: PDF}, **OWN)
    marks = dict(re.findall(r'name="(s-[^"]+\.kept)" value="(\w+)"', nowhere.text))
    found = await stands(town.hub, case_of(await browser.post("/apply/status", **OWN, **marks)))

    assert (nowhere.status_code, "Ağalı kəndi" in nowhere.text) == (404, True)
    assert list(found.scans) == ["rayon_arayışı"]


async def test_whoever_tries_too_often_has_the_text_back_and_nothing_kept(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)

    earlier = {(await browser.post("/apply/no-such", **OWN)).status_code for _ in range(20)}
    often = await sent(browser, "/apply/status", {PAPER: PDF}, **OWN)
    async with town.hub.store.read() as tx:
        kept = await tx.fetch("SELECT count(*) AS n FROM uploads")

    assert (earlier, often.status_code, "Ağalı kəndi" in often.text, kept[0]["n"]) == ({404}, 429, True, 0)


async def test_more_than_a_form_may_hold_is_refused_in_words_before_it_is_read(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)

    large = await sent(browser, "/apply/status", {PAPER: PDF + b"x" * 9 * 1024**2}, **OWN)
    too_large = await sent(browser, "/apply/status", {PAPER: PDF + b"x" * 11 * 1024**2}, **OWN)

    assert (large.status_code, "Ağalı kəndi" in large.text) == (413, True)
    assert too_large.status_code == 413
    assert too_large.headers["content-type"].startswith("text/html")
    assert "door.too_large" in too_large.text
    assert "default-src" in too_large.headers["content-security-policy"]
    api = await browser.client.post("/v1/parties", content=b"x" * 11 * 1024**2)
    assert api.headers["content-type"] == "application/problem+json"


async def test_a_paper_is_added_to_an_undecided_case_of_ones_own_alone(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)
    case = case_of(await browser.post("/apply/status", **OWN))

    other = await sent(await town.citizen(), f"/cases/{case}/scans", {PAPER: PDF})
    none = await sent(browser, f"/cases/{case}/scans", {})
    added = await sent(browser, f"/cases/{case}/scans", {PAPER: PDF})

    assert (other.status_code, none.status_code, added.status_code) == (404, 422, 303)
    assert list((await stands(town.hub, case)).scans) == ["rayon_arayışı"]
    assert "Attached; a new one stands for it" in (await browser.get(f"/cases/{case}")).text


async def test_what_was_typed_outlives_the_login(town: Town) -> None:
    browser = await town.citizen()
    origin = {"origin": town.url}
    form = {"csrf": "of another login", "key": "k", "a-səbəb": "lost"}

    other = await browser.client.post("/me/apply/card", data=form, headers=origin)
    foreign = await browser.client.post("/me/apply/card", data=form, headers={"origin": "https://elsewhere.az"})
    browser.client.cookies.clear()
    over = await browser.client.post("/me/apply/card", data=form, headers=origin)

    assert (other.status_code, over.status_code, foreign.status_code) == (403, 401, 403)
    for answer in (other, over):
        assert 'name="a-səbəb" value="lost"' in answer.text
    assert 'value="lost"' not in foreign.text
    assert "Log in beside this page" in over.text
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', other.text))
    await browser.log_in(WIFE.fin)
    assert case_of(await browser.post("/apply/card", **{"a-səbəb": again["a-səbəb"]}))


async def test_a_form_that_was_typed_for_another_person_is_not_taken(town: Town) -> None:
    browser = await town.citizen()
    page = await browser.get("/apply/card")
    typed_for = re.search(r'name="for" value="(\w+)"', page.text)
    chosen = re.search(r'name="person" value="(\w+)"', (await browser.get("/")).text)
    assert typed_for is not None
    assert chosen is not None

    await browser.post("/acting", person=chosen[1])
    refused = await browser.post("/apply/card", **{"a-səbəb": "first", "for": typed_for[1]})
    case = case_of(await browser.post("/apply/card", **{"a-səbəb": "first"}))
    application = (await stands(town.hub, case)).application

    assert refused.status_code == 409
    assert "for another person" in refused.text
    assert application is not None
    assert application.representative is not None
    assert (application.representative.who, application.representative.capacity) == (WIFE.fin, "parent")


async def test_each_adult_says_it_under_their_own_login_and_so_the_family_may_return(
    town: Town, agencies: RunningSandbox
) -> None:
    browser, husband = await town.citizen(), await town.citizen(HUSBAND.fin)
    said = {"settlement": "Zəngilan/Ağalı"}

    child = await (await town.citizen(CHILD.fin)).post("/word/return", **said)
    nowhere = await browser.post("/word/return", settlement="Bakı")
    for each in (browser, browser, husband):
        assert (await each.post("/word/return", **said)).status_code == 303
    numbers = [re.findall(r"№ ([\w/-]+)", (await each.get("/word/return")).text) for each in (browser, husband)]
    prefilled = (await browser.get("/apply/return")).text
    all_numbers = ", ".join(each for one in numbers for each in one)
    family = {"a-qayıdanlar": f"{HUSBAND.fin}, {CHILD.fin}", "a-bəyanat_nömrələri": all_numbers}
    case = case_of(await browser.post("/apply/return", **RETURN, **family))
    found = await reached(town.hub, case, "collecting", "decidable", "undecided")

    assert (child.status_code, nowhere.status_code) == (403, 422)
    assert [len(each) for each in numbers] == [1, 1], "the same word is said once"
    assert f'value="{numbers[0][0]}"' in prefilled
    assert (found.values["bəyanat"], found.values["qəyyum"]) == (True, True)
    assert found.values["sözü_olmayan"] == "–"


@pytest.mark.parametrize("path", ["/apply/return", "/word/return"])
async def test_nobody_speaks_for_whom_no_act_lets_them(town: Town, path: str) -> None:
    browser = await town.citizen(HUSBAND.fin)

    answer = await browser.post(path, **{**RETURN, "settlement": "Laçın", "subject": WIFE.fin, "fin": WIFE.fin})

    assert answer.status_code == 303
    async with town.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT subject_hash FROM cases WHERE subject_hash = :wife", {"wife": town.hub.hash("fin", WIFE.fin)}
        )
    assert not rows
    assert "№" not in (await (await town.citizen()).get("/word/return")).text.partition("<ul")[2].partition("</ul")[0]


async def test_the_page_of_a_case_says_which_papers_would_turn_a_refusal(town: Town) -> None:
    browser = await town.citizen(HUSBAND.fin)
    case = case_of(await browser.post("/apply/status", **OWN))
    await drafted(town.hub, case)

    page = await browser.said(f"/cases/{case}")
    await sent(browser, f"/cases/{case}/scans", {PAPER: PDF, MILITARY: PDF})
    await drafted(town.hub, case)

    assert "What to bring Paper of the district of origin" in page
    assert "What to bring Paper of the district of origin" not in await browser.said(f"/cases/{case}")
