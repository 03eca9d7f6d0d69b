"""The utilities' lists of a quarter and a year: by occupied district and settlement, in kind, by four parties."""

from __future__ import annotations

from datetime import date

from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from document_flow.runs.acts.open_run import OpenRun
from hub.app import Hub
from hub.store.ids import new_id
from mappings.registered import Right
from tests.integration.lists.month import OFFICER, RUNS, asked, driven, lines, lists, run, settled
from tests.integration.lists.test_months import hub
from tests.things import things_told

__all__ = ["hub"]
PARTIES = (
    ("lists_authority", "uzv-1"),
    ("lists_origin_authority", "uzv-3"),
    ("lists_utility", "uzv-4"),
    ("lists_representative", "aysel"),
)
IN_KIND = {
    "programme": "utilities",
    "benefit": "utility",
    "service": "electricity",
    "provider": "azerishiq",
    "limit_kwh": 300,
    "valid_from": "2026-01-01",
}


async def household(hub: Hub, fin: str, persons: int, **said: str | None) -> None:
    await settled(hub, fin)
    number = f"KG-T-{fin}"
    more = {
        "fin": fin,
        "right_id": number,
        "decision_no": number,
        "persons": persons,
        "subscriber_code": f"0712345{fin[-3:]}",
    }
    await things_told(hub, Right.model_validate({**IN_KIND, **more, **said}))


async def listed(hub: Hub, period: str, day: str) -> str:
    """A run that its four parties have approved, and that went out."""
    command = OpenRun(
        by=OFFICER, programme="utilities", period=period, run_kind="regular", legal_day=date.fromisoformat(day)
    )
    name = (await hub.aggregates.open(RUNS, command, new_id())).id
    await driven(hub)
    await asked(hub, name, FreezeAll(by=OFFICER))
    for party, by in PARTIES:
        root = (await run(hub, name)).root
        await asked(hub, name, ApproveAll(by=by, party=party, root=root, document=f"S-{party}"))
    await asked(hub, name, IssueAll(by=OFFICER))
    return name


async def test_a_quarter_is_checked_and_a_year_confirmed_by_four_parties_without_money(hub: Hub) -> None:
    await household(hub, "5AAA001", 4)
    await household(hub, "5AAA002", 1)

    quarter = await listed(hub, "2026-Q1", "2026-03-01")

    (entries,) = (await lines(hub, quarter)).values()
    assert sorted((each.terms["service"], each.terms["persons"]) for each in entries) == [
        ("electricity", "1"), ("electricity", "4")
    ]  # fmt: skip
    # Neither money nor anybody's bank account, and of the right no more than service and persons.
    assert {(each.amount_qepik, each.payee, each.account, *sorted(each.terms)) for each in entries} == {
        (0, "", "", "persons", "service")
    }
    (head,) = [each.state for each in (await lists(hub, quarter)).values()]
    assert (set(head.approvals), head.phase) == ({party for party, _ in PARTIES}, "settled")

    year = await listed(hub, "2026", "2026-12-31")

    (head,) = [each.state for each in (await lists(hub, year)).values()]
    assert (head.tally.kept, head.tally.entries) == (2, 2)


async def test_a_household_whose_right_has_ended_leaves_the_list_by_its_decision(hub: Hub) -> None:
    await household(hub, "5AAA001", 4)
    await household(hub, "5AAA002", 1)
    await listed(hub, "2026-Q1", "2026-03-01")
    await household(hub, "5AAA002", 1, state="ended", ended_on="2026-05-10", state_decision_no="KG-L-1")

    second = await listed(hub, "2026-Q2", "2026-06-01")

    (head,) = [each.state for each in (await lists(hub, second)).values()]
    assert (head.tally.kept, head.tally.ended, head.tally.entries) == (1, 1, 1)
