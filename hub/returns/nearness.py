"""Whether an official's own family, or a relative's, is on a draw's list: by whose application it is."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.documents.appeal import Applicant
from hub.aggregates.kind import Needs
from hub.documents.office.appeals import keys_of
from hub.programmes.case_store import CaseStore
from hub.programmes.relatives import family_of
from hub.store.tx import Rows, Tx, columns

_KEYS = columns("key_hash text")


async def is_near(needs: Needs, tx: Tx, login: str, numbers: Iterable[str]) -> bool:
    """Whether one of these applications, by registered number, is the official's own or a close relative's.

    Of another year's application with the same number it says so too: then somebody else does it.
    """
    wanted = set(numbers)
    family = await family_of(tx, CaseStore(needs.sealer, needs.hash), login) if wanted else frozenset[str]()
    if not family:
        return False
    keys = {keys_of(needs.hash, Applicant("", fin=fin), "")[0] for fin in family}
    rows = await tx.fetch(
        "SELECT d.reg_no FROM {rows} JOIN document_keys k ON k.key_hash = r.key_hash"
        " JOIN documents d ON d.id = k.document_id WHERE d.reg_no IS NOT NULL",
        rows=Rows(_KEYS, [(key,) for key in sorted(keys)]),
    )
    return any(row["reg_no"] in wanted for row in rows)
