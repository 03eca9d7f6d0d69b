"""Who may do what with a case: by role, not in one's own matter or a relative's, not whoever was barred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.doubt import SettleDoubt
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.recuse import BarOfficial, Recuse
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide
from document_flow.cases.standing import Standing
from document_flow.outcome import Refusal
from tests.unit.document_flow.cases.desk import OPEN, PROGRAMME, after, code, in_effect, known, on, opened

DECIDES: tuple[Command, ...] = (
    ConfirmRuling(by="clerk"),
    DeclineDraft(by="clerk", reason="x"),
    Revoke(by="clerk"),
    KeepPaper(by="clerk", reason="x"),
    DecideComplaint(by="clerk", verdict="rejected", reason="x"),
    SettleDoubt(by="clerk", reason="x"),
    EndByDeath(by="clerk", reason="x"),
)


@pytest.mark.parametrize("command", DECIDES, ids=lambda each: each.kind)
def test_a_clerk_decides_nothing(command: Command) -> None:
    assert code(in_effect(), command) == "cases.role"
    assert code(in_effect(), replace(command, by="elcin")) != "cases.role"  # type: ignore[type-var]


def test_a_clerk_registers_proves_a_notice_and_links_a_complaint() -> None:
    for command in (ProveNotice(by="clerk", manner="by_hand"), Complain(by="clerk", document="d")):
        assert code(in_effect(), command) == ""
    assert code(known(), replace(OPEN, by="clerk")) == "cases.exists"


def test_the_refusal_of_a_role_names_those_who_may() -> None:
    refused = decide(Standing(in_effect(), PROGRAMME, on()), Revoke(by="clerk"))
    assert isinstance(refused, Refusal)
    assert (refused.why, refused.words.en) == ("forbidden", "Only a head or a programme officer may do this.")


def test_an_official_bars_himself_with_a_reason() -> None:
    assert code(in_effect(), Recuse(by="clerk", reason=" ")) == "cases.empty"
    case = after(in_effect(), Recuse(by="clerk", reason="bacım oğludur"))
    assert code(case, ProveNotice(by="clerk", manner="by_hand")) == "cases.barred"
    assert code(case, Recuse(by="clerk", reason="x")) == "cases.barred"
    closed = after(in_effect(), ProposeRevocation(by="sevinc", reason="x"), Revoke(by="elcin"))
    assert code(closed, Recuse(by="clerk", reason="x")) == "cases.closed"


def test_a_head_bars_somebody_and_nobody_lifts_it() -> None:
    bar = BarOfficial(by="elcin", official="clerk", reason="maraqlıdır")
    assert code(in_effect(), replace(bar, by="clerk", official="elcin")) == "cases.role"
    assert code(in_effect(), replace(bar, official="nobody")) == "cases.unknown_person"
    case = after(in_effect(), bar)
    assert code(case, bar) == "cases.barred_already"
    assert code(case, ProposeRevocation(by="clerk", reason="x")) == "cases.barred"


def test_nobody_does_anything_in_his_own_matter() -> None:
    own = Standing(opened(), PROGRAMME, on(), frozenset(("elcin",)))
    for command in (*DECIDES, ProveNotice(by="clerk", manner="by_hand"), Recuse(by="clerk", reason="x")):
        refused = decide(own, replace(command, by="elcin"))  # type: ignore[type-var]
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.why) == ("cases.related", "forbidden")
