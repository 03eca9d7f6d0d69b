"""Two clocks: legal time goes ahead in a sandbox for terms, law and papers; machine time stamps what was done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hub.app import build
from hub.errors import HubError
from hub.store.legal_time import time_ahead
from tests.hubs import settings_for
from tests.integration.documents.conftest import Office
from tests.moments import today
from tests.schemas import create_all
from tests.unit.document_flow.rendering.printed import Printed

DAY = 86_400


async def move(office: Office, days: int, who: str = "committee") -> int:
    answer = await office.post(who, "/v1/sandbox/time", {"ahead_seconds": days * DAY})
    return answer.status_code


async def test_a_number_taken_after_a_month_was_played_is_of_that_day_and_its_leaf_of_this_one(office: Office) -> None:
    assert await move(office, 30) == 200

    made = await office.begin("sevinc", "incoming")
    await office.step("sevinc", made, "register", file="01-05")

    shown = (await office.get("sevinc", f"/v1/documents/{made['id']}")).json()
    assert shown["registration"]["on"] == (today() + timedelta(days=30)).isoformat()
    async with office.served.hub.store.read() as tx:
        leaves = await tx.fetch(
            "SELECT created_at FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": made["id"]}
        )
        now = await tx.now()
    assert leaves
    assert all(abs(now - leaf["created_at"]) < 600_000_000 for leaf in leaves)


async def test_a_term_that_legal_time_has_passed_is_overdue_and_its_timers_fire(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    order = {"resolution": "r1", "text": "B", "executors": ["rauf"], "days": 5, "control": True}
    made = await office.act("fuad", made, "orders", "give_resolution", **order)
    assert (await office.get("rauf", "/v1/inbox")).json()["overdue"] == 0

    assert await move(office, 30) == 200
    fired = await office.served.hub.office.timekeeping.step()

    assert fired > 0
    assert (await office.get("rauf", "/v1/inbox")).json()["overdue"] == 1


async def test_what_bears_a_day_of_the_new_time_is_taken_at_once(office: Office) -> None:
    assert await move(office, 30) == 200

    assert office.served.hub.formats.tomorrow() == today() + timedelta(days=31)


async def test_a_paper_printed_in_moved_time_is_marked(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    page = f"/v1/documents/{made['id']}/prints/registration-card.pdf"
    plain = await office.get("sevinc", page)

    assert await move(office, 1) == 200
    marked = await office.get("sevinc", page)

    assert plain.status_code == marked.status_code == 200
    assert "NÜMUNƏ" not in Printed(plain.content).text
    assert "NÜMUNƏ" in Printed(marked.content).text


async def test_legal_time_never_goes_back_and_is_moved_by_operators_alone(office: Office) -> None:
    assert await move(office, 2) == 200
    assert await move(office, 1) == 409
    assert await move(office, 3, "azerishiq") == 403

    async with office.served.hub.store.read() as tx:
        assert await time_ahead(tx) == 2 * DAY * 1_000_000


async def test_a_database_whose_time_was_played_is_refused_outside_a_sandbox(tmp_path: Path) -> None:
    await create_all(settings_for(tmp_path))
    async with build(settings_for(tmp_path)) as hub, hub.store.write() as tx:
        await tx.execute("INSERT INTO legal_time (id, ahead, moved_by, moved_at) VALUES (1, 5, 'x', 0)")

    with pytest.raises(HubError) as refused:
        async with build(settings_for(tmp_path, sandbox=False)):
            pass
    assert refused.value.code == "hub.played_time"
