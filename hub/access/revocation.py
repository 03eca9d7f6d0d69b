"""Certificates that their authority has revoked (RFC 5280, 5): its list ends those that are registered, everywhere.

The leading process fetches the lists that `HUB_TLS_CLIENT_CRL` names and ends what stands on them as an administrator
would, with a leaf of evidence; so a call costs no look at a list. Until when each list is good lies in the database,
where every serving process reads whether it may still believe certificates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import structlog
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID

from connectors.trust.faults import TrustServiceFailed
from hub.access.credentials import authorities, end_credential
from hub.clock import SECOND
from hub.evidence.rights import MACHINE, note_right
from hub.store.store import Store
from hub.store.tx import Row, Tx

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes

log = structlog.get_logger("hub.access")

LONGEST: Final = 20 * 1024 * 1024
"""Bytes of a list."""
AT_HAND: Final = "SELECT count(*) AS n FROM revocation_lists l WHERE l.good_until > hub_now()"
"""How many lists may be believed now."""
_KNOWN: Final = frozenset((ExtensionOID.CRL_NUMBER, ExtensionOID.AUTHORITY_KEY_IDENTIFIER))
"""Extensions that change nothing about what a list says."""
_OF_ENTRIES: Final = frozenset(
    (x509.oid.CRLEntryExtensionOID.CRL_REASON, x509.oid.CRLEntryExtensionOID.INVALIDITY_DATE)
)
Fetch = Callable[[], Awaitable[bytes]]
"""Brings a list; raises OSError, ValueError or TrustServiceFailed."""


class ListRefused(Exception):
    """No list to believe; the text is a word for the log."""


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A whole list of one of our authorities, from and until when it is good, in microseconds."""

    crl: x509.CertificateRevocationList
    since: int
    until: int

    def has(self, certificate: x509.Certificate) -> bool:
        """Whether the list is of the certificate's issuer and the certificate stands on it."""
        of_issuer = certificate.issuer == self.crl.issuer
        return of_issuer and self.crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None


def read_list(raw: bytes, trusted: Sequence[x509.Certificate], now: int) -> RevocationList:
    """A list in DER or PEM. ListRefused for one that none of these authorities signed, that is not in force, or that
    says something which we do not understand: a part of a list, or of other authorities' certificates.
    """
    try:
        read = x509.load_pem_x509_crl if raw.lstrip().startswith(b"-----BEGIN") else x509.load_der_x509_crl
        crl = read(raw)
        known = _KNOWN.issuperset(each.oid for each in crl.extensions if each.critical)
        whole = known and not any(each.oid == ExtensionOID.DELTA_CRL_INDICATOR for each in crl.extensions)
        entries = all(_OF_ENTRIES.issuperset(x.oid for x in each.extensions if x.critical) for each in crl)
    except ValueError as wrong:
        raise ListRefused("unreadable") from wrong
    if not whole or not entries:
        raise ListRefused("not_whole")
    if not any(_signed(crl, by) for by in trusted if by.subject == crl.issuer):
        raise ListRefused("signature")
    if crl.next_update_utc is None:
        raise ListRefused("without_an_end")
    since, until = (int(each.timestamp()) * SECOND for each in (crl.last_update_utc, crl.next_update_utc))
    if not since <= now < until:
        raise ListRefused("not_in_force")
    return RevocationList(crl, since, until)


def _signed(crl: x509.CertificateRevocationList, by: x509.Certificate) -> bool:
    try:
        return crl.is_signature_valid(cast("CertificateIssuerPublicKeyTypes", by.public_key()))
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False


@dataclass(frozen=True, slots=True)
class Revocations:
    """A duty of the leading process, over the lists by where they lie."""

    store: Store
    authorities: Path | None
    lists: Mapping[str, Fetch]

    async def step(self) -> int:
        """Read every list once; how many certificates were ended by it. What cannot be read is said in the log."""
        ended = 0
        for source, fetch in self.lists.items():
            try:
                ended += await self._apply(source, await fetch())
            except (OSError, ValueError, TrustServiceFailed, ListRefused) as failed:
                reason = str(failed) if isinstance(failed, ListRefused) else type(failed).__name__
                log.warning("revocation_list_unread", service=source, reason=reason)
        async with self.store.write() as tx:
            await _forget_others(tx, self.lists)
        return ended

    async def _apply(self, source: str, raw: bytes) -> int:
        async with self.store.read() as tx:
            now = await tx.now()
        if len(raw) > LONGEST or self.authorities is None:
            raise ListRefused("too_large" if self.authorities else "no_authorities")
        trusted = authorities(self.authorities)
        read = await asyncio.to_thread(read_list, raw, trusted, now)
        async with self.store.write() as tx:
            if not await _keep(tx, source, read):
                raise ListRefused("older_than_the_last")
            revoked = [row["mark"] for row in await _registered(tx) if read.has(_certificate(row))]
            for mark in revoked:
                party = await end_credential(tx, mark)
                await note_right(tx, "party_credential.ended", MACHINE, of=party, mark=mark, reason="revoked")
                log.warning("security_event", kind="certificate_revoked", party=party)
        return len(revoked)


async def _keep(tx: Tx, source: str, read: RevocationList) -> bool:
    """Note until when it is good; False for a list that is older than the one before, which is what an attacker has."""
    changed = await tx.execute(
        "INSERT INTO revocation_lists (source, made_at, good_until) VALUES (:source, :since, :until)"
        " ON CONFLICT (source) DO UPDATE SET made_at = :since, good_until = :until"
        " WHERE revocation_lists.made_at <= :since",
        {"source": source, "since": read.since, "until": read.until},
    )
    return bool(changed)


async def _forget_others(tx: Tx, lists: Mapping[str, Fetch]) -> None:
    for row in await tx.fetch("SELECT l.source FROM revocation_lists l"):
        if row["source"] not in lists:
            await tx.execute("DELETE FROM revocation_lists WHERE source = :source", {"source": row["source"]})


async def _registered(tx: Tx) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT c.mark, c.public FROM credentials c WHERE c.kind = 'certificate' AND c.ended_at IS NULL"
        " AND c.valid_until > hub_now() ORDER BY c.id"
    )


def _certificate(row: Row) -> x509.Certificate:
    return x509.load_pem_x509_certificate(row["public"].encode())
