"""A card by SOAP: as long as the status holds, the card does; without one told, it is not held."""

from __future__ import annotations

import pytest

from mappings.registered import IdpCard
from tests.integration.api.served import Served
from tests.integration.soap.asking import ask
from tests.integration.soap.people import DISPLACED, NO_STATUS, RETURNED, about, envelope
from tests.things import things_told


@pytest.mark.parametrize(
    ("fin", "answer", "number", "ended"),
    [(RETURNED, "no", "MK-0054321", "2024-05-28"), (NO_STATUS, "not_held", None, None)],
)
async def test_the_card_of_a_person_ends_with_the_status(
    soap: Served, fin: str, answer: str, number: str | None, ended: str | None
) -> None:
    told = await ask(soap, envelope(about(fin, "getCard", "idp-card")), "/soap/idp-card")

    assert (told.text("answer"), told.text("number"), told.text("endedOn")) == (answer, number, ended)


async def test_a_lost_card_is_a_no_and_the_new_one_a_yes(soap: Served) -> None:
    """The card programme writes cards, not the status."""
    before = await ask(soap, envelope(about(DISPLACED, "getCard", "idp-card")), "/soap/idp-card")
    await things_told(soap.hub, IdpCard(fin=DISPLACED, card_no="MK-0012345", state="lost"))
    lost = await ask(soap, envelope(about(DISPLACED, "getCard", "idp-card")), "/soap/idp-card")
    await things_told(soap.hub, IdpCard(fin=DISPLACED, card_no="MKV-1", state="active"))
    new = await ask(soap, envelope(about(DISPLACED, "getCard", "idp-card")), "/soap/idp-card")

    assert [(each.text("answer"), each.text("number")) for each in (before, lost, new)] == [
        ("yes", "MK-0012345"),
        ("no", "MK-0012345"),
        ("yes", "MKV-1"),
    ]


async def test_a_lost_card_is_not_found_again_by_an_old_base_that_tells_it_once_more(soap: Served) -> None:
    await things_told(soap.hub, IdpCard(fin=DISPLACED, card_no="MK-0012345", state="lost"))
    await things_told(soap.hub, IdpCard(fin=DISPLACED, card_no="MK-0012345"))

    answer = await ask(soap, envelope(about(DISPLACED, "getCard", "idp-card")), "/soap/idp-card")
    assert answer.text("answer") == "no"
