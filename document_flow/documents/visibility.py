"""Who may see a document. What one may not see is answered like what is not there."""

from __future__ import annotations

from document_flow.documents.state import Document
from document_flow.people import Official

_SEES_OPEN = frozenset(("clerk", "head", "deputy", "lawyer"))


def people_of(document: Document) -> frozenset[str]:
    """Everybody who has had a part in it: the author, members of its stages, executors, signers."""
    run = document.run
    members = {login for stage in run.stages for login in (*stage.members, *stage.escalated_to)}
    hands = {mark.by for stage in run.stages for mark in stage.marks.values()}
    signers = {signature.by for signature in document.signatures}
    readers = {login for named in document.informed.values() for login in named}
    found = {document.author, *members, *hands, *signers, *readers, *document.orders.people}
    return frozenset(found - {"", *document.barred})


def may_see(document: Document, official: Official) -> bool:
    """Whoever has a part in it; of open ones also registry, heads and lawyers, of restricted ones the registry.

    Never the official whom a complaint is about, whatever else he is.
    """
    if official.login in document.barred:
        return False
    if official.login in people_of(document) or "clerk" in official.roles:
        return True
    return document.access == "open" and not _SEES_OPEN.isdisjoint(official.roles)
