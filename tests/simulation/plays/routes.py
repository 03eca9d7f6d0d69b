"""One flow for the simulated world: a person in XML goes to agencies and into the register, in order."""

from __future__ import annotations

from mappings.records import Record
from routes.route import REGISTER, Destination, Route
from tests.faults.routes import as_change

AGENCIES = ("keyed.person", "asked.person", "both.person", "plain.person")
_BUDGET = 3
"""So few tries, that some are used up."""


def changed(record: Record) -> tuple[Record, ...]:
    """Agencies take changes."""
    return (as_change(record),)


ALL = (
    Route(
        name="simulated-persons",
        source="bench.person-xml.v1",
        destinations=(
            *(
                Destination(name, writes="meis.person.v3", agency=name.split(".")[0], parts=changed, budget=_BUDGET)
                for name in AGENCIES
            ),
            Destination(REGISTER),
        ),
    ),
)
