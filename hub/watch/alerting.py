"""The duty that keeps alerts: opens what rules find, closes what is so no more, and tells each once.

One finding is one alert however long it lasts. What closes and comes back within ten minutes is the same alert, so an
agency that flutters tells nothing twice; an open one is told again only after the time that its rule names. In quiet
hours nothing is told, and what is still open after them is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from hub.clock import SECOND
from hub.exchange.maintenance import BAKU
from hub.settings import Settings
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx
from hub.watch.alert_facts import known_ends, read_facts
from hub.watch.alert_rules import MINUTE, AlertKind, Expiry, Facts, Finding, Rule, findings, is_quiet
from hub.watch.rule_book import all_rules, named
from hub.watch.telling import Channel, MailChannel, Notice, NotTold, WebhookChannel

log = structlog.get_logger("hub.watch")

FLUTTER = 10 * MINUTE
MOST_LINES = 20
_KEPT = 90 * 24 * 60 * MINUTE
_LONGEST_WAIT_S = 3600
_ENDS_FRESH = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Alerts of one rule that are to be told."""

    rule: Rule
    alerts: Sequence[Row]


class Alerts:
    """Keeps and tells alerts; one leads at a time. `channels` are by the rules' names of them."""

    def __init__(self, store: Store, sealer: Sealer, settings: Settings, channels: Mapping[str, Channel]) -> None:
        self._store = store
        self._sealer = sealer
        self._settings = settings
        self._channels = channels
        self._ends: tuple[int, Sequence[Expiry]] = (0, ())

    @classmethod
    def of(cls, store: Store, sealer: Sealer, settings: Settings) -> Alerts:
        """With the channels that the settings describe."""
        mail = MailChannel(settings.alert_smtp_url, settings.alert_from)
        hook = WebhookChannel(inside=settings.alert_inside or settings.sandbox)
        return cls(store, sealer, settings, {"webhook": hook, "email": mail})

    async def step(self) -> int:
        """Look once; how many alerts were told."""
        async with self._store.read() as tx:
            rules = [kept.rule for kept in await all_rules(tx, self._sealer) if kept.is_on]
            facts = await self._facts(tx, rules) if rules else None
        if facts is None:
            return 0
        async with self._store.write() as tx:
            for rule in rules:
                await keep(tx, rule, findings(rule, facts), facts.now)
            await tx.execute("DELETE FROM alerts WHERE closed_at < :before", {"before": facts.now - _KEPT})
        async with self._store.read() as tx:
            waiting = [await _to_tell(tx, rule, facts) for rule in rules]
        return sum([await self._tell(each) for each in waiting if each.alerts])

    async def _facts(self, tx: Tx, rules: Sequence[Rule]) -> Facts:
        """The access history is counted only where a rule asks."""
        counts = any(rule.kind is AlertKind.MASS_QUERY for rule in rules)
        hours = (self._settings.night_from_hour, self._settings.night_until_hour) if counts else None
        return await read_facts(tx, self._known_ends(await tx.now()), hours)

    def _known_ends(self, now: int) -> Sequence[Expiry]:
        if not self._ends[0] or now - self._ends[0] > _ENDS_FRESH:
            self._ends = (now, known_ends(self._settings))
        return self._ends[1]

    async def _tell(self, waiting: _Waiting) -> int:
        """One notice for all alerts of a rule; what could not be told is tried again, ever later."""
        rule, lang = waiting.rule, self._settings.lang
        lines = [row["words_az"] if lang == "az" else row["words_en"] for row in waiting.alerts]
        if len(lines) > MOST_LINES:
            lines = [*lines[:MOST_LINES], f"… +{len(lines) - MOST_LINES}"]
        trouble: str | None = None
        try:
            await self._channels[rule.channel].tell(rule.target, Notice(rule.kind.value, lines, lang))
        except NotTold as failed:
            trouble = str(failed)[:200]
            log.warning("alert_not_told", kind=rule.kind.value, reason=trouble)
        async with self._store.write() as tx:
            for row in waiting.alerts:
                await _remember(tx, row, trouble)
        return 0 if trouble else len(waiting.alerts)


async def keep(tx: Tx, rule: Rule, found: Sequence[Finding], now: int) -> None:
    """Bring a rule's open alerts in line with what it finds."""
    rows = await tx.fetch(
        "SELECT a.id, a.mark, a.closed_at FROM alerts a WHERE a.rule_id = :rule"
        " AND (a.closed_at IS NULL OR a.closed_at > :since) ORDER BY a.closed_at IS NULL, a.closed_at, a.id",
        {"rule": rule.id, "since": now - FLUTTER},
    )
    known = {row["mark"]: row for row in rows}
    for finding in found:
        await _open(tx, rule, finding, known.get(finding.mark), now)
    gone = [row for row in rows if row["closed_at"] is None and row["mark"] not in {each.mark for each in found}]
    for row in gone:
        await tx.execute("UPDATE alerts SET closed_at = :now WHERE id = :id", {"now": now, "id": row["id"]})


async def _open(tx: Tx, rule: Rule, finding: Finding, known: Row | None, now: int) -> None:
    if known is not None:
        await tx.execute(
            "UPDATE alerts SET closed_at = NULL, words_az = :az, words_en = :en WHERE id = :id",
            {"az": finding.words.az, "en": finding.words.en, "id": known["id"]},
        )
        return
    await tx.execute(
        "INSERT INTO alerts (id, rule_id, mark, words_az, words_en, opened_at, next_due)"
        " VALUES (:id, :rule, :mark, :az, :en, :now, :now)",
        {
            "id": new_id(),
            "rule": rule.id,
            "mark": finding.mark,
            "az": finding.words.az,
            "en": finding.words.en,
            "now": now,
        },
    )


async def _to_tell(tx: Tx, rule: Rule, facts: Facts) -> _Waiting:
    if is_quiet(rule, _minute(facts.now)):
        return _Waiting(rule, ())
    again = facts.now - rule.repeat_minutes * MINUTE if rule.repeat_minutes else -1
    rows = await tx.fetch(
        "SELECT a.id, a.mark, a.words_az, a.words_en, a.opened_at, a.tries FROM alerts a WHERE a.rule_id = :rule"
        " AND a.closed_at IS NULL AND a.next_due <= :now AND (a.told_at IS NULL OR a.told_at <= :again)"
        " ORDER BY a.id LIMIT 500",
        {"rule": rule.id, "now": facts.now, "again": again},
    )
    return _Waiting(rule, [await named(tx, row) for row in rows])


async def _remember(tx: Tx, row: Row, trouble: str | None) -> None:
    now = await tx.now()
    if trouble is None:
        await tx.execute(
            "UPDATE alerts SET told_at = :now, told = told + 1, tries = 0, last_error = NULL WHERE id = :id",
            {"now": now, "id": row["id"]},
        )
        return
    wait = min(_LONGEST_WAIT_S, 15 * 2 ** min(row["tries"], 10)) * SECOND
    await tx.execute(
        "UPDATE alerts SET tries = tries + 1, next_due = :due, last_error = :trouble WHERE id = :id",
        {"due": now + wait, "trouble": trouble, "id": row["id"]},
    )


def _minute(now: int) -> int:
    at = datetime.fromtimestamp(now / SECOND, UTC).astimezone(BAKU)
    return at.hour * 60 + at.minute
