"""Chosen files survive a form that is not taken: they are kept under the login, and come back with its hidden ids."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData, Headers, UploadFile

from hub.access.uploads import Upload, keep_upload, kept_upload, new_upload
from hub.app import Hub
from hub.store.ids import parse_id

KEPT, KEPT_TOO = ".kept", ".kept-too"
"""Behind a field's name: the ids of files that an earlier sending left; beside newly chosen ones in a field of many."""


async def with_kept(hub: Hub, login: str, fields: FormData, most: int | None = None) -> FormData:
    """The fields with the files that an earlier sending left, so many at most; in a field of one, what was chosen now
    replaces it.
    """
    chosen = {name for name, value in fields.multi_items() if isinstance(value, UploadFile) and value.filename}
    found: list[tuple[str, UploadFile | str]] = []
    for mark, value in fields.multi_items():
        name = mark.removesuffix(KEPT_TOO).removesuffix(KEPT)
        upload = parse_id(value) if isinstance(value, str) and name != mark else None
        if upload is None or (mark.endswith(KEPT) and name in chosen) or len(found) == most:
            continue
        async with hub.store.read() as tx:
            kept = await kept_upload(tx, hub.sealer, login, upload)
        if kept is not None:
            found.append((name, _file(*kept)))
    return FormData([*fields.multi_items(), *found]) if found else fields


async def keep_files(hub: Hub, login: str, uploads: Sequence[tuple[str, UploadFile]]) -> Mapping[str, Sequence[Upload]]:
    """Keep the files of a form that was not taken, for the next sending of it; what is kept, by field."""
    found: dict[str, list[Upload]] = {}
    for name, file in uploads:
        await file.seek(0)
        raw = await file.read()
        upload = new_upload(file.filename or "", file.content_type or "application/octet-stream", len(raw))
        async with hub.store.write() as tx:
            await keep_upload(tx, hub.sealer, login, upload, raw)
        found.setdefault(name, []).append(upload)
    return found


def _file(upload: Upload, raw: bytes) -> UploadFile:
    headers = Headers({"content-type": upload.mime})
    return UploadFile(io.BytesIO(raw), size=upload.size, filename=upload.name, headers=headers)
