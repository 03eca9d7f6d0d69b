"""Documents of other bodies to the committee's documents."""

from __future__ import annotations

from routes.route import DOCUMENTS, Destination, Route

route = Route(
    name="incoming-documents",
    source="bodies.document.v1",
    destinations=(Destination(DOCUMENTS),),
    title_az="Qurumlardan daxil olan sənədlər",
    title_en="Incoming documents of other bodies",
)
