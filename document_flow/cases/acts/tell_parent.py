"""A parent who did not ask is told that there is an application for the child: both parents are, also in dispute.

The notice on the portal goes out in the commit that registers the application. Where it does not come, a clerk tells
this parent by letter or by a visit; nobody tells one who was deprived of parental rights meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Field, Form, Happened, Standing, Words, refusal
from document_flow.cases.state import Sending
from document_flow.cases.told import ParentTold
from document_flow.context import BAKU
from document_flow.programmes.programme import Programme

_CAME: Final = ("delivered", "read")
"""No term runs from this notice, so that it came is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellParent(ByHand):
    """`who` is the parent's FIN; the only one where it is empty. `deprived` are those of the parents who are, as the
    register knows.
    """

    kind: Literal["tell_parent"] = "tell_parent"
    who: str = ""
    no: str
    deprived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentLeftOut(Happened):
    """This parent was deprived of parental rights since the application, and is not told."""

    kind: Literal["parent_left_out"] = "parent_left_out"
    who: str

    def apply(self, case: Case) -> Case:
        """No parent of the case any more."""
        return replace(case, parents={who: said for who, said in case.parents.items() if who != self.who})


def parents_to_tell(case: Case, programme: Programme) -> Iterator[tuple[str, date]]:
    """The parents to whom no notice has come, each with the day from which on a clerk has to tell them."""
    for who, sendings in case.parents.items() if case.is_open else ():
        if any(each.way == "letter" or each.answer in _CAME for each in sendings):
            continue
        awaited = [each.sent_at for each in sendings if each.answer != "failed"]
        day = max(awaited or [each.sent_at for each in sendings]).astimezone(BAKU).date()
        yield who, day + timedelta(days=programme.notice.days + 1) if awaited else day


def decide(standing: Standing, command: TellParent) -> Decision:
    """Of a parent to whom no notice has come, once."""
    case, stamp = standing.case, standing.stamp(command.by)
    if refused := standing.open():
        return refused
    untold = [who for who, _ in parents_to_tell(case, standing.programme)]
    who = command.who or (untold[0] if len(untold) == 1 else "")
    if who not in untold:
        return refusal("cases.no_parent")
    if not command.no.strip():
        return refusal("cases.empty", field="no")
    if who in command.deprived:
        return (ParentLeftOut(**stamp, who=who),)
    sent = Sending(no=command.no.strip(), way="letter", sent_at=stamp["at"], by=command.by)
    return (ParentTold(**stamp, who=who, sending=sent),)


ACTS = (
    Act(
        command=TellParent,
        decide=decide,
        events={
            ParentTold: Words("o biri valideynə xəbər verildi", "the other parent was told"),
            ParentLeftOut: Words("valideynlik hüququ yoxdur, xəbər verilmir", "a parent without rights is not told"),
        },
        forms=(
            Form(
                title=Words("O biri valideynə xəbər verildiyini yaz", "Note that the other parent was told"),
                place="now",
                rank=12,
                fields=(
                    Field("who", Words("Hansı valideyn (FİN)", "Which parent (FIN)"), input="choice", source="parents"),
                    Field(
                        "no",
                        Words(
                            "Poçt qəbzinin nömrəsi, yaxud nə vaxt və kimin evdə dediyi",
                            "The post's receipt, or who told when",
                        ),
                        input="line",
                        required=True,
                    ),
                ),
            ),
        ),
    ),
)
