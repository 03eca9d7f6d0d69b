"""The list of a wave as a document of the office: drafted by whoever asks, found again by its number."""

from __future__ import annotations

from collections.abc import Sequence

from document_flow.documents.acts.create import Create
from document_flow.documents.facts import LETTER_MIME
from document_flow.documents.state import Document
from document_flow.draws.acts.draft_list import ListDrafted
from document_flow.draws.drafted import LIST_MIME, Drafted, ListPaper, list_files, title_of
from document_flow.draws.plan import Plan
from hub.aggregates.kind import Needs
from hub.documents.acting.drafts import DraftFile
from hub.documents.acting.reading import opened
from hub.store.tx import Tx


async def draft_of(needs: Needs, tx: Tx, plan: Plan, drafted: ListDrafted) -> None:
    """An internal document of the unit of who drafts it; HubError where that person may not begin one."""
    official = (await needs.context(tx)).directory.officials.get(drafted.by)
    letter, listed = list_files(plan, drafted.entries, drafted.left_out)
    files = DraftFile("məktub.json", LETTER_MIME, letter), DraftFile("siyahı.json", LIST_MIME, listed)
    unit, title = official.unit if official is not None else "", title_of(plan).az
    create = Create(by=drafted.by, document="internal", title=title, unit=unit)
    await needs.drafts.begin(tx, drafted.document, create, files)


async def list_paper(needs: Needs, tx: Tx, number: str) -> ListPaper | None:
    """The registered internal document of that number, if it has a list in it."""
    rows = await tx.fetch(
        "SELECT id, version, state_sealed FROM documents WHERE reg_no = :number AND kind = 'internal'"
        " AND reg_date IS NOT NULL",
        {"number": number},
    )
    papers = [found for row in rows if (found := _paper(opened(needs.sealer, row))) is not None]
    return papers[0] if papers else None


async def last_approved(needs: Needs, tx: Tx, drafts: Sequence[Drafted]) -> str:
    """The id of the document of the last of these drafts that a commission has approved, registered or not yet: whoever
    is slow to register it keeps no earlier list alive. Empty where there is none.
    """
    sql = "SELECT id, version, state_sealed FROM documents WHERE id = :id"
    for each in reversed(drafts):
        papers = [_paper(opened(needs.sealer, row)) for row in await tx.fetch(sql, {"id": each.document})]
        if any(paper is not None and paper.approved and each.is_in(paper) for paper in papers):
            return each.document
    return ""


def _paper(document: Document) -> ListPaper | None:
    files = document.versions[-1].files if document.versions else ()
    if not any(each.mime == LIST_MIME for each in files):
        return None
    # One person's mark is no vote of a commission: that is taken in a meeting, by several.
    meetings = [each.meeting for each in document.run.stages if each.act == "vote" and each.status == "passed"]
    voted = any(each is not None and each.quorum > 1 for each in meetings)
    approved = voted and document.run.status == "approved" and document.run.content_hash == document.content_hash
    return ListPaper(files=tuple(each.sha256 for each in files), approved=approved)
