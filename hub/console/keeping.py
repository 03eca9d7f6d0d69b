"""A file that was just chosen: the page's script sends it before its form, which names what is kept of the login."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from hub.access.uploads import MOST_BYTES
from hub.console.kept_files import keep_file
from hub.console.pages import fragment
from hub.console.posting import SentDep, posts
from hub.console.viewer import refused_field
from hub.errors import HubError, Refused, Words, found_or
from hub.store.ids import parse_id
from hub.web.problem import problem

router = APIRouter()
_LONGEST_MARK = 200


@router.post("/kept-files")
@posts(None)
async def keep(sent: SentDep) -> Response:
    """The box by which the form names the file (`mark`), ticked; a refusal is told as the API tells it. Whoever is
    logged in may keep one for a day: it goes nowhere but with a form, which asks for its own right.

    `beside` are the files that the form names already: they stay, whatever goes for this one.
    """
    form, file = sent.form, sent.form.file("file")
    beside = {found for each in form.all("beside") if (found := parse_id(each)) is not None}
    try:
        if file is None:
            raise refused_field("file", _NONE)
        kept = found_or(
            await keep_file(sent.hub, sent.who.login, file, beside),
            Refused("console.files_full", _FULL, status=413, place="file"),
        )
    except HubError as refused:
        return problem(refused, sent.who.lang)
    return HTMLResponse(fragment(sent.who, "kept_file.html", mark=form.text("mark")[:_LONGEST_MARK], file=kept))


_NONE = Words("Fayl seçin.", "Choose a file.")
_FULL = Words(
    f"Bir formanın faylları birlikdə {MOST_BYTES // 1024**2} MB-dan böyük ola bilməz: birini çıxarın.",
    f"The files of one form have {MOST_BYTES // 1024**2} MB together at most: take one away.",
)
