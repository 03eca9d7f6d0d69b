"""What a list is beside the last one: new, kept, changed, ended. No right ends by computation.

Law 1036-IIQ: a right in force is paid until an act that suspends or ends it takes effect. So nothing ends, changes or
begins here without its act; where the act is missing the line stays as it was and becomes a task for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeVar

from document_flow.lists.entry import Key, ListEntry

Change = Literal["new", "kept", "changed", "ended", "left_out"]
"""`left_out`: there was none before and there is none now, but people have something to do."""
Task = Literal["", "silent", "recheck", "no_act", "doubted", "no_fin"]
"""silent: nobody says anything of it any more; recheck: it is not decided yet; no_act: said to be so, by no act;
doubted: the ground of its right has changed, and it is paid as long as no act suspends or ends it; no_fin: owed as
every other line, but its payee has no FIN, so that people pay it outside payers' files.
"""
BasisKind = Literal["decision", "death", "group_act", "payee"]
"""A decision about this person, a registered death, an act of law about a group, a payee's confirmed change."""
_BASES: dict[Change, frozenset[BasisKind]] = {
    "new": frozenset(("decision", "group_act")),
    "changed": frozenset(("decision", "group_act", "payee")),
    "ended": frozenset(("decision", "group_act", "death")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The act that something rests on: `document` is its number in the register or in our journal."""

    kind: BasisKind
    document: str
    reason: str

    @property
    def is_said(self) -> bool:
        """Whether it names an act and a reason."""
        return bool(self.document.strip() and self.reason.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFound:
    """What is known of one right on the legal day. `entry` is the line that it would be; `basis` its newest act;
    `has_fin` is false where no bank is told its payee; `is_doubted` says that its ground has changed.
    """

    entry: ListEntry
    standing: Literal["in_force", "undecided", "ended"]
    basis: Basis | None = None
    has_fin: bool = True
    is_doubted: bool = False

    @property
    def key(self) -> Key:
        """Its line's."""
        return self.entry.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One line beside the last list. `entry` is the line that counts: of what ended the last one it was."""

    change: Change
    entry: ListEntry
    basis: Basis | None = None
    task: Task = ""

    @property
    def is_listed(self) -> bool:
        """Whether it is on this list."""
        return self.change in ("new", "kept", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many lines of a chunk or list are what, and what is to be paid, in qəpik. `tasks` are those that stay as they
    were until people have looked; `doubted` are paid, and people look too.
    """

    new: int = 0
    kept: int = 0
    changed: int = 0
    ended: int = 0
    left_out: int = 0
    tasks: int = 0
    doubted: int = 0
    total_qepik: int = 0

    @property
    def entries(self) -> int:
        """How many are on the list."""
        return self.new + self.kept + self.changed

    @property
    def to_look_at(self) -> int:
        """How many need people."""
        return self.tasks + self.doubted

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


Keyed = TypeVar("Keyed", ListEntry, RightFound)


def compare(last: Iterable[ListEntry], found: Iterable[RightFound]) -> Iterator[Compared]:
    """Each line of either, in the order of keys and in constant memory; both are read once and come sorted by key.

    Raises ValueError where one is out of order or says a key twice: then a right might be paid twice or be lost.
    """
    before, now = _walk(last, "last list"), _walk(found, "rights found")
    old, new = next(before, None), next(now, None)
    while old is not None or new is not None:
        key = min(each.key for each in (old, new) if each is not None)
        was, is_now = _at(key, old), _at(key, new)
        made = _begun(is_now) if was is None else _went_on(was, is_now)
        if made is not None:
            yield _marked(made, is_now) if made.is_listed and not made.task and is_now is not None else made
        old = old if was is None else next(before, None)
        new = new if is_now is None else next(now, None)


def tally(compared: Iterable[Compared]) -> Tally:
    """What they come to."""
    counts = dict.fromkeys((each.name for each in fields(Tally)), 0)
    for each in compared:
        counts[each.change] += 1
        # Whose payee has no FIN is paid, and asks nobody before the list is issued.
        counts["tasks"] += each.task not in ("", "doubted", "no_fin")
        counts["doubted"] += each.task == "doubted"
        counts["total_qepik"] += each.entry.amount_qepik * each.is_listed
    return Tally(**counts)


def _walk(stream: Iterable[Keyed], name: str) -> Iterator[Keyed]:
    previous: Key | None = None
    for each in stream:
        if previous is not None and each.key <= previous:
            raise ValueError(f"{name}: {each.key} comes after {previous}; read each key once, in their order")
        previous = each.key
        yield each


def _at(key: Key, each: Keyed | None) -> Keyed | None:
    return each if each is not None and each.key == key else None


def _marked(made: Compared, found: RightFound) -> Compared:
    """The same line, with what people have to do about it though it is paid."""
    if found.is_doubted:
        return replace(made, task="doubted")
    return made if found.has_fin else replace(made, task="no_fin")


def _begun(found: RightFound | None) -> Compared | None:
    """Of what the last list had not: a new grant is there by its decision, and never undecided."""
    if found is None or found.standing == "ended":
        return None
    if found.standing == "undecided":
        return Compared(change="left_out", entry=found.entry, task="recheck")
    return _by_act("new", found.entry, found.basis) or Compared(change="left_out", entry=found.entry, task="no_act")


def _went_on(last: ListEntry, found: RightFound | None) -> Compared:
    """Of what the last list had: it is there as it was, unless an act says otherwise."""
    if found is None or found.standing == "undecided":
        return Compared(change="kept", entry=last, task="recheck" if found else "silent")
    is_ended = found.standing == "ended"
    if not is_ended and found.entry == last:
        return Compared(change="kept", entry=last)
    made = _by_act("ended", last, found.basis) if is_ended else _by_act("changed", found.entry, found.basis)
    return made or Compared(change="kept", entry=last, task="no_act")


def _by_act(change: Change, entry: ListEntry, basis: Basis | None) -> Compared | None:
    """The change, if an act brings it about that may."""
    if basis is None or not basis.is_said or basis.kind not in _BASES[change]:
        return None
    return Compared(change=change, entry=entry, basis=basis)
