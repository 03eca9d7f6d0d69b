"""No FIN, no telephone: said in words, and nothing is lost."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.prove_notice import ProveNotice
from hub.app import Hub
from hub.errors import Refused
from hub.web.cases import ApplicationBody, opening
from tests.integration.hard_cases.office import FIN, FOR_A_BANK, STATUS, WOMAN, did, opened, reached, stands, told


@pytest.mark.parametrize("fin", ["", " ", "yoxdur"])
async def test_an_application_without_a_fin_is_refused_with_what_to_do(hub: Hub, fin: str) -> None:
    with pytest.raises(Refused) as told_so:
        await opened(hub, "certificate", fin, FOR_A_BANK)

    assert told_so.value.code == "cases.no_fin"
    assert "register the application as a document" in told_so.value.words.en


async def test_at_the_door_too(hub: Hub) -> None:
    body = ApplicationBody(programme="certificate", fin="-", answers=FOR_A_BANK)
    with pytest.raises(Refused, match="fin_shape"):
        opening("sevinc", body)


async def test_who_has_no_telephone_is_handed_the_paper_and_its_term_begins(hub: Hub) -> None:
    """Nothing of a case asks for a telephone: by hand and by registered post count alike."""
    await told(hub, WOMAN, STATUS)
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, case, "in_effect")

    await did(hub, case, ProveNotice(by="sevinc", manner="by_post"))
    notice = (await stands(hub, case)).notice
    assert notice is not None
    assert notice.complain_until is not None
