"""Every line the hub logs and every key a line may have. A test compares this with the code's calls.

| event | says |
|---|---|
| blocked_heads_freed | the sweeper found deliveries blocked that headed their lanes: a defect, mended |
| bus_connected, bus_connection_lost | a connection to the broker is usable, or gone |
| bus_misconfigured | something on the broker has our name and other properties |
| delivery_settled | the canonical line: one attempt of a delivery and what it came to |
| duty_hindered | a duty of the leader met trouble of the database or broker and is done again |
| effect_failed | an internal effect raised; its delivery failed |
| lease_not_renewed | the database was away while a lease was to be pushed |
| leases_expired | a worker went without settling; its deliveries are due again |
| library | what a library logged; its text stands under `text`, scrubbed |
| published_work_lost | the bus lost work items; they are published again |
| request_refused | a caller got a problem; `reference` is in the answer too |
| security_event | something that an attacker would cause |
| webhook_failed | a subscriber did not take an event; it is told again later |
| work_failed | a worker met what nobody foresaw; the work comes again |
| work_put_back | the database was away; the work comes again |
"""

from __future__ import annotations

import re

EVENTS: frozenset[str] = frozenset(
    name for line in re.findall(r"^\| ([a-z_, ]+) \|", __doc__ or "", re.MULTILINE) for name in line.split(", ")
) - {"event"}

KEYS: frozenset[str] = frozenset({
    "attempt", "code", "deliveries", "delivery", "destination", "duration_ms", "kind", "message", "name", "outcome",
    "party", "purpose", "reason", "reference", "result", "route", "state", "status", "subscription", "where",
})  # fmt: skip
"""Ids, codes and counts. A key that is not here is left out of the line, whatever it holds."""
