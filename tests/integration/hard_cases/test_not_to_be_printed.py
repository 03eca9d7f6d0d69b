"""What cannot be printed is not decided: the case says so, and goes on once the fact is mended."""

from __future__ import annotations

from document_flow.cases.acts.leave_to_people import TryAgain
from hub.app import Hub
from tests.integration.hard_cases.office import FIN, FOR_A_BANK, STATUS, WOMAN, did, opened, reached, told, waits_for


async def test_a_fact_without_letters_on_paper_leaves_the_case_to_people_before_anything_is_fixed(hub: Hub) -> None:
    await told(hub, WOMAN, {**STATUS, "origin_place": "Tərtər \u0627"}, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)

    stuck = await reached(hub, case, "undecided")
    waits = await waits_for(hub, case)
    await told(hub, STATUS, by="committee")
    await did(hub, case, TryAgain(by="elcin"))

    assert (stuck.ruling, stuck.outcome) == (None, "")
    assert waits.startswith("Its paper cannot be printed")
    assert "U+0627" in waits
    assert (await reached(hub, case, "in_effect")).outcome == "granted"
