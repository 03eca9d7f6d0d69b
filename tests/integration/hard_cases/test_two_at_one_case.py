"""Two officials at one case in the same moment: one of them is told in words, and nothing happens twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable

from document_flow.cases.acts.complain import Complained, DecideComplaint
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.people import HUB
from hub.app import Hub
from hub.errors import HubError
from hub.programmes.cases import Done
from hub.store.ids import new_id
from tests.hubs import eventually
from tests.integration.hard_cases.office import (
    EVIDENCE,
    FIN,
    FOR_A_BANK,
    STATUS,
    WOMAN,
    did,
    drafted,
    history,
    opened,
    reached,
    settled,
    stands,
    stored,
    told,
)
from tests.integration.hard_cases.test_death_in_dispute import says
from tests.things import statement


async def both(*acts: Awaitable[Done]) -> list[str]:
    """What became of acts that were done at once: a phase, or the code of a refusal."""
    found = await asyncio.gather(*acts, return_exceptions=True)
    return sorted(each.case.phase if isinstance(each, Done) else _code(each) for each in found)


def _code(error: BaseException) -> str:
    assert isinstance(error, HubError), error
    return error.code


async def ready(hub: Hub) -> str:
    await told(hub, WOMAN, by="committee")
    case = await opened(hub, "status", FIN, EVIDENCE)
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    await drafted(hub, case)
    return case


async def test_both_confirm_and_there_is_one_decision_and_one_number(hub: Hub) -> None:
    case = await ready(hub)

    found = await both(*(did(hub, case, ConfirmRuling(by=who)) for who in ("elcin", "fuad")))

    assert found == ["cases.no_draft", "decided"]
    await reached(hub, case, "in_effect")
    kinds = Counter(line.kind for line in await history(hub, case))
    assert (kinds["case_ruled"], kinds["paper_issued"]) == (1, 1)


async def test_one_takes_the_application_back_while_another_confirms(hub: Hub) -> None:
    case = await ready(hub)

    found = await both(
        did(hub, case, ConfirmRuling(by="elcin")),
        did(hub, case, Withdraw(by="sevinc", document=await statement(hub, FIN), reason="fikrini dəyişib")),
    )

    assert found in (["cases.decided", "decided"], ["cases.closed", "closed"], ["cases.no_draft", "closed"])
    await settled(hub)


async def test_one_declines_the_draft_while_another_confirms_it(hub: Hub) -> None:
    case = await ready(hub)

    found = await both(
        did(hub, case, ConfirmRuling(by="elcin")), did(hub, case, DeclineDraft(by="fuad", reason="yoxlanılsın"))
    )

    assert found in (["cases.no_draft", "decided"], ["cases.no_draft", "undecided"])


async def test_a_notice_is_proven_once_and_a_revocation_agreed_to_once(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, case, "in_effect")

    proven = [did(hub, case, ProveNotice(by=who, manner="by_hand")) for who in ("sevinc", "elcin")]
    assert await both(*proven) == ["cases.noticed", "in_effect"]

    await did(hub, case, ProposeRevocation(by="sevinc", reason="səhv"))
    words = [did(hub, case, Revoke(by="elcin")), did(hub, case, KeepPaper(by="fuad", reason="düzdür"))]
    assert await both(*words) in (["cases.not_proposed", "in_effect"], ["cases.not_proposed", "decided"])


async def test_a_paper_that_is_revoked_while_a_newer_one_is_issued_ends_once(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    older = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, older, "in_effect")
    await did(hub, older, ProposeRevocation(by="sevinc", reason="səhv"))
    newer = await opened(hub, "certificate", FIN, FOR_A_BANK, "again")

    async def revoke() -> Done:
        for _ in range(40):
            await asyncio.sleep(0.02)
            if (await stands(hub, newer)).phase == "decided":
                break
        return await did(hub, older, Revoke(by="elcin"))

    await both(revoke())
    await reached(hub, newer, "in_effect")

    async def is_void() -> bool:
        return (await stands(hub, older)).outcome == "void"

    await eventually(is_void, what="the older one is void")
    ended = await stands(hub, older)
    kinds = Counter(line.kind for line in await history(hub, older))
    assert (ended.outcome, kinds["revoked"] + kinds["superseded"]) == ("void", 1)
    assert (await stands(hub, newer)).outcome == "granted"


async def test_a_complaint_that_is_upheld_after_a_second_application_does_not_make_two_papers(hub: Hub) -> None:
    """Refused, asked for anew, and only then is the complaint against the refusal decided."""
    await told(hub, WOMAN, by="committee")
    first = await opened(hub, "certificate", FIN, FOR_A_BANK)
    assert (await reached(hub, first, "in_effect")).outcome == "refused"
    await _complained(hub, first)
    await told(hub, STATUS, by="committee")
    second = await opened(hub, "certificate", FIN, FOR_A_BANK, "again")
    upheld = DecideComplaint(by="elcin", verdict="upheld", reason="haqlıdır")

    assert await both(did(hub, first, upheld)) in (["cases.other_pending"], ["cases.granted_already"])
    await reached(hub, second, "in_effect")
    assert await both(did(hub, first, upheld)) == ["cases.granted_already"]
    rejected = DecideComplaint(by="elcin", verdict="rejected", reason="arayış artıq verilib")
    assert await both(did(hub, first, rejected)) == ["in_effect"]


async def _complained(hub: Hub, case: str) -> None:
    """A complaint whose document is registered elsewhere: only its event matters here."""
    cases = hub.programmes.cases
    found = await stored(hub, case)
    async with hub.store.write() as tx:
        standing = await cases.standing(tx, found)
        event = Complained(**standing.stamp("sevinc"), document=new_id(), bars=())
        after = found.after([event])
        await cases.case_store.write(
            tx, found, [event], standing.__class__(after.case, standing.programme, standing.context), None
        )


async def test_facts_that_come_while_an_official_confirms_are_never_lost(hub: Hub) -> None:
    case = await ready(hub)
    ended = says("vəfat edib")

    found = await both(did(hub, case, ConfirmRuling(by="elcin")), did(hub, case, TakeFacts(by=HUB, facts=ended.facts)))

    assert "in_effect" not in found
    assert (await reached(hub, case, "undecided", "collecting")).paper is None
