"""What an agency is to us, in one value: the manifest that each folder under `connectors/agencies` has as `agency.py`.

A manifest is data. It knows these types alone, so hub, routes and console read it without loading what calls anybody.
Sentences are pairs, Azerbaijani before English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.operations import AgencyOperation, Cause, Pair

Flow = Literal[
    "person-change", "file-reply", "document", "notice", "payments", "usage", "case-notice", "sms", "right-of-use"
]
"""What the hub has to tell: changes of persons, replies to files, official documents and notices about them, payments
that the committee asks for, who looked at a person's data; to an applicant that there is a paper, on the portal of the
application or by SMS; who was given a home to use, with the act."""

Group = Literal["identity", "residence", "civil", "social", "utility"]
"""Attributes of the register that one kind of source knows best."""


Claim = Literal["account", "no_account"]
"""What of the money that is owed a payer pays: to who has an account in force, to who has none."""


@dataclass(frozen=True, slots=True)
class Says:
    """What a code of a payer's means: as its format reads it, what the ledger does with it, and how people read it."""

    result: str
    means: Literal["paid", "refused", "returned", "again"]
    words: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Pays:
    """What a payer pays and how it answers. Two that claim the same are refused (`routes.route.Routes`).

    `replies` is the format of its answers, `codes` its own table: a code that is not there is asked about, never
    guessed. `silence` working days without an answer are told to people. `most` payments go into a file, and `files`
    files into a day.
    """

    claims: tuple[Claim, ...]
    replies: str
    codes: Mapping[str, Says]
    silence: int
    most: int
    files: int


@dataclass(frozen=True, slots=True)
class Gives:
    """A format that the agency may hand over, and the route that leads it to the register, the documents or the cases.

    Several agencies may give the same format; its route is then declared once and shared.

    Files that are `picked_up` it leaves in a folder of its own, from which the hub takes them (SFTP).
    """

    format: str
    route: str
    title: Pair
    to: Literal["register", "documents", "programmes"] = "register"
    picked_up: bool = False


@dataclass(frozen=True, slots=True)
class Takes:
    """What the agency is told: which flow, by which of its operations, in which format.

    Of changes, it is told where a field has changed that it is given (`routes/recipients.yaml`); `by_account`, once for
    each account that the person has with it; `ages`, of those alone whose completed years lie between, both ends
    included. `told_as` names the row of that sheet where an agency is told of changes in two ways.

    Of payments, it is told those alone that it `pays`.
    """

    flow: Flow
    operation: str
    writes: str
    by_account: bool = False
    ages: tuple[int, int] | None = None
    told_as: str = "person-change"
    pays: Pays | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A question that the agency answers; `refusals` say what its word for good means to the one who asked.

    They are by our code of the refusal: the answer's own code, its HTTP status, and a sentence.
    """

    question: str
    operation: str
    format: str
    refusals: Mapping[str, tuple[str, int, Pair]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnsweredByFiles:
    """A question that nobody can ask the agency: what its files told the register of the person's accounts answers it,
    under `field` of the answer. `format` is that of the files.
    """

    question: str
    field: str
    format: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable `HUB_<NAME>` that only this agency needs; `is_secret` keeps its value from being shown."""

    name: str
    kind: type = str
    default: object = None
    is_secret: bool = False
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """The messages that an agency hands over are signed: `header` of HTTP holds a detached JWS over the body's bytes
    (RFC 7515, appendix F; RFC 7797), by one of the keys that are registered for its party.
    """

    header: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency. `name` is its folder's, its party's and its accounts' provider's.

    `full_title` is its name where it is read out in full. `weight` says how much its word counts for each group of
    attributes: more outweighs less, a group that is not named counts least. `account_title` is what its accounts are
    searched by. `body` is its index in the unified list of state bodies, where documents are exchanged with it, and
    `body_title` its name there. `signs_by_phone` is for the one whose app persons sign with (web2app),
    `knows_citizens` for the one by which citizens log in (OpenID Connect).
    `xroad` is its subsystem where operations go by X-Road, as class, member and subsystem: `GOV/2000002/registry`.
    `settles` is the service whose months are settled with it (`hub.utilities`), by its meter files.
    `signs` says that it signs what it hands over, so that nothing of it is accepted unsigned.
    `at_moves` is the service for which it answers when families move (`document_flow.moves.rules`).
    `asks` are the questions that its stand-in may ask in a sandbox; elsewhere two administrators grant them.
    """

    name: str
    title: Pair
    full_title: Pair | None = None
    gives: tuple[Gives, ...] = ()
    takes: tuple[Takes, ...] = ()
    answers: tuple[Answers, ...] = ()
    answered_by_files: tuple[AnsweredByFiles, ...] = ()
    operations: tuple[AgencyOperation, ...] = ()
    further_causes: tuple[Cause, ...] = ()
    weight: Mapping[Group, int] = field(default_factory=dict)
    account_title: Pair | None = None
    body: str = ""
    body_title: Pair | None = None
    settings: tuple[Setting, ...] = ()
    signs_by_phone: bool = False
    knows_citizens: bool = False
    xroad: str = ""
    asks: tuple[str, ...] = ()
    settles: str = ""
    at_moves: str = ""
    signs: Signs | None = None

    @property
    def causes(self) -> Iterator[Cause]:
        """Every code of its own."""
        for operation in self.operations:
            yield from operation.causes
        yield from self.further_causes
