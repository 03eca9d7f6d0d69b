"""What a document is made of: versions, files, registration, signatures, what was sent and what came back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from document_flow.controls import without_controls
from document_flow.words import Words

Kind = Literal["incoming", "outgoing", "internal", "appeal"]
"""Daxil olan, göndərilən, daxili sənəd; vətəndaş müraciəti."""
Access = Literal["open", "restricted"]
"""`restricted` is "Xidməti istifadə üçün"; state secrets are refused at the door."""
_TOKEN = r"[A-Za-z0-9!#$&^_.+-]{1,60}"
MEDIA_TYPE = rf"^{_TOKEN}/{_TOKEN}$"
"""A media type without parameters (RFC 6838, 4.2): nothing else can stand in a header."""
_IN_A_NAME = r"[^/\\\x00-\x1f\x7f]"
FILE_NAME = rf"^{_IN_A_NAME}*[^./\\\x00-\x1f\x7f]{_IN_A_NAME}*$"
"""A name that means one file in one folder, wherever it is unpacked: no path, no line ends, not of dots alone."""
LONGEST_NAME = 200
ANY_BYTES = "application/octet-stream"
LETTER_MIME = "application/vnd.qayidis.letter+json"
"""A text kept as data, printed with its number and date when it is sealed."""


class Status(StrEnum):
    """Where a document stands, for lists and searches; `tasks` says whom it waits for."""

    DRAFT = "draft"
    ARRIVED = "arrived"
    REGISTERED = "registered"
    IN_APPROVAL = "in_approval"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    RECALLED = "recalled"
    SEALED = "sealed"
    SENT = "sent"
    ANSWERED = "answered"
    IN_EXECUTION = "in_execution"
    EXECUTED = "executed"
    FILED = "filed"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file in the content store by its SHA-256. One of a version's files is the main one, the others are attached."""

    name: str
    mime: str
    size: int
    sha256: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """The document as it was from one moment on; `content_hash` is what visas and signatures are bound to."""

    number: int
    files: tuple[FileRef, ...]
    content_hash: str
    by: str
    at: datetime
    note: str = ""

    @property
    def main(self) -> FileRef | None:
        """The document itself, without what is attached."""
        return next((file for file in self.files if file.main), None)


def file_name(said: str) -> str:
    """A name that came from elsewhere, as a file may be called here: its last part, without controls."""
    last = without_controls(said).replace("\\", "/").rpartition("/")[2]
    name = " ".join(last.split())[-LONGEST_NAME:]
    return name if re.fullmatch(FILE_NAME, name) else "fayl"


def media_type(said: str) -> str:
    """The media type that somebody's program has said, without its parameters; of any bytes where it is none."""
    plain = said.partition(";")[0].strip()
    return plain if re.fullmatch(MEDIA_TYPE, plain) else ANY_BYTES


def content_hash(title: str, files: Sequence[FileRef]) -> str:
    """SHA-256 over the title and every file's name, hash and place, in an order that does not depend on the sender."""
    listed = sorted((file.name, file.sha256, file.main) for file in files)
    canonical = json.dumps([title, listed], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Registration:
    """The number and the day under which a body's journal has it (qeydiyyat nömrəsi)."""

    reg_no: str
    on: date
    series: str
    number: int
    by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Of an incoming document: whose it is, and its number and day there. `body` is an institution's code."""

    body: str
    name: str = ""
    reg_no: str = ""
    on: date | None = None
    consignment: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """How an arrival found its unit: by which decision table, in which version, and why, as sentences.

    Where the table did not decide, the registry has it, and `why` says what was in the way.
    """

    table: str
    version: int | None
    sha256: str
    decided: bool
    why: Words


@dataclass(frozen=True, slots=True)
class Signature:
    """A finished signature: the signed file is in the content store. `sample` marks a test authority's certificate."""

    session: str
    manner: Literal["sign", "seal"]
    by: str
    signer: str
    file: FileRef
    content_hash: str
    at: datetime
    sample: bool
    principal: str | None = None
    """For whom a stand-in signed."""


class DispatchState(StrEnum):
    """What is known of a sent document at its receiver."""

    SENT = "sent"
    RECEIVED = "received"
    REGISTERED = "registered"
    REFUSED = "refused"
    ANSWERED = "answered"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One document on its way to one body, as a message of the hub; `until` is when silence is told to the clerk."""

    consignment: str
    body: str
    message: str
    at: datetime
    until: datetime
    state: DispatchState = DispatchState.SENT
    receipt: str = ""
    reg_no: str = ""
    reg_date: date | None = None
    reason: str = ""
    answer: str = ""
    seen: bool = False
    """Whether the clerk has taken note of a refusal or a silence."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """That one person has read it and noted it: when, which content, and which resolutions name that person."""

    login: str
    at: datetime
    content_hash: str
    resolutions: tuple[str, ...]


Relation = Literal["answers", "answered_by", "concerns", "repeats"]
"""It answers the other, is answered by it, concerns it, or is a repeated appeal (təkrar müraciət) after it."""


@dataclass(frozen=True, slots=True)
class Link:
    """To another document."""

    other: str
    relation: Relation
