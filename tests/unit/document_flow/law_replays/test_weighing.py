"""What two versions of a law make of one case: who gains, who loses, how much, and in which groups they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from document_flow.cases.state import Case, Paper, Ruling, SetAside
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, Reason, RuleRef
from document_flow.law_replays.weighing import Weighed, Weighing
from document_flow.programmes import programmes
from document_flow.programmes.programme import FactRule, Origin
from document_flow.words import Words

DAY = date(2026, 11, 29)
ALLOWANCE = programmes()["allowance"]
RULE = RuleRef("d", 1, "r", "Qərar 11")
PAPER = Paper(no="VM-1", sha256="a", issued_on=DAY)
LACKS = NotDecided((Reason("missing", "qaz", Words("q", "q")),))
DISABILITY = FactRule(
    name="əlillik", title=Words("Əlillik", "Disability"), origins=(Origin(via="ask", of="social", field="disability"),)
)


def gives(money: int) -> Outcome:
    return Decided(({"qərar": "verilir", "məbləğ": Decimal(money)},), (RULE,))


REFUSES: Outcome = Decided(({"qərar": "imtina", "məbləğ": Decimal(0)},), (RULE,))


def case(held: int | None = 3300, **facts: Any) -> Case:
    outcome: Any = "granted" if held is not None else "refused"
    pinned = {"yer": "Zəngilan", "cins": "qadın", "doğum_tarixi": "2010-11-30", **facts}
    row = {"qərar": "verilir", "məbləğ": str(held or 0)}
    ruling = Ruling(outcome=outcome, row=row, record="r", table_sha256="t", as_of=DAY, basis=(), facts=pinned)
    return Case(programme="allowance", outcome=outcome, ruling=ruling)


def weighed(
    of: Case,
    before: Outcome,
    after: Outcome,
    programme: Any = ALLOWANCE,
    law_of: Callable[[date], bool] = lambda _: False,
) -> Weighed:
    def asked(_facts: Mapping[str, Any]) -> tuple[Outcome, Outcome]:
        return before, after

    district = {"Zəngilan": "zengilan"}.get
    return Weighing(programme=programme, asked=asked, district=district, day=DAY, is_law_of=law_of).of(of)


@pytest.mark.parametrize(
    ("held", "before", "after", "effect", "money"),
    [
        (3300, gives(3300), gives(3300), "same", 0),
        (3300, gives(3300), REFUSES, "loses", -3300),
        (3300, gives(3300), gives(6000), "more", 2700),
        (6000, gives(6000), gives(3300), "less", -2700),
        (None, REFUSES, gives(6000), "gains", 6000),
        (None, REFUSES, REFUSES, "same", 0),
        (None, gives(3300), gives(6000), "already", 0),
        (3300, REFUSES, REFUSES, "already", 0),
        (3300, LACKS, REFUSES, "loses", -3300),
        (3300, gives(3300), LACKS, "unknown", 0),
        (3300, gives(3300), Conflicted((RULE,)), "unknown", 0),
    ],
)
def test_what_somebody_holds_is_compared_with_what_the_new_law_gives(
    held: int | None, before: Outcome, after: Outcome, effect: str, money: int
) -> None:
    found = weighed(case(held), before, after)

    assert (found.effect, found.money, found.ends) == (effect, money, effect == "loses")
    assert found.missing == (("qaz",) if after is LACKS else ())


@pytest.mark.parametrize(
    ("before", "after", "effect", "ends"),
    [
        (gives(3300), gives(3300), "rests", False),
        (gives(3300), REFUSES, "rests_other", True),
        (gives(3300), gives(6000), "rests_other", False),
        (REFUSES, REFUSES, "already", False),
        (gives(3300), LACKS, "unknown", False),
    ],
)
def test_a_suspended_right_is_counted_as_such_and_moves_no_money(
    before: Outcome, after: Outcome, effect: str, ends: bool
) -> None:
    granted = case(3300)
    assert granted.ruling is not None
    aside = SetAside(ruling=granted.ruling, paper=PAPER, sendings=(), notice=None, by="sevinc")
    resting = replace(granted, outcome="suspended", set_aside=aside, ruling=replace(granted.ruling, row={}))

    found = weighed(resting, before, after)

    assert (found.effect, found.money, found.ends) == (effect, 0, ends)


def test_who_was_revoked_gains_what_only_the_new_law_gives_and_who_has_died_nothing() -> None:
    revoked = replace(case(3300), outcome="void", ended="revoked")

    assert weighed(revoked, REFUSES, gives(3300)).money == 3300
    assert weighed(revoked, gives(3300), gives(3300)).effect == "already"
    assert weighed(replace(revoked, ended="died"), REFUSES, gives(3300)).effect == "same"


def test_groups_are_read_of_the_facts_and_what_they_do_not_say_is_not_known() -> None:
    disabled = replace(ALLOWANCE, facts=(*ALLOWANCE.facts, DISABILITY))

    known = weighed(case(əlillik=True), REFUSES, REFUSES, disabled)
    other = weighed(case(yer="Ay", cins="kişi", doğum_tarixi="1990-01-01", əlillik=False), REFUSES, REFUSES, disabled)
    unsaid = weighed(case(cins="x", doğum_tarixi="1990"), REFUSES, REFUSES)

    assert known.groups == {"district": "zengilan", "sex": "female", "age": "child", "disability": "disabled"}
    assert other.groups == {"district": "?", "sex": "male", "age": "adult", "disability": "none"}
    assert unsaid.groups == {"district": "zengilan", "sex": "?", "age": "?", "disability": "?"}


def test_of_a_programme_without_money_and_a_case_without_a_ruling_nothing_is_made_up() -> None:
    unpaid = replace(ALLOWANCE, effect=None)
    bare = Case(programme="allowance", outcome="refused")

    found = weighed(bare, REFUSES, gives(3300), unpaid)

    assert (found.effect, found.money) == ("gains", 0)
    assert set(found.groups.values()) == {"?"}


@pytest.mark.parametrize(
    ("held", "after", "due", "is_open"),
    [
        (3300, gives(6000), "6000", False),
        (6000, gives(6000), "", False),
        (6000, gives(3300), "", False),
        (3300, REFUSES, "", False),
        (3300, LACKS, "", True),
        (6000, LACKS, "", False),
        (3300, Conflicted((RULE,)), "", False),
        (3300, gives(4000), "", False),
    ],
)
def test_a_sum_was_too_little_where_the_law_of_its_own_day_gives_more(
    held: int, after: Outcome, due: str, *, is_open: bool
) -> None:
    holds = replace(case(held), phase="in_effect")

    found = weighed(holds, after, after, law_of=lambda day: day == DAY)

    assert (found.due, found.is_open) == (due, is_open)


def test_a_law_of_another_day_a_right_that_is_no_more_and_a_programme_without_raises_raise_nothing() -> None:
    holds, law = replace(case(3300), phase="in_effect"), (REFUSES, gives(6000))
    gone = replace(holds, outcome="void")

    assert weighed(holds, *law).due == ""
    assert weighed(holds, LACKS, LACKS).is_open is False
    assert weighed(gone, *law, law_of=lambda _: True).due == ""
    assert weighed(replace(holds, ruling=None), *law, law_of=lambda _: True).due == ""
    assert weighed(holds, *law, replace(ALLOWANCE, grade=None), lambda _: True).due == ""
    assert weighed(holds, *law, replace(ALLOWANCE, effect=None), lambda _: True).due == ""
