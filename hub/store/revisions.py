"""Which revision the schema of a database has, and whether this code can work on it; hub.store.schema migrates.

A revision is `NUMBER_EDITION`: the edition names the baseline that all of them stand on. Until the first release the
baseline is written anew with every change of a table, and a database of another edition has nothing to upgrade from.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from hub.errors import HubError, Words
from hub.store.store import Store

VERSIONS = Path(__file__).parent / "migrations" / "versions"
_REVISION = re.compile(r'^revision = "(.+)"$', re.MULTILINE)


async def is_current(store: Store) -> bool:
    """Whether the schema is as this code needs it: at our newest revision, or at one that a newer hub has made.

    Migrations only append, so an older hub goes on working while the newer one is being rolled out.
    """
    async with store.read() as tx:
        if store.name == "postgresql":
            there = await tx.fetch("SELECT 1 AS there WHERE to_regclass('alembic_version') IS NOT NULL")
        else:
            there = await tx.fetch("SELECT 1 AS there FROM sqlite_master WHERE name = 'alembic_version'")
        rows = await tx.fetch("SELECT version_num FROM alembic_version") if there else []
    for row in rows:
        refuse_other_edition(row["version_num"])
    return any(row["version_num"] not in known()[:-1] for row in rows)


def refuse_other_edition(revision: str | None) -> None:
    """Raises HubError for a database whose tables were made from another baseline than ours."""
    if revision is None or revision.partition("_")[2] == head().partition("_")[2]:
        return
    raise HubError(
        "store.other_baseline",
        Words(
            f"Verilənlər bazasının cədvəlləri başqa buraxılışdandır ({revision}, lazım olan {head()}). İlk rəsmi "
            "buraxılışadək belə bazalar yenilənmir: yeni, boş baza (və ya başqa HUB_DATA qovluğu) verin.",
            f"The database has the tables of another edition ({revision}; this hub needs {head()}). Before the first "
            "release such databases are not upgraded: give a new, empty one (or another HUB_DATA folder).",
        ),
    )


def head() -> str:
    """The newest revision that this code knows."""
    return known()[-1]


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """All revisions, oldest first; read from the files' text, as Alembic is heavy and every start asks."""
    files = sorted(VERSIONS.glob("m*_*.py"))
    return tuple(_REVISION.findall(file.read_text("utf-8"))[0] for file in files)
