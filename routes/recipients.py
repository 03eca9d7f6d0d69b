"""Which fields a recipient is given: one sheet for what is pushed and what is answered. Deny by default.

A recipient that the sheet does not name for a service and purpose is told yes or no, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from document_flow.sheet import read_sheet
from routes.route import Use

SHEET: Final = Path(__file__).with_suffix(".yaml")
PERSON_CHANGE: Final = "person-change"
SERVICE_NOTICE: Final = "service-notice"
NO_PURPOSE: Final = "-"
_CHANGES: Final = frozenset((PERSON_CHANGE, SERVICE_NOTICE))


class Recipient(NamedTuple):
    """Who is given something by which service and for what."""

    party: str
    service: str
    purpose: str = NO_PURPOSE


class Given(NamedTuple):
    """The fields that a recipient is given and by which act; of changes, `when` are those whose change is told and
    `told_for` the purpose.
    """

    fields: frozenset[str]
    when: frozenset[str]
    law: str = ""
    told_for: str = ""


NOTHING: Final = Given(frozenset(), frozenset())


@cache
def given(sheet: Path = SHEET) -> Mapping[Recipient, Given]:
    """What each recipient is given; raises SheetRefused with every problem, a recipient named twice among them."""
    top = read_sheet(sheet.read_text(encoding="utf-8"), "recipients.refused")
    found: dict[Recipient, Given] = {}
    for entry in top.entries("given"):
        parties, services, fields = (entry.texts(key) for key in ("recipients", "services", "fields"))
        purposes = entry.texts("purposes") if entry.has("purposes") else (NO_PURPOSE,)
        when = entry.texts("when") if entry.has("when") else fields
        law = entry.text("law")
        told_for = "" if _CHANGES.isdisjoint(services) else entry.text("told_for")
        for who in (Recipient(*each) for each in product(parties, services, purposes)):
            if who in found:
                name = " ".join(who)
                entry.problem("recipients", f"{name} iki dəfə yazılıb", f"{name} stands twice")
            found[who] = Given(frozenset(fields), frozenset(when), law, told_for)
        entry.done()
    top.done()
    top.findings.refuse_if_any()
    return found


def fields_for(party: str, service: str, purpose: str = NO_PURPOSE) -> frozenset[str]:
    """What of an answer the party is given beyond yes or no."""
    return given().get(Recipient(party, service, purpose), NOTHING).fields


def use_of_changes(party: str, service: str = PERSON_CHANGE) -> Use:
    """What the party is told of changes for; the kinds of data follow from the fields."""
    row = given().get(Recipient(party, service), NOTHING)
    return Use(row.told_for, row.law, " ".join(sorted(row.fields)))


def told_when(party: str, service: str = PERSON_CHANGE) -> frozenset[str]:
    """The fields of a person whose change the party is told."""
    return given().get(Recipient(party, service), NOTHING).when
