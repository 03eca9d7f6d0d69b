"""A family is added with its home; it may leave at any time before it has the keys: return is voluntary.

A home that its family has not moved into in the term goes, by a decision, to the next family.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Form
from document_flow.hands import OFFICERS, ByHand
from document_flow.moves.declaring import DESK, DOCUMENT, NUMBER, act
from document_flow.moves.refusals import refusal
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Household, OfHousehold
from document_flow.outcome import Refusal
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AddHousehold(ByHand):
    """The family of that application, to the home that a draw gave it; the hub adds all but its number."""

    kind: Literal["add_household"] = "add_household"
    number: str
    home: str = ""
    case: str = ""
    persons: int = 0
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHousehold(ByHand):
    """It does not want to move, by its registered document."""

    kind: Literal["withdraw_household"] = "withdraw_household"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassHomeOn(ByHand):
    """It has not moved in in the term, and a decision, after a hearing, gives the home to the next family."""

    kind: Literal["pass_home_on"] = "pass_home_on"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdAdded(OfHousehold):
    """It moves with this move."""

    kind: Literal["household_added"] = "household_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdWithdrew(OfHousehold):
    """It stays where it is, and its home is free."""

    kind: Literal["household_withdrew"] = "household_withdrew"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePassedOn(OfHousehold):
    """The home is free for the next family of its class; the draw that gave it passes it on."""

    kind: Literal["home_passed_on"] = "home_passed_on"


def _add(standing: Standing, command: AddHousehold) -> Decision:
    move, number = standing.state, command.number
    if move.phase != "planned":
        return refusal("moves.not_open")
    if number in move.households:
        return refusal("moves.left" if move.households[number].left else "moves.added_already", number=number)
    if command.home in {each.home for each in move.staying}:
        return refusal("moves.home_taken", home=command.home)
    household = Household(
        number=number, case=command.case, home=command.home, persons=command.persons, people=command.people
    )
    return (HouseholdAdded(**standing.stamp(command.by), household=household),)


def _withdraw(standing: Standing, command: WithdrawHousehold) -> Decision:
    found = standing.unmoved(command.number)
    if isinstance(found, Refusal):
        return found
    left = replace(found, left="withdrawn", left_by=command.document)
    return (HouseholdWithdrew(**standing.stamp(command.by), household=left),)


def _pass_on(standing: Standing, command: PassHomeOn) -> Decision:
    found = standing.unmoved(command.number)
    if isinstance(found, Refusal):
        return found
    if standing.context.today <= standing.last_day:
        return refusal("moves.term_runs", day=standing.last_day)
    left = replace(found, left="not_moved_in", left_by=command.document)
    return (HomePassedOn(**standing.stamp(command.by), household=left),)


ACTS = (
    act(
        AddHousehold,
        _add,
        OFFICERS,
        {HouseholdAdded: Words("ailə əlavə olundu", "a family was added")},
        Form(
            title=Words("Ailə əlavə et", "Add a family"),
            place="now",
            rank=10,
            fields=(replace(NUMBER, input="line"),),
        ),
    ),
    act(
        WithdrawHousehold,
        _withdraw,
        DESK,
        {HouseholdWithdrew: Words("ailə geri götürdü", "a family withdrew")},
        Form(
            title=Words("Köçməkdən imtinanı yaz", "Note that the family does not want to move"),
            place="more",
            rank=80,
            fields=(NUMBER, DOCUMENT),
            hint=Words("Səbəb soruşulmur.", "No reason is asked for."),
        ),
    ),
    act(
        PassHomeOn,
        _pass_on,
        OFFICERS,
        {HomePassedOn: Words("ev növbəti ailəyə keçir", "a home goes to the next family")},
        Form(
            title=Words("Evi növbəti ailəyə ver", "Give the home to the next family"),
            place="more",
            rank=85,
            tone="danger",
            fields=(NUMBER, DOCUMENT),
            hint=Words(
                "Müddət bitəndən və ailə dinləniləndən sonra.", "After the term, and after the family was heard."
            ),
        ),
    ),
)
