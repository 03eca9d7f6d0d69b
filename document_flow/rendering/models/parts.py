"""Parts that several documents share: the body, the person who signs, stamps, references, the code for checking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from document_flow.rendering.text import Code, Line, Title
from document_flow.words import Words

REPUBLIC = Words("Azərbaycan Respublikası", "Republic of Azerbaijan")
NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Body:
    """The body whose letterhead it is. `name` and `above` come in ordinary letters and are set in capitals."""

    name: Title
    address: Words = NO_WORDS
    phone: Line = ""
    email: Line = ""
    site: Line = ""
    above: Title = REPUBLIC


@dataclass(frozen=True, slots=True)
class NumberedAct:
    """What every act begins with: whose it is, its number, the day and where it was drawn up."""

    body: Body
    no: Line
    day: date
    place: Line


@dataclass(frozen=True, slots=True)
class Mark:
    """That somebody signed electronically: the certificate's holder and serial number, and when."""

    holder: Line
    serial: Line
    at: datetime


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs. Without a mark the form leaves a line for the hand; `instead_of` names the absent official."""

    position: Words
    name: Line
    instead_of: Line = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Executor:
    """Who prepared the document; stands at the foot of the last page."""

    name: Line
    phone: Line = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document: its number and day, and where known who sent it and what it is about."""

    reg_no: Line
    day: date
    sender: Line = ""
    title: Line = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval stamp at the upper right (təsdiq qrifi). Without a day the form leaves room for it."""

    position: Words
    name: Line
    day: date | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The stamp of agreement between bodies (razılaşdırılma qrifi): who agreed, by which letter."""

    position: Words
    name: Line
    day: date | None = None
    reg_no: Line = ""


@dataclass(frozen=True, slots=True)
class Visa:
    """One official's internal approval mark. Its remark is for the house, and stays out of what leaves it."""

    position: Words
    name: Line
    day: date


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value, such as the place of temporary registration."""

    label: Words
    value: Line


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader checks the paper. The QR code holds `payload`, or `link` where there is none.

    `link` and `code` are printed beside it: the page that the link opens asks for the code.
    """

    link: Line
    code: Line
    payload: Code = ""
