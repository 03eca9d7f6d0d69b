"""What destinations of deliveries and formats are called where people read of them: operations by manifests, formats by
their mappings, our own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from connectors.agencies import AGENCIES
from hub.errors import Words
from hub.exchange.files.reply import REPLY, ReplyFormat
from hub.exchange.files.splitting import CHUNK
from hub.exchange.person_news import CHANGE_FORMAT, REQUEST_FORMAT
from hub.register.formats import RECORDS_FORMAT
from mappings.format import load_formats
from routes import case_notices, outgoing_documents, programme_effects, rights_of_use, usage_notices, visit_acts
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER

OWN: Final[Mapping[str, Words]] = {
    REGISTER: Words("Reyestr", "Register"),
    DOCUMENTS: Words("Sənədlər", "Documents"),
    PROGRAMMES: Words("Proqramlar", "Programmes"),
    MONEY: Words("Ödənişlər", "Payments"),
    CHUNK: Words("Fayl hissələri", "Parts of files"),
}
_OWN_FORMATS: Final[Mapping[str, Words]] = {
    CHANGE_FORMAT: Words("şəxs məlumatının dəyişməsi", "change of a person's data"),
    REQUEST_FORMAT: Words("reyestrə dəyişiklik təklifi", "proposal of a change to the register"),
    RECORDS_FORMAT: Words("reyestrin məlumat yazıları", "records of the register"),
    REPLY: Words("fayla cavab", "reply to a file"),
    ReplyFormat.name: Words("cavab faylı", "reply file"),
    case_notices.SOURCE: Words("ərizəçiyə bildiriş", "notice to an applicant"),
    outgoing_documents.SOURCE: Words("göndərilən sənəd", "outgoing document"),
    programme_effects.SOURCE: Words("proqramın qərarı", "decision of a programme"),
    rights_of_use.SOURCE: Words("verilmiş evdən istifadə hüququ", "right to use a home that was handed over"),
    usage_notices.SOURCE: Words("məlumata baxış barədə bildiriş", "notice of a look at data"),
    visit_acts.SOURCE: Words("baxış aktı", "visit act"),
}
OPERATIONS: Final[Mapping[str, Words]] = {
    each.name: Words(*each.title) for agency in AGENCIES for each in agency.operations if each.title is not None
}
_WHOSE: Final[Mapping[str, Words]] = {
    each.name: Words(*agency.title) for agency in AGENCIES for each in agency.operations
}


def destination_name(name: str) -> Words:
    """What it is called beside its agency, or what a format is; what no manifest has any more keeps its own name."""
    return OPERATIONS.get(name) or OWN.get(name) or format_name(name)


def format_name(name: str) -> Words:
    """What a format is called; one of a further folder, or of an older hub, keeps its own name."""
    return _OWN_FORMATS.get(name) or _titled().get(name) or Words(name, name)


@cache
def _titled() -> Mapping[str, Words]:
    return {name: Words(*made.title) for name, made in load_formats().items() if made.title is not None}


def whole_name(name: str) -> Words:
    """The same with its agency's name before it, where the agency does not stand beside it."""
    named, whose = destination_name(name), _WHOSE.get(name)
    return named if whose is None else Words(f"{whose.az}: {named.az}", f"{whose.en}: {named.en}")
