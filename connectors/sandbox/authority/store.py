"""The test authority's keys and its register of certificates, in SQLite under the sandbox's data folder.

A restarted sandbox is the same authority: what was pinned of it holds, what it revoked stays revoked. Keys lie there
unencrypted: they are worth nothing.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from connectors.sandbox.authority.issuing import ADDRESS, Hierarchy, KeyPair, Subscriber, issue, new_hierarchy
from connectors.sandbox.authority.revocation import Register

_SCHEMA = """
CREATE TABLE IF NOT EXISTS own (name TEXT PRIMARY KEY, key BLOB NOT NULL, certificate BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS issued (serial TEXT PRIMARY KEY, certificate BLOB NOT NULL, revoked_at INTEGER);
CREATE TABLE IF NOT EXISTS stamps (serial INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL);
"""


class AuthorityStore:
    """One authority; made at the first start, read at every later one."""

    def __init__(self, path: Path, now: datetime, address: str = ADDRESS) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self.hierarchy = self._read(address) or self._make(now, address)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def issue(self, subscriber: Subscriber, now: datetime) -> KeyPair:
        """Issue and register; the private key is not kept."""
        pair = issue(self.hierarchy.issuing, subscriber, now, self.hierarchy.address)
        self._register(pair)
        return pair

    def revoke(self, serial: int, now: datetime) -> bool:
        """Revoke from `now` on; False for a serial number that nobody has. A revoked one keeps its first time."""
        changed = self._db.execute(
            "UPDATE issued SET revoked_at = coalesce(revoked_at, ?) WHERE serial = ?",
            (int(now.timestamp()), str(serial)),
        )
        return changed.rowcount == 1

    def register(self) -> Register:
        """Everything issued, the authority's own certificates included."""
        rows = self._db.execute("SELECT serial, certificate, revoked_at FROM issued").fetchall()
        issued = {int(serial): x509.load_der_x509_certificate(der) for serial, der, _ in rows}
        revoked = {int(serial): datetime.fromtimestamp(at, UTC) for serial, _, at in rows if at is not None}
        return Register(issued, revoked)

    def next_stamp(self, now: datetime) -> int:
        """The serial number of the next time stamp; no two stamps share one (RFC 3161, 2.4.2)."""
        taken = self._db.execute("INSERT INTO stamps (at) VALUES (?)", (int(now.timestamp()),))
        return int(taken.lastrowid or 0)

    def _read(self, address: str) -> Hierarchy | None:
        rows = self._db.execute("SELECT name, key, certificate FROM own").fetchall()
        own = {name: _pair(key, certificate) for name, key, certificate in rows}
        return Hierarchy(**own, address=address) if own else None

    def _make(self, now: datetime, address: str) -> Hierarchy:
        hierarchy = new_hierarchy(now, address)
        own = {
            "root": hierarchy.root,
            "issuing": hierarchy.issuing,
            "tsa": hierarchy.tsa,
            "root_ocsp": hierarchy.root_ocsp,
            "issuing_ocsp": hierarchy.issuing_ocsp,
        }
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for name, pair in own.items():
                key = pair.key.private_bytes(
                    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
                self._db.execute("INSERT INTO own VALUES (?, ?, ?)", (name, key, pair.der))
            self._register(hierarchy.issuing)
            self._register(hierarchy.tsa)
        return hierarchy

    def _register(self, pair: KeyPair) -> None:
        serial = str(pair.certificate.serial_number)
        self._db.execute("INSERT INTO issued (serial, certificate) VALUES (?, ?)", (serial, pair.der))


def _pair(key: bytes, certificate: bytes) -> KeyPair:
    private = serialization.load_der_private_key(key, None)
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError(type(private).__name__)
    return KeyPair(private, x509.load_der_x509_certificate(certificate))
