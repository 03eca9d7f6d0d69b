"""The agencies as people know them: their names, what each takes and what each hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.access.grants import Action
from hub.access.parties import WELL_KNOWN, parties_and_rights, sandbox_parties
from hub.errors import Words
from hub.evidence.receipt import came_label
from hub.exchange.destinations import OWN
from hub.store.tx import Tx

if TYPE_CHECKING:
    from hub.app import Hub


TITLES: Mapping[str, Words] = {
    **WELL_KNOWN,
    **OWN,
}


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency. `operations` are what it takes, `formats` what it hands over, `destinations` those of deliveries."""

    name: str
    title: Words
    operations: tuple[str, ...]
    formats: tuple[str, ...]

    @property
    def handed(self) -> tuple[str, ...]:
        """The labels of what it hands over, by which it is counted."""
        return tuple(came_label(self.name, each) for each in self.formats)

    @property
    def is_known(self) -> bool:
        """Whether anything goes to it or comes from it here."""
        return bool(self.operations or self.formats)


class Book:
    """All agencies of this installation, by name."""

    def __init__(self, agencies: Sequence[Agency]) -> None:
        self.all = tuple(agencies)
        self._by_name = {agency.name: agency for agency in agencies}
        self._by_operation = {name: agency for agency in agencies for name in agency.operations}
        givers = Counter(name for agency in agencies for name in agency.formats)
        self._by_format = {name: agency for agency in agencies for name in agency.formats if givers[name] == 1}

    def named(self, name: str) -> Agency | None:
        """The agency of that name."""
        return self._by_name.get(name)

    def of_format(self, name: str) -> Agency | None:
        """The agency that hands a format over; None where nobody alone does."""
        return self._by_format.get(name)

    def title_of(self, destination: str) -> Words:
        """Whose a destination is, in words."""
        agency = self._by_operation.get(destination)
        return agency.title if agency else title(destination)


def title(name: str) -> Words:
    """A name in words, where it is a well-known one; else as it is."""
    return TITLES.get(name) or Words(name, name)


async def read_book(tx: Tx, hub: Hub) -> Book:
    """The book as the parties, grants and operations stand now."""
    names = {name: op.agency for name, op in hub.operations.items()}
    senders, titles = await _senders(tx, hub)
    found = sorted({*names.values(), *senders})
    return Book(
        [
            Agency(
                name,
                titles.get(name) or title(name),
                tuple(sorted(op for op, owner in names.items() if owner == name)),
                tuple(sorted(senders.get(name, ()))),
            )
            for name in found
        ]
    )


async def _senders(tx: Tx, hub: Hub) -> tuple[dict[str, set[str]], dict[str, Words]]:
    """Which formats each agency may hand over, and what the stored ones are called."""
    formats: dict[str, set[str]] = {}
    if hub.settings.sandbox:
        for party in sandbox_parties(hub.formats).values():
            if Action.AGENCY in party.roles:
                formats[party.name] = {right.service for right in party.rights if right.action == Action.SEND}
    titles: dict[str, Words] = {}
    rows = await parties_and_rights(tx)
    taking_part = {row["name"] for row in rows if row["action"] == Action.AGENCY}
    for row in rows:
        if row["name"] not in taking_part:
            continue
        titles[row["name"]] = Words(row["title_az"] or row["name"], row["title_en"] or row["name"])
        known = formats.setdefault(row["name"], set())
        if row["service"] in hub.formats:
            known.add(row["service"])
    return formats, titles
