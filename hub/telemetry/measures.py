"""Measures of this process, taken from its canonical log lines, so that a line and its figure never differ."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
"""What this process measured since it began; `/metrics` adds what the store knows of the whole installation."""

REFUSALS = Counter("hub_refusals", "Requests answered with a problem", ["code"], registry=REGISTRY)
ATTEMPTS = Histogram(
    "hub_attempt_seconds",
    "From the claim of a delivery to its settlement",
    ["destination", "outcome"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
ASKS = Histogram(
    "hub_ask_seconds",
    "One question to one agency",
    ["operation", "outcome"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
BROKER = Gauge("hub_broker_connected", "0 while a connection to the broker is away", ["purpose"], registry=REGISTRY)
WEBHOOK_FAILURES = Counter("hub_webhook_failures", "Webhook attempts that failed", registry=REGISTRY)


def measure(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor; it changes nothing."""
    match line.get("event"):
        case "delivery_settled":
            ATTEMPTS.labels(line["destination"], line["outcome"]).observe(line["duration_ms"] / 1000)
        case "asked":
            ASKS.labels(line["operation"], line["outcome"]).observe(line["duration_ms"] / 1000)
        case "request_refused":
            REFUSALS.labels(line["code"]).inc()
        case "bus_connected" | "bus_connection_lost" | "bus_refused" as said:
            BROKER.labels(line["purpose"]).set(said == "bus_connected")
        case "webhook_failed":
            WEBHOOK_FAILURES.inc()
        case _:
            pass
    return line
