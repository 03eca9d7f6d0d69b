"""What a message is in words, and its business key as it may be shown: recognised by who knows it, told to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from hub.access.masking import Mask, mask
from hub.console.register.labels import KINDS as REGISTERED
from hub.errors import Words
from hub.register.formats import record_keys
from hub.store.sealing import Sealer
from hub.store.tx import Row
from mappings.records import CivilAct, PersonChange, Record, record_from_json

MOST_BYTES = 16_384
"""Larger records are not opened for a line of a list."""
KINDS: Mapping[str, Words] = {
    **REGISTERED,
    "person": Words("Şəxs haqqında məlumat", "Data of a person"),
    "household": Words("Ailə haqqında məlumat", "Data of a household"),
    "idp_status": Words("Məcburi köçkün statusu", "Status of a displaced person"),
    "utility_account": Words("Abonent məlumatı", "Data of a subscriber"),
    "person_change": Words("Şəxsin məlumatında dəyişiklik", "Change of a person"),
    "file_reply": Words("Faylın cavabı", "Reply to a file"),
    "usage_notice": Words("Məlumata baxış haqqında bildiriş", "Notice of a look at data"),
    "case_notice": Words("İcraat haqqında bildiriş", "Notice about a case"),
    "right_of_use": Words("Evin istifadə hüququ", "Right to use a home"),
    "notice_answer": Words("Bildiriş haqqında cavab", "Answer about a notice"),
    "base_row": Words("Köhnə bazanın sətri", "Row of an old base"),
    "approved_list": Words("Təsdiqlənmiş siyahı", "Approved list"),
    "payment_list": Words("Ödəniş siyahısı", "List of payments"),
    "housing_list": Words("Evlərin siyahısı", "List of dwellings"),
    "official_document": Words("Rəsmi sənəd", "Official document"),
    "document_notice": Words("Sənəd haqqında bildiriş", "Notice about a document"),
    "social_situation": Words("Sosial vəziyyət", "Social situation"),
    "family_ties": Words("Ailə əlaqələri", "Family ties"),
    "real_estate": Words("Daşınmaz əmlak", "Real estate"),
    "taxpayer": Words("Vergi ödəyicisi", "Taxpayer"),
    "utilities": Words("Kommunal abonentlik", "Utilities"),
    "file": Words("Fayl", "File"),
    "birth": Words("Doğum aktı", "Birth act"),
    "death": Words("Ölüm aktı", "Death act"),
    "marriage": Words("Nikah aktı", "Marriage act"),
    "divorce": Words("Nikahın pozulması aktı", "Divorce act"),
    "name_change": Words("Adın dəyişdirilməsi aktı", "Change of name"),
    "cancel": Words("Aktın ləğvi", "Cancellation of an act"),
}
KEY_KINDS: Mapping[str, Words] = {
    **REGISTERED,
    "fin": Words("FİN", "FIN"),
    "act": Words("Akt", "Act"),
    "account": Words("Abonent", "Subscriber"),
    "household": Words("Ailə", "Household"),
    "payment": Words("Ödəniş", "Payment"),
    "batch": Words("Ödəniş paketi", "Batch of payments"),
    "consignment": Words("Göndəriş nömrəsi", "Consignment"),
    "document": Words("Sənəd", "Document"),
    "id": Words("Göndərənin nömrəsi", "Sender's id"),
    "file": Words("Fayl", "File"),
    "case_notice": Words("Bildiriş nömrəsi", "Notice"),
    "list": Words("Siyahı", "List"),
}
_FIRST = ("act", "account", "household", "document", "consignment", *REGISTERED, "fin")
_OTHER = Words("Mesaj", "Message")


@dataclass(frozen=True, slots=True)
class Naming:
    """`what` it is; its key's kind and the key itself, masked."""

    what: Words
    key_kind: Words | None = None
    key: str = ""


def naming(sealer: Sealer, row: Row) -> Naming:
    """Of a row of messages with its sealed records and business id, where they are not too large to look at."""
    message, business = row["id"], row["business_id_sealed"]
    own_id = sealer.unseal("message_bodies.business_id", message, bytes(business)).decode() if business else ""
    if row["kind"] == "file":
        return Naming(KINDS["file"], KEY_KINDS["file"], own_id)
    records = open_records(sealer, row)
    what = what_of(records)
    kind, key = first_key(records) or ("id", own_id)
    return Naming(what, KEY_KINDS.get(kind) if key else None, masked_key(kind, key) if key else "")


def open_records(sealer: Sealer, row: Row) -> list[Record]:
    """The canonical records of a message, in their order; none where they cannot be read any more."""
    sealed, version = row["records_sealed"], row["records_version"]
    if sealed is None:
        return []
    lines = sealer.unseal("message_bodies.records", row["id"], bytes(sealed), version).split(b"\n")
    try:
        return [record_from_json(line) for line in lines if line]
    except ValidationError:
        return []


def what_of(records: Sequence[Record]) -> Words:
    """The name of the first record's kind, and how many more there are."""
    if not records:
        return _OTHER
    first = records[0]
    name = KINDS.get(first.act_type if isinstance(first, CivilAct) else first.kind, _OTHER)
    more = len(records) - 1
    return Words(f"{name.az} və daha {more}", f"{name.en} and {more} more") if more else name


def keys_of(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Everything that the records are about, each once."""
    found = [key for record in records for key in _keys(record)]
    return list(dict.fromkeys(found))


def first_key(records: Sequence[Record]) -> tuple[str, str] | None:
    """The key that a person would name it by."""
    keys = keys_of(records[:1])
    return min(keys, key=lambda pair: _FIRST.index(pair[0]) if pair[0] in _FIRST else len(_FIRST), default=None)


def masked_key(kind: str, value: str) -> str:
    """A key as it may be shown."""
    provider, colon, own = value.partition(":")
    if kind == "account" and colon:
        return f"{provider}: {mask(Mask.KEY, own)}"
    return mask(Mask.FIN if kind == "fin" else Mask.KEY, value)


def plain(record: Record) -> dict[str, Any]:
    """The record to read: without what is empty and without where each field came from."""
    found = record.model_dump(mode="json", exclude_none=True, exclude={"provenance"})
    pruned: dict[str, Any] = _pruned(found)
    return pruned


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _pruned(each) for name, each in value.items() if name != "provenance"}
        return {name: each for name, each in kept.items() if each not in ({}, [])}
    return [_pruned(each) for each in value] if isinstance(value, list) else value


def _keys(record: Record) -> list[tuple[str, str]]:
    if not isinstance(record, PersonChange):
        return list(record_keys(record))
    accounts = [("account", f"{each.provider}:{each.subscriber_code}") for each in record.accounts]
    return [*([("fin", record.person.fin)] if record.person.fin else []), *accounts]
