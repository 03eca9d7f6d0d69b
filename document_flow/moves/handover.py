"""The handover act of a home as it is shown on a tablet: who hands over what to whom, and what is filled in beside it.

What is shown is fixed by the hub and says who may sign for the family; meters, keys and the signature are filled in
where both sides stand. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from document_flow.drawn_signature import strokes_of
from document_flow.moves.rules import METERED, SERVICES, ServiceName
from document_flow.moves.state import Meter
from document_flow.rendering import models
from document_flow.rendering.models.parts import Fact
from document_flow.rendering.text import Room, why_unprintable
from document_flow.words import Words

METER, READING = "meter-", "reading-"
"""Begin the names of the two fields of a meter; behind them stands its service."""
MOST_KEYS: Final = 99
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeReceiver:
    """One of the family that receives the home; `born` as papers write it. Of whoever may sign, `quality` says as what.

    An adult of the family signs, or somebody with a mandate in force, who receives nothing: `receives` says which.
    `subject` is the keyed hash of the FIN: of a namesake it is another text.
    """

    name: str
    subject: str = ""
    born: str = ""
    quality: Words | None = None
    receives: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverText:
    """What both sides are shown before they sign. `official` hands over, `number` is the family's application."""

    number: str
    settlement: str
    home: str
    rooms: int
    day: date
    people: tuple[HomeReceiver, ...]
    official: str
    position: str

    @property
    def signers(self) -> Mapping[str, HomeReceiver]:
        """Who may sign for the family, by the place among the people."""
        return {str(place): each for place, each in enumerate(self.people) if each.quality is not None}

    def written(self) -> bytes:
        """The same text, the same bytes: by these it is known again."""
        return TEXTS.dump_json(self)


TEXTS: TypeAdapter[HandoverText] = TypeAdapter(HandoverText)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverForm:
    """What is filled in beside the text, as it was typed: how many keys, of each service the meter's number and what it
    reads, who signs for the family (`HandoverText.signers`), and the strokes. `shown` marks the text, `day` is its day.
    """

    shown: str
    day: str
    keys: str
    signer: str
    signature: str
    typed_meters: Mapping[ServiceName, tuple[str, str]]

    def wrong(self, text: HandoverText) -> Mapping[str, Words]:
        """What is wrong with it, by field."""
        return dict(self._wrong(text))

    def _wrong(self, text: HandoverText) -> Iterator[tuple[str, Words]]:
        if not _is_number(self.keys) or not 1 <= int(self.keys) <= MOST_KEYS:
            yield "keys", _KEYS
        for name, (number, reading) in self.typed_meters.items():
            if bool(number) != bool(reading):
                yield (READING if number else METER) + name, _BOTH
            elif reading and not _is_number(reading):
                yield READING + name, _READS
            elif (words := why_unprintable(number, _METER_ROOM)) is not None:
                yield METER + name, words
        if self.signer not in text.signers:
            yield "signer", _WHO
        if isinstance(strokes := strokes_of(self.signature), Words):
            yield "signature", strokes

    @property
    def meters(self) -> Mapping[ServiceName, Meter]:
        """Of a form with nothing wrong, the meters that the home has."""
        return {
            name: Meter(number=number, reading=int(reading))
            for name, (number, reading) in self.typed_meters.items()
            if number
        }


def handover_paper(text: HandoverText, form: HandoverForm, house: models.Body) -> models.HomeHandover:
    """Everything that the paper of a form with nothing wrong shows."""
    signer, strokes = text.signers[form.signer], strokes_of(form.signature)
    return models.HomeHandover(
        body=house,
        no=text.number,
        day=text.day,
        place=text.settlement.replace("/", ", "),
        facts=tuple(_facts(text, form)),
        members=tuple(models.MemberReceiving(each.name, each.born) for each in text.people if each.receives),
        signed_by=signer.name,
        signed_as=signer.quality.az if signer.quality is not None else "",
        official=text.official,
        position=text.position,
        signature=strokes if isinstance(strokes, tuple) else (),
    )


def _facts(text: HandoverText, form: HandoverForm) -> Iterator[Fact]:
    yield Fact(HOME, text.home)
    yield Fact(ROOMS, str(text.rooms))
    yield Fact(KEYS, form.keys)
    for name in METERED:
        meter = form.meters.get(name)
        yield Fact(SERVICES[name], f"№ {meter.number}: {meter.reading}" if meter else _NO_METER)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS


HOME: Final = Words("Ev", "Home")
ROOMS: Final = Words("Otaqlar", "Rooms")
KEYS: Final = Words("Verilən açarlar", "Keys given")
ADULT: Final = Words("ailənin yetkin üzvü", "an adult of the family")
_METER_ROOM: Final = Room(40)
_NO_METER: Final = "sayğac yoxdur"
_KEYS: Final = Words("Neçə açar verildiyini yazın, 1–99.", "Write how many keys are given, 1 to 99.")
_BOTH: Final = Words(
    "Sayğacın həm nömrəsini, həm göstəricisini yazın; sayğac yoxdursa, heç birini.",
    "Write both the meter's number and what it reads; neither where there is no meter.",
)
_READS: Final = Words("Göstəricini rəqəmlə yazın.", "Write what it reads in digits.")
_WHO: Final = Words("Ailə adından imzalayanı seçin.", "Choose who signs for the family.")
