"""The orders before a command: state, moment, rules and whose act it is, with the checks that commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from document_flow.context import Context
from document_flow.orders.event import Event
from document_flow.orders.refusals import refusal
from document_flow.orders.rules import OrderRules
from document_flow.orders.state import Resolution, State
from document_flow.outcome import Refusal

Decision = tuple[Event, ...] | Refusal


class Stamp(TypedDict):
    """What every event about one resolution says first."""

    by: str
    on_behalf_of: str | None
    at: datetime
    resolution: str


@dataclass(frozen=True, slots=True)
class Case:
    """`by` acts, `on_behalf_of` somebody or not; `who` is the principal, whose act it is."""

    state: State
    context: Context
    rules: OrderRules
    by: str = ""
    on_behalf_of: str | None = None

    @property
    def who(self) -> str:
        """The principal."""
        return self.on_behalf_of or self.by

    def stamp(self, resolution: str) -> Stamp:
        """For an event about the resolution."""
        return {"by": self.by, "on_behalf_of": self.on_behalf_of, "at": self.context.now, "resolution": resolution}

    def hand(self) -> Refusal | None:
        """Why this hand may not act for this principal at all."""
        refused = self.takes_part(self.by)
        if refused is not None or self.on_behalf_of is None:
            return refused
        if self.on_behalf_of in self.rules.barred:
            return refusal("orders.barred", name=self.name(self.on_behalf_of))
        principals = self.context.directory.acting_for(self.by, self.context.today, self.rules.document_kind)
        if self.on_behalf_of not in principals:
            return refusal("orders.no_stand_in", by=self.name(self.by), principal=self.name(self.on_behalf_of))
        return None

    def takes_part(self, login: str) -> Refusal | None:
        """Why the official may have no part: not in office, or the complaint is about this very official."""
        if login in self.rules.barred:
            return refusal("orders.barred", name=self.name(login))
        return None if self.in_office(login) else refusal("orders.unknown_person", name=self.name(login))

    def name(self, login: str) -> str:
        """What the official is called."""
        return self.context.directory.name(login)

    def in_office(self, login: str) -> bool:
        """Whether the official is known and active."""
        return self.context.directory.is_in_office(login)

    def gives(self, login: str) -> bool:
        """Whether the official may give resolutions: a head, a deputy, the head of a unit."""
        return self.context.competence.gives(self.context.directory, login)

    def is_over(self, login: str, other: str) -> bool:
        """Whether the official may give orders to the other one."""
        directory = self.context.directory
        return other in directory.officials and self.context.competence.is_over(
            directory, login, directory.officials[other].unit
        )

    def keepers_of(self, resolution: Resolution) -> tuple[str, ...]:
        """The heads in whose hands its term is: who has it under control or gave it, and nobody who executes it."""
        setter = resolution.owner or resolution.author
        return self.context.competence.keepers(self.context.directory, setter, (resolution.lead, *self.rules.barred))

    def parent_of(self, resolution: Resolution) -> Resolution | None:
        """The one that it was passed on from."""
        return self.state.resolutions.get(resolution.parent)

    def top_of(self, resolution: Resolution) -> Resolution:
        """The one that all was passed on from; itself where nothing was."""
        parent = self.parent_of(resolution)
        return resolution if parent is None else self.top_of(parent)

    def lead_only(self, resolution: Resolution) -> Refusal | None:
        """Why this is not the lead's word."""
        return None if self.who == resolution.lead else refusal("orders.not_lead")

    def co_executor_only(self, resolution: Resolution) -> Refusal | None:
        """Why this is not a co-executor's word."""
        return None if self.who in resolution.co_executors else refusal("orders.not_co_executor")

    def owner_only(self, resolution: Resolution) -> Refusal | None:
        """Control is in the hands of the official who set it, and no other (art. 129); an executor is no stand-in."""
        if resolution.owner is None:
            return refusal("orders.not_controlled")
        if resolution.owner != self.who:
            return refusal("orders.not_owner", owner=self.context.directory.name(resolution.owner))
        return refusal("orders.own_control", name=self.name(self.by)) if self.by in resolution.executors else None

    def owned_report(self, resolution: Resolution) -> Refusal | None:
        """Why this official may not decide about a report."""
        refused = self.owner_only(resolution)
        if refused is None and resolution.status != "reported":
            return refusal("orders.not_reported")
        return refused


def blank(**fields: str) -> Refusal | None:
    """The refusal of the first text that is empty."""
    return next((refusal("orders.empty", field=name) for name, text in fields.items() if not text.strip()), None)
