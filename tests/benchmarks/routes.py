"""The bench's one flow: a person in XML goes to one REST service as JSON."""

from __future__ import annotations

from routes.route import Destination, Route

ALL = (
    Route(
        name="bench-persons",
        source="bench.person-xml.v1",
        destinations=(Destination("bench.person.put", writes="bench.person-json.v1", agency="bench"),),
    ),
)
