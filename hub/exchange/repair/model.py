"""The values of repairs: what a person asks for, what it selects, and what carrying it out depends on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from connectors.connector import Operation
from hub.access.second_person import Who
from hub.exchange.formats import MessageFormat
from hub.exchange.planning import Planner
from hub.exchange.repair.states import Action, Behind, ItemKind, ItemState, RepairState
from hub.store.content import ContentStore
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row


@dataclass(frozen=True, slots=True)
class RepairDependencies:
    """What repairs work with; made by the composition root, closed by it."""

    store: Store
    planner: Planner
    sealer: Sealer
    formats: Mapping[str, MessageFormat]
    content: ContentStore
    operations: Mapping[str, Operation]
    internal: frozenset[str]
    nudge: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a bulk selection may be told by; instants in microseconds. `state` is failed, unknown or quarantined."""

    state: str | None = None
    route: str | None = None
    destination: str | None = None
    format: str | None = None
    since: int | None = None
    until: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Exactly one of: ids of deliveries and messages, a failure group, a filter."""

    ids: tuple[str, ...] = ()
    group: str | None = None
    filter: Filter | None = None

    def to_json(self) -> str:
        """As the store keeps it; of ids only that there were some, since the items name them."""
        if self.group is not None:
            return json.dumps({"group": self.group})
        if self.filter is not None:
            return json.dumps({"filter": {k: v for k, v in asdict(self.filter).items() if v is not None}})
        return json.dumps({"ids": len(self.ids)})

    @classmethod
    def from_json(cls, text: str) -> Selection:
        """What the store kept, for counting what is new since."""
        kept = json.loads(text)
        if "filter" in kept:
            return cls(filter=Filter(**kept["filter"]))
        return cls(group=kept.get("group"))


@dataclass(frozen=True, slots=True)
class Arguments:
    """What an action needs beside its selection. `body` and `patches` are personal and are kept sealed."""

    destination: str | None = None
    reference: str | None = None
    behind: Behind | None = None
    confirm_not_applied: bool = False
    body: Any = None
    patches: tuple[tuple[str, Any], ...] = ()
    changed: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The part that is not personal."""
        shown = {
            "destination": self.destination,
            "reference": self.reference,
            "behind": self.behind,
            "confirm_not_applied": self.confirm_not_applied or None,
            "changed": list(self.changed) or None,
        }
        return json.dumps({name: value for name, value in shown.items() if value is not None})

    @classmethod
    def from_json(cls, text: str) -> Arguments:
        """What `to_json` wrote."""
        kept = json.loads(text)
        if "behind" in kept:
            kept["behind"] = Behind(kept["behind"])
        kept["changed"] = tuple(kept.get("changed", ()))
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for. `canary` None stands for: with more than one item."""

    action: Action
    selection: Selection
    reason: str
    who: Who
    arguments: Arguments = field(default_factory=Arguments)
    dry_run: bool = False
    canary: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a repair works on: a delivery or a message in quarantine, by `id`."""

    id: str
    kind: ItemKind
    message_id: str
    destination: str
    state: str
    fingerprint: str | None = None
    number: int = 0

    @property
    def is_delivery(self) -> bool:
        """True if `id` is a delivery's."""
        return self.kind in (ItemKind.DELIVERY, ItemKind.BEHIND)


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair as the store has it."""

    id: str
    action: Action
    state: RepairState
    arguments: Arguments
    made_by: str
    approved_by: str | None
    canary: bool
    total: int
    released: int
    step_at: int | None
    payload_sealed: bytes | None

    @property
    def by(self) -> str:
        """Everybody who answers for it, for the evidence."""
        return f"{self.made_by}, {self.approved_by}" if self.approved_by else self.made_by

    @classmethod
    def of(cls, row: Row) -> Repair:
        """From a row of `repairs`."""
        return cls(
            row["id"],
            Action(row["action"]),
            RepairState(row["state"]),
            Arguments.from_json(row["arguments"]),
            row["made_by"],
            row["approved_by"],
            bool(row["canary"]),
            row["items_total"],
            row["released"],
            row["step_at"],
            row["payload_sealed"],
        )

    def with_payload(self, opened: bytes) -> Repair:
        """The same, with what was sealed."""
        kept = json.loads(opened)
        arguments = replace(
            self.arguments, body=kept.get("body"), patches=tuple((path, value) for path, value in kept["patches"])
        )
        return replace(self, arguments=arguments)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What happened to one item, to be written with it. `detail` names codes and places, never values."""

    item: Item
    state: ItemState
    outcome: str
    replacement: str | None = None
    detail: str | None = None
