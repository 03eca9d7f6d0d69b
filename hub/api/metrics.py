"""`/metrics` for Prometheus: what this process measured, and what the store knows of the whole installation.

Totals come from the evidence log's running sums, so they survive restarts and count each event once however many
processes there are; depths come from partial indexes that hold only what is unfinished. Asked at most every 5 seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hub.clock import SECOND
from hub.evidence.anchoring import unanchored_since
from hub.store.store import Store
from hub.store.tx import Row, Tx, number_of
from hub.telemetry.measures import REGISTRY
from hub.web.context import HubDep

router = APIRouter(tags=["health"])

FRESH_S = 5.0
_BREAKER = {"closed": 0.0, "half_open": 1.0, "open": 2.0}
# One arm for each partial index: together they would need a scan of all deliveries.
_DEPTHS = (
    "SELECT destination, state, count(*) AS n, min(next_due) AS oldest FROM deliveries"
    " WHERE state IN ('due', 'retrying') GROUP BY destination, state"
    " UNION ALL SELECT destination, state, count(*), min(next_due) FROM deliveries"
    " WHERE state = 'delivering' GROUP BY destination, state"
    " UNION ALL SELECT destination, state, count(*), min(next_due) FROM deliveries"
    " WHERE state = 'blocked' GROUP BY destination, state"
    " UNION ALL SELECT destination, state, count(*), min(next_due) FROM deliveries"
    " WHERE state IN ('failed', 'unknown') GROUP BY destination, state"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the store said at one moment."""

    now: int
    totals: Sequence[Row]
    depths: Sequence[Row]
    operations: Sequence[Row]
    unmerged: int
    aside: int
    unanchored_since: int | None
    defects: Sequence[Row]
    alerts: int


async def ask_store(tx: Tx) -> Known:
    """Some small statements."""
    alerts = await tx.fetch("SELECT count(*) AS n FROM alerts WHERE closed_at IS NULL")
    unmerged = await tx.fetch("SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL")
    return Known(
        now=await tx.now(),
        totals=await tx.fetch("SELECT kind, label, count AS n FROM totals ORDER BY kind, label"),
        depths=await tx.fetch(_DEPTHS),
        operations=await tx.fetch(
            "SELECT name, breaker, paused_by, maintenance_from, maintenance_until FROM operations ORDER BY name"
        ),
        unmerged=unmerged[0]["n"],
        aside=await number_of(tx, "SELECT count(*) AS n FROM set_aside_leaves"),
        unanchored_since=await unanchored_since(tx),
        defects=await tx.fetch("SELECT kind, count AS n FROM defects ORDER BY kind"),
        alerts=alerts[0]["n"],
    )


class StoreMeasures:
    """The store's figures, remembered for some seconds: many scrapers cost no more than one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._text = b""

    async def text(self) -> bytes:
        """In Prometheus' text format."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if now - self._asked_at >= FRESH_S:
                async with self._store.read() as tx:
                    known = await ask_store(tx)
                registry = CollectorRegistry()
                registry.register(Collected(known))
                self._text, self._asked_at = generate_latest(registry), now
            return self._text


class Collected(Collector):
    """What the store said, as Prometheus' families."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def collect(self) -> Iterator[Metric]:
        known = self._known
        yield from _totals(known)
        yield from _depths(known)
        breakers = GaugeMetricFamily("hub_breaker_state", "0 closed, 1 half open, 2 open", labels=["operation"])
        paused = GaugeMetricFamily("hub_operation_paused", "1 where a person has paused it", labels=["operation"])
        maintenance = GaugeMetricFamily("hub_operation_maintenance", "1 in a maintenance window", labels=["operation"])
        for row in known.operations:
            breakers.add_metric([row["name"]], _BREAKER[row["breaker"]])
            paused.add_metric([row["name"]], float(row["paused_by"] is not None))
            begins, ends = row["maintenance_from"], row["maintenance_until"]
            maintenance.add_metric([row["name"]], float(begins is not None and begins <= known.now < ends))
        yield from (breakers, paused, maintenance)
        yield GaugeMetricFamily("hub_alerts_open", "Alerts that the hub's own rules have open", value=known.alerts)
        yield GaugeMetricFamily("hub_evidence_unmerged", "Leaves that have no number yet", value=known.unmerged)
        yield GaugeMetricFamily("hub_evidence_set_aside", "Leaves that this hub did not write", value=known.aside)
        age = 0.0 if known.unanchored_since is None else (known.now - known.unanchored_since) / SECOND
        yield GaugeMetricFamily("hub_evidence_unanchored_seconds", "Age of the oldest head without a stamp", value=age)
        defects = CounterMetricFamily("hub_defects", "What the sweeper had to mend", labels=["kind"])
        for row in known.defects:
            defects.add_metric([row["kind"]], row["n"])
        yield defects


def _totals(known: Known) -> Iterator[Metric]:
    accepted = CounterMetricFamily("hub_messages_accepted", "Messages accepted", labels=["format"])
    ended = {
        "delivery.delivered": CounterMetricFamily("hub_delivered", "Deliveries applied", labels=["destination"]),
        "delivery.failed": CounterMetricFamily("hub_failed", "Times a delivery failed", labels=["destination"]),
        "delivery.retrying": CounterMetricFamily("hub_retried", "Times one had to wait", labels=["destination"]),
    }
    for row in known.totals:
        if row["kind"] == "message.accepted":
            accepted.add_metric([row["label"]], row["n"])
        elif row["kind"] in ended:
            ended[row["kind"]].add_metric([row["label"]], row["n"])
    yield accepted
    yield from ended.values()


def _depths(known: Known) -> Iterator[Metric]:
    depth = GaugeMetricFamily("hub_deliveries", "Unfinished deliveries by state", labels=["destination", "state"])
    oldest = GaugeMetricFamily("hub_oldest_due_seconds", "How long the oldest due one waits", labels=["destination"])
    for row in known.depths:
        depth.add_metric([row["destination"], row["state"]], row["n"])
        if row["state"] == "due":
            oldest.add_metric([row["destination"]], max(0, known.now - row["oldest"]) / SECOND)
    yield depth
    yield oldest


def _measures_of(request: Request, store: Store) -> StoreMeasures:
    """One for each application, made when first asked."""
    found = getattr(request.app.state, "store_measures", None)
    if not isinstance(found, StoreMeasures):
        found = request.app.state.store_measures = StoreMeasures(store)
    return found


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, hub: HubDep) -> Response:
    """Prometheus' text format; aggregates only, so it asks for no key."""
    text = await _measures_of(request, hub.store).text()
    return Response(generate_latest(REGISTRY) + text, media_type=CONTENT_TYPE_LATEST)
