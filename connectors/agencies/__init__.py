"""The agencies, one folder each with its manifest `agency.py`; this is the one list of them.

Its order is the one in which routes and destinations are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from connectors.manifest import Agency, Flow, Pays, Takes

NAMES = (
    "edliyye",
    "din",
    "meis",
    "azeriqaz",
    "azerishiq",
    "nazirlik",
    "sima",
    "azersu",
    "dvx",
    "emlak",
    "berde",
    "mygov",
    "dma",
    "numayende",
    "etn",
    "sehiyye",
    "agalikend",
    "xezine",
    "zengilan",
    "mobil",
    "azerpoct",
)

AGENCIES: tuple[Agency, ...] = tuple(import_module(f"{__name__}.{name}.agency").AGENCY for name in NAMES)
BY_NAME: Mapping[str, Agency] = {agency.name: agency for agency in AGENCIES}
PHONE = next(agency.name for agency in AGENCIES if agency.signs_by_phone)
"""Whose app persons sign with; its name is the provider of such signatures."""
CITIZENS = next(agency.name for agency in AGENCIES if agency.knows_citizens)
"""The portal by which citizens log in to the page of their own."""


def giver_of(format_name: str) -> Agency | None:
    """The agency that hands a format over; None where nobody alone does."""
    return next((agency for agency in AGENCIES for each in agency.gives if each.format == format_name), None)


def takers_of(flow: Flow) -> Iterator[tuple[Agency, Takes]]:
    """Who is told of a flow, and how."""
    return ((agency, each) for agency in AGENCIES for each in agency.takes if each.flow == flow)


def payers() -> Iterator[tuple[Agency, Takes, Pays]]:
    """Who pays what is owed, and how each is told."""
    return ((agency, each, each.pays) for agency, each in takers_of("payments") if each.pays is not None)


UTILITY = next(agency for agency, taken in takers_of("person-change") if taken.by_account)
FILER = next(agency for agency, _ in takers_of("file-reply"))
"""Whom examples and synthetic data name: a utility that is told of its subscribers, and who sends files."""
