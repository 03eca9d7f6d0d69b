"""The allowance is a programme by its folder alone: a decision gives the right with its money, and ends it."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.correction import Correct, ProposeRaise
from document_flow.cases.acts.doubt import SettleDoubt
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.suspension import ProposeResumption, ProposeSuspension, Resume, Suspend
from hub.app import Hub
from hub.errors import HubError
from hub.programmes.case_reading import WantedCases, find_cases
from tests.hubs import eventually
from tests.integration.lists import month
from tests.integration.programmes.test_certificate import hub, told
from tests.integration.programmes.test_status import drafted, heard, issued, opened, registered, stands

__all__ = ["hub"]
MAN = person(1).fin
ASKED: dict[str, Any] = {"əsas": "own", "qaz": False, "məskən": "compact", "ölkədən_gedib": False, "yayınıb": False}
STATUS = {"kind": "idp_status", "fin": MAN, "category": "idp", "valid_from": "1993-11-01"}


def _from(place: str) -> dict[str, Any]:
    return {"kind": "person", "fin": MAN, "origin_residence": {"place": place}}


async def test_an_official_grants_it_and_the_right_stands_in_the_register_with_its_money(hub: Hub) -> None:
    await told(hub, STATUS, _from("Zəngilan/Ağalı"))

    case = await opened(hub, "allowance", MAN, ASKED)
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert draft.outcome == "granted"
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k1")
    done = await issued(hub, case)

    assert done.ruling is not None
    right = await registered(hub, "right", done.ruling.paper_no)
    assert (right["programme"], right["amount_qepik"], right["state"]) == ("allowance", 3300, "in_force")


@pytest.mark.parametrize(
    ("held", "sum_qepik"),
    [
        ({"temporary_settlement": {"place": "Bərdə", "gas_supplied": True}}, 6000),
        ({"actual_residence": {"place": "Bərdə", "gas_supplied": True}}, 6000),
        ({"temporary_settlement": {"place": "Bərdə", "object_type": "basqasinin_menzili"}}, 6000),
        ({"temporary_settlement": {"place": "Bərdə"}}, 3300),
    ],
)
async def test_the_register_says_what_place_it_is_and_what_was_typed_counts_where_it_does_not(
    hub: Hub, held: dict[str, Any], sum_qepik: int
) -> None:
    await told(hub, STATUS, {**_from("Zəngilan/Ağalı"), **held})

    case = await opened(hub, "allowance", MAN, ASKED)
    assert (await drafted(hub, case)).draft is not None
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k1")
    done = await issued(hub, case)

    assert done.ruling is not None
    assert (await registered(hub, "right", done.ruling.paper_no))["amount_qepik"] == sum_qepik


async def test_of_a_place_whose_three_years_are_over_it_is_refused_and_without_a_known_place_nothing(hub: Hub) -> None:
    await told(hub, STATUS)
    case = await opened(hub, "allowance", MAN, ASKED)

    async def waits() -> bool:
        return any(each.name == "yer" for each in (await stands(hub, case)).lacking)

    await eventually(waits, what="a case that waits for the place of origin")
    assert (await stands(hub, case)).draft is None

    await told(hub, _from("Füzuli/Horadiz"))
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert draft.outcome == "refused"


async def test_what_nobody_has_said_is_not_taken_for_a_no(hub: Hub) -> None:
    await told(hub, STATUS, _from("Zəngilan/Ağalı"))
    case = await opened(hub, "allowance", MAN, {"əsas": "own", "qaz": False, "yayınıb": False})

    async def waits() -> bool:
        return (await stands(hub, case)).phase == "undecided"

    await eventually(waits, what="a case that waits for an official")
    assert (await stands(hub, case)).draft is None


async def test_two_officials_suspend_it_by_an_act_with_a_paper_and_resume_it_from_that_day_on(hub: Hub) -> None:
    await told(hub, STATUS, _from("Zəngilan/Ağalı"))
    cases = hub.programmes.cases
    case = await opened(hub, "allowance", MAN, ASKED)
    await drafted(hub, case)
    await cases.act(case, ConfirmRuling(by="elcin"), "k1")
    given = (await issued(hub, case)).paper

    await cases.act(case, ProposeSuspension(by="sevinc", reason="ölkədən gedib"), "k2")
    await heard(hub, case, "k")
    await cases.act(case, Suspend(by="elcin"), "k3")
    paper = (await issued(hub, case)).paper

    assert given is not None
    assert paper is not None
    assert paper.no.startswith("VM-D-")
    right = await registered(hub, "right", given.no)
    assert (right["state"], right["amount_qepik"], right["state_decision_no"]) == ("suspended", 3300, paper.no)
    assert [each["decision_no"] for each in right["rests"]] == [paper.no]
    with pytest.raises(HubError) as refused:
        await opened(hub, "allowance", MAN, ASKED)
    assert refused.value.code == "cases.granted_already"
    await cases.act(case, ProposeResumption(by="sevinc", reason="qayıdıb", owed=False), "k4")
    await cases.act(case, Resume(by="elcin"), "k5")
    back = await issued(hub, case)
    right = await registered(hub, "right", given.no)
    assert (right["state"], right["valid_from"], back.paper) == ("in_force", given.issued_on.isoformat(), given)
    assert right["rests"] == [], "resumed on the day on which it was suspended"


async def test_what_was_granted_too_little_is_raised_by_two_officials_and_the_register_knows_since_when(
    hub: Hub,
) -> None:
    await told(hub, STATUS, _from("Zəngilan/Ağalı"))
    cases = hub.programmes.cases
    case = await opened(hub, "allowance", MAN, ASKED)
    await drafted(hub, case)
    await cases.act(case, ConfirmRuling(by="elcin"), "k1")
    first = (await issued(hub, case)).paper
    assert first is not None

    raised = ProposeRaise(by="sevinc", grade="6000", article="Fərman 1206", reason="yığcam məskən deyil")
    await cases.act(case, raised, "k2")
    await cases.act(case, Correct(by="fuad"), "k3")
    second = (await issued(hub, case)).paper

    assert second is not None
    assert second.no != first.no
    right = await registered(hub, "right", first.no)
    day = first.issued_on.isoformat()
    assert (right["amount_qepik"], right["amount_since"], right["valid_from"]) == (6000, day, day)
    assert (right["decision_no"], right["state"]) == (second.no, "in_force")
    assert (await stands(hub, case)).holds


OTHER = {"given_name": "Tural", "surname": "Quliyev", "birth_date": "1971-02-03"}


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        (OTHER, {"ad", "soyad", "doğum_tarixi"}),
        ({"given_name": "Tural", "birth_date": "1971-02-03"}, {"ad", "doğum_tarixi"}),
        ({"surname": "Quliyeva"}, set()),
        ({"birth_date": "1971-02-03"}, set()),
    ],
)
async def test_another_person_under_the_fin_of_a_right_is_a_question_to_an_official_and_ends_nothing(
    hub: Hub, said: dict[str, Any], doubted: set[str]
) -> None:
    """A name alone changes by marriage, a birth date alone is corrected: both at once are somebody else."""
    known = {"given_name": "Elçin", "surname": "Quliyeva", "birth_date": "1960-01-01"}
    await told(hub, STATUS, {**_from("Zəngilan/Ağalı"), **known})
    case = await opened(hub, "allowance", MAN, ASKED)
    ruled = (await drafted(hub, case)).draft
    assert ruled is not None
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k1")
    paper = (await issued(hub, case)).paper
    assert paper is not None
    # What DİN told decides whom it was granted to, and the register may have held somebody else all the while.
    before = {name: ruled.facts[name] for name in ("soyad", "ad", "doğum_tarixi")}
    now = dict(zip(("surname", "given_name", "birth_date"), before.values(), strict=True))
    await told(hub, {"kind": "person", "fin": MAN, **now})

    async def is_quiet() -> bool:
        return not (await stands(hub, case)).doubts

    await eventually(is_quiet, what="a paper that nobody doubts")
    await told(hub, {"kind": "person", "fin": MAN, **said}, {"kind": "person", "fin": MAN, "marital_status": "married"})

    async def is_doubted() -> bool:
        return set((await stands(hub, case)).doubts) == doubted

    await eventually(is_doubted, what=f"doubts about {doubted}")
    assert (await stands(hub, case)).holds
    assert (await registered(hub, "right", paper.no))["state"] == "in_force"


async def test_a_line_is_marked_as_long_as_its_case_is_doubted_and_is_paid(hub: Hub) -> None:
    known = {"given_name": "Elçin", "surname": "Quliyeva", "birth_date": "1960-01-01"}
    await told(hub, STATUS, {**_from("Zəngilan/Ağalı"), **known})
    case = await opened(hub, "allowance", MAN, ASKED)
    await drafted(hub, case)
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k1")
    paper = (await issued(hub, case)).paper
    assert paper is not None
    await registered(hub, "right", paper.no)
    await told(hub, {"kind": "person", "fin": MAN, **OTHER})

    async def is_doubted() -> bool:
        return bool((await stands(hub, case)).doubts)

    await eventually(is_doubted, what="a doubt")
    async with hub.store.read() as tx:
        (row,) = await find_cases(tx, WantedCases(awaits="look"))
    assert row["id"] == case

    async def listed(period: str) -> list[tuple[str, str]]:
        run = await month.compared(hub, period)
        assert len(await month.all_lines(hub, run)) == 1
        return [(each.change, each.task) for each in await month.changes(hub, run)]

    assert await listed("2099-01") == [("new", "doubted")]
    await hub.programmes.cases.act(case, SettleDoubt(by="fuad", reason="həmin şəxsdir"), "k2")
    assert await listed("2099-02") == [("new", "")], "whoever has looked has answered for the register too"
