"""Chosen files survive a form that is not taken: they are kept under the login, and come back with its ids.

A script sends each as soon as it is chosen, so that the form itself brings ids alone; without it they go with the form,
and are kept where that is refused.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData, Headers, UploadFile

from hub.access.uploads import Upload, keep_upload, kept_upload, new_upload
from hub.app import Hub
from hub.store.ids import parse_id

KEPT, KEPT_TOO = ".kept", ".kept-too"
"""Behind a field's name: the ids of files that are kept already; beside newly chosen ones in a field of many."""


class KeptFile(UploadFile):
    """A file that is kept already, as if it had come with the form."""

    def __init__(self, upload: Upload, raw: bytes) -> None:
        headers = Headers({"content-type": upload.mime})
        super().__init__(io.BytesIO(raw), size=upload.size, filename=upload.name, headers=headers)
        self.upload = upload


async def with_kept(hub: Hub, login: str, fields: FormData, most: int) -> tuple[FormData, Sequence[str]]:
    """The fields with the files that they name, each once and so many at most, and the names of those fields whose file
    is kept no more, or was never this person's. In a field of one, what was chosen now replaces what is kept.
    """
    chosen = {name for name, value in fields.multi_items() if isinstance(value, UploadFile) and value.filename}
    left: list[tuple[str, UploadFile | str]] = []
    found: dict[str, tuple[str, KeptFile]] = {}
    gone: dict[str, None] = {}
    asked: set[str] = set()
    for mark, value in fields.multi_items():
        name = mark.removesuffix(KEPT_TOO).removesuffix(KEPT)
        if isinstance(value, UploadFile) or name == mark:
            left.append((mark, value))
            continue
        upload = parse_id(value) or ""
        if (mark.endswith(KEPT) and name in chosen) or upload in asked:
            continue
        kept = None
        if upload and len(asked) < most:
            asked.add(upload)
            async with hub.store.read() as tx:
                kept = await kept_upload(tx, hub.sealer, login, upload)
        if kept is None:
            gone[name] = None
        else:
            left.append((mark, kept[0].id))
            found[kept[0].id] = (name, KeptFile(*kept))
    return FormData([*left, *found.values()]), tuple(gone)


async def keep_files(hub: Hub, login: str, uploads: Sequence[tuple[str, UploadFile]]) -> Mapping[str, Sequence[Upload]]:
    """Keep the files of a form that was not taken, for the next sending of it; what is kept, by field."""
    found: dict[str, list[Upload]] = {}
    beside = {file.upload.id for _, file in uploads if isinstance(file, KeptFile)}
    for name, file in uploads:
        upload = file.upload if isinstance(file, KeptFile) else await keep_file(hub, login, file, beside)
        if upload is not None:
            beside.add(upload.id)
            found.setdefault(name, []).append(upload)
    return found


async def keep_file(hub: Hub, login: str, file: UploadFile, beside: set[str]) -> Upload | None:
    """Keep one file; None where the login has no room for it with those beside it."""
    await file.seek(0)
    raw = await file.read()
    upload = new_upload(file.filename or "", file.content_type or "application/octet-stream", len(raw))
    async with hub.store.write() as tx:
        is_kept = await keep_upload(tx, hub.sealer, login, upload, raw, beside)
    return upload if is_kept else None


async def with_chosen_kept(hub: Hub, login: str, fields: FormData) -> FormData:
    """The same form with its chosen files kept, for a page that can only send it once more; what has no room stays."""
    pairs = fields.multi_items()
    beside = {value.upload.id for _, value in pairs if isinstance(value, KeptFile)}
    found: list[tuple[str, UploadFile | str]] = []
    for name, value in pairs:
        upload = None
        if isinstance(value, UploadFile) and value.filename and not isinstance(value, KeptFile):
            upload = await keep_file(hub, login, value, beside)
        if upload is None:
            found.append((name, value))
        else:
            beside.add(upload.id)
            found += [(name, KeptFile(upload, b"")), (f"{name}{KEPT}", upload.id)]
    return FormData(found)
