"""What the hub knows of a failure group: when it first came, what changed before, and how earlier repairs fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hub.access.masking import mask
from hub.access.parties import HOUSE
from hub.clock import SECOND
from hub.exchange.changes import Change, Kind, changes_between
from hub.exchange.codes.unknown import code_like
from hub.exchange.explain.quoting import Quote, quoted
from hub.exchange.failures import Group
from hub.exchange.masks import CANONICAL, Masks
from hub.exchange.message_reading import Try, read_exchanges
from hub.exchange.repair.quarantine import first_error, read_issues
from hub.exchange.repair.states import Action
from hub.store.sealing import Sealer, Unsealable
from hub.store.tx import Tx, first

BEFORE = 24 * 3600 * SECOND
"""How far before the first failure a change may lie to be shown with it."""
_MOST_CHANGES = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """How one kind of repair fared with this fingerprint: items that came to an end, and how many of them well."""

    action: Action
    ended: int
    succeeded: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that explaining needs. `place` and `rule` are places and names; `value` is what stood there, masked
    as its field is. `said` is the agency's own word, `noted` what the hub found in its answer. `ours` says that the
    sender is ourselves.
    """

    place: str | None = None
    rule: str | None = None
    value: str | None = None
    said: Quote = field(default_factory=Quote)
    noted: str | None = None
    first_at: int = 0
    returns: bool = False
    changes: Sequence[Change] = ()
    changed_since: Sequence[Change] = ()
    tried: Sequence[Tried] = ()
    asks_first: bool = False
    idempotent: bool = False
    standing: str = "closed"
    ours: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What the hub's routes and manifests tell of a group. `names` are those by which changes may speak of it;
    `asks_first` and `idempotent` say of the operation that it can be asked by our key, or applies a key once; `masks`
    are those of the format of what waits to be understood.
    """

    names: Sequence[str]
    asks_first: bool = False
    idempotent: bool = False
    masks: Masks = CANONICAL


async def gather(tx: Tx, sealer: Sealer, group: Group, about: About) -> Evidence:
    """Read it."""
    seen = await _at_hand(tx, sealer, group, about.masks)
    tried = await _tried(tx, group.fingerprint)
    earlier = await _first_repaired(tx, group.fingerprint)
    attempted = await _first_attempt(tx, group)
    first = min(at for at in (group.first_seen, earlier, attempted) if at is not None)
    return replace(
        seen,
        first_at=first,
        returns=earlier is not None and earlier < group.first_seen,
        changes=await _changes(tx, sealer, first - BEFORE, first, about.names),
        changed_since=await _changes(tx, sealer, group.last_seen, await tx.now(), about.names),
        tried=tried,
        standing=await _standing(tx, group.where),
        asks_first=about.asks_first,
        idempotent=about.idempotent,
        ours=await _is_ours(tx, group),
    )


async def _at_hand(tx: Tx, sealer: Sealer, group: Group, masks: Masks) -> Evidence:
    """What the newest of the group says itself."""
    match group.kind:
        case "quarantine":
            return await _unread(tx, sealer, group, masks)
        case "delivery":
            return await _answered(tx, sealer, group)
        case "held":
            return Evidence()


async def _unread(tx: Tx, sealer: Sealer, group: Group, masks: Masks) -> Evidence:
    if not group.samples:
        return Evidence(place=group.path)
    rows = await tx.fetch(
        "SELECT b.message_id, b.issues_sealed FROM message_bodies b WHERE b.message_id = :id", {"id": group.samples[0]}
    )
    issues = [each for row in rows for each in read_issues(sealer, row["message_id"], row["issues_sealed"])]
    found = next((each for each in issues if first_error([each]) == (group.code, group.path or "")), None)
    if found is None:
        return Evidence(place=group.path)
    return Evidence(place=group.path, rule=found["rule"], value=shown_value(found, masks))


async def _answered(tx: Tx, sealer: Sealer, group: Group) -> Evidence:
    row = await first(
        tx,
        "SELECT id, tries, error_detail FROM deliveries WHERE state IN ('failed', 'unknown') AND fingerprint = :mark"
        f"{' AND message_id = :message' if group.samples else ''} ORDER BY id DESC LIMIT 1",
        {"mark": group.fingerprint} | ({"message": group.samples[0]} if group.samples else {}),
    )
    if row is None:
        return Evidence()
    sent, received = await _exchanged(tx, sealer, (row["id"], row["tries"]))
    detail = row["error_detail"] or None
    is_place = detail is not None and " " not in detail
    said = quoted(received, sent)
    return Evidence(place=detail if is_place else None, said=said, noted=None if is_place else detail)


async def _is_ours(tx: Tx, group: Group) -> bool:
    """Whether the newest of the group was handed over by the committee's own systems or made by the hub."""
    newest = await first(
        tx,
        "SELECT m.party FROM messages m WHERE m.id = :message"
        if group.samples
        else "SELECT m.party FROM deliveries d JOIN messages m ON m.id = d.message_id"
        " WHERE d.state IN ('failed', 'unknown') AND d.fingerprint = :mark ORDER BY d.id DESC LIMIT 1",
        {"message": group.samples[0]} if group.samples else {"mark": group.fingerprint},
    )
    return newest is not None and newest["party"] in HOUSE


async def _exchanged(tx: Tx, sealer: Sealer, last: Try) -> tuple[bytes | None, bytes | None]:
    """What went over the wire; nothing where its key is gone."""
    try:
        return (await read_exchanges(tx, sealer, [last])).get(last, (None, None))
    except Unsealable:
        return None, None


def shown_value(issue: Mapping[str, Any], masks: Masks) -> str | None:
    """What stood at the issue's place, under the mask of its field; a code that looks like one is shown as it came."""
    raw = issue.get("raw")
    if not isinstance(raw, str) or not raw:
        return None
    if str(issue.get("rule", "")).startswith("code:") and code_like(raw.strip()):
        return raw.strip()
    return mask(masks.of(str(issue["path"]).rpartition("/")[2]), raw)


async def _first_repaired(tx: Tx, fingerprint: str) -> int | None:
    """When a repair first had this failure in hand."""
    rows = await tx.fetch(
        "SELECT r.created_at FROM repairs r WHERE r.id = (SELECT i.repair_id FROM repair_items i"
        " WHERE i.fingerprint = :mark ORDER BY i.repair_id LIMIT 1)",
        {"mark": fingerprint},
    )
    return rows[0]["created_at"] if rows else None


async def _first_attempt(tx: Tx, group: Group) -> int | None:
    """When the oldest delivery of the group was first answered so."""
    if group.kind != "delivery":
        return None
    rows = await tx.fetch(
        "SELECT min(a.started_at) AS at FROM attempts a WHERE a.code = :code AND a.delivery_id ="
        " (SELECT d.id FROM deliveries d WHERE d.state IN ('failed', 'unknown') AND d.fingerprint = :mark"
        " ORDER BY d.id LIMIT 1)",
        {"code": group.code, "mark": group.fingerprint},
    )
    return rows[0]["at"] if rows else None


async def _tried(tx: Tx, fingerprint: str) -> list[Tried]:
    rows = await tx.fetch(
        "SELECT r.action, count(*) AS ended, sum(CASE WHEN i.state = 'done' THEN 1 ELSE 0 END) AS succeeded,"
        " max(r.created_at) AS last_at FROM (SELECT repair_id, state FROM repair_items WHERE fingerprint = :mark"
        " AND state IN ('done', 'failed') ORDER BY repair_id DESC LIMIT :most) AS i"
        " JOIN repairs r ON r.id = i.repair_id GROUP BY r.action ORDER BY max(r.created_at) DESC",
        {"mark": fingerprint, "most": 20_000},
    )
    return [Tried(Action(row["action"]), row["ended"], int(row["succeeded"]), row["last_at"]) for row in rows]


async def _changes(tx: Tx, sealer: Sealer, since: int, until: int, about: Sequence[str]) -> list[Change]:
    """The newest changes between two instants: those about the group first, then those about everything."""
    found = await changes_between(tx, sealer, since, until)
    own = [each for each in found if each.subject in about]
    others = [each for each in found if each.subject not in about and each.kind is Kind.DEPLOYMENT]
    return [*own, *others][:_MOST_CHANGES]


async def _standing(tx: Tx, name: str) -> str:
    """Whether the operation is called at all: closed, open, half_open or paused."""
    rows = await tx.fetch("SELECT breaker, paused_by FROM operations WHERE name = :name", {"name": name})
    if not rows:
        return "closed"
    return "paused" if rows[0]["paused_by"] else str(rows[0]["breaker"])
