"""The hub's own format: canonical records as JSON, for the committee's registers, imports and repairs.

`{"id": "…", "records": [record, …]}`; the records are those of `mappings.records`, the id makes a repetition known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, Literal

from lxml import etree
from pydantic import TypeAdapter, ValidationError

from hub.register.things import kind_of
from mappings.answers import Answered
from mappings.case_notices import CaseNotice, NoticeAnswer
from mappings.format import Key, Reading, SchemaRefusal
from mappings.official_documents import DocumentNotice, OfficialDocument, document_keys
from mappings.records import (
    BaseRow,
    CivilAct,
    FileReply,
    Household,
    IdpStatus,
    Person,
    PersonChange,
    Record,
    UtilityAccount,
    record_from_json,
    record_to_json,
)
from mappings.registered import Mandate, Registered, Things
from mappings.rights_of_use import RightOfUse
from mappings.usage import UsageNotice

RECORDS_FORMAT: Final = "hub.records.v1"
MOST_RECORDS = 1000
_ID_LENGTH = 200
_MEMBERS = {"id", "records"}


class RecordsFormat:
    """Reads and writes canonical records as they are; every fault has its JSON pointer and refuses the whole."""

    name: Final = RECORDS_FORMAT
    syntax: Literal["json"] = "json"
    duplicate_key_rule: Literal["declared"] = "declared"
    most_nodes: Final = 50 * MOST_RECORDS

    def __init__(self) -> None:
        self.version_hash = _hash_of_the_schema()

    def refuse(self, document: Any, element: etree._Element | None = None) -> SchemaRefusal | None:
        """The first fault of the document, or None."""
        del element
        if not isinstance(document, dict):
            return SchemaRefusal("", "object")
        extra = sorted(document.keys() - _MEMBERS)
        if extra:
            return SchemaRefusal(f"/{_escaped(extra[0])}", "unknown")
        name = document.get("id")
        if not isinstance(name, str) or not 0 < len(name) <= _ID_LENGTH:
            return SchemaRefusal("/id", f"text:1-{_ID_LENGTH}")
        return _refuse_records(document.get("records"))

    def read(self, document: dict[str, Any]) -> Reading:
        """The records of a document that was not refused."""
        records = tuple(record_from_json(json.dumps(each)) for each in document["records"])
        keys = tuple(dict.fromkeys(key for record in records for key in record_keys(record)))
        return Reading(records=records, issues=(), keys=keys, business_id=document["id"], version=None, mapped=True)

    def write(self, record: Record) -> dict[str, Any]:
        """One record under an id made from its content."""
        raw = record_to_json(record)
        return {"id": f"record-{hashlib.sha256(raw).hexdigest()[:32]}", "records": [json.loads(raw)]}


@cache
def _hash_of_the_schema() -> str:
    schema = json.dumps(TypeAdapter(Record).json_schema(), sort_keys=True)
    return hashlib.sha256(schema.encode()).hexdigest()


def record_keys(record: Record) -> Iterator[Key]:
    """The keys that order the changes of a record: people by FIN, acts, families and accounts by their numbers."""
    match record:
        case Person() | IdpStatus():
            yield from _fins([record.fin])
        case Household():
            yield from _of_household(record)
        case UtilityAccount():
            yield "account", f"{record.provider}:{record.subscriber_code}"
        case CivilAct():
            yield "act", record.act_number
            yield from _fins(subject.person.fin for subject in record.subjects)
        case OfficialDocument() | DocumentNotice():
            yield from document_keys(record)
        case Registered():
            yield kind_of(record), record.own_number
            yield from _fins(record.about)
        case (
            PersonChange()
            | FileReply()
            | UsageNotice()
            | CaseNotice()
            | RightOfUse()
            | NoticeAnswer()
            | Things()
            | Answered()
            | BaseRow()
        ):
            return


def _of_household(record: Household) -> Iterator[Key]:
    if record.household_id is not None:
        yield "household", record.household_id
    yield from _fins(member.fin for member in record.members)


def _fins(found: Iterable[str | None]) -> Iterator[Key]:
    return (("fin", fin) for fin in found if fin is not None)


def _refuse_records(records: Any) -> SchemaRefusal | None:
    if not isinstance(records, list) or not 0 < len(records) <= MOST_RECORDS:
        return SchemaRefusal("/records", f"list:1-{MOST_RECORDS}")
    for index, each in enumerate(records):
        try:
            record = record_from_json(json.dumps(each))
        except ValidationError as refused:
            fault = refused.errors(include_input=False, include_url=False, include_context=False)[0]
            # The first step of a location is the kind, by which the union chose the model.
            steps = "".join(f"/{_escaped(str(step))}" for step in fault["loc"][1:])
            return SchemaRefusal(f"/records/{index}{steps}", f"record:{fault['type']}")
        if isinstance(record, PersonChange | FileReply | UsageNotice | RightOfUse):
            return SchemaRefusal(f"/records/{index}/kind", "record:only-the-hub-makes-it")
        if isinstance(record, Things | BaseRow) and not isinstance(record, Mandate):
            return SchemaRefusal(f"/records/{index}/kind", "record:has-a-format-of-its-own")
        if isinstance(record, OfficialDocument | DocumentNotice | Answered):
            return SchemaRefusal(f"/records/{index}/kind", "record:not-of-the-register")
    return None


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
