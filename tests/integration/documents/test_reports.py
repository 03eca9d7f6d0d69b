"""Reports over HTTP: what is under control, what is overdue, and what was done on time; from rows, by indexes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hub.documents.office.reporting import Period, controlled_in, executed_in, late_on
from hub.store.legal_time import NO_DUE
from tests.integration.documents.conftest import Office
from tests.moments import today


def month() -> str:
    return f"{today():%Y-%m}"


async def resolved(office: Office, executor: str, *, control: bool = False) -> dict[str, Any]:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    return await office.act(
        "fuad",
        made,
        "orders",
        "give_resolution",
        resolution="r1",
        text="B",
        executors=[executor],
        days=5,
        control=control,
    )


async def report(office: Office, who: str, document: dict[str, Any]) -> dict[str, Any]:
    return await office.act(who, document, "orders", "report", resolution="r1", note="görüldü")


async def row_of(office: Office, document: dict[str, Any]) -> dict[str, Any]:
    async with office.served.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT * FROM resolutions WHERE document_id = :id", {"id": document["id"]})
    return dict(row)


async def backdate(office: Office, document: dict[str, Any], **days: date) -> None:
    """As if it had been given, or due, on another day."""
    changed = ", ".join(f"{name} = :{name}" for name in days)
    values = {name: day.isoformat() for name, day in days.items()}
    async with office.served.hub.store.write() as tx:
        await tx.execute(f"UPDATE resolutions SET {changed} WHERE document_id = :id", {"id": document["id"], **values})


async def test_the_monthly_report_counts_what_was_under_control(office: Office) -> None:
    done, left = await resolved(office, "rauf", control=True), await resolved(office, "leyla", control=True)
    await resolved(office, "rauf")
    reported = await report(office, "rauf", done)
    await office.act("fuad", reported, "orders", "accept_execution", resolution="r1")
    await backdate(office, left, given=today().replace(day=1) - timedelta(days=3))

    found = (await office.get("sevinc", "/v1/reports/control", month=month())).json()

    assert {name: found[name] for name in ("carried", "taken", "executed", "left", "overdue", "executed_late")} == {
        "carried": 1,
        "taken": 1,
        "executed": 1,
        "left": 1,
        "overdue": int(found["overdue"]),
        "executed_late": 0,
    }
    assert found["carried"] + found["taken"] == found["executed"] + found["left"]


async def test_what_is_overdue_is_counted_by_unit_and_by_executor(office: Office) -> None:
    late, later, fine = [await resolved(office, each) for each in ("rauf", "rauf", "orxan")]
    for each in (late, later):
        await backdate(office, each, given=today() - timedelta(days=30), due=today() - timedelta(days=2))

    found = (await office.get("fuad", "/v1/reports/overdue")).json()
    before = (await office.get("fuad", "/v1/reports/overdue", on=(today() - timedelta(days=3)).isoformat())).json()

    assert (found["total"], found["by_unit"]) == (2, [{"unit": "qayidis", "count": 2}])
    assert [(each["executor"]["name"], each["count"]) for each in found["by_executor"]] == [("Rauf İbrahimli", 2)]
    assert before["total"] == 0
    assert fine["id"]


async def test_what_was_done_on_time_is_a_share(office: Office) -> None:
    documents = [await resolved(office, each) for each in ("rauf", "rauf", "orxan")]
    for who, document in zip(("rauf", "rauf", "orxan"), documents, strict=True):
        await report(office, who, document)
    await backdate(office, documents[1], given=today() - timedelta(days=30), due=today() - timedelta(days=1))

    found = (await office.get("fuad", "/v1/reports/on-time", month=month())).json()

    assert (found["total"]["executed"], found["total"]["on_time"], found["total"]["share"]) == (3, 2, 0.6667)
    assert {each["unit"]: each["share"] for each in found["by_unit"]} == {"qayidis": 0.5, "huquq": 1.0}
    empty = (await office.get("fuad", "/v1/reports/on-time", month="2001-01")).json()
    assert (empty["total"]["share"], empty["by_unit"]) == (None, [])


async def test_rows_follow_the_document(office: Office) -> None:
    document = await resolved(office, "rauf", control=True)
    given = await row_of(office, document)
    asked = await office.act(
        "rauf", document, "orders", "request_extension", resolution="r1", until="2099-01-05", reason="r"
    )
    await office.act("fuad", asked, "orders", "decide_extension", resolution="r1", granted=True)
    extended = await row_of(office, document)
    act = {"from": "rauf", "to": "orxan", "act": "T-1", "reason": "r"}
    drawn = (await office.post("sevinc", "/v1/handovers", act)).json()
    await office.post("fuad", f"/v1/handovers/{drawn['id']}/carry-out", {})
    handed = await row_of(office, document)

    assert (given["unit"], given["executor"], given["executed"], given["controlled"]) == ("qayidis", "rauf", NO_DUE, 1)
    assert (extended["due"], extended["extensions"]) == ("2099-01-05", 1)
    assert (handed["unit"], handed["executor"]) == ("huquq", "orxan")


async def test_what_its_owner_let_go_is_not_controlled_any_more(office: Office) -> None:
    document = await resolved(office, "rauf", control=True)

    await office.act("fuad", document, "orders", "release_control", resolution="r1", reason="ehtiyac yoxdur")

    assert (await row_of(office, document))["controlled"] == 0


async def test_no_report_reads_all_rows(office: Office) -> None:
    """The plan of each question names an index, on either database, once there are rows to choose from."""
    rows = [
        (f"{number:032x}", "r1", "qayidis", "rauf", "2020-01-01", "2020-01-10", "2020-01-09", 1, 0)
        for number in range(2000)
    ]
    async with office.served.hub.store.write() as tx:
        await tx.many(
            "INSERT INTO resolutions (document_id, resolution, unit, executor, given, due, executed, controlled,"
            " extensions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            rows,
        )
        await tx.execute("ANALYZE resolutions")
    plans: list[str] = []

    async with office.served.hub.store.read() as tx:
        explaining = Explaining(tx, plans)
        await controlled_in(explaining, Period.of_month(2026, 11))  # type: ignore[arg-type]
        await late_on(explaining, date(2026, 11, 5))  # type: ignore[arg-type]
        await executed_in(explaining, Period.of_month(2026, 11))  # type: ignore[arg-type]

    assert len(plans) == 3
    for plan in plans:
        assert "ix_resolutions" in plan, plan


class Explaining:
    """A transaction that is asked how it would answer, and answers nothing."""

    def __init__(self, tx: Any, plans: list[str]) -> None:
        self._tx = tx
        self._plans = plans

    async def fetch(self, sql: str, values: dict[str, Any]) -> list[Any]:
        word = "EXPLAIN" if self._tx.__class__.__name__.startswith("Postgres") else "EXPLAIN QUERY PLAN"
        self._plans.append(
            str(
                [
                    list(row.values() if hasattr(row, "values") else row)
                    for row in await self._tx.fetch(f"{word} {sql}", values)
                ]
            )
        )
        return []


async def test_reports_are_for_those_who_manage(office: Office) -> None:
    executor = await office.get("rauf", "/v1/reports/control", month=month())
    wrong = await office.get("fuad", "/v1/reports/control", month="2026-13")

    assert (executor.status_code, wrong.status_code) == (403, 422)
