"""Live figures: totals over all agencies are for the committee's eyes that may see its state."""

from __future__ import annotations

from tests.integration.console.desks import Desks


async def first_news(desks: Desks, who: str) -> str:
    headers = {"cookie": f"hub_session=sandbox-{who}"}
    async with desks.office.served.client.stream("GET", "/console/live", headers=headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                return line.removeprefix("data: ")
    return ""


async def test_an_agency_and_a_clerk_are_told_no_totals(desks: Desks) -> None:
    told = {who: await first_news(desks, who) for who in ("ramil", "gunel", "sevinc")}

    assert '"bad"' in told["ramil"]
    assert (told["gunel"], told["sevinc"]) == ("{}", "{}")
