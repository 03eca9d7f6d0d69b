"""Replies to bulk files go back to their sender, where the sender takes any."""

from __future__ import annotations

from mappings.records import FileReply, Record
from routes.route import Destination, Route


def from_azerishiq(record: Record) -> bool:
    """Azərişıq takes replies to its own files."""
    return isinstance(record, FileReply) and record.party == "azerishiq"


route = Route(
    name="file-replies",
    source="hub.file-reply.v1",
    destinations=(Destination("azerishiq.reply-file", writes="hub.reply-file.v1", when=from_azerishiq),),
    title_az="Fayllara cavablar göndərənə",
    title_en="Replies to files, to their sender",
)
