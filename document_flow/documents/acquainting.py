"""Tanışlıq of those whom a resolution names for information: a proof for each person, by that person alone.

Whoever is to read what goes along an approval path does so in a stage of that path; this is for what comes in.
"""

from __future__ import annotations

from document_flow.documents.case import Case
from document_flow.documents.state import Document


def unread_by(document: Document, login: str) -> tuple[str, ...]:
    """The resolutions that name the person for information and were not noted yet, in their order."""
    noted = {name for each in document.acquainted if each.login == login for name in each.resolutions}
    return tuple(
        each.id
        for each in document.orders.resolutions.values()
        if login in each.for_information and each.id not in noted
    )


def to_acquaint(case: Case) -> tuple[str, ...]:
    """Those in office who are still to read it, in the order of the resolutions."""
    document, officials = case.document, case.context.directory.officials
    named = (login for each in document.orders.resolutions.values() for login in each.for_information)
    return tuple(
        login
        for login in dict.fromkeys(named)
        if login in officials and officials[login].active and unread_by(document, login)
    )
