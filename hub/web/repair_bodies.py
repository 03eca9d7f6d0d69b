"""Which failures a repair is to be of, as the API and the console's forms are told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from hub.bodies import Body, Moment
from hub.clock import SECOND
from hub.exchange.repair.model import Filter, Selection
from hub.store.ids import parse_id

Name = Annotated[str, Field(min_length=1, max_length=200)]


class FilterBody(Body):
    """What a bulk selection may be told by."""

    state: Annotated[str | None, Field(pattern="^(failed|unknown|quarantined)$")] = None
    route: Name | None = None
    destination: Name | None = None
    format: Name | None = None
    since: Moment | None = None
    until: Moment | None = None
    code: Name | None = None

    def to_filter(self) -> Filter:
        """With instants in microseconds."""
        times = {
            name: None if moment is None else int(moment.timestamp() * SECOND)
            for name, moment in (("since", self.since), ("until", self.until))
        }
        return Filter(**{**self.model_dump(), **times})


class SelectionBody(Body):
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
