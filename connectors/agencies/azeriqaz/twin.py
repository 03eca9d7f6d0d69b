"""Azəriqaz: a subscriber's data applied once per `SorguId`; it pushes who a subscriber code belongs to."""

from __future__ import annotations

import uuid

from connectors.agencies.azeriqaz.agency import ACCOUNT, AGENCY, UPDATE
from connectors.sandbox.http import Reply
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.traffic.parcel import Parcel, message
from connectors.sandbox.twins.soap import (
    SoapRequest,
    SoapTwin,
    applying,
    asking,
    business_error,
    soap_reply,
    xml_message,
)
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_TEXTS = {"": "Sorğu qəbul edilmədi"}


def _twin(sandbox: Dependencies) -> SoapTwin:
    """Any subscriber code is a subscriber here."""
    handlers = applying(NAME, UPDATE, sandbox.ledger, _TEXTS, number="AZQ", other_body="302")
    handlers |= asking(NAME, ACCOUNT, sandbox.ledger, _accounts)
    return SoapTwin(NAME, UPDATE.path, handlers, _TEXTS, soap_reply(NAME, "AbonentSilCavab", {"Netice": "abc"}))


def subscriber(who: SyntheticPerson, instance: str) -> Parcel:
    """The subscriber's data in XML."""
    key = str(uuid.uuid5(uuid.UUID(instance), f"subscriber {who.number}"))
    fields = {
        "SorguId": key,
        "AbonentKodu": who.gas_account,
        "FIN": who.fin,
        "Soyad": who.surname,
        "Ad": who.given_name,
        "AtaAdi": f"{who.father} {'qızı' if who.sex == 'female' else 'oğlu'}",
        "DogumTarixi": who.born.isoformat(),
        "VefatTarixi": "",
        "MecburiKockun": "1" if who.displaced else "0",
    }
    return message(NAME, "azeriqaz.subscriber.v1", xml_message(NAME, "AbonentMelumati", fields), key)


def _accounts(asked: SoapRequest, _query: int) -> Reply:
    """Three of four persons are subscribers."""
    number = number_of(asked.text("FIN"))
    if number is None or number % 4 == 2:
        return business_error(NAME, "301", _TEXTS)
    owner = person(number)
    account = {
        "Kod": owner.gas_account,
        "Unvan": f"{owner.street} {owner.building}/{owner.flat}",
        "NeferSayi": str(1 + owner.number % 6),
        "Borc": f"{owner.number % 40 - 10},00",
    }
    return soap_reply(NAME, ACCOUNT.answer, {"FIN": owner.fin, "Abonent": [account]})


SIMULATION = Simulation(
    _twin,
    story={
        10: lambda now: subscriber(now.wife, now.instance),
        20: lambda now: subscriber(now.husband, now.instance),
    },
)
