"""Bulk files as the doors show them: how far one is, and its reply, to who sent it and to who sees all."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from hub.app import Hub
from hub.errors import Conflict, NotFound, Words
from hub.exchange.files.intake import table_format
from hub.exchange.files.progress import FINISHED, Progress, progress_of
from hub.exchange.files.reply import encoded, reply_lines, reply_name
from hub.register.formats import RECORDS_FORMAT
from hub.web.context import NOTHING_THERE, Caller, id_or_404, sees_all


async def seen_file(hub: Hub, who: Caller, text: str) -> Progress:
    """The file; NotFound where the caller has none of that id."""
    progress = await progress_of(hub.store, id_or_404(text), RECORDS_FORMAT)
    if progress is None or not (sees_all(who) or progress.file["party"] == who.party):
        raise NotFound("api.not_found", NOTHING_THERE)
    return progress


async def reply_of(hub: Hub, who: Caller, text: str) -> StreamingResponse:
    """The reply file, once the file is finished: `SETIR;SUTUN;KOD;IZAH` in the sender's character set."""
    file = (await seen_file(hub, who, text)).file
    if file["state"] not in FINISHED:
        raise Conflict("file.unfinished", _UNFINISHED)
    _, layout = table_format(hub.formats, file["format"])

    async def content() -> AsyncIterator[bytes]:
        async for line in reply_lines(hub.store, hub.sealer, file):
            yield encoded(line, layout.encoding)

    headers = {"content-disposition": f'attachment; filename="{reply_name(file["name"])}"'}
    return StreamingResponse(content(), media_type=f"text/csv; charset={layout.encoding}", headers=headers)


_UNFINISHED = Words(
    "Fayl hələ işlənir; cavab faylı bitəndə hazır olacaq.",
    "The file is still being worked on; its reply is there when it is finished.",
)
