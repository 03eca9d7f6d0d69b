"""The list of places on a page."""

from __future__ import annotations

from tests.integration.console.desks import Desks, text


async def test_a_place_is_looked_up_with_what_it_is_now(desks: Desks) -> None:
    shown = text(await desks.get("zeyneb", "/register/places?q=Talish", "az"))

    assert "Tərtər/Talış kənd" in shown
    assert "Ağdərə/Talış" in shown


async def test_of_what_is_not_listed_the_page_says_so(desks: Desks) -> None:
    shown = text(await desks.get("zeyneb", "/register/places?q=Harada"))

    assert "No place is called so" in shown
