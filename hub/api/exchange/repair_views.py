"""What a repair looks like to its callers: requests in, repairs and forecasts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from hub.access.second_person import Who
from hub.bodies import Body
from hub.errors import Lang
from hub.exchange.repair.judge import tally
from hub.exchange.repair.making import Forecast
from hub.exchange.repair.model import Arguments, Request
from hub.exchange.repair.reading import Overview
from hub.exchange.repair.states import Action, Behind
from hub.exchange.repair.words import STOP_REASONS, outcome_words
from hub.store.tx import Row
from hub.web.repair_bodies import Name, SelectionBody
from hub.web.views import Instant, Links, Parsed, View, from_, linked, named


class PatchBody(Body):
    """One field by JSON Pointer."""

    path: Name
    value: Any


class ArgumentsBody(Body):
    """What the action needs: redirect `destination`; edit `body` or `patches`; confirm_delivered `reference`; discard
    `behind`; `confirm_not_applied` says that the agency was asked and has not applied the earlier attempts.
    """

    destination: Name | None = None
    reference: Name | None = None
    behind: Behind | None = None
    confirm_not_applied: bool = False
    body: Any = None
    patches: list[PatchBody] = Field(default=[], max_length=200)


class RepairBody(Body):
    """The request for a repair."""

    action: Action
    selection: SelectionBody
    reason: Annotated[str, Field(min_length=3, max_length=500)]
    dry_run: bool = False
    canary: bool | None = None
    arguments: ArgumentsBody = ArgumentsBody()

    def to_request(self, who: Who) -> Request:
        """As the exchange wants it."""
        given = self.arguments
        arguments = Arguments(
            given.destination,
            given.reference,
            given.behind,
            given.confirm_not_applied,
            given.body,
            tuple((patch.path, patch.value) for patch in given.patches),
        )
        return Request(
            self.action, self.selection.to_selection(), self.reason, who, arguments, self.dry_run, self.canary
        )


class RepairItem(View):
    """What became of one item. `now` is the state of its delivery or message, `replacement` what took its place."""

    number: int
    id: str = from_("delivery_id")
    kind: str
    state: str
    outcome: str | None
    words: Annotated[str | None, named(outcome_words)] = from_("outcome")
    detail: str | None
    replacement: str | None
    now: str | None


class Canary(BaseModel):
    """How far the repair has gone: items let go so far, and how many after each step."""

    step: int
    released: int
    steps: Sequence[int]


class RepairView(View):
    """A repair with its first items. `new_since` counts what came after the selection and stays out of it."""

    id: str
    action: Action
    state: str
    reason: str
    selection: Annotated[Mapping[str, Any], Parsed]
    arguments: Annotated[Mapping[str, Any], Parsed]
    made_by: str
    approved_by: str | None
    created_at: Instant
    finished_at: Instant | None
    stop_reason: str | None
    stop_words: Annotated[str | None, named(STOP_REASONS.get)] = from_("stop_reason")
    items_total: int
    progress: Mapping[str, int]
    canary: Canary
    left_out: int
    new_since: int
    items: Sequence[RepairItem]
    links: Annotated[Links, linked(self="/v1/repairs/{}", items="/v1/repairs/{}/items")] = from_("id")


class RepairSummary(View):
    """A line of the list."""

    id: str
    action: Action
    state: str
    reason: str
    made_by: str
    approved_by: str | None
    items_total: int
    released: int
    created_at: Instant
    finished_at: Instant | None
    stop_reason: str | None


class ForecastItem(View):
    """What would become of one item. `behind` counts those that wait behind it."""

    id: str
    kind: str
    outcome: str
    words: Annotated[str, named(outcome_words)] = from_("outcome")
    does: bool
    detail: str | None
    behind: int


class ForecastView(BaseModel):
    """A dry run; nothing was stored. `items` holds the first 1,000."""

    dry_run: bool = True
    action: Action
    items_total: int
    left_out: int
    needs_approval: bool
    outcomes: Mapping[str, int]
    items: Sequence[ForecastItem]


def repair_view(found: Overview, items: Sequence[Row], lang: Lang) -> RepairView:
    """The repair in the caller's language."""
    released = found.row["released"]
    canary = Canary(step=sum(n <= released for n in found.steps), released=released, steps=found.steps)
    more = {"progress": found.counts, "canary": canary, "new_since": found.new_since, "items": items}
    return RepairView.of(found.row, lang, **more)


def forecast_view(action: Action, found: Forecast, lang: Lang) -> ForecastView:
    """The dry run's answer."""
    return ForecastView(
        action=action,
        items_total=len(found.items),
        left_out=found.left_out,
        needs_approval=found.needs_approval,
        outcomes=tally(found.steps),
        items=[
            ForecastItem.of(step, lang, id=step.item.id, kind=step.item.kind, behind=found.behind.get(step.item.id, 0))
            for step in found.steps
        ],
    )
