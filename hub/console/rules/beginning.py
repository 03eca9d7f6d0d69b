"""A table that is not there yet: its first version, as a DMN file with its test cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.decisions.refusal import TableRefused
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.rules import grid_form
from hub.console.rules.act_form import ACT_FIELDS, read_act
from hub.console.rules.proposing import NO_FILE, file_text
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.documents.acting.service import Given
from hub.documents.law.enacting import Draft
from hub.errors import HubError, Words
from hub.store.ids import new_id

router = APIRouter()
_NAME = re.compile(r"[a-z][a-z0-9-]{1,62}")
_OURS = frozenset(("new", "paths"))
"""Addresses of the room itself."""
_FIELDS = ("name", "title_az", "title_en", *ACT_FIELDS)


@router.get("/rules/new")
@gets(Right.RULES)
async def empty(request: Request, who: ViewerDep) -> HTMLResponse:
    """The form."""
    return await _page(request, who, dict.fromkeys(_FIELDS, ""), {}, ())


@router.post("/rules/new")
@posts(Right.RULES)
async def begun(sent: SentDep) -> str | Response:
    """Propose the first version."""
    request, who, form = sent.request, sent.who, sent.form
    name, typed = form.text("name"), {each: form.text(each) for each in _FIELDS}
    act, wrong = read_act(form)
    dmn, cases = await file_text(form, "dmn"), await file_text(form, "cases")
    wrong |= _wrong(form, dmn, cases)
    if act is None or wrong:
        return await _page(request, who, typed, wrong, ())
    draft = Draft(act, dmn, cases, Words(form.text("title_az")[:300], form.text("title_en")[:300]))
    given = Given(form.text("key"), 0, request=f"begin {draft}")
    try:
        await sent.hub.law.enacting.propose(who.login, name, draft, given)
    except TableRefused as refused:
        return await _page(request, who, typed, {}, grid_form.told(refused.problems))
    except HubError as refused:
        return await _page(request, who, typed, {}, (refused.words,))
    return f"{PATH}/rules/{name}"


def _wrong(form: Form, dmn: str, cases: str) -> dict[str, Words]:
    wrong = {name: _NEEDED for name in ("title_az", "title_en") if not form.text(name)}
    if not _NAME.fullmatch(form.text("name")) or form.text("name") in _OURS:
        wrong["name"] = _BAD_NAME
    if not dmn:
        wrong["dmn"] = NO_FILE
    if not cases:
        wrong["cases"] = _NO_CASES
    return wrong


async def _page(
    request: Request, who: Viewer, typed: Mapping[str, str], wrong: Mapping[str, Words], others: Sequence[Words]
) -> HTMLResponse:
    status = 422 if wrong or others else 200
    return await page(request, who, "rules/new.html", status, typed=typed, wrong=wrong, others=others, key=new_id())


_NEEDED = Words("Bu sahə boş ola bilməz.", "This cannot be empty.")
_BAD_NAME = Words(
    "Ad kiçik latın hərfləri, rəqəm və defisdən ibarət olmalıdır, məsələn: agali-order.",
    "The name is made of small Latin letters, digits and hyphens, such as agali-order.",
)
_NO_CASES = Words(
    "Sınaq halları faylını (cases.yaml) seçin: cədvəl nəyə gəlməli olduğunu sübut etməlidir.",
    "Choose a file of test cases (cases.yaml): a table must prove what it comes to.",
)
