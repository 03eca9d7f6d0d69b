"""What agencies hand over: each format of a manifest to the register, or to the committee's documents.

What a message changes in the register goes on from there (person_changes).
"""

from __future__ import annotations

from connectors.agencies import AGENCIES
from routes.route import Destination, Route

ROUTES = tuple(
    Route(
        name=given.route,
        source=given.format,
        destinations=(Destination(given.to),),
        title_az=given.title[0],
        title_en=given.title[1],
    )
    for agency in AGENCIES
    for given in agency.gives
)
