"""What a repair looks like to its callers: requests in, repairs and forecasts out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from hub.clock import SECOND, rfc3339
from hub.errors import Lang, Words
from hub.exchange.repair.judge import tally
from hub.exchange.repair.making import Forecast
from hub.exchange.repair.model import Arguments, Filter, Request, Selection
from hub.exchange.repair.reading import Overview
from hub.exchange.repair.rules import Who
from hub.exchange.repair.runner import BROKEN, CAUSE, MOVED_ON, TIMEOUT
from hub.exchange.repair.states import Action, Behind
from hub.exchange.repair.words import outcome_words
from hub.store.ids import parse_id
from hub.store.tx import Row
from hub.web.problem import say

Name = Annotated[str, Field(min_length=1, max_length=200)]
STOP_REASONS = {
    CAUSE: Words("Sınaq addımında eyni səbəbdən yenə alınmadı; qalanlara toxunulmayıb.",
                 "An item of a canary step failed again; the rest were not touched."),
    TIMEOUT: Words("Göndərilənlər 60 saniyə ərzində nəticələnmədi; onlar öz yolu ilə davam edir.",
                   "What was sent did not come to an end within 60 seconds; it goes on by itself."),
    MOVED_ON: Words("Seçilən artıq çatdırılıb, ona görə arxasındakılara toxunulmayıb.",
                    "What was selected has moved on, so those behind it were spared."),
    BROKEN: Words("Habın xətası üzündən dayandı. Jurnaldakı yeri tərtibatçıya deyin.",
                  "Stopped by a fault of the hub. Tell the developers the place in the log."),
}  # fmt: skip


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class FilterBody(_Body):
    """What a bulk selection may be told by."""

    state: Annotated[str | None, Field(pattern="^(failed|unknown|quarantined)$")] = None
    route: Name | None = None
    destination: Name | None = None
    format: Name | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    code: Name | None = None

    def to_filter(self) -> Filter:
        """With instants in microseconds."""
        times = {
            name: None if moment is None else int(moment.timestamp() * SECOND)
            for name, moment in (("since", self.since), ("until", self.until))
        }
        return Filter(**{**self.model_dump(), **times})


class SelectionBody(_Body):
    """Exactly one of the three."""

    ids: Annotated[list[Name], Field(min_length=1, max_length=10_000)] | None = None
    group: Annotated[str | None, Field(pattern="^[0-9a-f]{16}$")] = None
    filter: FilterBody | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> SelectionBody:
        if sum(each is not None for each in (self.ids, self.group, self.filter)) != 1:
            raise ValueError("give exactly one of ids, group, filter")
        if self.ids is not None and not all(parse_id(each) for each in self.ids):
            raise ValueError("ids are 32 hexadecimal characters")
        return self

    def to_selection(self) -> Selection:
        """As the exchange wants it."""
        ids = tuple(parse_id(each) or each for each in self.ids or ())
        return Selection(ids, self.group, self.filter.to_filter() if self.filter else None)


class PatchBody(_Body):
    """One field by JSON Pointer."""

    path: Name
    value: Any


class ArgumentsBody(_Body):
    """What the action needs: redirect `destination`; edit `body` or `patches`; confirm_delivered `reference`; discard
    `behind`; `confirm_not_applied` says that the agency was asked and has not applied the earlier attempts.
    """

    destination: Name | None = None
    reference: Name | None = None
    behind: Behind | None = None
    confirm_not_applied: bool = False
    body: Any = None
    patches: Annotated[list[PatchBody], Field(max_length=200)] = []


class RepairBody(_Body):
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


class RepairItem(BaseModel):
    """What became of one item. `now` is the state of its delivery or message, `replacement` what took its place."""

    number: int
    id: str
    kind: str
    state: str
    outcome: str | None
    words: str | None
    detail: str | None
    replacement: str | None
    now: str | None


class Canary(BaseModel):
    """How far the repair has gone: items let go so far, and how many after each step."""

    step: int
    released: int
    steps: Sequence[int]


class RepairView(BaseModel):
    """A repair with its first items. `new_since` counts what came after the selection and stays out of it."""

    id: str
    action: Action
    state: str
    reason: str
    selection: Mapping[str, Any]
    arguments: Mapping[str, Any]
    made_by: str
    approved_by: str | None
    created_at: str
    finished_at: str | None
    stop_reason: str | None
    stop_words: str | None
    items_total: int
    progress: Mapping[str, int]
    canary: Canary
    left_out: int
    new_since: int
    items: Sequence[RepairItem]
    links: Mapping[str, str]


class RepairSummary(BaseModel):
    """A line of the list."""

    id: str
    action: Action
    state: str
    reason: str
    made_by: str
    approved_by: str | None
    items_total: int
    released: int
    created_at: str
    finished_at: str | None
    stop_reason: str | None


class ForecastItem(BaseModel):
    """What would become of one item. `behind` counts those that wait behind it."""

    id: str
    kind: str
    outcome: str
    words: str
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
    row = found.row
    stop = STOP_REASONS.get(row["stop_reason"])
    return RepairView(
        id=row["id"],
        action=row["action"],
        state=row["state"],
        reason=row["reason"],
        selection=json.loads(row["selection"]),
        arguments=json.loads(row["arguments"]),
        made_by=row["made_by"],
        approved_by=row["approved_by"],
        created_at=rfc3339(row["created_at"]),
        finished_at=_at(row["finished_at"]),
        stop_reason=row["stop_reason"],
        stop_words=say(stop, lang) if stop else None,
        items_total=row["items_total"],
        progress=found.counts,
        left_out=row["left_out"],
        new_since=found.new_since,
        canary=Canary(step=sum(n <= row["released"] for n in found.steps), released=row["released"], steps=found.steps),
        items=[repair_item(item, lang) for item in items],
        links={"self": f"/v1/repairs/{row['id']}", "items": f"/v1/repairs/{row['id']}/items"},
    )


def repair_summary(row: Row) -> RepairSummary:
    """A line of the list."""
    times = {"created_at": rfc3339(row["created_at"]), "finished_at": _at(row["finished_at"])}
    return RepairSummary(**{**{name: row[name] for name in RepairSummary.model_fields}, **times})


def repair_item(row: Row, lang: Lang) -> RepairItem:
    """An item with its outcome in words."""
    words = outcome_words(row["outcome"])
    return RepairItem(
        number=row["number"],
        id=row["delivery_id"],
        kind=row["kind"],
        state=row["state"],
        outcome=row["outcome"],
        words=say(words, lang) if words else None,
        detail=row["detail"],
        replacement=row["replacement"],
        now=row["now"],
    )


def forecast_view(action: Action, found: Forecast, lang: Lang) -> ForecastView:
    """The dry run's answer."""
    return ForecastView(
        action=action,
        items_total=len(found.items),
        left_out=found.left_out,
        needs_approval=found.needs_approval,
        outcomes=tally(found.steps),
        items=[
            ForecastItem(
                id=step.item.id,
                kind=step.item.kind,
                outcome=step.outcome,
                does=step.does,
                detail=step.detail,
                words=_words(step.outcome, lang),
                behind=found.behind.get(step.item.id, 0),
            )
            for step in found.steps
        ],
    )


def _words(outcome: str, lang: Lang) -> str:
    words = outcome_words(outcome)
    return say(words, lang) if words else outcome


def _at(instant: int | None) -> str | None:
    return None if instant is None else rfc3339(instant)
