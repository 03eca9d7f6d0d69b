"""Telling applicants of their papers: once, proven by the portal alone, a clerk's task where nobody is reached.

The agencies' twins take what is told; what they say of it is said here, so that each story has its own order.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.send_letter import SendLetter
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Paper, Ruling
from document_flow.cases.waiting import waiting
from document_flow.people import HUB
from hub.app import Hub
from hub.errors import HubError
from hub.exchange.door import Submission
from hub.programmes.case_reading import WantedCases, find_cases
from hub.programmes.case_store import StoredCase
from hub.settings import Settings
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead
from hub.store.store import Store, TryAgain
from hub.store.tx import Tx
from routes.case_notices import SOURCE
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.hard_cases.always import broken
from tests.integration.hard_cases.office import act, told
from tests.sandbox import RunningSandbox

FIN, CHILD = person(40).fin, person(41).fin
PHONE = "+994501234567"
ANSWERS: dict[str, Any] = {"certificate_purpose": "BANK", "with_family": False}
ABSENT = NoteHearing(by="sevinc", text="gəlmədi", attendance="absent")
DAY_US = 86_400 * 1_000_000


@pytest.fixture(params=["embedded", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> Settings:
    more: dict[str, Any] = {"public_url": "https://hub.example.az"}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    async with running_hub(settings) as running:
        yield running
        assert await broken(running) == []


@pytest.fixture
async def still(settings: Settings) -> AsyncIterator[Hub]:
    """One that goes on with nothing by itself."""
    async with running_hub(settings, works=False) as waiting:
        yield waiting


async def from_portal(hub: Hub, reference: str = "portal-0001", **more: str) -> str:
    """A request on the portal of somebody without a status: a refusal, whose term for a complaint matters."""
    body = {"requestId": reference, "fin": FIN, "purposeCode": "BANK", "includeFamily": False, **more}
    await hub.door.accept(Submission("mygov", "mygov.certificate-request.v1", json.dumps(body).encode()))
    hub.calling.nudge()

    async def there() -> bool:
        async with hub.store.read() as tx:
            found = await hub.programmes.cases.by_reference(tx, "mygov", reference)
        return found is not None and found.case.phase == "in_effect"

    await eventually(there, what="the paper is issued")
    async with hub.store.read() as tx:
        found = await hub.programmes.cases.by_reference(tx, "mygov", reference)
    assert found is not None
    return found.id


async def at_desk(hub: Hub, **answers: Any) -> str:
    command = OpenCase(by="sevinc", subject=FIN, channel="desk", came_from="committee", answers={**ANSWERS, **answers})
    case = (await hub.programmes.cases.open("certificate", command, new_id())).id

    async def there() -> bool:
        return (await stands(hub, case)).case.phase == "in_effect"

    await eventually(there, what="the paper is issued")
    return case


async def stands(hub: Hub, case: str) -> StoredCase:
    async with hub.store.read() as tx:
        found = await hub.programmes.cases.case_store.get(tx, case)
    assert found is not None
    return found


async def waits(hub: Hub, case: str) -> str:
    async with hub.store.read() as tx:
        return waiting(await hub.programmes.cases.standing(tx, await stands(hub, case))).need.en


async def to_be_written_to(hub: Hub) -> list[str]:
    """The queue of cases whose paper has to be sent by letter."""
    async with hub.store.read() as tx:
        today = (await hub.programmes.cases.context(tx)).today.isoformat()
        return [row["id"] for row in await find_cases(tx, WantedCases(letter_on=today))]


async def notices(hub: Hub) -> int:
    """Messages that tell applicants."""
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM messages m WHERE m.format = :f", {"f": SOURCE})
    return int(rows[0]["n"])


def taken(sandbox: RunningSandbox, agency: str, field: str) -> list[dict[str, Any]]:
    """What an agency was told of papers, beside word that applications are registered."""
    said = [each["subject"] for each in sandbox.ledger(agency).entries if field in each["subject"]]
    return [each for each in said if not each.get("text", "").startswith("Ərizəniz ")]


async def arrived(sandbox: RunningSandbox, agency: str, field: str) -> list[dict[str, Any]]:
    async def there() -> bool:
        return bool(taken(sandbox, agency, field))

    await eventually(there, what=f"{agency} is told")
    return taken(sandbox, agency, field)


async def says(hub: Hub, format_name: str, field: str, no: str, state: str, by: str = "", at: str = "") -> None:
    """An agency says what became of a notice, and the hub has heard."""
    party, at = by or format_name.partition(".")[0], at or datetime.now(UTC).isoformat()
    raw = json.dumps({field: no, "state": state, "at": at}).encode()
    await hub.door.accept(Submission(party, format_name, raw))
    hub.calling.nudge()
    await eventually(lambda: taken_in(hub), what="the hub has heard")


async def taken_in(hub: Hub) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked')"
            " AND destination = 'programmes'"
        )
    return bool(rows[0]["n"] == 0)


async def opened(hub: Hub, no: str, state: str = "OPENED", **more: str) -> None:
    await says(hub, "mygov.notice-answer.v1", "noticeId", no, state, **more)


async def later(hub: Hub, days: int) -> None:
    async with hub.store.read() as tx:
        before = (await hub.programmes.cases.context(tx)).today
    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", days * DAY_US)

    async def gone_by() -> bool:
        async with hub.store.read() as tx:
            return (await hub.programmes.cases.context(tx)).today >= before + timedelta(days=days)

    await eventually(gone_by, what=f"{days} days have gone by")


async def ends(hub: Hub, format_name: str) -> list[str]:
    """How what came in that format ended."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT d.state FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE m.format = :f ORDER BY d.id",
            {"f": format_name},
        )
    return [row["state"] for row in rows]


async def test_who_asked_for_a_child_on_the_portal_is_told_there_and_not_the_child(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    born = f"{datetime.now(UTC).year - 12}-01-01"
    birth = act("1", "birth", born, child={"fin": CHILD, "birth_date": born}, mother={"fin": FIN})
    await told(hub, birth, by="edliyye")
    case = await from_portal(hub, actingFor=CHILD)
    (notice,) = await arrived(sandbox, "mygov", "requestId")

    assert (await stands(hub, case)).case.people == (CHILD, FIN)
    assert notice["subjectFin"] == FIN


async def test_the_father_who_did_not_ask_is_told_of_the_mothers_application_by_portal_or_by_a_clerk(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    born, father = f"{datetime.now(UTC).year - 12}-01-01", person(42).fin
    parents: dict[str, Any] = {"mother": {"fin": FIN}, "father": {"fin": father}}
    await told(hub, act("1", "birth", born, child={"fin": CHILD, "birth_date": born}, **parents), by="edliyye")
    case = await from_portal(hub, actingFor=CHILD)
    (his,) = [each for each in await arrived(sandbox, "mygov", "noticeId") if each["subjectFin"] == father]

    assert "requestId" not in his, "the mother's own number is hers"
    assert (his["text"].startswith("Övladınız"), CHILD in his["text"]) == (True, False)
    await later(hub, 6)
    (hers,) = (await stands(hub, case)).case.sendings
    await opened(hub, hers.no)
    assert (await stands(hub, case)).case.notice is not None
    assert await to_be_written_to(hub) == [case], "her paper has reached her, word of it has not reached him"
    await opened(hub, his["noticeId"])
    assert (await stands(hub, case)).case.parents[father][0].answer == "read"
    assert await to_be_written_to(hub) == []


async def test_the_portal_is_told_once_and_what_was_opened_there_starts_the_term(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    case = await from_portal(hub)
    (notice,) = await arrived(sandbox, "mygov", "noticeId")
    told = (await stands(hub, case)).case

    assert told.application is not None
    assert (notice["requestId"], notice["applicationNo"]) == ("portal-0001", told.application.number)
    assert notice["text"].startswith(f"{told.application.number} nömrəli ərizəniz üzrə kağız hazırdır.")
    assert await waits(hub, case) == "The applicant was told, an answer is awaited"
    assert await to_be_written_to(hub) == []

    await opened(hub, notice["noticeId"], "SHOWN")
    assert (await stands(hub, case)).case.notice is None, "shown is not opened"
    at = datetime.now(UTC).isoformat()
    for _ in range(2):
        await opened(hub, notice["noticeId"], at=at)

    proven = (await stands(hub, case)).case
    assert proven.notice is not None
    assert (proven.notice.manner, proven.notice.by, proven.notice.proof) == ("portal", HUB, notice["noticeId"])
    assert proven.notice.complain_until is not None
    assert proven.outcome == "refused"
    assert await to_be_written_to(hub) == []
    await asyncio.sleep(1)
    assert len(taken(sandbox, "mygov", "noticeId")) == await notices(hub) == 1


async def test_a_commit_that_is_tried_again_or_asked_for_again_tells_once(still: Hub) -> None:
    case, paper = await decided(still)
    cases = replace(still.programmes.cases, store=cast("Store", LosesFirst(still.store)))

    for _ in range(2):
        done = await cases.act(case, IssuePaper(by=HUB, paper=paper), "once")
    with pytest.raises(HubError, match="decided"):
        await cases.act(case, IssuePaper(by=HUB, paper=paper), "and again")

    assert len(done.case.sendings) == await notices(still) == 1


async def test_an_sms_that_came_starts_nothing_and_says_nothing_of_a_person(hub: Hub, sandbox: RunningSandbox) -> None:
    case = await at_desk(hub, telefon="050 123 45 67")
    (sms,) = await arrived(sandbox, "mobil", "messageId")
    told = (await stands(hub, case)).case

    assert told.application is not None
    assert (sms["to"], set(sms)) == (PHONE, {"deliveryId", "messageId", "to", "text"})
    assert told.application.number in sms["text"]
    for secret in (FIN, str(told.values["soyad"]), str(told.values["ad"]), "imtina", "Komitə"):
        assert secret.lower() not in sms["text"].lower()

    await says(hub, "mobil.delivery-report.v1", "messageId", sms["messageId"], "DELIVERED")
    answered = (await stands(hub, case)).case
    assert ([each.answer for each in answered.sendings], answered.notice) == (["delivered"], None)
    await later(hub, 6)
    assert (await stands(hub, case)).case.is_open, "no term has begun"
    assert "send the paper by letter" in await waits(hub, case)
    assert await to_be_written_to(hub) == [case]


@pytest.mark.parametrize("answers", [{}, {"telefon": PHONE, "yalnız_məktub": True}], ids=["unknown", "protected"])
async def test_who_cannot_or_must_not_be_told_by_message_is_a_clerks_task_at_once(
    hub: Hub, answers: dict[str, Any]
) -> None:
    case = await at_desk(hub, **answers)

    assert (await stands(hub, case)).case.sendings == ()
    assert await notices(hub) == (0 if answers else 1), (
        "word of the registration, unless nothing but a letter is wanted"
    )
    assert (await waits(hub, case)).startswith("The applicant cannot be told by message: hand the paper over")
    assert await to_be_written_to(hub) == [case]

    await hub.programmes.cases.act(case, SendLetter(by="sevinc", no="RR000001AZ"), "letter")
    assert await to_be_written_to(hub) == []
    assert await waits(hub, case) == "It waits for proof that the letter was handed over"


async def test_who_applies_at_a_desk_is_told_number_and_last_day_on_each_of_their_ways(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    case = await at_desk(hub, telefon=PHONE)
    application = (await stands(hub, case)).case.application
    assert application is not None
    assert application.due is not None
    number, last = application.number, f"{application.due:%d.%m.%Y}"
    words = f"Ərizəniz {number} nömrəsi ilə qeydə alınıb. Cavabın son günü {last} tarixidir."

    async def is_told() -> bool:
        said = [*sandbox.ledger("mygov").entries, *sandbox.ledger("mobil").entries]
        return [each["subject"].get("text") for each in said].count(words) == len(application.sendings)

    await eventually(is_told, what="the portal and the telephone are told")
    assert [each.way for each in application.sendings] == ["portal", "sms"]
    await says(hub, "mygov.notice-answer.v1", "noticeId", application.sendings[0].no, "OPENED")
    heard = (await stands(hub, case)).case
    assert heard.application is not None
    assert heard.application.sendings[0].answer == "read"
    assert heard.notice is None, "it starts no term"


async def test_a_silent_portal_and_a_silent_gateway_stall_no_case(hub: Hub, sandbox: RunningSandbox) -> None:
    for agency in ("mygov", "mobil"):
        sandbox.behave(agency, fail=503)
    case, other = await from_portal(hub), await at_desk(hub, certificate_purpose="SCHOOL", telefon=PHONE)

    assert await waits(hub, case) == await waits(hub, other) == "The applicant was told, an answer is awaited"
    await later(hub, 6)
    assert await to_be_written_to(hub) == [other, case]
    assert "send the paper by letter" in await waits(hub, case)
    await hub.programmes.cases.act(case, ProveNotice(by="sevinc", manner="by_hand"), "prove")
    assert (await stands(hub, case)).case.notice is not None
    assert await to_be_written_to(hub) == [other]


async def test_a_failed_notice_is_a_clerks_task_before_its_days_are_over(hub: Hub, sandbox: RunningSandbox) -> None:
    case = await from_portal(hub)
    (notice,) = await arrived(sandbox, "mygov", "noticeId")

    await opened(hub, notice["noticeId"], "NOT_DELIVERED")

    assert "has not reached the applicant" in await waits(hub, case)
    assert await to_be_written_to(hub) == [case]


async def test_an_invitation_to_a_hearing_is_told_with_its_day_and_a_clerks_letter_until_it_is_proven(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    case, cases = await undecided(hub), hub.programmes.cases
    async with hub.store.read() as tx:
        day = (await cases.context(tx)).today + timedelta(days=9)
    await cases.act(case, InviteToHearing(by="sevinc", on=day, hour="10:00", place="otaq 12"), "invite")
    (sms,), (notice,) = await arrived(sandbox, "mobil", "messageId"), await arrived(sandbox, "mygov", "noticeId")

    for text in (sms["text"], notice["text"]):
        assert f"dinlənilməyə dəvət olunursunuz: {day:%d.%m.%Y}, 10:00, otaq 12. Gəlin" in text
        assert not any(secret in text for secret in (FIN, "imtina", "layihə"))
    assert await to_be_written_to(hub) == [case]
    await opened(hub, notice["noticeId"])
    told = (await stands(hub, case)).case
    assert told.hearing is not None
    assert ({each.answer for each in told.hearing.sendings}, told.hearing.notice) == ({None, "read"}, None)
    await cases.act(case, SendLetter(by="sevinc", no="RR000001AZ"), "letter")
    assert await to_be_written_to(hub) == []
    with pytest.raises(HubError, match="hearing_early"):
        await cases.act(case, ABSENT, "early")
    await later(hub, 9)
    with pytest.raises(HubError, match="not_reached"):
        await cases.act(case, ABSENT, "absent")
    await cases.act(case, ProveNotice(by="sevinc", manner="by_post", on=day - timedelta(days=4)), "slip")
    assert (await cases.act(case, ABSENT, "absent after all")).case.is_heard


async def undecided(hub: Hub) -> str:
    """A status that was asked for at the desk without the paper of the district: the draft is a refusal."""
    answers = {"əsas": "own", "əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi", "yetkin": True, "telefon": PHONE}
    command = OpenCase(by="sevinc", subject=FIN, channel="desk", came_from="committee", answers=answers)
    case = (await hub.programmes.cases.open("status", command, new_id())).id

    async def there() -> bool:
        return (await stands(hub, case)).case.draft is not None

    await eventually(there, what="a draft")
    return case


async def test_nobody_but_who_was_told_can_say_that_it_was_opened(hub: Hub, sandbox: RunningSandbox) -> None:
    case = await from_portal(hub)
    (notice,) = await arrived(sandbox, "mygov", "noticeId")

    await says(hub, "mobil.delivery-report.v1", "messageId", notice["noticeId"], "DELIVERED")
    await opened(hub, new_id())

    assert (await stands(hub, case)).case.sendings[0].answer is None
    assert await ends(hub, "mobil.delivery-report.v1") == await ends(hub, "mygov.notice-answer.v1") == ["failed"]


async def test_an_answer_that_comes_too_late_or_twice_is_superseded(hub: Hub, sandbox: RunningSandbox) -> None:
    case = await from_portal(hub)
    (notice,) = await arrived(sandbox, "mygov", "noticeId")
    await opened(hub, notice["noticeId"])
    await opened(hub, notice["noticeId"], "SHOWN")
    await later(hub, 45)  # a term that ends in the holidays of Novruz ends after them

    async def over() -> bool:
        return not (await stands(hub, case)).case.is_open

    await eventually(over, what="its term has ended")
    assert await ends(hub, "mygov.notice-answer.v1") == ["delivered", "superseded"]


class LosesFirst:
    """A store whose first commit is lost at its very end, as where two write at once."""

    def __init__(self, store: Store) -> None:
        self._store, self._lost = store, False

    def read(self) -> Any:
        return self._store.read()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        async with self._store.write() as tx:
            yield tx
            if not self._lost:
                self._lost = True
                raise TryAgain("lost")


async def decided(hub: Hub) -> tuple[str, Paper]:
    """A case of the portal that waits for its paper, and the paper."""
    cases = hub.programmes.cases
    command = OpenCase(by=HUB, subject=FIN, channel="portal", came_from="mygov", reference="r-0000001", answers=ANSWERS)
    case = (await cases.open("certificate", command, "open")).id
    await cases.act(case, TakeFacts(by=HUB), "facts")
    async with hub.store.read() as tx:
        today = (await cases.context(tx)).today
    ruling = Ruling(
        outcome="refused",
        row={"qərar": "imtina"},
        record="0" * 32,
        table_sha256="a" * 64,
        as_of=today,
        basis=("668-IQ",),
        facts={},
    )
    done = await cases.act(case, RuleCase(by=HUB, ruling=ruling), "rule")
    assert done.case.ruling is not None
    return case, Paper(no=done.case.ruling.paper_no, sha256="f" * 64, issued_on=today)
