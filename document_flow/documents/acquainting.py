"""Tanışlıq of those whom a resolution or an act names for information: a proof for each person, by that one alone.

Whoever is to read what goes along an approval path does so in a stage of that path; this is for what comes in.
"""

from __future__ import annotations

from document_flow.documents.case import Case
from document_flow.documents.state import Document


def unread_by(document: Document, login: str) -> tuple[str, ...]:
    """What names the person for information and was not noted yet: resolutions in their order, then other acts."""
    noted = {name for each in document.acquainted if each.login == login for name in each.resolutions}
    return tuple(name for name, readers in document.readers.items() if login in readers and name not in noted)


def to_acquaint(case: Case) -> tuple[str, ...]:
    """Those in office who are still to read it, in the order in which they were named."""
    document, officials = case.document, case.context.directory.officials
    named = (login for readers in document.readers.values() for login in readers)
    return tuple(
        login
        for login in dict.fromkeys(named)
        if login in officials and officials[login].active and unread_by(document, login)
    )
