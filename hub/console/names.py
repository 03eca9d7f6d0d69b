"""The names of people who are spoken of on a page, by their logins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub.store.tx import Rows, Tx, columns

_LOGINS = columns("login text")


async def names_of(tx: Tx, logins: Iterable[str]) -> Mapping[str, str]:
    """The names of those who are known; one who is not is shown by the login itself."""
    wanted = [(login,) for login in dict.fromkeys(logins)]
    if not wanted:
        return {}
    rows = await tx.fetch(
        "SELECT p.login, p.name FROM {rows} JOIN people p ON p.login = r.login", rows=Rows(_LOGINS, wanted)
    )
    return {row["login"]: row["name"] for row in rows}
