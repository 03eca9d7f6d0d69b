"""An official decides where no rule does: his draft, with reason and article, which another official confirms.

What the table came to is recorded beside it, so that anybody finds that no rule decided, or that an official did not
agree with what one did. Nothing is decided so of who has died, or while sources disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.cases.acting import (
    DECIDERS,
    REASON,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Option,
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.acts.draft_ruling import RulingDrafted
from document_flow.cases.acts.revocation import REASON_COLUMN
from document_flow.cases.state import Ruling, Unruled


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideByHand(ByHand):
    """What is decided, why, by which article; `grade` is what the effect of a grant takes of a table otherwise."""

    kind: Literal["decide_by_hand"] = "decide_by_hand"
    outcome: Literal["granted", "refused"]
    reason: str
    article: str
    grade: str = ""


def _decide(standing: Standing, command: DecideByHand) -> Decision:
    found = _unruled(standing, command.by)
    if isinstance(found, Refusal):
        return found
    empty = next((name for name in ("reason", "article") if not getattr(command, name).strip()), None)
    if empty is not None:
        return refusal("cases.empty", field=empty)
    programme, row = standing.programme, {}
    if command.outcome == "granted" and programme.grade is not None:
        if command.grade not in programme.grade.choices:
            allowed = ", ".join(programme.grade.choices)
            return refusal("cases.answer_wrong", name=programme.grade.name, allowed=allowed)
        row = {programme.grade.name: command.grade}
    verdict = next(word for word, outcome in programme.outcomes.items() if outcome == command.outcome)
    ruling = Ruling(
        outcome=command.outcome,
        row={programme.verdict: verdict, REASON_COLUMN: command.reason.strip(), **row},
        record=found.record,
        table_sha256=found.table_sha256,
        as_of=found.as_of,
        basis=(command.article.strip(),),
        facts=dict(standing.case.values),
        drafted_by=command.by,
        against=found.declined,
    )
    return (RulingDrafted(**standing.stamp(command.by), ruling=ruling),)


def _unruled(standing: Standing, by: str) -> Unruled | Refusal:
    """What the table came to; or why nobody decides by hand, or not this official."""
    case = standing.case
    if refused := standing.open():
        return refused
    if case.phase != "undecided":
        return refusal("cases.decided")
    if case.disputed:
        return refusal("cases.disputed", names=", ".join(sorted(case.disputed)))
    if standing.programme.is_dead(case.values):
        return refusal("cases.dead")
    if case.application is not None and by in case.application.hands:
        return refusal("cases.own_application")
    return case.unruled or refusal("cases.no_record")


ACTS = (
    Act(
        command=DecideByHand,
        decide=_decide,
        who=DECIDERS,
        events={RulingDrafted: Words("qərar layihəsi hazırlandı", "a draft of the decision was made")},
        forms=(
            Form(
                title=Words("Qərarı özüm hazırlayıram", "Decide it by hand"),
                place="now",
                rank=8,
                fields=(
                    Field(
                        "outcome",
                        Words("Nəticə", "Outcome"),
                        input="choice",
                        required=True,
                        options=(
                            Option("granted", Words("verilsin", "grant")),
                            Option("refused", Words("imtina", "refuse")),
                        ),
                        chosen="refused",
                    ),
                    Field("grade", Words("Nə verilir", "What is granted"), input="choice", source="grades"),
                    Field("article", Words("Akt və maddə", "Act and article"), input="line", required=True),
                    REASON,
                ),
            ),
        ),
    ),
)
