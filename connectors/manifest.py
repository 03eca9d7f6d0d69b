"""What an agency is to us, in one value: the manifest that each folder under `connectors/agencies` has as `agency.py`.

A manifest is data. It knows these types alone, so hub, routes and console read it without loading what calls anybody.
Sentences are pairs, Azerbaijani before English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from connectors.operations import AgencyOperation, Cause, Pair

Flow = Literal["person-change", "file-reply", "document", "notice"]
"""What the hub has to tell: changes of persons, replies to files, official documents and notices about them."""

Group = Literal["identity", "residence", "civil", "social", "utility"]
"""Attributes of the register that one kind of source knows best."""

UTILITY_FIELDS = frozenset(
    ("fin", "surname", "given_name", "patronymic", "patronymic_suffix", "birth_date", "death_date", "idp_status")
)
"""What a utility may be told of a change: identity data and whether the person has IDP status, by the statute of the
e-government information system (12 August 2025, subsystem "Vahid Kommunal Xidmətlər"); never the act itself."""


@dataclass(frozen=True, slots=True)
class Gives:
    """A format that the agency may hand over, and the route that leads it to the register or to the documents."""

    format: str
    route: str
    title: Pair
    to: Literal["register", "documents"] = "register"


@dataclass(frozen=True, slots=True)
class Takes:
    """What the agency is told: which flow, by which of its operations, in which format.

    Of changes, `by_account` goes once to each account that the person has with the agency, and only where one of
    `fields` has changed.
    """

    flow: Flow
    operation: str
    writes: str
    by_account: bool = False
    fields: frozenset[str] = frozenset()


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
class Setting:
    """A variable `HUB_<NAME>` that only this agency needs; `is_secret` keeps its value from being shown."""

    name: str
    kind: type = str
    default: object = None
    is_secret: bool = False
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency. `name` is its folder's, its party's and its accounts' provider's.

    `full_title` is its name where it is read out in full. `weight` says how much its word counts for each group of
    attributes: more outweighs less, a group that is not named counts least. `account_title` is what its accounts are
    searched by. `body` is its index in the unified list of state bodies, where documents are exchanged with it, and
    `body_title` its name there. `signs_by_phone` is for the one whose app persons sign with (web2app).
    """

    name: str
    title: Pair
    full_title: Pair | None = None
    gives: tuple[Gives, ...] = ()
    takes: tuple[Takes, ...] = ()
    answers: tuple[Answers, ...] = ()
    operations: tuple[AgencyOperation, ...] = ()
    further_causes: tuple[Cause, ...] = ()
    weight: Mapping[Group, int] = field(default_factory=dict)
    account_title: Pair | None = None
    body: str = ""
    body_title: Pair | None = None
    settings: tuple[Setting, ...] = ()
    signs_by_phone: bool = False

    @property
    def causes(self) -> Iterator[Cause]:
        """Every code of its own."""
        for operation in self.operations:
            yield from operation.causes
        yield from self.further_causes
