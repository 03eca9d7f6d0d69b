"""A document with prefixes of the sender's own is refused with its place; naming it once raised instead."""

from __future__ import annotations

import pytest

from connectors.parsing import parse_xml, to_document
from mappings.format import load_formats

_NAMESPACE = "urn:azeriqaz:abonent:v1"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ('<p:Response xmlns:p="urn:other"/>', "/Response"),
        (f'<s:AbonentMelumati xmlns:s="{_NAMESPACE}"><t:X xmlns:t="u"/></s:AbonentMelumati>', "/AbonentMelumati/X"),
        (
            f'<AbonentMelumati xmlns="{_NAMESPACE}"><SorguId>a</SorguId><SorguId>b</SorguId></AbonentMelumati>',
            "/AbonentMelumati/SorguId[2]",
        ),
    ],
)
def test_the_place_is_found_whatever_prefixes_the_sender_uses(raw: str, place: str) -> None:
    made = load_formats()["azeriqaz.subscriber.v1"]
    element = parse_xml(raw.encode())

    refusal = made.refuse(to_document(element), element)

    assert refusal is not None
    assert refusal.place == place
