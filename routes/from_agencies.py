"""What agencies hand over: each format of a manifest to the register, to the committee's documents or its cases.

A format that a programme takes applications by opens a case beside that (`document_flow.programmes`); what payers
answer goes to the ledger too.

What a message changes in the register goes on from there (person_changes). A format that several agencies give has one
route.
"""

from __future__ import annotations

from connectors.agencies import AGENCIES, payers
from document_flow.programmes import programmes
from routes.payments import is_our_reply
from routes.route import MONEY, PROGRAMMES, Destination, Route

_GIVEN = dict.fromkeys(given for agency in AGENCIES for given in agency.gives)
_APPLICATIONS = frozenset(each for programme in programmes().values() for each in programme.formats)
_BESIDE = {pays.replies: Destination(MONEY, when=is_our_reply) for _, _, pays in payers()}
_BESIDE |= dict.fromkeys(_APPLICATIONS, Destination(PROGRAMMES))
ROUTES = tuple(
    Route(
        name=given.route,
        source=given.format,
        destinations=(Destination(given.to), *([_BESIDE[given.format]] if given.format in _BESIDE else [])),
        title_az=given.title[0],
        title_en=given.title[1],
    )
    for given in _GIVEN
)
