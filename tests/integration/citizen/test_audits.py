"""An audit of refusals from its plan to what everybody is told: sampled, decided again from fresh facts by others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from connectors.sandbox.people import person
from document_flow.audits.state import Audit
from document_flow.cases.state import CASES
from hub.clock import SECOND
from hub.programmes.audits import AUDITS
from hub.store.legal_time import LEGAL_NOW
from tests.hubs import eventually
from tests.integration.citizen.conftest import Town
from tests.integration.console.desks import text
from tests.integration.hard_cases.office import later
from tests.sandbox import RunningSandbox
from tests.things import decided_return

_MANY = 12
_DAYS = {"programme": "return", "since": "2026-01-01", "until": "2026-01-31"}


async def refused(town: Town, count: int, by: str = "") -> list[str]:
    """Cases that were refused in January, by that hand."""
    hub, made = town.hub, []
    for number in range(count):
        name = await decided_return(hub, f"QM-5{number}/2026", person(50 + number).fin, outcome="refused")
        async with hub.store.write() as tx:
            stored = await hub.programmes.cases.case_store.get(tx, name)
            assert stored is not None
            assert stored.case.ruling is not None
            case = replace(stored.case, ruling=replace(stored.case.ruling, by=by))
            sealed = hub.sealer.seal("cases.state", name, CASES.dump_json(case), case.length)
            await tx.execute("UPDATE cases SET state_sealed = :sealed WHERE id = :id", {"sealed": sealed, "id": name})
        made.append(name)
    return made


async def asked(town: Town, who: str, path: str, act: str, **says: Any) -> dict[str, Any]:
    answer = await town.house.desks.office.post(who, path, {"act": act, "says": says})
    return dict(answer.json())


async def stands(town: Town, name: str) -> Audit:
    async with town.hub.store.read() as tx:
        stored = await town.hub.aggregates.tables.get(tx, AUDITS, name)
    assert stored is not None
    return stored.state


async def is_read(town: Town, name: str) -> bool:
    audit = await stands(town, name)
    return audit.phase == "drawn" and not audit.unread


async def is_put_off(town: Town, name: str) -> bool:
    """Whether the hub looks at it again only in a while."""
    async with town.hub.store.read() as tx:
        rows = await tx.fetch(
            f"SELECT a.work_at - {LEGAL_NOW} AS wait FROM aggregates a WHERE a.id = :id", {"id": name}
        )
    return (await stands(town, name)).phase == "drawn" and (rows[0]["wait"] or 0) > 600 * SECOND


async def read_anew(town: Town, size: int, **more: str) -> str:
    """The id of an audit whose sample was drawn and decided again by the hub itself."""
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    says = {**_DAYS, "size": str(size), "draws_at": (now + timedelta(days=1)).isoformat(), **more}
    begun = await asked(town, "elcin", "/v1/audits", "plan_audit", **says)
    assert "id" in begun, begun
    assert (await stands(town, begun["id"])).sample == ()
    await later(town.hub, 2)

    await eventually(lambda: is_read(town, begun["id"]), seconds=90, what="that the sample is decided again")
    return str(begun["id"])


async def found(town: Town, name: str, who: str, case: str, verdict: str) -> dict[str, Any]:
    says = {"case": case, "verdict": verdict, "reason": "yenidən baxıldı"}
    version = (await stands(town, name)).length
    answer = await town.house.desks.office.post(
        who, f"/v1/audits/{name}/acts", {"act": "state_finding", "expected_version": version, "says": says}
    )
    return dict(answer.json())


async def test_a_sample_of_refusals_is_decided_again_by_others_and_its_rate_is_told_to_everybody(town: Town) -> None:
    cases = await refused(town, _MANY, by="fuad")
    name = await read_anew(town, _MANY)
    audit = await stands(town, name)

    barred = await found(town, name, "fuad", audit.sample[0], "agrees")
    for each in audit.sample:
        done = await found(town, name, "elcin", each, "agrees")
        assert "id" in done, done

    closed = await stands(town, name)
    assert barred["code"] == "audits.hands"
    assert sorted(audit.sample) == sorted(cases)
    assert set(closed.fresh.values()) <= {"granted", "refused", "undecided"}
    assert (closed.phase, closed.counts["agrees"]) == ("closed", _MANY)
    browser = town.browser()
    (told,) = (await browser.get("/statistics.json")).json()["audits_of_refusals"]["return"]
    assert {each["code"]: each["count"] for each in told["findings"]} == {
        "audit_agrees": _MANY, "audit_differs": 0, "audit_undecidable": 0, "audit_all": _MANY,
    }  # fmt: skip
    assert told["false_exclusions"].startswith("about 0 of 100 refusals were wrong")
    sheet = (await browser.get("/statistics.csv")).content.decode("utf-8-sig")
    assert f"return;audit_agrees;the refusal holds (2026-01-01/2026-01-31);{_MANY}" in sheet
    page = text(await browser.get("/statistics"))
    assert told["false_exclusions"] in page
    assert not any(each in json.dumps(told) for each in (*cases, "QM-5", "elcin"))


async def test_an_agency_that_does_not_answer_is_asked_again_until_its_last_day(
    town: Town, agencies: RunningSandbox
) -> None:
    await refused(town, 2)
    agencies.behave("din", fail=503, times=1000)
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    says = {**_DAYS, "size": "2", "draws_at": (now + timedelta(hours=20)).isoformat()}
    name = (await asked(town, "elcin", "/v1/audits", "plan_audit", **says))["id"]
    await later(town.hub, 1)

    await eventually(lambda: is_put_off(town, name), what="that it is asked again in an hour")
    silent = await stands(town, name)
    page = await town.house.desks.office.get("elcin", f"/v1/audits/{name}")
    await later(town.hub, 4)

    await eventually(lambda: is_read(town, name), seconds=60, what="that it is given up")
    assert (silent.phase, silent.fresh) == ("drawn", {})
    assert "is asked every hour until" in page.text
    assert set((await stands(town, name)).fresh.values()) == {"undecided"}


async def test_small_figures_and_the_rate_that_would_tell_them_are_hidden(town: Town) -> None:
    await refused(town, 3)
    name = await read_anew(town, 2)
    first, second = (await stands(town, name)).sample

    await found(town, name, "elcin", first, "differs")
    await found(town, name, "elcin", second, "undecidable")

    assert (await stands(town, name)).phase == "closed"
    (told,) = (await town.browser().get("/statistics.json")).json()["audits_of_refusals"]["return"]
    assert told["false_exclusions"] == "not shown, the figures are small"
    assert [each["count"] for each in told["findings"]] == [0, None, None, None]


async def test_what_cannot_be_audited_is_refused_in_words(town: Town) -> None:
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    says = {**_DAYS, "size": "1", "draws_at": (now + timedelta(days=1)).isoformat()}

    nobody = await asked(town, "elcin", "/v1/audits", "plan_audit", **says)
    unknown = await asked(town, "elcin", "/v1/audits", "plan_audit", **{**says, "programme": "x"})
    clerk = await asked(town, "sevinc", "/v1/audits", "plan_audit", **says)

    assert [each["code"] for each in (nobody, unknown, clerk)] == [
        "audits.size", "audits.programme", "access.role_missing",
    ]  # fmt: skip
