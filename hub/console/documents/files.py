"""A document's files: shown in the browser where that is harmless, else handed over to be kept."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.errors import NotFound, Words
from hub.web.context import HubDep, Id

router = APIRouter()
SHOWN = frozenset(("application/pdf", "image/png", "image/jpeg"))
"""What a browser shows without running anything of it in our name."""


@router.get("/documents/{document_id}/files/{sha256}")
@gets(Right.DOCUMENTS, "{document_id}")
async def fetch(hub: HubDep, who: ViewerDep, document_id: Id, sha256: str, view: str = "") -> Response:
    """A file of any version or signature, under its own name. With `view` it is shown, if it is of a harmless kind."""
    async with hub.store.read() as tx:
        document = (await hub.office.documents.case(tx, document_id, who.login)).document
    files = [*(file for version in document.versions for file in version.files)]
    files += [signature.file for signature in document.signatures]
    found = next((file for file in files if file.sha256 == sha256), None)
    if found is None or document.destroyed_at is not None:
        raise NotFound("documents.no_file", _NO_FILE)
    is_shown = bool(view) and found.mime in SHOWN
    manner = "inline" if is_shown else "attachment"
    headers = {"content-disposition": f"{manner}; filename*=UTF-8''{quote(found.name, safe='')}"}
    kind = found.mime if is_shown else "application/octet-stream"
    return Response(await hub.office.documents.content.read(sha256), media_type=kind, headers=headers)


_NO_FILE = Words(
    "Sənəddə belə fayl yoxdur, ya da sənəd məhv edilib.", "The document has no such file, or it was destroyed."
)
