"""The envelope as the ministry sees it: what it finds wrong with one, and how it writes its own."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from connectors.sandbox.http import Reply, json_reply

MINISTRY, COMMITTEE = "97", "99"
"""Invented indexes of the list of state bodies: ours, and the committee's."""
MOST_BYTES = 7 * 1024 * 1024
FILES = Path(__file__).parent / "files"


def fault(status: int, code: str, **more: str) -> Reply:
    """A refusal under one of DHX's names, with the place where there is one."""
    return json_reply(status, {"status": status, "code": code, **more})


@dataclass(frozen=True, slots=True)
class Document:
    """What the ministry's register keeps of a document that it took in."""

    consignment_id: str
    sender: str
    reg_no: str
    reg_date: str
    subject: str
    is_answer: bool
    files: tuple[str, ...]


def read_document(body: dict[str, Any]) -> Document | Reply:
    """The document, or the fault that it gets: address, then size, then every file's hash."""
    try:
        envelope = body["SenedZerfi"]
        found = Document(
            consignment_id=_text(body["consignmentId"]),
            sender=_text(envelope["Gonderen"]["QurumKodu"]),
            reg_no=_text(envelope["Qeydiyyat"]["Nomre"]),
            reg_date=date.fromisoformat(envelope["Qeydiyyat"]["Tarix"]).isoformat(),
            subject=_text(envelope["Movzu"]),
            is_answer="ElaqeliSened" in envelope,
            files=tuple(_text(each["Ad"]) for each in envelope["Fayl"]),
        )
        return _address_fault(envelope) or _size_fault(envelope) or _file_fault(envelope) or found
    except (KeyError, TypeError, ValueError):
        return fault(422, "Validation", place="/SenedZerfi")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(type(value).__name__)
    return value


def _address_fault(envelope: dict[str, Any]) -> Reply | None:
    if envelope["Alan"]["QurumKodu"] != MINISTRY:
        return fault(422, "InvalidAddressee", place="/SenedZerfi/Alan/QurumKodu")
    if envelope["Gonderen"]["QurumKodu"] != COMMITTEE:
        return fault(403, "SenderDoesNotMatch", place="/SenedZerfi/Gonderen/QurumKodu")
    return None


def _size_fault(envelope: dict[str, Any]) -> Reply | None:
    if sum(len(each["Mezmun"]) for each in envelope["Fayl"]) * 3 // 4 > MOST_BYTES:
        return fault(413, "SizeLimitExceeded", place="/SenedZerfi/Fayl")
    return None


def _file_fault(envelope: dict[str, Any]) -> Reply | None:
    for index, each in enumerate(envelope["Fayl"]):
        try:
            raw = base64.b64decode(each["Mezmun"], validate=True)
        except binascii.Error:
            return fault(422, "Validation", place=f"/SenedZerfi/Fayl/{index}/Mezmun")
        if len(raw) != each["Olcu"] or hashlib.sha256(raw).hexdigest() != each["Sha256"]:
            return fault(422, "Validation", place=f"/SenedZerfi/Fayl/{index}/Sha256")
    return None


def file_part(name: str, mime: str, raw: bytes, *, main: bool = False) -> dict[str, Any]:
    """One file of an envelope."""
    return {
        "Ad": name,
        "Mime": mime,
        "Olcu": len(raw),
        "Sha256": hashlib.sha256(raw).hexdigest(),
        "Esas": main,
        "Mezmun": base64.b64encode(raw).decode(),
    }


def our_document(consignment: str, registration: tuple[str, str], content: dict[str, Any]) -> dict[str, Any]:
    """A document of the ministry to the committee; `registration` is our number and day."""
    number, day = registration
    envelope = {
        "Gonderen": {"QurumKodu": MINISTRY, "Vahid": "Ümumi şöbə"},
        "Alan": {"QurumKodu": COMMITTEE},
        "Qeydiyyat": {"Nomre": number, "Tarix": day},
        **content,
    }
    return {"consignmentId": consignment, "SenedZerfi": envelope}


def our_notice(consignment: str, what: dict[str, Any]) -> dict[str, Any]:
    """A notice of the ministry about a consignment of the committee."""
    return {
        "consignmentId": consignment,
        "Gonderen": {"QurumKodu": MINISTRY, "Vahid": "Dəftərxana"},
        "Alan": {"QurumKodu": COMMITTEE},
        **what,
    }
