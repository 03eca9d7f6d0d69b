"""What a paper says to others after its day, after a complaint, and after it was lost: its own last day counts."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.complain import DecideComplaint
from document_flow.cases.acts.lose_paper import LosePaper
from hub.app import Hub
from hub.documents.printing.paper_codes import Holder
from hub.errors import HubError
from hub.programmes.case_reading import revoked_papers
from hub.store.ids import new_id
from tests.integration.hard_cases.office import (
    FIN,
    FOR_A_BANK,
    STATUS,
    WOMAN,
    did,
    later,
    opened,
    reached,
    stands,
    told,
)
from tests.integration.hard_cases.test_death_in_dispute import says
from tests.integration.hard_cases.test_revoked import complained, is_told
from tests.things import statement


async def test_a_certificate_is_expired_after_its_day_although_a_complaint_keeps_the_case_open(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, case, "in_effect")
    await complained(hub, case)

    before = await is_told(hub, case)
    await later(hub, 31)

    assert (await stands(hub, case)).phase == "in_effect"
    assert [each.look.name.en for each in (before, await is_told(hub, case))] == ["provisional", "expired"]


async def test_a_refusal_that_a_complaint_has_annulled_is_shown_as_annulled_and_what_follows_as_another(
    hub: Hub,
) -> None:
    await told(hub, WOMAN, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    refused = (await reached(hub, case, "in_effect")).paper
    await complained(hub, case)
    await told(hub, STATUS, by="committee")
    await did(hub, case, DecideComplaint(by="fuad", verdict="upheld", reason="status var"))
    given = (await reached(hub, case, "in_effect")).paper

    assert refused is not None
    assert given is not None
    old, new = await is_told(hub, case), await is_told(hub, case, given.no)
    assert (old.look.name.en, old.reg_no, old.hashes) == ("annulled", refused.no, (refused.sha256,))
    assert (new.look.name.en, new.reg_no, new.hashes) == ("provisional", given.no, (given.sha256,))


async def test_a_lost_card_stands_in_the_list_for_checking_offline_until_its_own_last_day(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    case = await opened(hub, "card", FIN, {"səbəb": "damaged"})
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    given = (await reached(hub, case, "in_effect")).paper
    assert given is not None
    await did(hub, case, LosePaper(by="sevinc", document=await statement(hub, FIN), reason="bazarda itib"))

    async def listed(most: int = 10) -> list[str]:
        async with hub.store.read() as tx:
            return list(await revoked_papers(tx, most))

    assert await listed() == [given.no]
    with pytest.raises(HubError, match="too_many_revoked"):
        await listed(most=0)
    await later(hub, 1826)
    assert await listed() == [given.no]
    await later(hub, 1)
    assert await listed() == []


async def test_the_initials_beside_a_code_are_those_of_the_last_print(hub: Hub) -> None:
    papers, case = hub.office.printing.papers, new_id()
    for initials in ("A. B.", "A. C."):
        await papers.issue(case, Holder(FIN, initials, 1980))

    found = await papers.find(papers.code_of(case), FIN[-3:])
    assert found is not None
    assert found.compare == ("A. C.", 1980)
