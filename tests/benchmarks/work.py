"""What the clients send and the agency receives: bodies by number, and the key that both sides can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connectors.agencies.azeriqaz.twin import subscriber
from connectors.agencies.edliyye.acts import Registry, subject
from connectors.sandbox.people import fin_of, person
from tests.benchmarks import persons

INSTANCE = "6d0f7f5c-9a43-4d43-8a55-3f6a5b1f4c11"
REGISTRY = Registry(INSTANCE)
STEPS = 89_000
"""Acts are numbered below this, since an act's day follows from its number."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of traffic. `key(i)` is in all that reaches the agency: for the sink, group 1 of `key_pattern`."""

    name: str
    content_type: str
    body: Callable[[int], bytes]
    request_id: Callable[[int], str]
    key: Callable[[int], str]
    key_pattern: str = ""


def name_change(number: int) -> bytes:
    """A civil act by which person `number` of the sandbox gets another given name."""
    who = person(number)
    former = {"firstName": who.given_name, "lastName": who.surname, "fatherName": who.father}
    renamed = subject("PERSON", who, firstName="Aysel", previousNames=[former])
    step = number % STEPS
    return REGISTRY.event(REGISTRY.new("NAME_CHANGE", who, step), step, [renamed]).body


PERSON_XML = Work(
    name="person-xml",
    content_type="application/xml",
    body=persons.person_xml,
    request_id=persons.request_id,
    key=persons.fin,
    key_pattern=r'"fin"\s*:\s*"([^"]+)"',
)
CIVIL_ACT = Work(
    name="civil-act",
    content_type="application/json",
    body=name_change,
    request_id=lambda number: REGISTRY.event_id(number % STEPS),
    key=fin_of,
)
SUBSCRIBER = Work(
    name="subscriber",
    content_type="application/xml",
    body=lambda number: subscriber(person(number), INSTANCE).body,
    request_id=lambda number: subscriber(person(number), INSTANCE).key,
    key=fin_of,
)
WORKS = {work.name: work for work in (PERSON_XML, CIVIL_ACT, SUBSCRIBER)}
