"""What comes in goes by the law of its day: a new table of routing moves later arrivals, and none that came before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.folder import cases_of, load
from hub.documents.law.rulings import today
from tests.integration.documents.conftest import Office
from tests.integration.documents.test_exchange_of_documents import Exchange, exchange

__all__ = ["exchange"]

FOLDER = Path(__file__).parents[3] / "document_flow" / "decisions" / "tables" / "incoming-routing"
ROUTING = "/v1/decisions/incoming-routing"
OLD, NEW = ('"qayidis"</text>', '"huquq"</text>')
ACT = {"id": "assumed", "title": {"az": "Nümunə bölgü", "en": "Sample routing"}}


def body(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return dict(answer.json())


async def lawyers_get_requests(office: Office) -> None:
    """From today on; proposed by one, looked at and adopted by another."""
    cases = write_cases(cases_of(load(FOLDER), 1)).replace("bölmə: qayidis", "bölmə: huquq")
    dmn = (FOLDER / "1.dmn").read_text("utf-8").replace(OLD, NEW)
    made = body(await office.post("orxan", f"{ROUTING}/versions", {"act": ACT, "dmn": dmn, "cases": cases}))
    seen = body(await office.post("nigar", f"{ROUTING}/replay", {"stored": True, "after": 2}))
    yes = {
        "sha256": made["versions"][1]["sha256"],
        "replay": seen["digest"],
        "adopted_by": "Nümunə qərar",
        "expected_revision": 2,
    }
    body(await office.post("nigar", f"{ROUTING}/versions/2/adopt", yes))
    async with office.served.hub.store.read() as tx:
        first = today(await tx.now())
    last = (first - timedelta(days=1)).isoformat()
    end = {"last": last, "reason": "Nümunə", "act": ACT, "successor": {"version": 2}, "expected_revision": 3}
    waiting = body(await office.post("nigar", f"{ROUTING}/versions/1/repeal", end))
    body(await office.post("orxan", f"/v1/directory/proposals/{waiting['proposal']}/agree", {}))


async def test_later_arrivals_go_by_the_new_table_and_earlier_ones_keep_theirs(exchange: Exchange) -> None:
    before = await exchange.arrival()
    await lawyers_get_requests(exchange.office)

    after = await exchange.arrival()

    kept = await exchange.show(before)
    routings = [(await exchange.history(each))[0]["event"]["routing"] for each in (before, after)]
    assert (kept["unit"], kept["version"]) == (before["unit"], before["version"]) == ("qayidis", before["version"])
    assert after["unit"] == "huquq"
    assert [each["version"] for each in routings] == [1, 2]
    assert routings[0]["sha256"] != routings[1]["sha256"]
