"""Competence (səlahiyyət): who may do what over whose unit, term and part. One rule for all acts, its data the body's.

Over the whole body are the givers who sit in its leadership; every other head is over the units that he heads. A term
is in the hands of whoever has set it, if that is a head (Təlimat, art. 120, 123 and 129), else of the head above.

SheetRefused "competence.refused"     the sheet has problems, all of them listed
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, cast

from document_flow.people import Directory
from document_flow.sheet import read_sheet

DayOff = Literal["next_working_day", "as_given"]
"""A last day on a day of rest: it moves to the next working day, or stays the day that was written."""
TermsOf = Literal["who_set_it", "any_head"]
_DAYS_OFF: tuple[DayOff, ...] = ("next_working_day", "as_given")
_TERMS_OF: tuple[TermsOf, ...] = ("who_set_it", "any_head")
_GIVERS = ("head", "deputy")


@dataclass(frozen=True, slots=True)
class Competence:
    """The rules of one body. Where no unit is the `leadership`, all in the roles of `givers` are over the whole body.

    `registry` is the unit that gets what no rule sends elsewhere; `stand_ins` how many may act for one person at once.
    `records_answers` are the roles that write down what another body answered; the author and whoever has written the
    document never do. `unread_in_bulk` lets a path's stage take approvals of many that were not opened.
    """

    givers: tuple[str, ...] = _GIVERS
    head: str = "head"
    leadership: str = ""
    registry: str = "deftarxana"
    terms: TermsOf = "who_set_it"
    day_off: DayOff = "next_working_day"
    stand_ins: int = 1
    hands_over: tuple[str, ...] = ("head", "clerk")
    records_answers: tuple[str, ...] = ("clerk", "head")
    unread_in_bulk: bool = False

    def is_over(self, directory: Directory, login: str, unit: str) -> bool:
        """Whether the official may give orders to those of the unit."""
        return unit in directory.headed_by(login) or self.is_over_body(directory, login)

    def is_over_body(self, directory: Directory, login: str) -> bool:
        """Whether the official may give orders to everybody."""
        official = directory.officials.get(login)
        sits = official is not None and self.leadership in ("", official.unit)
        return sits and directory.has_role(login, self.givers)

    def gives(self, directory: Directory, login: str) -> bool:
        """Whether the official may give orders to anybody at all."""
        return bool(directory.headed_by(login)) or self.is_over_body(directory, login)

    def above(self, directory: Directory, login: str, without: Collection[str] = ()) -> tuple[str, ...]:
        """Who is over the official: the head of that one's unit, else the heads of the body; nobody over himself."""
        official, left_out = directory.officials.get(login), {login, *without}
        head = directory.head_of(official.unit) if official is not None else None
        if head is not None and head not in left_out and directory.is_in_office(head):
            return (head,)
        heads = tuple(each for each in directory.holders(self.head) if each not in left_out)
        return tuple(each for each in heads if self.is_over_body(directory, each)) or heads

    def keepers(self, directory: Directory, setter: str, without: Collection[str] = ()) -> tuple[str, ...]:
        """The heads in whose hands a term is that `setter` has set; none of those who would decide about themselves."""
        able = tuple(each for each in directory.holders(self.head) if each not in without)
        if self.terms == "any_head" or setter in able:
            return tuple(each for each in able if self.terms == "any_head" or each == setter)
        over = tuple(each for each in self.above(directory, setter, without) if each in able)
        return over or tuple(each for each in able if self.is_over_body(directory, each)) or able


BY_DEFAULT = Competence()
"""Where a body has set none of its own."""


def load_competence(text: str) -> Competence:
    """A sheet; what it does not name stays as it is by default. SheetRefused with every problem."""
    sheet = read_sheet(text, "competence.refused")
    rules = Competence(
        sheet.texts("givers") or BY_DEFAULT.givers,
        sheet.text("head", default=BY_DEFAULT.head),
        sheet.text("leadership", default="-").removeprefix("-"),
        sheet.text("registry", default=BY_DEFAULT.registry),
        cast("TermsOf", sheet.one_of("terms", _TERMS_OF, default=BY_DEFAULT.terms)),
        cast("DayOff", sheet.one_of("day_off", _DAYS_OFF, default=BY_DEFAULT.day_off)),
        sheet.whole("stand_ins", least=1, default=BY_DEFAULT.stand_ins),
        sheet.texts("hands_over") or BY_DEFAULT.hands_over,
        sheet.texts("records_answers") or BY_DEFAULT.records_answers,
        sheet.flag("unread_in_bulk", default=BY_DEFAULT.unread_in_bulk),
    )
    sheet.done()
    sheet.findings.refuse_if_any()
    return rules
