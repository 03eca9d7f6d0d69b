"""Substitutions at the console: made, refused in words, ended."""

from __future__ import annotations

import re
from datetime import timedelta

from hub.console.writing import baku
from tests.integration.console.desks import Desks, text

PLACE = "/documents/office"


def leave(desks: Desks, principal: str, acting: str, **more: str | list[str]) -> dict[str, str | list[str]]:
    """Two weeks from today on."""
    today = baku(desks.office.served.hub.clock.now()).date()
    return {
        "principal": principal,
        "acting": acting,
        "first": f"{today:%d.%m.%Y}",
        "last": f"{today + timedelta(days=13):%d.%m.%Y}",
        "typed-days": ["first", "last"],
        "basis": "Əmr 12-M",
        "manner": "substitute",
        **more,
    }


async def agreed(desks: Desks, second: str, page: str = PLACE) -> None:
    """What waits, agreed to on the page by a second person."""
    [made] = re.findall(r"office/proposals/(\w{32})/agree", (await desks.get(second, page)).text)
    assert await desks.went(second, f"{PLACE}/proposals/{made}/agree") == PLACE


async def test_a_substitution_is_written_down_and_shown(desks: Desks) -> None:
    await desks.went("sevinc", f"{PLACE}/stand-ins", **leave(desks, "rauf", "leyla", kinds=["incoming", "appeal"]))
    waits = text(await desks.get("rauf", PLACE))
    await agreed(desks, "rauf")

    assert "Leyla Şükürlü in the place of Rauf İbrahimli" in waits
    assert "Nobody stands in for anybody" in waits
    said = text(await desks.get("elcin", PLACE))
    assert "Leyla Şükürlü substitution Rauf İbrahimli" in said
    assert "in force" in said
    assert "citizen's appeal, incoming document" in said
    assert "Əmr 12-M" in said


async def test_a_chain_is_refused_beside_the_form_and_what_was_typed_stays(desks: Desks) -> None:
    await desks.went("sevinc", f"{PLACE}/stand-ins", **leave(desks, "rauf", "leyla"))
    await agreed(desks, "rauf")

    answer = await desks.post("sevinc", f"{PLACE}/stand-ins", **leave(desks, "leyla", "orxan", basis="Əmr 13-M"))
    said = text(answer, 409)
    assert "a chain would arise with Rauf İbrahimli – Leyla Şükürlü" in said
    assert 'value="Əmr 13-M"' in answer.text
    assert re.search(r'name="first" value="\d{2}\.\d{2}\.\d{4}"', answer.text)
    assert re.search(r'class="field wrong"><label for="acting"', answer.text)


async def test_what_is_not_filled_in_is_named(desks: Desks) -> None:
    said = text(await desks.post("sevinc", f"{PLACE}/stand-ins", principal="", acting="leyla", first="x"), 422)

    assert "Choose an official." in said
    assert "Choose a day." in said


async def test_a_substitution_is_ended_and_is_gone_from_the_list(desks: Desks) -> None:
    await desks.went("sevinc", f"{PLACE}/stand-ins", **leave(desks, "rauf", "leyla"))
    await agreed(desks, "rauf")
    [made] = re.findall(r"office/stand-ins/(\w{32})/end", (await desks.get("sevinc", PLACE)).text)

    await desks.went("sevinc", f"{PLACE}/stand-ins/{made}/end")

    assert "Nobody stands in for anybody" in text(await desks.get("sevinc", PLACE))
    assert "no such stand-in in force" in text(await desks.post("sevinc", f"{PLACE}/stand-ins/{made}/end"), 404)


async def test_an_executor_sees_why_the_form_is_closed_and_is_refused(desks: Desks) -> None:
    said = text(await desks.get("rauf", PLACE))
    refused = await desks.post("rauf", f"{PLACE}/stand-ins", **leave(desks, "rauf", "leyla"))

    assert "Only a clerk, head or administrator can do this." in said
    assert refused.status_code == 403


async def test_a_proposal_is_taken_back_by_its_maker_and_not_agreed_to(desks: Desks) -> None:
    await desks.went("sevinc", f"{PLACE}/stand-ins", **leave(desks, "rauf", "leyla"))
    page = await desks.get("sevinc", PLACE)
    [made] = re.findall(r"office/proposals/(\w{32})/refuse", page.text)

    refused = await desks.post("sevinc", f"{PLACE}/proposals/{made}/agree")
    await desks.went("sevinc", f"{PLACE}/proposals/{made}/refuse")

    assert "a second person does" in text(refused, 403)
    assert "Waits for a second person" not in text(await desks.get("rauf", PLACE))
