"""What the clients send and the agency receives: bodies by number, and the key that both sides can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks import persons


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of traffic. `key(i)` is what `key_pattern` finds, as its group 1, in whatever leaves for the agency."""

    name: str
    content_type: str
    body: Callable[[int], bytes]
    request_id: Callable[[int], str]
    key: Callable[[int], str]
    key_pattern: str


PERSON_XML = Work(
    name="person-xml",
    content_type="application/xml",
    body=persons.person_xml,
    request_id=persons.request_id,
    key=persons.fin,
    key_pattern=r'"fin"\s*:\s*"([^"]+)"',
)
WORKS = {work.name: work for work in (PERSON_XML,)}
