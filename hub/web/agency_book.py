"""The agencies as people know them: their names, what each takes and what each hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectors.agencies import AGENCIES
from hub.access.parties import PartyRole, parties_and_grants, sandbox_parties
from hub.app import Hub
from hub.errors import Words
from hub.exchange.files.splitting import CHUNK
from hub.store.tx import Tx
from routes.route import DOCUMENTS, REGISTER

TITLES: Mapping[str, Words] = {
    **{agency.name: Words(*agency.title) for agency in AGENCIES},
    "committee": Words("Komitə", "The committee"),
    "committee-2": Words("Komitə, ikinci şəxs", "The committee, second person"),
    "hub": Words("Qayıdış Hub", "Qayıdış Hub"),
    REGISTER: Words("Reyestr", "Register"),
    DOCUMENTS: Words("Sənədlər", "Documents"),
    CHUNK: Words("Fayl hissələri", "Parts of files"),
}


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency. `operations` are what it takes, `formats` what it hands over, `destinations` those of deliveries."""

    name: str
    title: Words
    operations: tuple[str, ...]
    formats: tuple[str, ...]

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
        self._by_format = {name: agency for agency in agencies for name in agency.formats}

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
            if PartyRole.AGENCY in party.roles:
                formats[party.name] = {service for service, _ in party.grants}
    titles: dict[str, Words] = {}
    for row in await parties_and_grants(tx):
        if PartyRole.AGENCY not in row["roles"].split():
            continue
        titles[row["name"]] = Words(row["title_az"] or row["name"], row["title_en"] or row["name"])
        known = formats.setdefault(row["name"], set())
        if row["service"] in hub.formats:
            known.add(row["service"])
    return formats, titles
