"""Many entries of all lists of a run are withheld by one act: one officer proposes the group, another agrees.

Each list finds who of it is in the group, from its frozen rows, and withholds those; the rows stay what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Option
from document_flow.lists.comparing import Basis
from document_flow.runs.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Happened,
    Order,
    RunHead,
    Standing,
    Words,
    refusal,
)
from document_flow.runs.state import Group, Which

GROUPS: Mapping[Which, Words] = {
    "settlement": Words("bir məskunlaşma yerindəkilər", "all of a place of settlement"),
    "origin": Words("bir mənşə rayonundakılar", "all of a district of origin"),
    "account": Words("hesabı şübhəli olanlar", "all whose account is questioned"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdGroup(ByHand):
    """`place` is the settlement or the district, as the lists have it; empty for accounts. `unlisted`: the run has no
    list of it, which the hub adds.
    """

    kind: Literal["withhold_group"] = "withhold_group"
    which: Which
    place: str = ""
    basis: Literal["group_act", "decision"]
    document: str
    reason: str
    unlisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWithheld(Happened):
    """The hub asks it of list after list."""

    kind: Literal["group_withheld"] = "group_withheld"
    group: Group

    def apply(self, head: RunHead) -> RunHead:
        basis = self.group.basis
        order = Order(act="withhold", by=self.by, document=basis.document, reason=basis.reason)
        return replace(head, order=order, groups=(*head.groups, self.group))


def decide(standing: Standing, command: WithholdGroup) -> Decision:
    """Before the issue, by an act. A place of which the run has no list is misspelt, or another's: it would withhold
    nobody. Whose account is questioned is found in the rows, list by list, so that may be nobody.
    """
    basis = Basis(kind=command.basis, document=command.document.strip(), reason=command.reason.strip())
    place = command.place.strip() if command.which != "account" else ""
    if refused := standing.unless("frozen", "approved"):
        return refused
    if not basis.is_said or (command.which != "account" and not place):
        return refusal("runs.no_basis")
    if command.unlisted:
        return refusal("runs.no_group", place=place[:60])
    waiting = standing.state.waiting
    proposed_by = waiting.by if waiting is not None else command.by
    group = Group(which=command.which, place=place, basis=basis, proposed_by=proposed_by)
    return (GroupWithheld(**standing.stamp(command.by), group=group),)


ACTS = (
    Act(
        command=WithholdGroup,
        decide=decide,
        who=OFFICERS,
        events={GroupWithheld: Words("bir qrup bütün siyahılarda saxlanılır", "a group is withheld on all lists")},
        forms=(
            Form(
                title=Words("Bir qrup saxlanılır", "Withhold a group"),
                place="more",
                tone="danger",
                fields=(
                    Field(
                        "which",
                        Words("Kimlər", "Who"),
                        "choice",
                        required=True,
                        options=tuple(Option(code, words) for code, words in GROUPS.items()),
                    ),
                    Field(
                        "place",
                        Words("Yer", "Place"),
                        "line",
                        hint=Words(
                            "siyahılarda yazıldığı kimi; hesablar üçün boş", "as the lists have it; empty for accounts"
                        ),
                        tried="*",
                    ),
                    Field(
                        "basis",
                        Words("Əsas", "Basis"),
                        "choice",
                        required=True,
                        options=(
                            Option("group_act", Words("Qrup haqqında akt", "Act about a group")),
                            Option("decision", Words("Qərar", "Decision")),
                        ),
                    ),
                    Field("document", Words("Sənəd", "Document"), "line", required=True),
                    Field("reason", Words("Səbəb", "Reason"), "line", required=True),
                ),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra saxlanılır.", "They are withheld once a second person has agreed."
                ),
            ),
        ),
        second=True,
    ),
)
