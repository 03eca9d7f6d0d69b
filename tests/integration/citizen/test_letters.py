"""A family that a draw has given no home finds why: at its own page, and by number and code without a login."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.tell import LetterWritten, NumberLetters, ProveLetter
from document_flow.draws.state import Letter
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.aggregates.aggregate_store import WantedAggregates
from hub.documents.office.journals import journal_lines, journals
from hub.exchange.door import Submission
from hub.programmes.cases import NO_SENDING
from hub.returns.draw_letters import LetterAnswers
from hub.returns.draws import DRAWS
from mappings.case_notices import NoticeAnswer
from tests.hubs import eventually
from tests.integration.citizen.conftest import HUSBAND, STRANGER, WIFE, Town
from tests.integration.citizen.test_homes import FIRST, LAST, OWN, appeals, drawn, stands
from tests.integration.console.desks import text
from tests.integration.hard_cases.office import later
from tests.moments import still_buckets
from tests.protections import protect
from tests.tampering import holds_contents
from tests.things import LATER_ON, decided_return, statement

TELEPHONE = "+994501112233"


async def due(town: Town, draw: str) -> None:
    """It is the hub's turn."""
    async with town.hub.store.write() as tx:
        await tx.execute("UPDATE aggregates SET work_at = 0 WHERE id = :id", {"id": draw})


async def written(town: Town, draw: str, number: str = LAST) -> Letter:
    """The letter that the hub writes by itself."""
    await due(town, draw)

    async def is_there() -> bool:
        return number in (await stands(town, draw)).letters

    await eventually(is_there, what="the letter")
    return (await stands(town, draw)).letters[number]


async def happenings(town: Town, draw: str) -> list[Any]:
    async with town.hub.store.read() as tx:
        lines = await town.hub.aggregates.tables.lines(tx, DRAWS, draw)
    return [each.event for each in lines if isinstance(each.event, LetterWritten)]


async def notices(town: Town) -> int:
    """How often somebody was told that there is a paper."""
    async with town.hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM case_references")
    return int(rows[0]["n"])


async def test_a_family_without_a_home_finds_why_in_three_clicks(town: Town) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin, HUSBAND.fin)
    draw = await drawn(town)
    made = await written(town, draw)
    browser = await town.citizen()

    start = (await browser.get("/")).text
    page = await browser.get(f"/cases/{case}")
    link = f"/homes/{case}/{made.sha256}.pdf"
    paper = await browser.get(link)

    assert f'href="/me/cases/{case}"' in start
    said = text(page)
    assert "Your place in the published order 3 (of 3 families of this class)" in said
    assert "This class has 2 homes; place of the last family that has one: 2" in said
    assert "Rule on holding draws †" in said
    assert "within 30 days" in said
    assert "no term has begun" in said
    assert f'href="/me{link}"' in page.text
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert link in (await browser.get("/papers")).text
    assert await holds_contents(town.hub, draw) == 1


async def test_who_returns_with_the_family_sees_it_too_and_nobody_else(town: Town) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin, HUSBAND.fin)
    draw = await drawn(town, people={LAST: (WIFE.fin, HUSBAND.fin)})
    made = await written(town, draw)
    member, stranger, nobody = await town.citizen(HUSBAND.fin), await town.citizen(STRANGER.fin), town.browser()
    link = f"/homes/{case}/{made.sha256}.pdf"

    start, page = (await member.get("/")).text, await member.said(f"/homes/{case}")

    assert f'href="/me/homes/{case}"' in start
    assert f'href="/me/cases/{case}"' not in start
    assert "You return with" not in start
    assert "place of the last family that has one: 2" in page
    assert (await member.get(link)).content[:5] == b"%PDF-"
    assert (await member.get(f"/homes/{case}/{'0' * 64}.pdf")).status_code == 404
    assert (await member.get(f"/cases/{case}")).status_code == 404
    assert [(await stranger.get(each)).status_code for each in (link, f"/homes/{case}", "/homes/x")] == [404] * 3
    assert (await nobody.get(link)).status_code == 303


async def test_by_number_and_code_everybody_who_has_the_paper_sees_rank_and_reason(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin)
    await decided_return(town.hub, FIRST, HUSBAND.fin)
    draw = await drawn(town)
    await written(town, draw)
    browser, papers = town.browser(), town.hub.office.printing.papers
    of_case, of_letter = papers.code_of(case), papers.code_of(draw, LAST)

    async def asked(number: str, code: str) -> Any:
        return await browser.client.post("/me/draw", data={"number": number, "code": code})

    found = [await asked(LAST, code) for code in (of_case, of_letter)]
    wrong = [await asked(*each) for each in ((FIRST, of_case), (LAST, papers.code_of(draw)), (LAST, "x"), ("Q", "x"))]
    unknown = await asked("QM-777/2026", of_case)

    assert all("place of the last family that has one: 2" in text(each) for each in found)
    assert all(".pdf" not in each.text for each in found)
    assert {each.status_code for each in (*wrong, unknown)} == {404}
    assert len({text(each, 404) for each in (*wrong, unknown)}) == 1
    assert (await browser.client.post("/me/draw", headers={"origin": "https://elsewhere.example"})).status_code == 403
    still_buckets(monkeypatch)
    assert 429 in [(await asked("Q", "x")).status_code for _ in range(61)]


async def test_two_workers_at_once_write_each_letter_once_and_tell_once(town: Town) -> None:
    await decided_return(town.hub, LAST, WIFE.fin, telefon=TELEPHONE)
    draw, works = await drawn(town), DRAWS.works
    assert works is not None
    async with town.hub.store.read() as tx:
        stored = await town.hub.aggregates.tables.get(tx, DRAWS, draw)
    assert stored is not None

    await asyncio.gather(*(works(town.hub.aggregates, stored) for _ in range(3)))
    await works(town.hub.aggregates, stored)

    assert [each.number for each in await happenings(town, draw)] == [LAST]
    assert await notices(town) == 1
    made = (await stands(town, draw)).letters[LAST]
    assert (await town.hub.office.printing.content.read(made.sha256))[:5] == b"%PDF-"


async def journal(town: Town) -> tuple[str, list[str]]:
    """The one journal of outgoing documents: its series, and its lines as they are written."""
    async with town.hub.store.read() as tx:
        (series,) = [row["series"] for row in await journals(tx) if row["series"].startswith("outgoing|")]
        return series, [row["reg_no"] for row in await journal_lines(tx, series, 99, 99)]


async def test_a_letter_stands_in_the_journal_of_outgoing_documents_once_though_many_and_killed_between(
    town: Town,
) -> None:
    await decided_return(town.hub, LAST, WIFE.fin)
    draw, aggregates = await drawn(town), town.hub.aggregates
    asked = [aggregates.by_hub(DRAWS, draw, NumberLetters(by=HUB)) for _ in range(3)]

    await asyncio.gather(*asked)  # and whoever did so dies before it prints
    made = await written(town, draw)

    series, lines = await journal(town)
    assert (lines, (await stands(town, draw)).letter_nos) == ([made.no], {LAST: made.no})
    page = (await town.house.desks.get("sevinc", f"/documents/registers?{urlencode({'series': series})}")).text
    assert made.no in page
    assert f"/console/draws/{draw}" in page


async def test_the_portal_comes_first_then_sms_and_what_they_answer_stands_with_the_letter(town: Town) -> None:
    await decided_return(town.hub, LAST, WIFE.fin, telefon=TELEPHONE)
    draw = await drawn(town)
    await written(town, draw)

    (portal,) = (await stands(town, draw)).reached[LAST].sendings
    said = {"noticeId": portal.no, "state": "NOT_DELIVERED", "at": portal.sent_at.isoformat()}
    await town.hub.door.accept(Submission("mygov", "mygov.notice-answer.v1", json.dumps(said).encode()))
    town.hub.calling.nudge()

    async def goes_on() -> bool:
        await due(town, draw)
        return [each.way for each in (await stands(town, draw)).reached[LAST].sendings] == ["portal", "sms"]

    await eventually(goes_on, what="the SMS after the portal")
    strange = NoticeAnswer(notice_no=portal.no, answer="read", at=portal.sent_at)
    async with town.hub.store.write() as tx:
        refused = await LetterAnswers(town.hub.aggregates, DRAWS).take(tx, "mobil", strange)
    assert isinstance(refused, Refusal)
    assert refused.code == NO_SENDING
    sheet = (await town.house.desks.office.get("sevinc", f"/v1/draws/{draw}")).json()
    (row,) = next(each["rows"] for each in sheet["blocks"] if each["code"] == "letters")
    assert row["told"] == "notice on the portal: could not be handed over; SMS: sent"


async def queue(town: Town, who: str = "sevinc") -> tuple[str, list[str]]:
    """Where clerks look for work: what the queue of letters says at the console, and by number to programs; on its
    first page alone.
    """
    asked = (await town.house.desks.office.get(who, "/v1/cases", unreached="true")).json()
    beyond = (await town.house.desks.office.get(who, "/v1/cases", unreached="true", cursor="f" * 32)).json()
    assert beyond["letters"] == []
    page = await town.house.desks.get(who, "/cases?unreached=1")
    return page.text, [each["letter_no"] for each in asked["letters"]]


async def has_letters(town: Town, draw: str) -> bool:
    """Whether a draw is opened for that queue."""
    wanted = WantedAggregates(letter_on=LATER_ON)
    async with town.hub.store.read() as tx:
        found = await town.hub.aggregates.tables.find(tx, DRAWS, wanted)
    return draw in [each.id for each in found]


async def test_a_letter_that_nothing_has_told_of_stands_in_the_clerks_queue_until_it_is_posted(town: Town) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin)
    draw = await drawn(town)
    made = await written(town, draw)
    assert (await queue(town))[1] == [], "the portal is waited for"
    await later(town.hub, 30)

    async def is_due() -> bool:
        return (await queue(town))[1] == [made.no]

    await eventually(is_due, what="the letter in the queue")
    page, _ = await queue(town)
    assert f"/console/draws/{draw}/letters/{made.sha256}.pdf" in page
    assert f"/console/cases/{case}" in page
    assert WIFE.surname not in page
    assert "/console/cases?unreached=1" in (await town.house.desks.get("sevinc", "/desk")).text
    assert await has_letters(town, draw)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    said = {"act": "post_letter", "version": version[1], "f-to_post": LAST, "f-receipt": "AZ-1", "key": "k"}
    done = await town.house.desks.post("sevinc", f"/draws/{draw}/act", **said)
    assert done.status_code == 303, done.text
    after, left = await queue(town)
    assert left == []
    assert made.no not in after
    assert not await has_letters(town, draw)
    assert [each.no for each in (await stands(town, draw)).reached[LAST].sendings][-1] == "AZ-1"


async def test_a_letter_to_a_protected_address_is_posted_by_who_may_see_it(town: Town) -> None:
    await decided_return(town.hub, LAST, WIFE.fin)
    draw = await drawn(town)
    made = await written(town, draw)
    await later(town.hub, 30)

    async def is_due() -> bool:
        return (await queue(town))[1] == [made.no]

    await eventually(is_due, what="the letter in the queue")
    await protect(town.hub, WIFE.fin)

    async def posts(who: str) -> tuple[int, str]:
        page, listed = await queue(town, who)
        assert (made.no in page) == (listed == [made.no]) == (who == "zeyneb")
        said = {"act": "post_letter", "says": {"to_post": LAST, "receipt": "AZ-1"}}
        seen = (await town.house.desks.office.get(who, f"/v1/draws/{draw}")).json()
        asks = "f-receipt" in (await town.house.desks.get(who, f"/draws/{draw}")).text
        assert asks == (who == "zeyneb"), "a form that would be refused is not offered"
        body = {**said, "expected_version": seen["version"]}
        answer = await town.house.desks.office.post(who, f"/v1/draws/{draw}/acts", body)
        return answer.status_code, answer.json().get("code", "")

    assert [await posts(who) for who in ("sevinc", "elcin", "zeyneb")] == [
        (403, "draws.letter_kept"),
        (403, "draws.letter_kept"),
        (200, ""),
    ]
    assert (await queue(town, "zeyneb"))[1] == []


async def test_who_is_out_or_has_a_home_by_now_is_not_written_to(town: Town) -> None:
    await decided_return(town.hub, LAST, WIFE.fin)
    await decided_return(town.hub, OWN, HUSBAND.fin)
    draw, aggregates = await drawn(town), town.hub.aggregates
    await statement(town.hub, HUSBAND.fin, "C-9", LATER_ON)
    async with town.hub.store.read() as tx:
        seen = await aggregates.tables.get(tx, DRAWS, draw)
    works = DRAWS.works
    assert works is not None
    assert seen is not None
    await aggregates.act(DRAWS, draw, WithdrawEntry(by=HUB, number=OWN, document="C-9"), "k")

    await works(aggregates, seen)

    found = await stands(town, draw)
    assert found.homes[LAST] == "102"
    assert found.letters == {}


async def test_the_last_day_to_complain_is_told_once_the_notice_is_proven(town: Town) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin)
    draw = await drawn(town)
    made = await written(town, draw)
    proven = ProveLetter(by="sevinc", number=LAST, manner="by_hand", notified_on=made.on)

    await town.hub.aggregates.act(DRAWS, draw, proven, "k")

    until = (await stands(town, draw)).letters[LAST].complain_until
    assert until is not None
    said = await (await town.citizen()).said(f"/cases/{case}")
    assert f"Last day to complain {until:%d.%m.%Y}" in said
    code = town.hub.office.printing.papers.code_of(draw, LAST)
    checked = await town.browser().client.post("/verify", data={"code": code, "second": "", "lang": "en"})
    assert made.no in checked.text


async def test_a_complaint_about_the_draw_is_registered_away_from_who_held_it_and_in_its_term(town: Town) -> None:
    case = await decided_return(town.hub, LAST, WIFE.fin)
    draw = await drawn(town)
    made = await written(town, draw)
    browser, thief = await town.citizen(), await town.citizen(HUSBAND.fin)
    page = (await browser.get(f"/cases/{case}")).text
    said = {"draw": draw, "text": "Sıra düzgün deyil"}

    answers = [await browser.post(f"/cases/{case}/draw", **said) for _ in range(2)]
    empty = await browser.post(f"/cases/{case}/draw", **{**said, "text": ""})
    of_none = await browser.post(f"/cases/{case}/draw", **{**said, "draw": "x"})
    theirs = await thief.post(f"/cases/{case}/draw", **said)

    assert f'action="/me/cases/{case}/draw"' in page
    assert [each.status_code for each in (*answers, empty, of_none, theirs)] == [303, 303, 422, 404, 404]
    assert await appeals(town) == [f"{LAST}: püşkatmanın nəticəsindən şikayət edirəm ({made.no})"]
    proven = ProveLetter(by="sevinc", number=LAST, manner="by_hand", notified_on=made.on)
    await town.hub.aggregates.act(DRAWS, draw, proven, "k")
    await later(town.hub, 60)
    late = await browser.post(f"/cases/{case}/draw", **{**said, "key": "late"})
    assert late.status_code in (409, 422)
    assert len(await appeals(town)) == 1
