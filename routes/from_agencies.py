"""What agencies hand over: each format of a manifest to the register, to the committee's documents or its cases.

A format that a programme takes applications by opens a case beside that (`document_flow.programmes`).

What a message changes in the register goes on from there (person_changes). A format that several agencies give has one
route.
"""

from __future__ import annotations

from connectors.agencies import AGENCIES
from document_flow.programmes import programmes
from routes.route import PROGRAMMES, Destination, Route

_GIVEN = dict.fromkeys(given for agency in AGENCIES for given in agency.gives)
_APPLICATIONS = frozenset(each for programme in programmes().values() for each in programme.formats)
ROUTES = tuple(
    Route(
        name=given.route,
        source=given.format,
        destinations=(Destination(given.to), *([Destination(PROGRAMMES)] if given.format in _APPLICATIONS else [])),
        title_az=given.title[0],
        title_en=given.title[1],
    )
    for given in _GIVEN
)
