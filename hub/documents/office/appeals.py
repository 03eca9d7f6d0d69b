"""Citizens' appeals among the documents: by which keys repeats are found, and what is owed to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from document_flow.appeals import Appeal, Owed, answer_owed
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.case import Case
from document_flow.documents.state import Document
from document_flow.documents.term import appeal_of
from document_flow.words import az_lower
from hub.documents.acting.service import Documents
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx


def keys_of(hash_: KeyedHash, applicant: Applicant | None, subject: str) -> tuple[str, str]:
    """Keyed hashes of the citizen and the subject: by the personal code, else by name and contact; empty for nobody."""
    about = hash_("appeal-subject", _folded(subject)) if subject.strip() else ""
    if applicant is None:
        return "", about
    who = applicant.fin.upper() or f"{_folded(applicant.name)}\x00{_folded(applicant.contact)}"
    return hash_("appeal-citizen", who), about


def word_key(hash_: KeyedHash, fin: str, subject: str) -> str:
    """The key under which appeals of the person with this FIN about that subject stand."""
    citizen, about = keys_of(hash_, Applicant("", fin=fin), subject)
    return Lodged(kind="application", citizen=citizen, subject=about).repeat_key


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier appeal of the same citizen about the same subject."""

    document: str
    state: Document
    appeal: Appeal


async def earlier_appeals(tx: Tx, documents: Documents, lodged: Lodged, than: str) -> tuple[Earlier, ...]:
    """Those that were registered, in the order in which they came; `than` is the document that is asked about."""
    if not lodged.repeat_key:
        return ()
    rows = await tx.fetch(
        "SELECT document_id FROM document_keys WHERE key_hash = :key ORDER BY document_id", {"key": lodged.repeat_key}
    )
    others = [row["document_id"] for row in rows if row["document_id"] != than]
    states = await documents.batch.states(tx, others)
    found = ((name, state, appeal_of(state)) for name, state in states.items())
    return tuple(Earlier(name, state, appeal) for name, state, appeal in found if appeal is not None)


async def appeals_of(tx: Tx, documents: Documents, fin: str) -> Mapping[str, Document]:
    """All appeals of the person with this FIN that were registered, by id, in the order in which they came."""
    citizen, _ = keys_of(documents.hash, Applicant("", fin=fin), "")
    rows = await tx.fetch(
        "SELECT document_id FROM document_keys WHERE key_hash = :key ORDER BY document_id", {"key": citizen}
    )
    states = await documents.batch.states(tx, [row["document_id"] for row in rows])
    return {name: state for name, state in states.items() if state.registration is not None}


def owed_of(case: Case, earlier: tuple[Earlier, ...]) -> Owed | None:
    """Whether an answer is owed, and why not; None before it is registered."""
    appeal = appeal_of(case.document)
    return answer_owed(case.context.appeals, appeal, (each.appeal for each in earlier)) if appeal else None


def _folded(text: str) -> str:
    return " ".join(az_lower(text).split())
