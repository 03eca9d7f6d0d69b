"""An official has no part in a case: by his own word, or by a head's; a relative's or one's own matter, an interest.

Law 1036-IIQ: whoever is concerned by a matter, or related to whom it concerns, takes no part in it. Nobody lifts it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import (
    REASON,
    Act,
    ByHand,
    Case,
    Decision,
    Field,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse(ByHand):
    """ "I am related", "I am interested": with a reason."""

    kind: Literal["recuse"] = "recuse"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarOfficial(ByHand):
    """A head says so of somebody else."""

    kind: Literal["bar_official"] = "bar_official"
    official: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialBarred(Happened):
    """The official takes no part any more."""

    kind: Literal["official_barred"] = "official_barred"
    official: str
    reason: str

    def apply(self, case: Case) -> Case:
        """For good."""
        return replace(case, barred=case.barred | {self.official})


def _recuse(standing: Standing, command: Recuse) -> Decision:
    return _barred(standing, command.by, command.by, command.reason)


def _bar(standing: Standing, command: BarOfficial) -> Decision:
    directory = standing.context.directory
    if not directory.is_in_office(command.official):
        return refusal("cases.unknown_person", name=directory.name(command.official))
    if command.official in standing.case.barred:
        return refusal("cases.barred_already", name=directory.name(command.official))
    return _barred(standing, command.by, command.official, command.reason)


def _barred(standing: Standing, by: str, official: str, reason: str) -> Decision:
    refused = standing.open() or (None if reason.strip() else refusal("cases.empty", field="reason"))
    return refused or (OfficialBarred(**standing.stamp(by), official=official, reason=reason),)


ACTS = (
    Act(
        command=Recuse,
        decide=_recuse,
        events={OfficialBarred: Words("vəzifəli şəxs icraatdan kənarlaşdı", "an official takes no part any more")},
        forms=(
            Form(
                title=Words("Özümü kənarlaşdırıram", "I take no part in it"),
                place="more",
                rank=80,
                fields=(REASON,),
                hint=Words("Qohumunuz və ya marağınız varsa.", "Where a relative or an interest of yours is in it."),
            ),
        ),
    ),
    Act(
        command=BarOfficial,
        decide=_bar,
        who=("head",),
        events={OfficialBarred: Words("vəzifəli şəxs icraatdan kənarlaşdı", "an official takes no part any more")},
        forms=(
            Form(
                title=Words("Vəzifəli şəxsi kənarlaşdır", "Bar an official from it"),
                place="more",
                rank=81,
                fields=(
                    Field(
                        "official",
                        Words("Kim", "Who"),
                        input="choice",
                        required=True,
                        source="officials",
                    ),
                    REASON,
                ),
            ),
        ),
    ),
)
