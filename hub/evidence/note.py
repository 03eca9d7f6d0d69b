"""What the log signs: its heads, as checkpoints in signed notes, and the promises that senders are given.

A checkpoint is the text of C2SP tlog-checkpoint (origin, size, root in base64) with two lines of ours: when the head
was made, and the SHA-256 of the last head of an earlier hour, so that the heads of all hours are one chain. The note
around it is that of C2SP signed-note with Ed25519 (RFC 8032); so is the form of the public key, `name+id+key`.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_ID_BYTES, _KEY_BYTES, _SIGNATURE_BYTES = 4, 32, 64
_DASH = "\u2014"
NO_EARLIER = "-"
"""Stands where no head of an earlier hour is."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Checks what a log has signed. `name` is the log's, `raw` the 32 bytes of the Ed25519 key."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of the SHA-256 of name, line feed, kind and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.raw).decode()}"

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """From `name+id+key`; ValueError for anything else."""
        name, given, key = text.strip().split("+", 2)
        kind_and_raw = b64decode(key, validate=True)
        made = cls(name, kind_and_raw[1:])
        if kind_and_raw[:1] != _ED25519 or len(made.raw) != _KEY_BYTES or made.id.hex() != given:
            raise ValueError(text)
        return made

    def holds(self, text: bytes, signature: str) -> bool:
        """True if the text was signed so by this key; never raises."""
        try:
            signed = b64decode(signature, validate=True)
            if signed[:_ID_BYTES] != self.id or len(signed) != _ID_BYTES + _SIGNATURE_BYTES:
                return False
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signed[_ID_BYTES:], text)
        except (ValueError, InvalidSignature):
            return False
        return True


Keys = Mapping[bytes, PublicKey]
"""Keys that somebody trusts, by their ids."""


def trusted(keys: Iterable[PublicKey]) -> Keys:
    """Those keys."""
    return {key.id: key for key in keys}


class LogKey:
    """Signs for a log. `seed` are 32 secret bytes."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> str:
        """The signature in base64, behind the id of the key."""
        return b64encode(self.public.id + self._key.sign(text)).decode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head. `root` in hex, `at` in RFC 3339, `previous` the SHA-256 of an earlier hour's note (hex) or NO_EARLIER."""

    origin: str
    size: int
    root: str
    at: str
    previous: str

    @property
    def text(self) -> str:
        """What is signed."""
        root = b64encode(bytes.fromhex(self.root)).decode()
        return f"{self.origin}\n{self.size}\n{root}\ntime {self.at}\nprevious {self.previous}\n"


def sign_checkpoint(key: LogKey, size: int, root: str, at: str, previous: str) -> str:
    """The signed note of a head."""
    text = Checkpoint(key.public.name, size, root, at, previous).text
    return f"{text}\n{_DASH} {key.public.name} {key.sign(text.encode())}\n"


def note_hash(note: str) -> str:
    """What the next hour's head states of it, and what time stamps are over: SHA-256, hex."""
    return hashlib.sha256(note.encode()).hexdigest()


def read_checkpoint(note: str) -> Checkpoint | None:
    """What a note states, whoever signed it; None where it is no note of a head."""
    lines = note.partition("\n\n")[0].split("\n")
    try:
        origin, size, root, time, previous = lines
        found = Checkpoint(
            origin,
            int(size),
            b64decode(root, validate=True).hex(),
            time.removeprefix("time "),
            previous.removeprefix("previous "),
        )
    except ValueError:
        return None
    return found if note.startswith(f"{found.text}\n") else None


def signer_of(note: str, keys: Keys) -> PublicKey | None:
    """The trusted key that signed the note for the log which it names; None if none did."""
    found, (text, _, signatures) = read_checkpoint(note), note.partition("\n\n")
    for line in signatures.split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, signature = rest.rpartition(" ")
        for key in keys.values():
            is_its = dash == _DASH and found is not None and key.name == name == found.origin
            if is_its and key.holds(f"{text}\n".encode(), signature):
                return key
    return None


def promise_text(origin: str, leaf_hash: str, accepted_at: str, merge_delay_seconds: float) -> bytes:
    """What is signed of a promise: that this leaf will be in the log so many seconds after its acceptance."""
    return f"{origin}/promise\n{leaf_hash}\n{accepted_at}\n{merge_delay_seconds:g}\n".encode()
