"""Which records of several bases are about the same person, and why (record linkage). Pure; nothing is guessed.

A person is a FIN. A record that bears one belongs to it; one that bears none belongs to the one person whose identity
document it names, else to the one person of the same folded names and whole birth date. Whatever speaks against a link,
or leaves more than one reading, leaves the record unlinked with its reason. No two FINs are ever taken for one another,
however alike they are: twins differ in a letter of the FIN and in one of the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

_SEVERAL = -1


class How(StrEnum):
    """By what a record was linked."""

    FIN = "fin"
    DOCUMENT = "document"
    NAME = "name"


class Why(StrEnum):
    """Why a record was left unlinked."""

    NOBODY = "nobody"
    """No other base knows its document, nor its names with its birth date."""
    SEVERAL = "several_candidates"
    """Its names and birth date are those of more than one person, or of more than one record of its own base."""
    ALREADY_THERE = "already_there"
    """Its own base has another record of the person whom its names and birth date fit: a double, or a namesake."""
    LOST_LETTERS = "lost_letters"
    """Letters of its names are lost, so that only a FIN or a document can tell whose it is."""
    NOTHING_TO_GO_BY = "nothing_to_go_by"
    """It has neither FIN, document nor names with a whole birth date."""
    DOCUMENT_OF_SEVERAL = "document_of_several"
    """More than one FIN stands beside the number of its document."""
    DOCUMENT_DIFFERS = "document_differs"
    """The person of its document was born on another day."""
    OTHER_PERSON = "other_person"
    """Its FIN is somebody else's: birth date and given name both differ from those that the weightiest base has."""
    FIN_OF_SEVERAL = "fin_of_several"
    """The weightiest base that has its FIN has it of people who differ in birth date and given name."""


class Note(StrEnum):
    """What does not agree although the record is linked."""

    BIRTH_DIFFERS = "birth_differs"
    NAME_DIFFERS = "name_differs"
    TWICE = "twice"
    """Its base has the person more than once."""
    POSSIBLE_DOUBLE = "possible_double"
    """Another FIN has the same names and birth date: one person with two numbers, or two of the same name."""


class LinkEntry(NamedTuple):
    """A record reduced to what it can be known by: numbers that are equal where the values are, never negative.

    `base` is the record's base; a lower one counts more. `name` stands for the folded three names
    and a whole birth date, `given` for the folded given name: both None where letters are lost, which `lost` tells.
    """

    base: int
    fin: int | None = None
    document: int | None = None
    name: int | None = None
    birth: int | None = None
    given: int | None = None
    lost: bool = False


class LinkEntries(Protocol):
    """The records of a linking by their places: a list of entries, or what holds them in less memory."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> LinkEntry: ...

    def __iter__(self) -> Iterator[LinkEntry]: ...


class Link(NamedTuple):
    """What became of a record: `fin` says whose it is, and `how` it is known; or `why` it is nobody's."""

    fin: int | None = None
    how: How | None = None
    why: Why | None = None
    notes: tuple[Note, ...] = ()


def link(entries: LinkEntries, *, several_each: frozenset[int] = frozenset()) -> list[Link]:
    """The link of each entry, in the order of the entries, on which nothing depends.

    In the bases `several_each` a person has several records by right.
    """
    linker = _Linker(entries, several_each)
    linker.by_fin()
    linker.by_document()
    linker.by_name()
    return linker.links()


class _Linker:
    """One linking. `groups` has the places of the linked records by FIN."""

    def __init__(self, entries: LinkEntries, several_each: frozenset[int]) -> None:
        self._entries = entries
        self._several_each = several_each
        self._groups: dict[int, list[int]] = defaultdict(list)
        self._documents: dict[int, int] = {}
        self._names: dict[int, int] = {}
        self._how: dict[int, How] = {}
        self._why: dict[int, Why] = {}

    def by_fin(self) -> None:
        """Gather what bears the same FIN; what is somebody else's by birth date and given name is held back."""
        groups = self._groups
        for place, entry in enumerate(self._entries):
            if entry.fin is not None:
                groups[entry.fin].append(place)
        for fin, places in groups.items():
            if len(places) > 1:
                groups[fin] = self._agreeing(places)
        for place, entry in enumerate(self._entries):
            if entry.fin is not None:
                self._bear(entry, _SEVERAL if place in self._why else entry.fin)

    def _agreeing(self, places: list[int]) -> list[int]:
        """Those of one FIN that its weightiest base takes for one person; the others are held back."""
        entries = [self._entries[place] for place in places]
        reference = _reference(entries)
        if _is_of_several(reference):
            self._leave(places, Why.FIN_OF_SEVERAL)
            return []
        strange = {
            place
            for place, entry in zip(places, entries, strict=True)
            if all(_is_other(entry, each) for each in reference)
        }
        if strange:
            self._leave(strange, Why.OTHER_PERSON)
        return [place for place in places if place not in strange] if strange else places

    def by_document(self) -> None:
        """Link records without FIN whose document one person alone has, unless the birth date speaks against it."""
        found: list[tuple[int, int]] = []
        for place, entry in enumerate(self._entries):
            if entry.fin is not None or entry.document is None:
                continue
            fin = self._documents.get(entry.document)
            if fin == _SEVERAL:
                self._leave((place,), Why.DOCUMENT_OF_SEVERAL)
            elif fin is not None:
                found.append((place, fin))
        births = {fin: self._births(fin) for _, fin in found}
        for place, fin in found:
            born = self._entries[place].birth
            if born is not None and births[fin] and born not in births[fin]:
                self._leave((place,), Why.DOCUMENT_DIFFERS)
                self._bear(self._entries[place], _SEVERAL)
            else:
                self._take(place, fin, How.DOCUMENT)

    def by_name(self) -> None:
        """Link what is left where names and birth date fit one person, of whom its base has no record yet."""
        for place in self._how:  # so far by their documents
            self._bear_name(self._entries[place].name, self._whose(place))
        for (base, fin), places in self._namesakes().items():
            alone = base in self._several_each or len(places) == 1
            if base not in self._several_each and self._has(base, fin):
                self._leave(places, Why.ALREADY_THERE)
            elif not alone:
                self._leave(places, Why.SEVERAL)
            else:
                for place in places:
                    self._take(place, fin, How.NAME)

    def _namesakes(self) -> dict[tuple[int, int], list[int]]:
        """By base and FIN the records that nothing but names could tell, and whose names are one person's."""
        wanted: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, entry in enumerate(self._entries):
            if entry.fin is not None or place in self._how or place in self._why:
                continue
            fin = None if entry.name is None else self._names.get(entry.name)
            if fin is None or fin == _SEVERAL:
                self._leave((place,), _why_not(entry, fin))
            else:
                wanted[entry.base, fin].append(place)
        return wanted

    def links(self) -> list[Link]:
        """What it came to."""
        unlinked = {why: Link(why=why) for why in (None, *Why)}  # a million and a half links are mostly a few
        made = [unlinked[self._why.get(place)] for place in range(len(self._entries))]
        for fin, places in self._groups.items():
            if not places:
                continue
            notes, same = self._notes(places), dict[Link, Link]()
            for place in places:
                found = Link(fin, self._how.get(place, How.FIN), notes=notes[place])
                made[place] = same.setdefault(found, found)
        return made

    def _births(self, fin: int) -> set[int]:
        return {b for b in (self._entries[place].birth for place in self._groups[fin]) if b is not None}

    def _has(self, base: int, fin: int) -> bool:
        return any(self._entries[place].base == base for place in self._groups[fin])

    def _leave(self, places: Iterable[int], why: Why) -> None:
        self._why.update(dict.fromkeys(places, why))

    def _take(self, place: int, fin: int, how: How) -> None:
        self._groups[fin].append(place)
        self._how[place] = how

    def _whose(self, place: int) -> int:
        document = self._entries[place].document
        return self._documents[document] if document is not None else _SEVERAL

    def _bear(self, entry: LinkEntry, fin: int) -> None:
        """Note whose document and names these are; of two people they tell nobody apart any more."""
        if entry.document is not None and self._documents.setdefault(entry.document, fin) != fin:
            self._documents[entry.document] = _SEVERAL
        self._bear_name(entry.name, fin)

    def _bear_name(self, name: int | None, fin: int) -> None:
        if name is not None and self._names.setdefault(name, fin) != fin:
            self._names[name] = _SEVERAL

    def _notes(self, places: Sequence[int]) -> dict[int, tuple[Note, ...]]:
        entries = [self._entries[place] for place in places]
        if len(places) == 1:
            return {places[0]: self._doubts(entries[0])}
        reference = _reference(entries)
        births = {e.birth for e in reference if e.birth is not None}
        given = {e.given for e in reference if e.given is not None}
        often = Counter(entry.base for entry in entries)
        found = {}
        for place, entry in zip(places, entries, strict=True):
            notes = self._doubts(entry)
            if _differs(entry.birth, births):
                notes += (Note.BIRTH_DIFFERS,)
            if _differs(entry.given, given):
                notes += (Note.NAME_DIFFERS,)
            if often[entry.base] > 1 and entry.base not in self._several_each:
                notes += (Note.TWICE,)
            found[place] = notes
        return found

    def _doubts(self, entry: LinkEntry) -> tuple[Note, ...]:
        shared = entry.fin is not None and entry.name is not None and self._names[entry.name] == _SEVERAL
        return (Note.POSSIBLE_DOUBLE,) if shared else ()


def _reference(entries: Sequence[LinkEntry]) -> list[LinkEntry]:
    """The entries of the weightiest base among them."""
    base = min(entry.base for entry in entries)
    return [entry for entry in entries if entry.base == base]


def _is_other(one: LinkEntry, two: LinkEntry) -> bool:
    """Whether two of a FIN are two people: a typing error is in the birth date or in the name, hardly in both."""
    if one.birth is None or two.birth is None or one.given is None or two.given is None:
        return False
    return one.birth != two.birth and one.given != two.given


def _is_of_several(entries: Sequence[LinkEntry]) -> bool:
    return len(entries) > 1 and any(_is_other(one, two) for one in entries for two in entries)


def _differs(value: int | None, known: set[int]) -> bool:
    return value is not None and bool(known) and (len(known) > 1 or value not in known)


def _why_not(entry: LinkEntry, fin: int | None) -> Why:
    if fin == _SEVERAL:
        return Why.SEVERAL
    if entry.name is not None:
        return Why.NOBODY
    if entry.lost:
        return Why.LOST_LETTERS
    return Why.NOBODY if entry.document is not None else Why.NOTHING_TO_GO_BY
