"""One-time links by which a person sets a password that nobody else has known.

A link holds 256 random bits, is kept as its SHA-256 and is good for two days and one password.
"""

from __future__ import annotations

import secrets

from hub.access.keys import digest
from hub.access.people import IS_OPEN, set_password
from hub.access.sessions import end_sessions
from hub.clock import SECOND
from hub.errors import NotFound, Words
from hub.store.tx import Tx, first_or

LASTS_S = 48 * 3600
_LONGEST = 100


async def make_password_link(tx: Tx, login: str) -> str:
    """The token of a link for this account, shown this once; earlier ones of the account are good no more."""
    token = secrets.token_urlsafe(32)
    await tx.execute("DELETE FROM password_links WHERE login = :login OR expires_at <= hub_now()", {"login": login})
    await tx.execute(
        "INSERT INTO password_links (token_sha256, login, expires_at) VALUES (:digest, :login, :ends)",
        {"digest": digest(token), "login": login, "ends": await tx.now() + LASTS_S * SECOND},
    )
    return token


async def login_of_link(tx: Tx, token: str) -> str:
    """Whose link it is; NotFound where it is used up, over, or none."""
    row = await first_or(
        NotFound("access.no_link", _OVER),
        tx,
        "SELECT l.login FROM password_links l JOIN people p ON p.login = l.login"
        f" WHERE l.token_sha256 = :digest AND l.expires_at > hub_now() AND {IS_OPEN}",
        {"digest": digest(token[:_LONGEST])},
    )
    return str(row["login"])


async def use_password_link(tx: Tx, token: str, password: str) -> str:
    """Set the password, end the link and all sessions of the account; whose it is. Errors as of `login_of_link`."""
    login = await login_of_link(tx, token)
    await set_password(tx, login, password)
    if not await tx.execute("DELETE FROM password_links WHERE token_sha256 = :digest", {"digest": digest(token)}):
        raise NotFound("access.no_link", _OVER)
    await end_sessions(tx, login)
    return login


_OVER = Words(
    "Bu keçid istifadə olunub və ya vaxtı bitib. İnzibatçıdan yenisini istəyin.",
    "This link was used or is over. Ask an administrator for a new one.",
)
