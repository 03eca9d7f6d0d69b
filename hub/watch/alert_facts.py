"""The facts that alert rules are asked about, read in one transaction along the indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from document_flow.context import day_over
from hub.access.credentials import authorities, credentials_of, valid
from hub.access.parties import CITIZEN, HOUSE
from hub.clock import SECOND
from hub.errors import Words
from hub.evidence.anchoring import unanchored_since
from hub.evidence.aside import aside_leaves
from hub.exchange.maintenance import BAKU
from hub.settings import Settings
from hub.store.ids import first_id_at
from hub.store.tx import Tx
from hub.watch.alert_rules import DAY, Expiry, Facts, Looker
from hub.watch.causes import read_causes
from hub.watch.paces import FAILED, HOUR, UNKNOWN, paces

_REPLACED = 30 * DAY
_OURS = ", ".join(f"'{each}'" for each in (*HOUSE, CITIZEN))
_PERSON = f"CASE WHEN a.actor_party IN ({_OURS}) THEN coalesce(a.actor_person, '') ELSE '' END"
_KINDS = {
    "certificate": ("sertifikat", "certificate"),
    "key": ("açıq açar", "public key"),
    "ssh": ("SSH açarı", "SSH key"),
}


def known_ends(settings: Settings) -> list[Expiry]:
    """Ends that files and settings tell: our credentials at agencies, the TLS certificate, the seal. Reads files."""
    found = [
        Expiry(name, Words(f"Habın {name} açarı", f"Our credentials at {name}"), _end_of(agency.credentials_until))
        for name, agency in settings.agencies.items()
        if agency.credentials_until is not None
    ]
    if settings.tls_certificate is not None and settings.tls_certificate.is_file():
        first = min(valid(each)[1] for each in authorities(settings.tls_certificate))
        found.append(Expiry("tls", Words("Habın TLS sertifikatı", "The hub's TLS certificate"), first))
    if settings.seal_file is not None and settings.seal_file.is_file():
        ends = _end_of_seal(settings.seal_file, settings.seal_password or "")
        found += [Expiry("seal", Words("Qurumun möhürü", "The body's seal"), ends)] if ends is not None else []
    return found


async def read_facts(tx: Tx, ends: Sequence[Expiry], nights: tuple[int, int] | None = None) -> Facts:
    """Everything that rules may ask about; who asked about whom only where the hours of `nights` (Baku) are given."""
    now = await tx.now()
    failures: Counter[str] = Counter()
    for pace in await paces(tx, "minute", now - HOUR):
        if pace.kind in (FAILED, UNKNOWN):
            failures[pace.label] += pace.count
    down, still = await _operations(tx, now)
    unmerged = await tx.fetch("SELECT created_at FROM evidence_leaves WHERE seq IS NULL ORDER BY id LIMIT 1")
    return Facts(
        now=now,
        failures=failures,
        due={name: at for name, at in (await _due(tx)).items() if name not in still},
        causes=await read_causes(tx),
        down=down,
        expiries=[*ends, *await _keys(tx), *await _credentials(tx)],
        oldest_unmerged=unmerged[0]["created_at"] if unmerged else None,
        unanchored_since=await unanchored_since(tx),
        aside=await aside_leaves(tx),
        lookers=await _lookers(tx, began) if nights and (began := night_of(now, *nights)) is not None else (),
    )


def night_of(now: int, start: int, stop: int) -> int | None:
    """When the night that runs began, from one hour of Baku's day to another; None by day."""
    here = datetime.fromtimestamp(now / SECOND, UTC).astimezone(BAKU)
    passed = (here.hour - start) % 24
    if passed >= (stop - start) % 24:
        return None
    began = here.replace(minute=0, second=0, microsecond=0) - timedelta(hours=passed)
    return int(began.timestamp()) * SECOND


async def _lookers(tx: Tx, began: int) -> list[Looker]:
    """Of our own parties by person, else by party, since then: whom another party names is its word alone, which it may
    change with every question. Refused questions count, the hub's own cases do not.
    """
    rows = await tx.fetch(
        f"SELECT a.actor_party, {_PERSON} AS person, count(DISTINCT a.subject_hash) AS n FROM access_events a"
        f" WHERE a.id >= :since AND a.subject_hash IS NOT NULL GROUP BY a.actor_party, {_PERSON}",
        {"since": first_id_at(began)},
    )
    found = [Looker(row["actor_party"], row["person"], row["n"], began) for row in rows]
    return [each for each in found if each.person or each.party not in HOUSE]


async def _operations(tx: Tx, now: int) -> tuple[list[str], set[str]]:
    """Which do not answer, and which stand still because a person or an agreement says so, or they do not answer."""
    rows = await tx.fetch(
        "SELECT o.name, o.breaker, o.paused_by, o.maintenance_from, o.maintenance_until FROM operations o"
    )
    down = sorted(row["name"] for row in rows if row["breaker"] != "closed" and row["paused_by"] is None)
    expected = {
        row["name"]
        for row in rows
        if row["paused_by"] is not None or (row["maintenance_from"] or now + 1) <= now < (row["maintenance_until"] or 0)
    }
    return [name for name in down if name not in expected], {*down, *expected}


async def _due(tx: Tx) -> Mapping[str, int]:
    rows = await tx.fetch(
        "SELECT d.destination, min(d.next_due) AS oldest FROM deliveries d WHERE d.state IN ('due', 'retrying')"
        " AND d.state = 'due' GROUP BY d.destination"
    )
    return {row["destination"]: row["oldest"] for row in rows}


async def _keys(tx: Tx) -> list[Expiry]:
    rows = await tx.fetch(
        "SELECT party, prefix, expires_at FROM api_keys WHERE expires_at IS NOT NULL AND revoked_at IS NULL"
    )
    return [
        Expiry(
            row["party"],
            Words(f"{row['party']}: {row['prefix']}… açarı", f"The key {row['prefix']}… of {row['party']}"),
            row["expires_at"],
        )
        for row in rows
    ]


async def _credentials(tx: Tx) -> list[Expiry]:
    """Of what parties prove themselves by; one that another of its kind outlives by a month is being replaced."""
    rows = await credentials_of(tx)
    lasts: dict[tuple[str, str], int] = {(row["party"], row["kind"]): row["valid_until"] for row in rows}
    return [
        Expiry(
            row["party"],
            Words(
                *(f"{row['party']}: {kind} {row['mark'].removeprefix('SHA256:')[:8]}…" for kind in _KINDS[row["kind"]])
            ),
            row["valid_until"],
        )
        for row in rows
        if lasts[row["party"], row["kind"]] - row["valid_until"] < _REPLACED
    ]


def _end_of(day: date) -> int:
    """The midnight in Baku after the last day."""
    return int(day_over(day).timestamp()) * SECOND


def _end_of_seal(path: Path, password: str) -> int | None:
    """None where the file does not open: those who seal are told so."""
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  # only where there is a seal

    try:
        own = pkcs12.load_pkcs12(path.read_bytes(), password.encode()).cert
    except (OSError, ValueError):
        return None
    return int(own.certificate.not_valid_after_utc.timestamp()) * SECOND if own is not None else None
