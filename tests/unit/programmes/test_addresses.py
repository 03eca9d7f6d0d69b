"""What of a case says where somebody lives, in every programme there is: no paper prints it that is to leave it out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from document_flow.cases.standing import PROTECTORS
from document_flow.cases.state import Case, Known, Paper, Ruling
from document_flow.programmes import programmes
from document_flow.rendering.models.parts import Body
from document_flow.words import Words
from hub.access.rights import Right, roles_with
from hub.programmes.addresses import address_facts, telling, unaddressed, veiled

STREET = "Sığınacaq küçəsi 3, m. 17"
BODY = Body(Words("Dövlət Komitəsi", "State Committee"), Words("Bakı, Lermontov 73", "73 Lermontov, Baku"))
NOW = datetime(2026, 5, 5, tzinfo=UTC)


_NAMED = re.compile(r"\{(\w+)\}")
_LAW: dict[str, Any] = {"record": "r", "table_sha256": "0", "as_of": NOW.date()}


def decided(programme: str) -> Case:
    """A case in which every fact is the street, known and pinned."""
    pinned = {each.name: STREET for each in programmes()[programme].facts}
    facts = {name: Known(name=name, value=STREET, source="din", at=NOW) for name in pinned}
    ruling = Ruling(outcome="granted", row={}, basis=(), facts=pinned, **_LAW)
    paper = Paper(no="MK-1", sha256="0", issued_on=date(2026, 5, 5), signed="a code")
    return Case(programme=programme, facts=facts, ruling=ruling, paper=paper)


@pytest.mark.parametrize("programme", sorted(programmes()))
def test_what_leads_to_a_dwelling_is_replaced_in_what_is_known_and_in_what_is_pinned(programme: str) -> None:
    rules, case = programmes()[programme], decided(programme)
    away = telling(rules, case.values)

    left = unaddressed(rules, case, BODY)

    assert left.ruling is not None
    for values in (left.values, left.ruling.facts):
        assert {name for name, value in values.items() if value != STREET} == away
        assert {values[name] for name in away} <= {"nümayəndəlik vasitəsilə: Dövlət Komitəsi, Bakı, Lermontov 73"}


@pytest.mark.parametrize(
    ("programme", "names"),
    [
        ("certificate", {"qeydiyyat_yeri"}),
        ("utilities", {"abonent", "köhnə_abonent", "qaz", "köhnə_borc"}),
        ("school_bag", set[str]()),
    ],
)
def test_of_which_facts_it_is_so(programme: str, names: set[str]) -> None:
    rules = programmes()[programme]
    assert telling(rules, decided(programme).values) == names
    numbers = {"qaz": True, "köhnə_borc": -120, "abonent": "0712345678901"}
    assert telling(rules, numbers) == names & {"abonent"}, "yes, no and sums say nothing of a place"


@pytest.mark.parametrize("programme", sorted(programmes()))
def test_every_paper_that_prints_it_lets_everybody_choose_that_it_does_not(programme: str) -> None:
    rules = programmes()[programme]
    values = {**decided(programme).values, "qaz": True, "köhnə_borc": 12}
    printed = telling(rules, values).intersection((*rules.paper.shows, *_NAMED.findall(rules.paper.text.az)))

    chosen = rules.question(rules.paper.address)

    assert (chosen is not None) == bool(printed)
    assert chosen is None or (chosen.is_flag, chosen.required, chosen.at_desk) == (True, False, False)


def test_eyes_that_may_not_see_it_are_shown_no_such_fact_and_no_code_of_a_paper_that_has_it() -> None:
    rules, case = programmes()["certificate"], decided("certificate")

    left = veiled(rules, case)

    assert left.facts.keys() == case.facts.keys() - address_facts(rules)
    assert left.paper is not None
    assert (left.paper.signed, left.paper.no) == ("", "MK-1")


def test_letters_to_a_protected_address_are_sent_by_whoever_may_see_one() -> None:
    assert set(PROTECTORS) == {each.value for each in roles_with(Right.PROTECTED)}
