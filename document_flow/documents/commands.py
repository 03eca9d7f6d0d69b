"""What people, other bodies and the clock may ask of a document: a closed union, told apart by `kind`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.documents.appeal import Lodged
from document_flow.documents.facts import Access, Dispatch, FileRef, Kind, Link, Origin, Routing, Signature
from document_flow.documents.parts import Part
from document_flow.orders.commands import Command as OrderCommand
from document_flow.paths.commands import Command as PathCommand

HUB = "hub"
"""Who acts where no person does: a document that came as a message, an answer of another body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """A new document. What comes from outside has an `origin`, what goes out has `recipients` (institution codes)."""

    kind: Literal["create"] = "create"
    by: str
    document: Kind
    title: str
    unit: str
    access: Access = "open"
    files: tuple[FileRef, ...] = ()
    origin: Origin | None = None
    recipients: tuple[str, ...] = ()
    appeal: Lodged | None = None
    """Of a citizen's appeal, and of nothing else."""
    links: tuple[Link, ...] = ()
    barred: frozenset[str] = frozenset()
    """Whom the complaint is about that this answers: the hub fills it in."""
    routing: Routing | None = None
    """Of what came as a message: why it is at this unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """A new version by the author. On a running path it replaces the content there, and visas fall by its rule."""

    kind: Literal["revise"] = "revise"
    by: str
    files: tuple[FileRef, ...]
    note: str = ""
    minor: bool = False
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Take it into the journal. The number was taken in the same transaction, so the series has no gap."""

    kind: Literal["register"] = "register"
    by: str
    reg_no: str
    series: str
    number: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A step on the document's approval path; with Submit, `path` names the version to go by (its SHA-256)."""

    kind: Literal["walk"] = "walk"
    command: PathCommand
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct:
    """A resolution (dərkənar) or what follows from one."""

    kind: Literal["instruct"] = "instruct"
    command: OrderCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A signing session has come to its end; in a stage that signs or seals it is also the signer's mark."""

    kind: Literal["sign"] = "sign"
    by: str
    on_behalf_of: str | None = None
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Send it to other bodies: each dispatch is a message of the hub, stored in the same transaction."""

    kind: Literal["send"] = "send"
    by: str
    dispatches: tuple[Dispatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReceipt:
    """The other body's system has it (`receipt` is its number there)."""

    kind: Literal["take_receipt"] = "take_receipt"
    consignment: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNotice:
    """The other body registered it under its own number, or refused it with a reason.

    `body` is who says so, and must be whom it was sent to; empty where the hub itself knows that it never went.
    """

    kind: Literal["take_notice"] = "take_notice"
    consignment: str
    body: str = ""
    refused: bool
    reg_no: str = ""
    reg_date: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAnswer:
    """The answer of `body` came as document `answer`; it must be whom the consignment was sent to."""

    kind: Literal["take_answer"] = "take_answer"
    consignment: str
    body: str = ""
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSeen:
    """The clerk has taken note of a refusal or a silence; a new dispatch may follow."""

    kind: Literal["note_seen"] = "note_seen"
    by: str
    consignment: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseArrival:
    """What came as a message is not for us: its sender gets a notice with the reason, and the document is closed."""

    kind: Literal["refuse_arrival"] = "refuse_arrival"
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relate:
    """A link to another document."""

    kind: Literal["relate"] = "relate"
    by: str
    link: Link
    barred: frozenset[str] = frozenset()
    """As in Create: the hub fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendForStudy:
    """An appeal needs study: the longer term, once, by a head, with the reason (law on citizens' appeals, 12)."""

    kind: Literal["extend_for_study"] = "extend_for_study"
    by: str
    on_behalf_of: str | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """An appeal goes to the body that it belongs to. A late one goes too; the citizen is to be told."""

    kind: Literal["forward"] = "forward"
    by: str
    body: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCitizen:
    """The citizen was told to which body the appeal went; `note` says how."""

    kind: Literal["tell_citizen"] = "tell_citizen"
    by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaint:
    """Read and noted (tanışlıq) by one whom a resolution names for information; nobody does it for another."""

    kind: Literal["acquaint"] = "acquaint"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """All parts of a leaving official go to another by an act (təhvil-təslim aktı): orders, stages and drafts.

    `parts` are those that the act lists for this document; an act that no longer says how things stand is stale.
    """

    kind: Literal["hand_over"] = "hand_over"
    by: str
    act: str
    leaver: str
    receiver: str
    reason: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold (hüquqi saxlama) by a lawyer, with the reason: what is held is not destroyed."""

    kind: Literal["hold"] = "hold"
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """The legal hold ends, by a lawyer, with the reason."""

    kind: Literal["release_hold"] = "release_hold"
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInFile:
    """It is done: into the file of the nomenclature (işə tikilmə), named by year, index and volume."""

    kind: Literal["put_in_file"] = "put_in_file"
    by: str
    case_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroy:
    """Destroyed by an expert commission's act; the events stay."""

    kind: Literal["destroy"] = "destroy"
    by: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; one that does not apply any more changes nothing."""

    kind: Literal["tick"] = "tick"
    rung: str


Command = (
    Create
    | Revise
    | Register
    | Walk
    | Instruct
    | Sign
    | Send
    | TakeReceipt
    | TakeNotice
    | TakeAnswer
    | NoteSeen
    | RefuseArrival
    | Relate
    | ExtendForStudy
    | Forward
    | TellCitizen
    | Acquaint
    | HandOver
    | Hold
    | ReleaseHold
    | PutInFile
    | Destroy
    | Tick
)
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])
"""Reads and writes any command as JSON."""


def hands_of(command: Command) -> frozenset[str]:
    """Whose hand it is and for whom it counts; nobody's for the clock and for other bodies."""
    asked = command.command if isinstance(command, Walk | Instruct) else command
    return frozenset((getattr(asked, "by", ""), getattr(asked, "on_behalf_of", None) or "")) - {""}
