"""What the lines of a list come to by rate, and what was granted beside what was asked and paid. Figures alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from document_flow.lists.entry import ListEntry
from document_flow.lists.run import ListRun
from document_flow.lists.state import ListHead
from document_flow.words import Words

Part = Literal["regular", "arrears", "correction"]
PARTS: Mapping[Part, Words] = {
    "regular": Words("ayın məbləği", "the month's own"),
    "arrears": Words("borc", "arrears"),
    "correction": Words("düzəliş", "correction"),
}
_PARTS = tuple(PARTS)
Odd = Literal["rows", "paid", "granted", "issued"]
ODD: Mapping[Odd, Words] = {
    "rows": Words("sətirlər siyahının indiki məbləğini vermir", "the rows do not come to what the list says now"),
    "paid": Words("ayrılandan çox ödənilib və ya yoldadır", "more is paid or on its way than was granted"),
    "granted": Words("istənildiyi kimi ayrılmayıb", "not granted as asked"),
    "issued": Words("siyahı başqa məbləğlə buraxılıb", "the list went out with another sum"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Lines of so many qəpik each; arrears and corrections apart from what is the month's own."""

    part: Part
    qepik: int
    persons: int
    lines: int

    @property
    def sum_qepik(self) -> int:
        """All its lines together."""
        return self.qepik * self.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One list of the run: what its rows come to, without those withheld.

    `intact`: they are the rows over which its parties approved the root.
    """

    list_id: str
    origin: str
    settlement: str
    persons: int
    rates: tuple[Rate, ...]
    intact: bool = True

    @property
    def lines(self) -> int:
        """How many rows."""
        return sum(each.lines for each in self.rates)

    @property
    def qepik(self) -> int:
        """What is asked for it."""
        return sum(each.sum_qepik for each in self.rates)

    def adds_up(self, head: ListHead | None) -> bool:
        """Whether its rows come to what the list says is to go out, to the line and the qəpik."""
        said = None if head is None else (head.issue_entries, head.issue_qepik)
        return self.intact and (self.lines, self.qepik) == said


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the money of a list came to by the ledger; `issued` is None while the list has not gone out."""

    issued: int | None = None
    paid: int = 0
    returned: int = 0
    open: int = 0


def rates_of(run: ListRun, entries: Iterable[ListEntry]) -> tuple[Rate, ...]:
    """The lines by part and sum; a person who has several of one rate is one person."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for each in entries:
        found[_PARTS.index(_part(run, each)), each.amount_qepik].append(each.person)
    return tuple(
        Rate(part=_PARTS[part], qepik=qepik, persons=len(set(people)), lines=len(people))
        for (part, qepik), people in sorted(found.items())
    )


def odds_of(each: District, head: ListHead | None, granted: int | None, spent: Spent) -> Mapping[Odd, int]:
    """What does not add up of one list, each by how many qəpik. What is not answered yet is not odd."""
    asked, found = each.qepik, dict[Odd, int]()
    if granted is not None:
        found |= {"paid": max(spent.paid + spent.open - granted, 0), "granted": granted - asked}
    if spent.issued is not None:
        found["issued"] = spent.issued - asked
    found = {name: qepik for name, qepik in found.items() if qepik}
    if "issued" not in found and not each.adds_up(head):
        found["rows"] = (head.issue_qepik if head is not None else 0) - asked
    return found


def _part(run: ListRun, entry: ListEntry) -> Part:
    if run.kind == "correction":
        return "correction"
    return "regular" if entry.of_period in ("", run.period) else "arrears"
