"""The key by which our SFTP server proves itself: made once, kept in the data folder that all processes share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from hub.store.ids import new_id

HOST_KEY: Final = "sftp_host_key"
SANDBOX_KEY: Final = "sandbox_sftp_key"
"""Opens the door to every party of a sandbox, under its name; outside a sandbox it is not looked at."""


def kept_key(file: Path) -> str:
    """The private key in the file, in OpenSSH's form; made there if there is none. Two that make one agree on it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.{new_id()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
            made.flush()
            os.fsync(made.fileno())
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass  # another process was faster
        finally:
            fresh.unlink()
    return file.read_text("ascii")


def public_line(private: str) -> str:
    """Its public half, `ssh-ed25519 AAAA…`. ValueError for what is no such key."""
    key = load_ssh_private_key(private.encode(), None).public_key()
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
