"""A list with somebody who has no account is settled once that line was paid outside the bank's file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.app import Hub
from hub.errors import HubError
from hub.money.acting import act_on
from hub.money.ledger import altered
from tests.hubs import running_hub, settings_for
from tests.integration.lists import month
from tests.integration.money.lists import states
from tests.moments import today


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    async with running_hub(settings_for(tmp_path / "hub"), works=False) as running:
        yield running


async def test_a_month_with_somebody_without_an_account_adds_up_and_settles(hub: Hub) -> None:
    await month.settled(hub, "5AAA001")
    await month.granted(hub, "5AAA001")
    name = await month.issued(hub, "2026-03")
    await month.driven(hub)
    assert (await month.run(hub, name)).phase == "issued", "it waits for as long as nobody was paid"
    ((_, row),) = await states(hub)
    says = {"way": "treasury_cheque", "paper": "ÇK 001", "paid_on": today().isoformat(), "amount_qepik": "60,00"}

    await act_on(hub.aggregates.needs, row["id"], "pay_outside", "fuad", says, 1)
    with pytest.raises(HubError) as alone:
        await act_on(hub.aggregates.needs, row["id"], "agree", "fuad", {}, 2)
    await month.driven(hub)
    assert (alone.value.code, (await month.run(hub, name)).phase) == ("access.second_person", "issued")
    await act_on(hub.aggregates.needs, row["id"], "agree", "elcin", {}, 2)
    await month.driven(hub)

    (stored,) = (await month.lists(hub, name)).values()
    assert (stored.state.phase, stored.state.paid_qepik, stored.state.returned_qepik) == ("settled", 6000, 0)
    assert (await month.run(hub, name)).phase == "settled"
    assert [each async for each in altered(hub.store, hub.sealer)] == []
