"""A user's token with the digest of the password: each nonce is good once (UsernameToken Profile 1.0, 3.1).

The digest is SHA-1, as the profile has it: it hides a shared secret in a message and signs nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from connectors.soap.security.header import (
    CREATED,
    WSSE,
    SecurityRefused,
    child,
    child_text,
    instant,
    refuse_stale,
    security_of,
    written,
)

_PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
_TOKEN, _USERNAME, _PASSWORD, _NONCE = (
    f"{{{WSSE}}}{name}" for name in ("UsernameToken", "Username", "Password", "Nonce")
)
_DIGEST = f"{_PROFILE}#PasswordDigest"
_NONCE_BYTES = 16
_MOST_NONCE = 64


@dataclass(frozen=True, slots=True)
class User:
    """A name and the secret that both sides hold."""

    name: str
    password: str = field(repr=False)


def add_user(security: etree._Element, user: User, now: datetime) -> None:
    """Put a token with a nonce of its own into the block."""
    nonce, created = secrets.token_bytes(_NONCE_BYTES), written(now)
    token = child(security, _TOKEN)
    child(token, _USERNAME, user.name)
    child(token, _PASSWORD, _digest(nonce, created, user.password)).set("Type", _DIGEST)
    child(token, _NONCE, base64.b64encode(nonce).decode())
    child(token, CREATED, created)


def check_user(header: etree._Element | None, user: User, now: datetime) -> str:
    """What must not come again: the nonce. Raises SecurityRefused for another user or password, or a stale token.

    A password that is sent as it is, is refused.
    """
    tokens = [each for each in security_of(header) if each.tag == _TOKEN]
    if len(tokens) != 1:
        raise SecurityRefused("security.user_missing")
    name, told, nonce, created = (child_text(tokens[0], tag) for tag in (_USERNAME, _PASSWORD, _NONCE, CREATED))
    if tokens[0].findall(_PASSWORD)[0].get("Type") != _DIGEST:
        raise SecurityRefused("security.password_type")
    raw = _bytes(nonce)
    right = _digest(raw, created, user.password)
    if not hmac.compare_digest(name.encode(), user.name.encode()) or not hmac.compare_digest(
        told.encode(), right.encode()
    ):
        raise SecurityRefused("security.user")
    refuse_stale(instant(created), None, now)
    return f"nonce {hashlib.sha256(raw).hexdigest()}"


def _digest(nonce: bytes, created: str, password: str) -> str:
    return base64.b64encode(hashlib.sha1(nonce + created.encode() + password.encode()).digest()).decode()  # noqa: S324  # the profile's own


def _bytes(nonce: str) -> bytes:
    try:
        raw = base64.b64decode(nonce, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecurityRefused("security.shape") from error
    if not 8 <= len(raw) <= _MOST_NONCE:
        raise SecurityRefused("security.shape")
    return raw
