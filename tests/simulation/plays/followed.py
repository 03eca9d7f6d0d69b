"""A draw followed through its events by rules of our own: what was done that no draw may do, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import singledispatchmethod
from itertools import chain
from typing import Any

from document_flow.context import BAKU
from document_flow.draws.acts.announce import DrawAnnounced
from document_flow.draws.acts.bring_value import (
    PublicValueConfirmed,
    PublicValueStated,
    ValueCommitted,
    ValueRevealed,
)
from document_flow.draws.acts.confirm_pulls import PullsConfirmed
from document_flow.draws.acts.draft_list import ListDrafted
from document_flow.draws.acts.finish import DrawDone
from document_flow.draws.acts.freeze import DrawFrozen
from document_flow.draws.acts.leave import EntryWithdrawn, HomeHandedOver
from document_flow.draws.acts.offer import HomeOffered, OfferAccepted
from document_flow.draws.acts.pull_slip import SlipPulled
from document_flow.draws.acts.stop import DrawVoided
from document_flow.draws.order import Allotted, Entry, Revealed
from document_flow.draws.plan import NO_PLAN, TERMS
from document_flow.draws.state import Offer
from document_flow.draws.striking import EntryStruck
from document_flow.hands import Happened
from document_flow.people import HUB
from document_flow.second_person import Proposed
from tests.simulation.plays.play import Broken

_LEAST = 2
"""Parties that have committed, and people who have vouched for a public value."""
_CAME = (ValueRevealed, PublicValueStated, PublicValueConfirmed, SlipPulled, PullsConfirmed)
"""What comes between the freeze and the draw."""


class Followed:
    """`homes` are by family who has which, `offers` those that stand, `heard` the documents that were taken in."""

    def __init__(self, related: str, family: str) -> None:
        self.related, self.family = related, family
        self.plan, self.terms = NO_PLAN, TERMS
        self.announced_by = self.frozen_by = self.stated_by = ""
        self.proposed_by = ""
        self.commitments: dict[str, str] = {}
        self.values: dict[str, Revealed] = {}
        self.vouched: set[str] = set()
        self.witnessed: dict[str, set[str]] = {}
        self.drafts: list[tuple[Entry, ...]] = []
        self.entries: tuple[Entry, ...] = ()
        self.order: tuple[Allotted, ...] = ()
        self.homes: dict[str, str] = {}
        self.offers: dict[str, Offer] = {}
        self.accepted: dict[str, OfferAccepted] = {}
        self.moved: set[str] = set()
        self.out: set[str] = set()
        self.struck: set[str] = set()
        self.heard: list[tuple[str, str]] = []

    def after(self, events: Iterable[Any]) -> list[Broken]:
        """What is wrong with any of them, where it stands in the order."""
        return list(chain.from_iterable(map(self._one, events)))

    def _one(self, event: Any) -> Iterator[Broken]:
        if event.by == self.related and self.family in {each.number for each in self.entries}:
            yield f"{event.kind} by one of its families' own"
        if isinstance(event, ListDrafted | ValueCommitted | DrawFrozen) and self.frozen_by:
            yield f"{event.kind} after it was frozen"
        if isinstance(event, _CAME) and (not self.frozen_by or self.order):
            yield f"{event.kind} before it was frozen, or after it was drawn"
        yield from self._follow(event)

    @singledispatchmethod
    def _follow(self, _event: Any) -> Iterator[Broken]:
        """Of what is not followed nothing is wrong."""
        yield from ()

    @_follow.register
    def _(self, event: DrawAnnounced) -> Iterator[Broken]:
        self.plan, self.terms, self.announced_by = event.plan, event.terms, event.by
        yield from ()

    @_follow.register
    def _(self, event: ValueCommitted) -> Iterator[Broken]:
        if event.party in self.commitments or event.by == self.announced_by:
            yield f"{event.by} committed a value of {event.party}"
        self.commitments[event.party] = event.hash

    @_follow.register
    def _(self, event: ListDrafted) -> Iterator[Broken]:
        self.drafts.append(event.entries)
        yield from ()

    @_follow.register
    def _(self, event: DrawFrozen) -> Iterator[Broken]:
        if event.by == self.announced_by:
            yield f"{event.by} announced it and froze its list"
        if event.entries not in self.drafts:
            yield "its list was frozen as nobody had drafted it"
        if event.at >= self.plan.draw_at or (self.plan.parties and len(self.commitments) < _LEAST):
            yield "its list was frozen too late, or before its values were sealed"
        self.frozen_by, self.entries = event.by, event.entries

    @_follow.register
    def _(self, event: ValueRevealed) -> Iterator[Broken]:
        opens = event.revealed.opens(self.commitments[event.party])
        if event.party in self.values or event.at >= self.plan.draw_at or not opens:
            yield f"{event.party} revealed late, twice, or another value"
        self.values[event.party] = event.revealed

    @_follow.register
    def _(self, event: PublicValueStated) -> Iterator[Broken]:
        if event.at < self.plan.draw_at:
            yield "a public value came before its moment"
        self.stated_by, self.vouched = event.by, set()

    @_follow.register
    def _(self, event: PublicValueConfirmed) -> Iterator[Broken]:
        if event.by in {self.announced_by, self.frozen_by, self.stated_by, *self.vouched}:
            yield f"{event.by} vouched for the public value and had a part in it"
        self.vouched.add(event.by)

    @_follow.register
    def _(self, event: SlipPulled) -> Iterator[Broken]:
        pull = event.pull
        if pull.entry in self.witnessed or event.by in pull.witnesses or event.at < self.plan.draw_at:
            yield f"a slip of {pull.entry} was pulled early, twice, or before its own hand"
        self.witnessed[pull.entry] = set(pull.witnesses)

    @_follow.register
    def _(self, event: PullsConfirmed) -> Iterator[Broken]:
        for each in event.entries:
            self.witnessed[each].remove(event.by)
        yield from ()

    @_follow.register
    def _(self, event: Proposed) -> Iterator[Broken]:
        self.proposed_by = event.by
        yield from ()

    @_follow.register
    def _(self, event: DrawVoided) -> Iterator[Broken]:
        if event.by == self.proposed_by or not self.proposed_by:
            yield f"{event.by} alone declared it void"

    @_follow.register
    def _(self, event: DrawDone) -> Iterator[Broken]:
        if self.order or not self.frozen_by or event.at < self.plan.draw_at:
            yield "it was drawn twice, unfrozen or early"
        if self.plan.source and (event.by == self.stated_by or len(self.vouched) < _LEAST):
            yield "it was drawn by a public value that too few have seen"
        if any(self.witnessed.values()):
            yield "it was drawn by slips that a witness had not confirmed"
        if {(each.number, each.rooms) for each in event.order} != {(each.number, each.rooms) for each in self.entries}:
            yield "others were drawn than had been frozen"
        self.order = event.order
        self.homes = {each.number: each.home for each in event.order if each.home}

    @_follow.register
    def _(self, event: EntryWithdrawn) -> Iterator[Broken]:
        self.out.add(event.number)
        yield from self._hears(event.number, event.document)

    @_follow.register
    def _(self, event: HomeOffered) -> Iterator[Broken]:
        number, offer = event.number, event.offer
        if self.homes.get(number) != offer.home or number in self.offers or number in self.out:
            yield f"{offer.home} was offered to {number}, whose it was not, or twice"
        if offer.answer_until < offer.notified_on + timedelta(days=self.terms.answer.days):
            yield f"{number} had until {offer.answer_until} from {offer.notified_on} on"
        self.offers[number] = offer

    @_follow.register
    def _(self, event: OfferAccepted) -> Iterator[Broken]:
        number = event.number
        if number not in self.offers or number in self.accepted or _day(event) > self.offers[number].answer_until:
            yield f"{number} accepted late, twice, or nothing"
        self.accepted[number] = event
        yield from self._hears(number, event.document)

    @_follow.register
    def _(self, event: HomeHandedOver) -> Iterator[Broken]:
        if event.number not in self.accepted or event.number in self.moved:
            yield f"{event.number} has keys twice, or of what it had not accepted"
        self.moved.add(event.number)

    @_follow.register
    def _(self, event: EntryStruck) -> Iterator[Broken]:
        number = event.number
        home = self.homes.pop(number, "")
        if home != event.home or number in self.struck or number in self.moved:
            yield f"{number} left {event.home or 'the reserve'}, had {home or 'nothing'}"
        yield from self._in_term(event)
        self.out.add(number)
        self.struck.add(number)
        self.offers.pop(number, None)
        self.accepted.pop(number, None)
        yield from self._hears(number, event.document) if event.reason in ("refused", "withdrawn") else ()
        yield from self._passes(event)

    def _in_term(self, event: EntryStruck) -> Iterator[Broken]:
        """Whether its reason holds on its day."""
        number, accepted = event.number, self.accepted.get(event.number)
        open_until = self.offers[number].answer_until if number in self.offers and accepted is None else None
        match event.reason:
            case "lapsed" if open_until is None or _day(event) <= open_until or event.by != HUB:
                yield f"the offer to {number} lapsed before its term"
            case "refused" if open_until is None or _day(event) > open_until:
                yield f"{number} refused late, or nothing"
            case "not_moved_in" if accepted is None or _day(event) <= accepted.move_in_until:
                yield f"{number} lost its home before its term"
            case _:
                pass

    def _passes(self, event: EntryStruck) -> Iterator[Broken]:
        rooms = {each.number: each.rooms for each in self.order}
        alike = [each for each in self.order if each.rooms == rooms[event.number]]
        free = [each for each in alike if each.number not in self.homes and each.number not in self.out]
        first = min(free, key=lambda each: each.place).number if free and event.home else ""
        if event.to != first:
            yield f"{event.home} went from {event.number} to {event.to or 'nobody'}, its next was {first or 'nobody'}"
        if event.to:
            self.homes[event.to] = event.home

    def _hears(self, number: str, document: str) -> Iterator[Broken]:
        """A document says one thing; of whoever withdrew before the draw there is none when its home goes on."""
        if document and document in {each for _, each in self.heard}:
            yield f"{document} was taken in twice"
        self.heard.append((number, document))


def _day(event: Happened) -> date:
    return event.at.astimezone(BAKU).date()
