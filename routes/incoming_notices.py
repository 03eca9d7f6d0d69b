"""What other bodies say became of the committee's documents."""

from __future__ import annotations

from routes.route import DOCUMENTS, Destination, Route

route = Route(
    name="incoming-notices",
    source="bodies.notice.v1",
    destinations=(Destination(DOCUMENTS),),
    title_az="Göndərilmiş sənədlər barədə qeydiyyat və imtina bildirişləri",
    title_en="Notices of registration and refusal of documents that were sent",
)
