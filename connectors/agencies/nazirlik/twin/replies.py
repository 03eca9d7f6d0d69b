"""What the ministry writes, as pure functions: the same for the same ledger entry or letter, so that a repeat is one.

A document gets a registration notice and then an answer that names it; or a refusal. The committee of the sandbox does
not answer answers, so the two come to rest.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from connectors.agencies.nazirlik.twin.envelope import COMMITTEE, FILES, MINISTRY, file_part, our_document, our_notice
from connectors.sandbox.traffic.parcel import Parcel

PARTY = "sandbox-nazirlik"
BAKU = timezone(timedelta(hours=4))
_PDF, _TEXT = "application/pdf", "text/plain"
_REASON = "Məsələ nazirliyin səlahiyyətinə aid deyil; sənəd geri qaytarılır."
_SUBJECTS = (
    "Məskunlaşan ailələr barədə məlumatın dəqiqləşdirilməsi",
    "Zəngilan rayonunda yaşayış evlərinin təhvili barədə",
    "Müavinət alan şəxslərin siyahısının uzlaşdırılması",
    "Məktəbyaşlı uşaqların sayı barədə sorğu",
)
_DAYS_TO_ANSWER = 21


def replies(entry: dict[str, Any]) -> tuple[Parcel, ...]:
    """What an applied document is answered with, in this order."""
    document = entry["subject"]
    match document["mode"]:
        case "silent":
            return ()
        case "refuse":
            return (_notice(document, {"ImtinaBildirisi": {"Sebeb": _REASON}}),)
        case "answer":
            return (_registered(entry), _answer(entry))
        case _:
            return (_registered(entry),)


def _registered(entry: dict[str, Any]) -> Parcel:
    number, day = f"{MINISTRY}/D-{entry['seq']}/{day_of(entry['at']):%Y}", day_of(entry["at"]).isoformat()
    return _notice(entry["subject"], {"QeydiyyatBildirisi": {"Nomre": number, "Tarix": day}})


def _notice(document: dict[str, Any], what: dict[str, Any]) -> Parcel:
    return _parcel("bodies.notice.v1", our_notice(document["consignment_id"], what))


def _answer(entry: dict[str, Any]) -> Parcel:
    document, day = entry["subject"], day_of(entry["at"])
    note = f"{document['reg_no']} nömrəli, {document['reg_date']} tarixli sənədə baxılmışdır: {document['subject']}\n"
    content = {
        "Nov": "Cavab məktubu",
        "Movzu": f"{document['reg_no']} nömrəli sənədə cavab",
        "ElaqeliSened": {
            "QurumKodu": COMMITTEE,
            "Nomre": document["reg_no"],
            "Tarix": document["reg_date"],
            "consignmentId": document["consignment_id"],
        },
        "Fayl": [
            file_part("cavab.pdf", _PDF, (FILES / "cavab.pdf").read_bytes(), main=True),
            file_part("qeyd.txt", _TEXT, note.encode()),
        ],
    }
    consignment = str(uuid.uuid5(uuid.NAMESPACE_URL, f"nazirlik/answers/{entry['key']}"))
    number = f"{MINISTRY}/C-{entry['seq']}/{day:%Y}"
    return _parcel("bodies.document.v1", our_document(consignment, (number, day.isoformat()), content))


def letter(number: int, instance: str, day: date) -> Parcel:
    """The ministry's own letter of that number; `instance` keeps one installation's letters apart from another's."""
    content = {
        "Nov": "Sorğu",
        "Movzu": _SUBJECTS[number % len(_SUBJECTS)],
        "IcraMuddeti": (day + timedelta(days=_DAYS_TO_ANSWER)).isoformat(),
        "Fayl": [file_part("mektub.pdf", _PDF, (FILES / "mektub.pdf").read_bytes(), main=True)],
    }
    consignment = str(uuid.uuid5(uuid.UUID(instance), f"letter {number}"))
    registration = (f"{MINISTRY}/M-{number + 1}/{day:%Y}", day.isoformat())
    return _parcel("bodies.document.v1", our_document(consignment, registration, content))


def day_of(at: int) -> date:
    """The day in Baku of an instant in microseconds."""
    return datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(BAKU).date()


def _parcel(format_name: str, body: dict[str, Any]) -> Parcel:
    raw = json.dumps(body, ensure_ascii=False).encode()
    return Parcel(PARTY, f"/v1/messages/{format_name}", raw, "application/json", body["consignmentId"])
