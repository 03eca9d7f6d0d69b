"""The personal code (FİN) by which an official's signature is known: sealed beside the place of work, never shown.

A code leaves the store for one purpose alone: SİMA's contract names whom it asks to sign.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import NotFound, Refused, Words
from hub.store.sealing import Sealer
from hub.store.tx import Rows, Tx
from mappings.identity import is_fin

_PLACE = "officials.fin"
_SHAPE = Words(
    "FİN 7 simvoldur: rəqəmlər və I, O istisna olmaqla latın böyük hərfləri.",
    "A FİN has 7 characters: digits and Latin capitals other than I and O.",
)


async def save_fin(tx: Tx, sealer: Sealer, login: str, fin: str) -> None:
    """Give an official the code of his or her certificate. Refused for what is no FİN, NotFound where nobody works."""
    await save_fins(tx, sealer, {login: fin})


async def save_fins(tx: Tx, sealer: Sealer, fins: Mapping[str, str]) -> None:
    """The same for several, by their logins: for all of them or for none."""
    if not all(map(is_fin, fins.values())):
        raise Refused("officials.fin", _SHAPE, status=422)
    known = await tx.fetch(
        "SELECT o.login, o.fin_version FROM officials o JOIN {rows} ON r.login = o.login ORDER BY o.login {lock o}",
        rows=Rows("login text", [(login,) for login in fins]),
    )
    for login in sorted(fins.keys() - {row["login"] for row in known}):
        raise NotFound(
            "officials.unknown", Words(f"“{login}” adlı vəzifəli şəxs yoxdur.", f"There is no official named {login}.")
        )
    versions = {row["login"]: row["fin_version"] + 1 for row in known}
    await tx.many(
        "UPDATE officials SET fin_sealed = $1, fin_version = $2 WHERE login = $3",
        [(sealer.seal(_PLACE, who, fins[who].encode(), version), version, who) for who, version in versions.items()],
    )


async def fin_of(tx: Tx, sealer: Sealer, login: str) -> str | None:
    """The official's code; None where none was given."""
    rows = await tx.fetch("SELECT fin_sealed, fin_version FROM officials WHERE login = :login", {"login": login})
    if not rows or rows[0]["fin_sealed"] is None:
        return None
    return sealer.unseal(_PLACE, login, rows[0]["fin_sealed"], rows[0]["fin_version"]).decode()
