"""Who may see a document. What one may not see is answered like what is not there."""

from __future__ import annotations

from document_flow.documents.case import Case
from document_flow.documents.state import Document
from document_flow.documents.tasks import CLERK, HEAD, tasks
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


def is_awaited(case: Case, login: str) -> bool:
    """Whether the document waits for this person, alone or as one of a pool: whoever is to act on it may see it."""
    directory = case.context.directory
    official = directory.officials.get(login)
    if official is None or not official.active:
        return False
    pools = {f"@{role}" for role in official.roles} & {CLERK, HEAD}
    pools |= {f"{HEAD}:{unit}" for unit, head in directory.heads.items() if head == login}
    return any(task.actor in (login, *pools) for task in tasks(case))
