"""Who was drawn and has no home is told why, once, by a letter of the hub's own; a term runs from its proven notice.

The letters are registered as outgoing documents before they are printed, many in one step.

A family that has a home by then, or is out, gets none. Where a home passes on while the letter is being made, it is
made anew: it says what holds in the transaction that keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from document_flow.cases.acts.prove_notice import MANNERS
from document_flow.cases.state import Manner, Sending, Way
from document_flow.draws.acting import (
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Option,
    Standing,
    Words,
    chosen,
    refusal,
)
from document_flow.draws.letters import complaint, unhoused, unnumbered
from document_flow.draws.state import Letter, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLetters(ByHand):
    """`numbers` are the next of the journal, by family; the store takes them in the transaction that keeps them."""

    kind: Literal["number_letters"] = "number_letters"
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLetter(ByHand):
    """The letter is printed, sealed and kept. `ways` are those by which the family can be told that there is one, in
    turn; `sendings` what goes out now.
    """

    kind: Literal["write_letter"] = "write_letter"
    number: str
    letter: Letter
    ways: tuple[Way, ...] = ()
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveLetter(ByHand):
    """On that day it was handed over; an SMS alone proves nothing (law 1036-IIQ, article 62)."""

    kind: Literal["prove_letter"] = "prove_letter"
    number: str
    manner: Manner
    notified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersNumbered(Happened):
    """These families' letters have their numbers, each once."""

    kind: Literal["letters_numbered"] = "letters_numbered"
    numbers: Mapping[str, str]

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, letter_nos={**draw.letter_nos, **self.numbers})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWritten(Happened):
    """The family can fetch it; messages that say so went out in the same commit."""

    kind: Literal["letter_written"] = "letter_written"
    number: str
    letter: Letter
    ways: tuple[Way, ...] = ()
    sendings: tuple[Sending, ...] = ()

    def apply(self, draw: Draw) -> Draw:
        reach = Reach(ways=self.ways, sendings=self.sendings)
        written = replace(draw, letters={**draw.letters, self.number: self.letter})
        return replace(written, reached={**draw.reached, self.number: reach})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterProven(Happened):
    """The term for a complaint runs, up to and including that day."""

    kind: Literal["letter_proven"] = "letter_proven"
    number: str
    manner: Manner
    notified_on: date
    complain_until: date

    def apply(self, draw: Draw) -> Draw:
        letter = replace(draw.letters[self.number], notified_on=self.notified_on, complain_until=self.complain_until)
        return replace(draw, letters={**draw.letters, self.number: letter})


def _number(standing: Standing, command: NumberLetters) -> Decision:
    """Nothing where all have theirs."""
    if refused := standing.unless("drawn"):
        return refused
    if not command.numbers or not command.numbers.keys() <= {*unnumbered(standing.state)}:
        return ()
    return (LettersNumbered(**standing.stamp(command.by), numbers=command.numbers),)


def _write(standing: Standing, command: WriteLetter) -> Decision:
    """Nothing where it says what does not hold (any more), has another number, or the family has its letter."""
    draw, number = standing.state, command.number
    if refused := standing.unless("drawn"):
        return refused
    if number in draw.letters or unhoused(draw, number) != command.letter.stood:
        return ()
    if draw.letter_nos.get(number) != command.letter.no:
        return ()
    stamp = standing.stamp(command.by)
    ways, sendings = command.ways, command.sendings
    return (LetterWritten(**stamp, number=number, letter=command.letter, ways=ways, sendings=sendings),)


def _prove(standing: Standing, command: ProveLetter) -> Decision:
    """Once, not before its day and not tomorrow; whatever became of the family since."""
    context, letter, day = standing.context, standing.state.letters.get(command.number), command.notified_on
    if letter is None:
        return refusal("draws.no_letter", number=command.number)
    if letter.notified_on is not None:
        return refusal("draws.letter_proven", number=command.number, day=letter.notified_on)
    if not letter.on <= day <= context.today:
        return refusal("draws.letter_day", on=letter.on, day=day)
    return (proven(standing, command),)


def proven(standing: Standing, command: ProveLetter) -> LetterProven:
    """The event of a proof, with the last day for a complaint that follows from its day."""
    context, day = standing.context, command.notified_on
    until = context.last_day(complaint().end(day, context.calendar))
    stamp = standing.stamp(command.by)
    return LetterProven(**stamp, number=command.number, manner=command.manner, notified_on=day, complain_until=until)


ACTS = (
    Act(
        command=NumberLetters,
        decide=_number,
        who=MACHINE,
        events={LettersNumbered: Words("məktublar qeydiyyata alındı", "letters were registered")},
    ),
    Act(
        command=WriteLetter,
        decide=_write,
        who=MACHINE,
        events={LetterWritten: Words("ev düşməyən ailəyə məktub hazırlandı", "a family without a home was written to")},
    ),
    Act(
        command=ProveLetter,
        decide=_prove,
        who=("clerk", *OFFICERS),
        events={LetterProven: Words("məktubun təhvili sübut olundu", "the notice of a letter is proven")},
        forms=(
            Form(
                title=Words(
                    "Ev düşməyən ailəyə məktubun təhvilini yaz", "Note that a letter about the draw was handed over"
                ),
                place="more",
                rank=75,
                fields=(
                    chosen("to_prove"),
                    Field(
                        "manner",
                        Words("Necə", "How"),
                        "choice",
                        required=True,
                        options=tuple(Option(each, name) for each, name in MANNERS.items() if each != "portal"),
                    ),
                    Field(
                        "notified_on",
                        Words("Bildirişin təsdiq olunduğu gün", "Day of the proven notice"),
                        "date",
                        required=True,
                    ),
                ),
                reads=lambda said: {"number": said["to_prove"]},
                hint=Words("Təkcə SMS heç nəyi sübut etmir.", "An SMS alone proves nothing."),
            ),
        ),
    ),
)
