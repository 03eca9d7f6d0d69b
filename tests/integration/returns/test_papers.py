"""Which registered paper may go out as our handover act."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from hub.returns.papers import pdf_of
from tests.hubs import running_hub, settings_for
from tests.things import kept_pdf, letter


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    async with running_hub(settings_for(tmp_path / "hub", **more)) as running:
        yield running


@pytest.mark.parametrize("of_others", [{"access": "restricted"}, {"kind": "incoming"}, {"kind": "appeal"}])
async def test_a_restricted_paper_or_one_that_came_is_no_act_of_ours(hub: Hub, of_others: dict[str, Any]) -> None:
    pdf = await kept_pdf(hub, b"%PDF-1.7 akt")
    await letter(hub, "A-1", files=[pdf])
    await letter(hub, "A-2", files=[pdf], **of_others)

    async with hub.store.read() as tx:
        found = [await pdf_of(hub.aggregates.needs, tx, number) for number in ("A-1", "A-2")]

    assert found == [pdf, None]
