"""Subscribers as Azəriqaz pushes them: who a subscriber code belongs to."""

from __future__ import annotations

import uuid
from typing import Any

from lxml import etree

from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.parcel import Parcel

_NAMESPACE = "urn:azeriqaz:abonent:v1"


def subscriber(person: SyntheticPerson, instance: str) -> Parcel:
    """The subscriber's data in XML."""
    woman = person.sex == "female"
    key = str(uuid.uuid5(uuid.UUID(instance), f"subscriber {person.number}"))
    default: dict[Any, str] = {None: _NAMESPACE}
    root = etree.Element(f"{{{_NAMESPACE}}}AbonentMelumati", nsmap=default)
    fields = {
        "SorguId": key,
        "AbonentKodu": person.gas_account,
        "FIN": person.fin,
        "Soyad": person.surname,
        "Ad": person.given_name,
        "AtaAdi": f"{person.father} {'qızı' if woman else 'oğlu'}",
        "DogumTarixi": person.born.isoformat(),
        "VefatTarixi": "",
        "MecburiKockun": "1" if person.displaced else "0",
    }
    for name, value in fields.items():
        etree.SubElement(root, f"{{{_NAMESPACE}}}{name}").text = value
    raw = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Parcel("sandbox-azeriqaz", "/v1/messages/azeriqaz.subscriber.v1", raw, "application/xml", key)
