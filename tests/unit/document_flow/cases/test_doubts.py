"""What changes under a decision: before the paper it is undone, after it an official is asked; and who has died."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.cases.acts.doubt import Recheck, SettleDoubt
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.revocation import ProposeRevocation
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import DISPUTED, Case, Known, Lacking
from document_flow.cases.waiting import awaits, waiting
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.programmes.programme import EffectRule
from tests.unit.document_flow.cases.desk import (
    AT,
    FACTS,
    PROGRAMME,
    after,
    code,
    decided,
    in_effect,
    kinds,
    known,
    on,
    opened,
    paper,
    provisional,
    stands,
)

NO_STATUS = Lacking(name="status", source="register", code="register.not_known")
AT_ODDS = Lacking(name="sağ", source="din, register", code=DISPUTED)


def says(name: str, value: object) -> Known:
    return Known(name=name, value=value, source="register", at=AT)


def need(case: Case) -> str:
    return waiting(stands(case)).need.en


def test_a_fact_that_the_register_has_no_more_undoes_the_ruling_before_its_paper() -> None:
    case = after(decided(), IssuePaper(by=HUB, paper=paper(), gone=(NO_STATUS,)))

    assert (case.phase, case.ruling, case.paper, case.reserved) == ("collecting", None, None, {"granted": "YK-1"})
    assert "status" not in case.facts
    assert need(case) == "It waits for facts: Status"
    assert kinds(decided(), TakeFacts(by=HUB, lacking=(NO_STATUS,))) == ["ruling_undone", "facts_taken"]


def test_what_was_assumed_and_is_disputed_before_the_paper_undoes_the_ruling_too() -> None:
    case = replace(provisional(), paper=None, phase="decided")
    undone = after(case, IssuePaper(by=HUB, paper=paper(is_provisional=True), gone=(AT_ODDS,)))

    assert (undone.ruling, undone.disputed) == (None, frozenset({"sağ"}))
    assert need(undone) == "Its sources disagree, an official has to find out: Alive"


def test_after_the_paper_a_change_is_a_question_until_it_changes_back_or_an_official_has_looked() -> None:
    case = in_effect()
    assert kinds(case, Recheck(by=HUB, facts=(FACTS[1],))) == []

    ended, other = (Recheck(by=HUB, facts=(says("bitib", value),)) for value in (True, False))
    doubted = after(case, ended)
    assert (doubted.doubts, doubted.phase) == ({"bitib": True}, "in_effect")
    assert need(doubted) == "The ground of its paper has changed, an official has to look: Ended"
    proposed = after(doubted, ProposeRevocation(by="sevinc", reason="bitib"))
    assert [awaits(each, PROGRAMME) for each in (case, doubted, proposed)] == ["", "look", "second"]
    assert kinds(doubted, ended) == []
    assert after(doubted, other).doubts == {}
    assert kinds(doubted, other) == ["doubt_lifted"]

    assert code(doubted, SettleDoubt(by="elcin", reason=" ")) == "cases.empty"
    settled = after(doubted, SettleDoubt(by="elcin", reason="baxıldı"))
    assert (settled.doubts, settled.settled) == ({}, {"bitib": True})
    assert kinds(settled, ended) == []
    assert after(settled, Recheck(by=HUB, gone=(NO_STATUS,))).doubts == {"status": None}
    assert code(settled, SettleDoubt(by="elcin", reason="x")) == "cases.no_doubt"


def test_what_a_grant_brings_about_itself_and_what_a_letter_does_not_go_on_to_say_is_no_doubt() -> None:
    letter = replace(PROGRAMME, paper=replace(PROGRAMME.paper, form="letter"))
    giving = replace(PROGRAMME, effect=EffectRule(record="idp_status", fields={}, ends={}))

    assert PROGRAMME.watched == {each.name for each in PROGRAMME.facts}
    assert letter.watched == {"sağ", "ana"}, "what derives from a relative stays looked at"
    assert programmes()["status"].watched == {"həyatda", "valideyn_statusu"}, "a child's status derives from it"
    assert PROGRAMME.watched - giving.watched == {"status", "bitib"}


def test_only_a_paper_in_effect_is_looked_at_again() -> None:
    ended = after(opened(), Withdraw(by="sevinc", document="d", reason="fikrini dəyişib"))

    assert code(known(), Recheck(by=HUB)) == "cases.not_in_effect"
    assert [code(ended, each) for each in (Recheck(by=HUB), SettleDoubt(by="elcin", reason="x"))] == [
        "cases.closed"
    ] * 2


def test_of_who_has_died_nothing_is_decided_and_an_official_ends_the_case() -> None:
    dead = after(known(), TakeFacts(by=HUB, facts=(says("sağ", "ölüb"),)))
    end = EndByDeath(by="elcin", reason="ÖL-1")

    assert need(dead) == "The person has died, an official has to end it"
    assert code(dead, EndByDeath(by="elcin", reason="")) == "cases.empty"
    assert code(known(), end) == "cases.not_dead"
    assert code(decided(), end) == "cases.decided"
    closed = after(dead, end)
    assert (closed.phase, closed.outcome, closed.ended) == ("closed", "lapsed", "died")
    assert code(closed, end) == "cases.closed"


def test_a_doubt_is_settled_by_another_than_who_granted() -> None:
    doubted = after(in_effect(), Recheck(by=HUB, facts=(says("bitib", value=True),)))
    assert doubted.ruling is not None
    own = replace(doubted, ruling=replace(doubted.ruling, by="elcin"))

    assert code(own, SettleDoubt(by="elcin", reason="baxıldı")) == "cases.own_decision"
    assert code(own, SettleDoubt(by="rena", reason="baxıldı")) == ""


def test_a_refusal_says_how_a_case_ended_and_which_field_is_empty_as_people_do() -> None:
    closed = after(opened(), Withdraw(by="sevinc", document="d", reason="fikrini dəyişib"))

    refused = decide(stands(closed), SettleDoubt(by="elcin", reason="x"))
    empty = decide(stands(opened()), Withdraw(by="sevinc", document="d", reason=" "))
    assert isinstance(refused, Refusal)
    assert isinstance(empty, Refusal)
    assert refused.words.az == "İcraat bitib: ərizəçi geri götürdü."
    assert empty.words.en == "“Reason” is empty; fill it in."


@pytest.mark.parametrize(
    ("now", "names"),
    [
        ({"ad": "Tural", "doğum": "1971-02-03"}, {"ad", "doğum"}),
        ({"ad": "Tural"}, set()),
        ({"doğum": "1971-02-03"}, set()),
        ({"ad": "Tural", "doğum": "2015"}, set()),
    ],
)
def test_another_person_under_the_same_fin_is_a_question_though_a_letter_is_not_looked_at_for_names(
    now: dict[str, str], names: set[str]
) -> None:
    letter = replace(PROGRAMME, paper=replace(PROGRAMME.paper, form="letter"))
    case = in_effect()
    assert case.ruling is not None
    case = replace(case, ruling=replace(case.ruling, facts={**case.ruling.facts, "doğum": "2015-01-01"}))
    recheck = Recheck(by=HUB, facts=tuple(says(name, value) for name, value in now.items()))

    made = decide(Standing(case, letter, on()), recheck)

    assert not isinstance(made, Refusal)
    doubted = replay(made, case)
    assert (set(doubted.doubts), doubted.holds) == (names, True)
    if names:
        assert waiting(Standing(doubted, letter, on())).need.en.startswith(
            "The ground of its paper has changed, an official"
        )
