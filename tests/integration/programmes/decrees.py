"""Versions of a programme's table: proposed, checked over all cases, made law, by the people whose it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.store.ids import new_id
from tests.integration.api.served import as_party
from tests.integration.console.desks import Desks


async def post(desks: Desks, who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {**as_party(f"sandbox-{who}"), "Idempotency-Key": new_id()}
    answer = await desks.office.served.client.post(path, json=body, headers=headers)
    return dict(answer.json())


async def sheet(desks: Desks, who: str, room: str, name: str) -> dict[str, Any]:
    answer = await desks.office.served.client.get(f"/v1/{room}/{name}", headers=as_party(f"sandbox-{who}"))
    return dict(answer.json())


def block(of: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return next(each["rows"] for each in of["blocks"] if each["code"] == code)


async def replayed(desks: Desks, who: str = "nigar", **says: str) -> str:
    """A replay that was read to its end."""
    told = {"table": "allowance", "after": "3", **says}
    begun = await post(desks, who, "/v1/law_replays", {"act": "begin_replay", "says": told})
    assert begun["phase"] == "reading", begun
    while await desks.office.served.hub.aggregates.step():
        pass
    return str(begun["id"])


ACT = {"id": "NK 11", "title": {"az": "Nümunə", "en": "Sample"}, "day": "2026-11-01"}


CASES = """
cases:
  - name: statusu yoxdur
    facts: {status: yoxdur}
    rows: [{qərar: imtina, səbəb: "vahid məlumat bazasında statusunuz qeydə alınmayıb", məbləğ: 0}]
"""


async def made_law(desks: Desks, dmn: str, last: date) -> int:
    """A version of the allowance's table that is the law from the day after `last` on, by three people; its number."""
    path = "/v1/decisions/allowance"
    body = {"act": ACT, "dmn": dmn, "cases": CASES}
    made = await post(desks, "orxan", f"{path}/versions", body)
    number, old = made["version"], made["version"] - 1
    digest = block(await sheet(desks, "nigar", "law_replays", await replayed(desks, after=str(number))), "progress")
    (drafted,) = [each for each in made["versions"] if each["version"] == number]
    yes = {"sha256": drafted["sha256"], "replay": digest[0]["digest"], "adopted_by": "Nümunə əmr"}
    made = await post(desks, "nigar", f"{path}/versions/{number}/adopt", {**yes, "expected_revision": made["revision"]})
    end = {"last": last.isoformat(), "reason": "cədvəl dəyişir", "act": ACT, "successor": {"version": number}}
    made = await post(desks, "nigar", f"{path}/versions/{old}/repeal", {**end, "expected_revision": made["revision"]})
    agreed = await post(desks, "orxan", f"/v1/directory/proposals/{made['proposal']}/agree", {})
    assert "code" not in agreed, agreed
    return int(number)
