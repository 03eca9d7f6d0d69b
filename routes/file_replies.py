"""Replies to bulk files go back to their sender, where the sender takes any."""

from __future__ import annotations

from collections.abc import Callable

from connectors.agencies import takers_of
from mappings.records import FileReply, Record
from routes.route import Destination, Route, Use

_USE = Use("data_check", "669-IQ", "utilities social")
"""Of a reply that is about rows of the sender's own, and of a settlement with a utility."""


def _to_sender(name: str) -> Callable[[Record], bool]:
    """An agency takes replies to its own files."""

    def is_its_own(record: Record) -> bool:
        return isinstance(record, FileReply) and record.party == name

    return is_its_own


route = Route(
    name="file-replies",
    source="hub.file-reply.v1",
    destinations=tuple(
        Destination(taken.operation, writes=taken.writes, when=_to_sender(agency.name), use=_USE)
        for agency, taken in takers_of("file-reply")
    ),
    title_az="Fayllara cavablar göndərənə",
    title_en="Replies to files, to their sender",
)
