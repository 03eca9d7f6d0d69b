"""The rules of alerts as administrators keep them. Where an alert goes is sealed: addresses are of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub.access.accounts import name_at
from hub.access.parties import HOUSE
from hub.errors import Refused, Words
from hub.events.target import checked_url
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx
from hub.watch.alert_rules import WHO, AlertKind, Rule, looker_in

PLACE = "alert_rules.target"
MOST_RULES = 200
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule as it is kept: who made it and whether it is on."""

    rule: Rule
    made_by: str
    is_on: bool


async def all_rules(tx: Tx, sealer: Sealer) -> list[Kept]:
    """All, the oldest first."""
    rows = await tx.fetch("SELECT r.* FROM alert_rules r ORDER BY r.id LIMIT :most", {"most": MOST_RULES})
    return [Kept(_rule(row, sealer), row["made_by"], bool(row["is_on"])) for row in rows]


async def make_rule(tx: Tx, sealer: Sealer, rule: Rule, by: str, *, inside: bool) -> str:
    """Store a rule; its id. Refused for a target that cannot be told, or a threshold that is none."""
    check(rule, inside=inside)
    made, now = new_id(), await tx.now()
    start, stop = rule.quiet or (None, None)
    await tx.many(
        "INSERT INTO alert_rules (id, kind, subject, threshold, channel, target_sealed, repeat_minutes, quiet_from,"
        " quiet_until, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            (
                made,
                rule.kind.value,
                rule.subject,
                rule.threshold,
                rule.channel,
                sealer.seal(PLACE, made, rule.target.encode()),
                rule.repeat_minutes,
                start,
                stop,
                by,
                now,
            )
        ],
    )
    return made


async def switch_rule(tx: Tx, made: str, *, on: bool) -> bool:
    """Let a rule watch, or not; what it had open is closed with it. False if there is none."""
    changed = await tx.execute("UPDATE alert_rules SET is_on = :on WHERE id = :id", {"on": int(on), "id": made})
    if changed and not on:
        await _close(tx, made)
    return bool(changed)


async def drop_rule(tx: Tx, made: str) -> bool:
    """Forget a rule; False if there is none."""
    await _close(tx, made)
    return bool(await tx.execute("DELETE FROM alert_rules WHERE id = :id", {"id": made}))


async def open_alerts(tx: Tx) -> Sequence[Row]:
    """What is open, the newest first."""
    rows = await tx.fetch("SELECT a.* FROM alerts a WHERE a.closed_at IS NULL ORDER BY a.id DESC LIMIT 200")
    return [await named(tx, row) for row in rows]


async def closed_alerts(tx: Tx) -> Sequence[Row]:
    """What was open last."""
    rows = await tx.fetch("SELECT a.* FROM alerts a WHERE a.closed_at IS NOT NULL ORDER BY a.id DESC LIMIT 20")
    return [await named(tx, row) for row in rows]


async def named(tx: Tx, row: Row) -> Row:
    """An alert that says who it is about: an official by the name of the moment when it was opened, as in all that is
    told of them; a party by itself, and whom it names by its word.
    """
    if WHO not in row["words_en"]:
        return row
    party, person = looker_in(row["mark"])
    name = await name_at(tx, person, row["opened_at"]) if party in HOUSE else None
    who = name or "/".join(each for each in (party, person) if each)
    return {**row, **{each: row[each].replace(WHO, who) for each in ("words_az", "words_en")}}


def check(rule: Rule, *, inside: bool) -> None:
    """Refused where the rule could never tell anybody."""
    if not 0 <= rule.threshold <= _MOST:
        raise Refused("alerts.threshold", _THRESHOLD, status=422, place="threshold")
    if not 0 <= rule.repeat_minutes <= _MOST:
        raise Refused("alerts.repeat", _THRESHOLD, status=422, place="repeat_minutes")
    if rule.channel == "email":
        name, at, host = rule.target.partition("@")
        if not (name and at and host) or any(letter.isspace() or letter in ",;<>" for letter in rule.target):
            raise Refused("alerts.email", _EMAIL, status=422, place="target")
        return
    try:
        checked_url(rule.target, sandbox=inside)
    except Refused as refused:
        raise Refused("alerts.url", refused.words, status=422, place="target") from refused


async def _close(tx: Tx, made: str) -> None:
    await tx.execute("UPDATE alerts SET closed_at = hub_now() WHERE rule_id = :id AND closed_at IS NULL", {"id": made})


def _rule(row: Row, sealer: Sealer) -> Rule:
    quiet = (row["quiet_from"], row["quiet_until"]) if row["quiet_from"] is not None else None
    rule = Rule(
        row["id"],
        AlertKind(row["kind"]),
        row["subject"],
        row["threshold"],
        row["channel"],
        "",
        row["repeat_minutes"],
        quiet,
        row["made_at"],
    )
    return replace(rule, target=sealer.unseal(PLACE, row["id"], row["target_sealed"]).decode())


_THRESHOLD = Words("Sıfırdan bir milyona qədər tam ədəd yazın.", "Write a whole number from zero to a million.")
_EMAIL = Words("Bir elektron poçt ünvanı yazın.", "Write one e-mail address.")
