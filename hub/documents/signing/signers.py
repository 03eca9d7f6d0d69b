"""The personal code (FİN) by which an official's signature is known: sealed beside the place of work, never shown.

A code leaves the store for one purpose alone: SİMA's contract names whom it asks to sign.
"""

from __future__ import annotations

import re

from hub.errors import NotFound, Refused, Words
from hub.store.sealing import Sealer
from hub.store.tx import Tx

_PLACE = "officials.fin"
_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_SHAPE = Words(
    "FİN 7 simvoldur: rəqəmlər və I, O istisna olmaqla latın böyük hərfləri.",
    "A FİN has 7 characters: digits and Latin capitals other than I and O.",
)


async def save_fin(tx: Tx, sealer: Sealer, login: str, fin: str) -> None:
    """Give an official the code of his or her certificate. Refused for what is no FİN, NotFound where nobody works."""
    if not _FIN.fullmatch(fin):
        raise Refused("officials.fin", _SHAPE, status=422)
    known = await tx.fetch("SELECT o.fin_version FROM officials o WHERE o.login = :login {lock o}", {"login": login})
    if not known:
        raise NotFound(
            "officials.unknown", Words(f"“{login}” adlı vəzifəli şəxs yoxdur.", f"There is no official named {login}.")
        )
    version = known[0]["fin_version"] + 1
    sealed = sealer.seal(_PLACE, login, fin.encode(), version)
    await tx.many("UPDATE officials SET fin_sealed = $1, fin_version = $2 WHERE login = $3", [(sealed, version, login)])


async def fin_of(tx: Tx, sealer: Sealer, login: str) -> str | None:
    """The official's code; None where none was given."""
    rows = await tx.fetch("SELECT fin_sealed, fin_version FROM officials WHERE login = :login", {"login": login})
    if not rows or rows[0]["fin_sealed"] is None:
        return None
    return sealer.unseal(_PLACE, login, rows[0]["fin_sealed"], rows[0]["fin_version"]).decode()
