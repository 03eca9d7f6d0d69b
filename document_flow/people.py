"""Who works where, who stands in for whom: a frozen snapshot for rules that decide about documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from document_flow.words import Words, az_sort_key

HUB = "hub"
"""Who acts where no person does: a document that came as a message, an answer of another body."""
_HUB_NAME = "Qayıdış Hub"


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who may act on documents. `roles` are committee roles (clerk, executor, head, lawyer …)."""

    login: str
    name: str
    position: Words
    unit: str
    roles: frozenset[str]
    active: bool = True


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who acts for another between two days, both included (əvəz etmə, səlahiyyətin həvalə edilməsi).

    `kinds` are the kinds of document it covers, all where empty; `basis` is the order that says so.
    """

    principal: str
    acting: str
    first: date
    last: date
    basis: str
    kinds: frozenset[str] = frozenset()
    manner: Literal["substitute", "delegate"] = "substitute"

    def covers(self, day: date, kind: str) -> bool:
        """Whether it is in force on that day for that kind of document."""
        return self.first <= day <= self.last and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Directory:
    """Officials by login, groups (commissions) by name with their members and titles, and heads by unit.

    `others` are the names of those who have an account and no place of work. `former`: what somebody was called until a
    moment, in microseconds, the earliest first; `then`: what they are called in what is being told (`told_of`).
    """

    officials: Mapping[str, Official] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stand_ins: tuple[StandIn, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Words] = field(default_factory=dict)
    former: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    then: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)

    def title(self, group: str) -> Words:
        """What the commission is called; its own name where it has no title."""
        return self.titles.get(group, Words(group, group))

    def holders(self, role: str, unit: str | None = None) -> tuple[str, ...]:
        """Those in office who have the role, in the unit where one is named; in the order of their names."""
        return self._in_order(
            login
            for login, official in self.officials.items()
            if official.active and role in official.roles and unit in (None, official.unit)
        )

    def members(self, group: str) -> tuple[str, ...]:
        """The members of a commission who are in office, in the order of their names; none if there is no such."""
        found = (self.officials.get(login) for login in self.groups.get(group, ()))
        return self._in_order(official.login for official in found if official is not None and official.active)

    def is_in_office(self, login: str) -> bool:
        """Whether the official is known and active."""
        official = self.officials.get(login)
        return official is not None and official.active

    def has_role(self, login: str, roles: Iterable[str]) -> bool:
        """Whether the official is in office and has one of the roles."""
        return self.is_in_office(login) and not self.officials[login].roles.isdisjoint(roles)

    def headed_by(self, login: str) -> frozenset[str]:
        """The units that the official heads."""
        return frozenset(unit for unit, head in self.heads.items() if head == login)

    def head_of(self, unit: str) -> str | None:
        """Who heads the unit."""
        return self.heads.get(unit)

    def acting_for(self, login: str, day: date, kind: str) -> tuple[str, ...]:
        """Those in whose place `login` may act. A stand-in's stand-in acts for nobody but him: no chains."""
        return self._in_order({s.principal for s in self.stand_ins if s.acting == login and s.covers(day, kind)})

    def stand_ins_of(self, login: str, day: date, kind: str) -> tuple[str, ...]:
        """Those who may act in the place of `login`."""
        return self._in_order({s.acting for s in self.stand_ins if s.principal == login and s.covers(day, kind)})

    def without(self, logins: Collection[str]) -> Directory:
        """The same office as if these had left: they hold no role, head no unit and stand in for nobody."""
        if not logins:
            return self
        return replace(
            self,
            officials={
                login: replace(each, active=each.active and login not in logins)
                for login, each in self.officials.items()
            },
            stand_ins=tuple(s for s in self.stand_ins if s.acting not in logins and s.principal not in logins),
            heads={unit: head for unit, head in self.heads.items() if head not in logins},
        )

    def told_of(self, acts: Iterable[tuple[str, int]]) -> Directory:
        """For telling of one thing, on which these acted at these moments, the earliest first: each is called as they
        were when they first acted on it; who has not, as when anybody last did. Nothing that is filed is told otherwise
        after somebody has another name.
        """
        if not self.former:
            return self
        first: dict[str, int] = {}
        last = 0
        for login, at in acts:
            first.setdefault(login, at)
            last = max(last, at)
        return replace(self, then={each: self.name(each, first.get(each, last)) for each in self.former if last})

    def of_now(self) -> Directory:
        """For what is about to be signed: by the names of now."""
        return replace(self, then={}) if self.then else self

    def name(self, login: str, at: int | None = None) -> str:
        """The name to show, of the moment `at` (microseconds) where an act of then is told by itself; the login itself
        of somebody who is not known any more.
        """
        if at is None and login in self.then:
            return self.then[login]
        before = next((name for until, name in self.former.get(login, ()) if at is not None and at < until), None)
        if before is not None:
            return before
        official = self.officials.get(login)
        return official.name if official else self.others.get(login, _HUB_NAME if login == HUB else login)

    def by_name(self) -> list[Official]:
        """Everybody, in the order of their names."""
        return [self.officials[login] for login in self._in_order(self.officials)]

    def _in_order(self, logins: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(logins, key=lambda login: (az_sort_key(self.name(login)), login)))
