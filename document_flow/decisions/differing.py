"""What differs between two versions of a table: row by row, cell by cell, old beside new.

Rules are the same where their ids are, else where all they say is; columns where they are about the same fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from document_flow.decisions.table import ASSUMED_WORDS, Decision, Rule, Table
from document_flow.decisions.texts import show_fact, show_test
from document_flow.words import Words

How = Literal["same", "changed", "added", "removed"]
_ANY = Words("-", "-")
"""What a rule asks of a fact that its version has no column for: nothing."""


@dataclass(frozen=True, slots=True)
class CellPair:
    """A cell in both versions; None where a version has no such rule or output."""

    old: Words | None
    new: Words | None

    @property
    def is_changed(self) -> bool:
        """Whether they are not the same."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class RowPair:
    """A rule in both versions: its numbers from 1, its cells by column, its basis and its note."""

    how: How
    old_number: int | None
    new_number: int | None
    cells: tuple[CellPair, ...]
    basis: CellPair
    note: CellPair

    @property
    def is_moved(self) -> bool:
        """Whether it stands under another number, which matters where the first rule that holds decides."""
        return None not in (self.old_number, self.new_number) and self.old_number != self.new_number


@dataclass(frozen=True, slots=True)
class SheetPair:
    """A decision in both versions: its columns (inputs, then outputs) by the names of facts, and its rows."""

    id: str
    name: str
    policy: CellPair
    columns: tuple[str, ...]
    inputs: int
    rows: tuple[RowPair, ...]

    def count(self, how: How) -> int:
        """How many rows are so."""
        return sum(1 for row in self.rows if row.how == how)


def differences(old: Table, new: Table) -> tuple[SheetPair, ...]:
    """All decisions of both tables, those of the new one first."""
    olds, news = _by_id(old), _by_id(new)
    return tuple(_pair(olds.get(id_), news.get(id_)) for id_ in dict.fromkeys((*news, *olds)))


def _by_id(table: Table) -> Mapping[str, Decision]:
    return {decision.id: decision for decision in table.decisions}


def _pair(old: Decision | None, new: Decision | None) -> SheetPair:
    here = new or old
    if here is None:
        raise ValueError("a decision of neither version")
    both = [each for each in (new, old) if each is not None]
    inputs = tuple(dict.fromkeys(column.fact for each in both for column in each.inputs))
    outputs = tuple(dict.fromkeys(output.name for each in both for output in each.outputs))
    rows = tuple(_row(_side(old, before), _side(new, after), (inputs, outputs)) for before, after in _matched(old, new))
    policy = CellPair(_plain(old.hit) if old else None, _plain(new.hit) if new else None)
    return SheetPair(here.id, here.name, policy, (*inputs, *outputs), len(inputs), rows)


def _matched(old: Decision | None, new: Decision | None) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places, in the new order; a rule that is gone stands where it stood, behind the one before it."""
    olds: Sequence[Rule] = old.rules if old else ()
    news: Sequence[Rule] = new.rules if new else ()
    partner = _partners(olds, news)
    gone = [place for place in range(len(olds)) if place not in partner.values()]
    for after in range(len(news)):
        before = partner.get(after)
        while before is not None and gone and gone[0] < before:
            yield gone.pop(0), None
        yield before, after
    yield from ((place, None) for place in gone)


def _partners(olds: Sequence[Rule], news: Sequence[Rule]) -> Mapping[int, int]:
    """Of each new place the old one."""
    by_id = {rule.id: place for place, rule in enumerate(olds)}
    found = {after: by_id[rule.id] for after, rule in enumerate(news) if rule.id in by_id}
    taken = set(found.values())
    for after, rule in enumerate(news):
        same = (place for place, each in enumerate(olds) if place not in taken and _says(each) == _says(rule))
        if after not in found and (place := next(same, None)) is not None:
            found[after] = place
            taken.add(place)
    return found


def _says(rule: Rule) -> object:
    return tuple(test.text for test in rule.tests), rule.values, rule.basis


@dataclass(frozen=True, slots=True)
class _Side:
    """A rule in one version, its cells by what they are about."""

    number: int
    rule: Rule
    tests: Mapping[str, Words]
    values: Mapping[str, Words]


def _side(decision: Decision | None, place: int | None) -> _Side | None:
    if decision is None or place is None:
        return None
    rule = decision.rules[place]
    tests = {each.fact: show_test(test) for each, test in zip(decision.inputs, rule.tests, strict=True)}
    values = {each.name: show_fact(value) for each, value in zip(decision.outputs, rule.values, strict=True)}
    return _Side(place + 1, rule, tests, values)


def _row(old: _Side | None, new: _Side | None, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> RowPair:
    inputs, outputs = columns
    cells = (
        *(
            CellPair(old.tests.get(name, _ANY) if old else None, new.tests.get(name, _ANY) if new else None)
            for name in inputs
        ),
        *(CellPair(old.values.get(name) if old else None, new.values.get(name) if new else None) for name in outputs),
    )
    basis = CellPair(_basis(old.rule) if old else None, _basis(new.rule) if new else None)
    note = CellPair(_plain(old.rule.note) if old else None, _plain(new.rule.note) if new else None)
    changed = any(pair.is_changed for pair in (*cells, basis, note))
    how: How = "added" if old is None else "removed" if new is None else "changed" if changed else "same"
    return RowPair(how, old.number if old else None, new.number if new else None, cells, basis, note)


def _basis(rule: Rule) -> Words:
    return ASSUMED_WORDS if rule.is_assumed else _plain(rule.basis)


def _plain(text: str) -> Words:
    return Words(text, text)
