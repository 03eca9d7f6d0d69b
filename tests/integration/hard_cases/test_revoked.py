"""A status is revoked by two: its holder gets a paper of that, and an upheld complaint brings the status back."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.complain import Complained, DecideComplaint
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Paper
from document_flow.people import HUB
from hub.app import Hub
from hub.console.verification import ShownPaper, found_paper
from hub.errors import Refused
from hub.programmes.case_reading import WantedCases, find_cases, revoked_papers
from hub.register.statuses import in_period
from hub.store.ids import NEWEST, new_id
from tests.integration.hard_cases.office import (
    EVIDENCE,
    FIN,
    WOMAN,
    did,
    drafted,
    held,
    later,
    opened,
    reached,
    settled,
    stands,
    stored,
    told,
    waits_for,
)
from tests.integration.hard_cases.test_death_in_dispute import says
from tests.unit.document_flow.rendering.printed import Printed

PROPOSED = ProposeRevocation(by="sevinc", reason="rayonun arayışı saxtadır")


async def status(hub: Hub) -> str:
    """A case whose status was given."""
    await told(hub, WOMAN, by="committee")
    case = await opened(hub, "status", FIN, EVIDENCE)
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    await drafted(hub, case)
    await did(hub, case, ConfirmRuling(by="elcin"))
    await reached(hub, case, "in_effect")
    await settled(hub)
    return case


async def revoked(hub: Hub, case: str) -> Case:
    """Proposed, heard about two days later, agreed to by another; its paper is there."""
    await did(hub, case, PROPOSED)
    async with hub.store.read() as tx:
        today = (await hub.programmes.cases.context(tx)).today
    await did(hub, case, InviteToHearing(by="sevinc", on=today.fromordinal(today.toordinal() + 2)))
    await later(hub, 2)
    await did(hub, case, NoteHearing(by="sevinc", text="arayışın əsl olduğunu dedi"))
    await did(hub, case, Revoke(by="elcin"))
    await reached(hub, case, "in_effect")
    await settled(hub)
    return await stands(hub, case)


async def complained(hub: Hub, case: str) -> None:
    """A complaint whose document is registered elsewhere: only its event matters here."""
    cases = hub.programmes.cases
    found = await stored(hub, case)
    async with hub.store.write() as tx:
        standing = await cases.standing(tx, found)
        event = Complained(**standing.stamp("sevinc"), document=new_id(), bars=("sevinc", "elcin"))
        after = Standing(found.after([event]).case, standing.programme, standing.context)
        await cases.case_store.write(tx, found, [event], after, None)


async def is_told(hub: Hub, case: str, part: str = "") -> ShownPaper:
    """What the page of a paper's code says."""
    found = await found_paper(hub, hub.office.printing.papers.code_of(case, part), FIN[-3:])
    assert found is not None
    return found


async def ended(hub: Hub) -> bool:
    found = await held(hub, "idp", FIN)
    assert found is not None
    return "ended_on" in in_period(found)


async def text_of(hub: Hub, paper: Paper | None) -> str:
    assert paper is not None
    return " ".join(Printed(await hub.office.printing.content.read(paper.sha256)).text.split())


async def test_the_holder_gets_a_paper_of_the_revocation_whose_notice_starts_the_term(hub: Hub) -> None:
    case = await status(hub)
    given = (await stands(hub, case)).paper
    assert given is not None

    done = await revoked(hub, case)

    assert (done.outcome, done.ended, await ended(hub)) == ("void", "revoked", True)
    assert done.paper is not None
    assert done.paper.no.startswith("MK-SL-")
    printed = await text_of(hub, done.paper)
    for said in (
        given.no, "rayonun arayışı saxtadır", "İşin halları", "maddə 65–69", "Qərarı verən", "30 gün", "məhkəməyə", FIN
    ):  # fmt: skip
        assert said in printed
    assert "send it by letter, and prove it" in await waits_for(hub, case)
    old, notice = await is_told(hub, case), await is_told(hub, case, done.paper.no)
    assert (old.look.name.en, old.reg_no, old.hashes) == ("revoked", given.no, (given.sha256,))
    assert (notice.look.name.en, notice.kind.en, notice.reg_no, notice.hashes) == (
        "in force",
        "Status of a displaced person: notice of its revocation",
        done.paper.no,
        (done.paper.sha256,),
    )
    async with hub.store.read() as tx:
        assert await revoked_papers(tx) == [given.no]
        for number in (given.no, done.paper.no):
            assert [row["id"] for row in await find_cases(tx, WantedCases(number=number))] == [case]
        for after in (NEWEST, case):
            assert await find_cases(tx, WantedCases(ends_within=30, below=after)) == []

    with pytest.raises(Refused, match="not_over"):
        await did(hub, case, Lapse(by=HUB))
    told_of = (await did(hub, case, ProveNotice(by="sevinc", manner="by_hand"))).case.notice
    assert told_of is not None
    assert told_of.complain_until is not None
    async with hub.store.read() as tx:
        left = told_of.complain_until - (await hub.programmes.cases.context(tx)).today
    assert left.days >= 30, "later where the last day is one of rest"
    await later(hub, left.days + 1)
    gone = await reached(hub, case, "closed")
    assert (gone.outcome, gone.ended) == ("void", "revoked")
    assert ((await is_told(hub, case)).look.name.en, await ended(hub)) == ("revoked", True)


async def test_a_complaint_that_is_upheld_brings_the_status_back_by_a_message(hub: Hub) -> None:
    case = await status(hub)
    before = await stands(hub, case)
    assert before.paper is not None
    first = await held(hub, "idp", FIN)
    assert first is not None
    taken = await revoked(hub, case)
    assert taken.paper is not None
    await complained(hub, case)
    back = await did(hub, case, DecideComplaint(by="fuad", verdict="upheld", reason="arayış əsldir"))
    await settled(hub)

    assert (back.case.phase, back.case.outcome, back.case.paper) == ("in_effect", "granted", before.paper)
    now = await held(hub, "idp", FIN)
    assert now is not None
    assert not await ended(hub)
    assert in_period(now)["valid_from"] == first.attributes["valid_from"], "from its first day, as if it never ended"
    assert now.attributes["ended_on"], "what was said stays said"
    old, notice = await is_told(hub, case), await is_told(hub, case, taken.paper.no)
    assert (old.look.name.en, notice.look.name.en) == ("in force", "revoked")
    async with hub.store.read() as tx:
        assert await revoked_papers(tx) == []

    again = await status_again(hub, case)
    assert again.paper is not None
    assert again.paper.no != taken.paper.no
    printed = Printed(await hub.office.printing.content.read(again.paper.sha256))
    said = " ".join(printed.text.split())
    assert "Siz dinlənilməyə dəvət edildiniz və" in said, "nobody came"
    assert "dəvət sizə" in said
    assert await ended(hub)


async def status_again(hub: Hub, case: str) -> Case:
    """Revoked once more by two who had no part in it."""
    await did(hub, case, ProposeRevocation(by="fuad", reason="başqa səbəb"))
    async with hub.store.read() as tx:
        today = (await hub.programmes.cases.context(tx)).today
    absent = NoteHearing(by="fuad", text="gəlmədi", attendance="absent")
    await did(hub, case, InviteToHearing(by="fuad", on=today.fromordinal(today.toordinal() + 1)))
    await later(hub, 1)
    with pytest.raises(Refused, match="not_reached"):
        await did(hub, case, absent)
    await did(hub, case, InviteToHearing(by="fuad", on=today.fromordinal(today.toordinal() + 5)))
    await did(hub, case, ProveNotice(by="fuad", manner="by_hand", about="hearing"))
    await later(hub, 4)
    await did(hub, case, absent)
    await did(hub, case, Revoke(by="nigar"))
    await reached(hub, case, "in_effect")
    await settled(hub)
    return await stands(hub, case)
