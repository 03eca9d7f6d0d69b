"""The one masking policy: what a personal value looks like to who has given no purpose.

Enough to recognise what one holds already, not enough to learn it; the same on every page and paper, since two
different pieces of one value make more of it. A field that is not named here is hidden (fail closed). The holder of a
certificate is masked alike by `document_flow.seals`, which is pure and knows nothing of the hub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from hub.telemetry.logs import scrubbed

DOTS = "•••"
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}")
_SHORT_KEY = 4
_SERIAL = re.compile(r"[0-9]{5,}")
_SERIAL_END = 3
_PAPER = 30


class Mask(IntEnum):
    """How much is shown, from all to nothing; where two fit, the greater one counts."""

    OPEN = 0
    WORDS = 1
    """Sentences of an agency or of the hub: shown, without what looks personal."""
    KEY = 2
    YEAR = 3
    INITIAL = 4
    ADDRESS = 5
    """Where something is sent by mail or by HTTP."""
    FIN = 6
    HIDDEN = 7


def mask(how: Mask, value: str) -> str:
    """The text as it may be shown: `•••887`, `1990-••-••`, `Ə•••`, `l•••@idp.example`, `•••12`."""
    return _SHOWN[how](value)


def _key(value: str) -> str:
    """The end of its longest number, as people name a paper: `AB-•••887/2026`; of a key without one both ends."""
    serial = max(_SERIAL.finditer(value), key=lambda run: len(run[0]), default=None)
    if serial is not None and len(value) <= _PAPER:
        return f"{value[: serial.start()]}{DOTS}{value[serial.end() - _SERIAL_END :]}"
    return f"{value[:2]}…{value[-2:]}" if len(value) > _SHORT_KEY else DOTS


def _year(value: str) -> str:
    year = _YEAR.search(value)
    return f"{year[0]}-••-••" if year else DOTS


def _initials(value: str) -> str:
    return " ".join(f"{part[0]}{DOTS}" for part in value.split()) or DOTS


def _address(value: str) -> str:
    """Of a mailbox its first letter and host, of a URL its host: what follows may be a secret."""
    if "://" in value:
        return urlsplit(value).netloc
    name, at, host = value.partition("@")
    return f"{name[:1]}{DOTS}{at}{host}"


_SHOWN: Mapping[Mask, Callable[[str], str]] = {
    Mask.OPEN: str,
    Mask.WORDS: scrubbed,
    Mask.KEY: _key,
    Mask.YEAR: _year,
    Mask.INITIAL: _initials,
    Mask.ADDRESS: _address,
    Mask.FIN: lambda value: f"{DOTS}{value[-2:]}",
    Mask.HIDDEN: lambda _value: DOTS,
}
_BY_MASK: Mapping[Mask, str] = {
    Mask.OPEN: "kind records act_type act_offset role relation provider period fin_state source at origin code"
    " changed lossy derived outcome form doc_type party file_name encoding main mime size severity rule"
    " vital_status citizenship category end_reason idp_group state rooms dwelling openings position data_category"
    " state_basis settlement persons service result rate serial number age capacity programmes act_authority",
    Mask.KEY: "id event_id act_number subscriber_code meter_no status_id household_id person_id card_no decision_no"
    " consignment_id reg_no supersedes sha256 unit_id cadastral_no vacancy_id match_id request_id permission_id"
    " carried_from notice_no batch_id state_decision_no bank_reference reference iban",
    Mask.YEAR: "birth_date death_date act_date valid_from ended_on decision_date since until issued_on valid_until"
    " registered_on reg_date reply_due year ready_on matched_on state_since acknowledged_on paid_on file_date"
    " amount_since",
    Mask.INITIAL: "surname given_name patronymic patronymic_suffix holder_name birth_place origin_place",
    Mask.FIN: "fin head_fin spouse_fin representative_fin acting_for person_numbers",
}
FIELDS: Mapping[str, Mask] = {name: how for how, names in _BY_MASK.items() for name in names.split()}
"""Of canonical fields. What is not here is hidden."""


def mask_field(name: str, value: Any) -> Any:
    """The value of a canonical field, masked. Lists and objects keep their shape; what is empty stays."""
    if isinstance(value, Mapping):
        return {inner: mask_field(inner, each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [mask_field(name, each) for each in value]
    if value is None or value == "":
        return value
    how = FIELDS.get(name, Mask.FIN if name.endswith("_fin") else Mask.HIDDEN)
    return value if how is Mask.OPEN else mask(how, str(value))
