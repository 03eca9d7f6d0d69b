"""Signatures of webhooks by the Standard Webhooks specification (github.com/standard-webhooks), scheme v1."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

SECRET_PREFIX = "whsec_"


def new_secret() -> bytes:
    """A key for one subscription (the specification allows 24 to 64 bytes)."""
    return secrets.token_bytes(32)


def shown(secret: bytes) -> str:
    """The secret as it is given to the subscriber, once."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def headers(secret: bytes, event_id: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers of one attempt; `seconds` since 1970 say when it was made, the id is the same in each."""
    signed = f"{event_id}.{seconds}.".encode() + body
    signature = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    return {"webhook-id": event_id, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{signature}"}
