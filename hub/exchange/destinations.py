"""What destinations of deliveries are called where people read of them: operations by manifests, our own here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from connectors.agencies import AGENCIES
from hub.errors import Words
from hub.exchange.files.splitting import CHUNK
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER

OWN: Final[Mapping[str, Words]] = {
    REGISTER: Words("Reyestr", "Register"),
    DOCUMENTS: Words("Sənədlər", "Documents"),
    PROGRAMMES: Words("Proqramlar", "Programmes"),
    MONEY: Words("Ödənişlər", "Payments"),
    CHUNK: Words("Fayl hissələri", "Parts of files"),
}
OPERATIONS: Final[Mapping[str, Words]] = {
    each.name: Words(*each.title) for agency in AGENCIES for each in agency.operations if each.title is not None
}
_WHOSE: Final[Mapping[str, Words]] = {
    each.name: Words(*agency.title) for agency in AGENCIES for each in agency.operations
}


def destination_name(name: str) -> Words:
    """What it is called beside its agency; a format, or what no manifest has any more, keeps its own name."""
    return OPERATIONS.get(name) or OWN.get(name) or Words(name, name)


def whole_name(name: str) -> Words:
    """The same with its agency's name before it, where the agency does not stand beside it."""
    named, whose = destination_name(name), _WHOSE.get(name)
    return named if whose is None else Words(f"{whose.az}: {named.az}", f"{whose.en}: {named.en}")
