"""Keys, meters and the first days: the handover act of each family, on paper or signed on a screen, what its meters
read, school, clinic, address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form, Option
from document_flow.hands import OFFICERS, ByHand
from document_flow.moves.declaring import DESK, DOCUMENT, NUMBER, act
from document_flow.moves.refusals import refusal
from document_flow.moves.rules import METERED, SERVICES, ServiceName
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Household, Meter, OfHousehold
from document_flow.outcome import Refusal
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverKeys(ByHand):
    """In the home, by the act of that number, which both sides signed."""

    kind: Literal["hand_over_keys"] = "hand_over_keys"
    number: str
    document: str
    family_signed: bool
    committee_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover(ByHand):
    """Keys by an act that both sides sign on a screen: `by` hands over, the family's stroke is in the PDF.

    `shown` marks the text that both were shown on that `day`, which may have been without a connection; `sha256` and
    `size` are of the PDF. The hub registers it and adds the `document`.
    """

    kind: Literal["sign_handover"] = "sign_handover"
    number: str
    day: date
    shown: str
    sha256: str
    size: int
    meters: Mapping[ServiceName, Meter]
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMeter(ByHand):
    """What a meter of the home read when it was handed over; said again, it is put right."""

    kind: Literal["note_meter"] = "note_meter"
    number: str
    service: ServiceName
    meter: str
    reading: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteArrival(ByHand):
    """How many go to which school, which clinic is theirs, to which address the allowance follows them."""

    kind: Literal["note_arrival"] = "note_arrival"
    number: str
    pupils: int
    school: str
    clinic: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysHandedOver(OfHousehold):
    """The family lives there. From here its reintegration begins."""

    kind: Literal["keys_handed_over"] = "keys_handed_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterNoted(OfHousehold):
    """The number and the reading stand in the family's row."""

    kind: Literal["meter_noted"] = "meter_noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalNoted(OfHousehold):
    """School, clinic and address stand in the family's row."""

    kind: Literal["arrival_noted"] = "arrival_noted"


def _hand_over(standing: Standing, command: HandOverKeys) -> Decision:
    found = _present(standing, command.number)
    if isinstance(found, Refusal):
        return found
    if not (command.family_signed and command.committee_signed):
        return refusal("moves.unsigned")
    if command.document in {each.handover for each in standing.state.households.values()}:
        return refusal("moves.document_used", document=command.document)
    handed = replace(found, handover=command.document, handed_on=standing.context.today)
    return (KeysHandedOver(**standing.stamp(command.by), household=handed),)


def _sign(standing: Standing, command: SignHandover) -> Decision:
    found, first, last = _present(standing, command.number), standing.state.day, standing.context.today
    if isinstance(found, Refusal):
        return found
    if not first <= command.day <= last:
        return refusal("moves.other_day", first=first, last=last)
    handed = replace(found, handover=command.document, handed_on=command.day, meters=command.meters)
    return (KeysHandedOver(**standing.stamp(command.by), household=handed),)


def _present(standing: Standing, number: str) -> Household | Refusal:
    """The family, where it has come and has no keys yet."""
    found = standing.unmoved(number)
    if isinstance(found, Refusal):
        return found
    return standing.arrived() or (found if found.presence == "came" else refusal("moves.not_there", number=number))


def _moved(standing: Standing, number: str) -> Household | Refusal:
    found = standing.household(number)
    return found if isinstance(found, Refusal) or found.moved else refusal("moves.no_keys", number=number)


def _meter(standing: Standing, command: NoteMeter) -> Decision:
    found = _moved(standing, command.number)
    if isinstance(found, Refusal):
        return found
    if command.reading < 0:
        return refusal("moves.reading", reading=command.reading)
    meters = {**found.meters, command.service: Meter(number=command.meter, reading=command.reading)}
    return (MeterNoted(**standing.stamp(command.by), household=replace(found, meters=meters)),)


def _arrival(standing: Standing, command: NoteArrival) -> Decision:
    found = _moved(standing, command.number)
    if isinstance(found, Refusal):
        return found
    if not 0 <= command.pupils <= found.persons:
        return refusal("moves.pupils", pupils=command.pupils, persons=found.persons)
    noted = replace(found, pupils=command.pupils, school=command.school, clinic=command.clinic, address=command.address)
    return (ArrivalNoted(**standing.stamp(command.by), household=noted),)


ACTS = (
    act(
        HandOverKeys,
        _hand_over,
        OFFICERS,
        {KeysHandedOver: Words("açarlar təhvil verildi", "keys were handed over")},
        Form(
            title=Words("Açarları təhvil ver", "Hand over the keys"),
            place="now",
            rank=1,
            tone="primary",
            fields=(
                NUMBER,
                DOCUMENT,
                Field("family_signed", Words("Ailə imzaladı", "The family signed"), "tick", tried="true"),
                Field("committee_signed", Words("Komitə imzaladı", "The committee signed"), "tick", tried="true"),
            ),
        ),
    ),
    Act(command=SignHandover, decide=_sign, who=OFFICERS, events={}),
    act(
        NoteMeter,
        _meter,
        DESK,
        {MeterNoted: Words("sayğac yazıldı", "a meter was noted")},
        Form(
            title=Words("Sayğacı yaz", "Note a meter"),
            place="now",
            rank=30,
            fields=(
                NUMBER,
                Field(
                    "service",
                    Words("Xidmət", "Service"),
                    "choice",
                    required=True,
                    options=tuple(Option(each, SERVICES[each]) for each in METERED),
                ),
                Field("meter", Words("Sayğacın nömrəsi", "Number of the meter"), "line", required=True),
                Field("reading", Words("Göstəricisi", "What it reads"), "number", required=True),
            ),
        ),
    ),
    act(
        NoteArrival,
        _arrival,
        DESK,
        {ArrivalNoted: Words("məktəb, poliklinika və ünvan yazıldı", "school, clinic and address were noted")},
        Form(
            title=Words("Məktəb, poliklinika və ünvanı yaz", "Note school, clinic and address"),
            place="now",
            rank=35,
            fields=(
                NUMBER,
                Field("pupils", Words("Neçə şagird", "How many pupils"), "number", required=True, tried="0"),
                Field("school", Words("Məktəb", "School"), "line"),
                Field("clinic", Words("Poliklinika", "Clinic"), "line", required=True),
                Field("address", Words("Müavinətin ünvanı", "Address of the allowance"), "line", required=True),
            ),
        ),
    ),
)
