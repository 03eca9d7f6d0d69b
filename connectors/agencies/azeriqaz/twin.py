"""Azəriqaz: a subscriber's data applied once per `SorguId`; it pushes who a subscriber code belongs to."""

from __future__ import annotations

import uuid

from connectors.agencies.azeriqaz.agency import AGENCY, UPDATE
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.parcel import Parcel, message
from connectors.sandbox.twins.soap import SoapTwin, applying, soap_reply, xml_message
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_TEXTS = {"": "Sorğu qəbul edilmədi"}


def _twin(sandbox: Dependencies) -> SoapTwin:
    """Any subscriber code is a subscriber here."""
    handlers = applying(NAME, UPDATE, sandbox.ledger, _TEXTS, number="AZQ", other_body="302")
    return SoapTwin(NAME, UPDATE.path, handlers, _TEXTS, soap_reply(NAME, "AbonentSilCavab", {"Netice": "abc"}))


def subscriber(person: SyntheticPerson, instance: str) -> Parcel:
    """The subscriber's data in XML."""
    key = str(uuid.uuid5(uuid.UUID(instance), f"subscriber {person.number}"))
    fields = {
        "SorguId": key,
        "AbonentKodu": person.gas_account,
        "FIN": person.fin,
        "Soyad": person.surname,
        "Ad": person.given_name,
        "AtaAdi": f"{person.father} {'qızı' if person.sex == 'female' else 'oğlu'}",
        "DogumTarixi": person.born.isoformat(),
        "VefatTarixi": "",
        "MecburiKockun": "1" if person.displaced else "0",
    }
    return message(NAME, "azeriqaz.subscriber.v1", xml_message(NAME, "AbonentMelumati", fields), key)


SIMULATION = Simulation(
    _twin,
    story={
        10: lambda now: subscriber(now.wife, now.instance),
        20: lambda now: subscriber(now.husband, now.instance),
    },
)
