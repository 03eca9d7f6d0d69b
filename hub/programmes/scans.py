"""Scans of papers that speak for an applicant: taken in, kept sealed with the case, given out to whoever may see it."""

from __future__ import annotations

from typing import Final

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.state import Case, Scan
from hub.documents.acting.uploads import Uploads
from hub.errors import NotFound, Refused, Words, found_or
from hub.programmes.cases import Cases, Done

MOST_SCAN: Final = 8 * 1024 * 1024
"""Bytes."""
_KINDS: Final = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def kind_of(raw: bytes) -> str:
    """What kind of file a scan is, by its first bytes. Refused where it is none, or too large."""
    if not raw or len(raw) > MOST_SCAN:
        raise Refused(
            "cases.scan_size",
            Words("Fayl boş olmamalı və 8 MB-dan böyük olmamalıdır.", "A file is not empty and has 8 MB at most."),
            status=413 if raw else 422,
            place="body",
        )
    return found_or(
        next((name for start, name in _KINDS if raw.startswith(start)), None),
        Refused(
            "cases.scan_kind",
            Words("Skan PDF, JPEG və ya PNG olmalıdır.", "A scan is a PDF, a JPEG or a PNG."),
            status=422,
            place="body",
        ),
    )


async def attach(cases: Cases, uploads: Uploads, case: str, command: AttachScan, raw: bytes, key: str) -> Done:
    """Keep the file and attach it; Refused as above."""
    kind = kind_of(raw)
    stored = await uploads.keep(command.by, raw)
    attached = AttachScan(
        by=command.by, name=command.name, sha256=stored.sha256, media_type=kind, original=command.original
    )
    return await cases.act(case, attached, key)


def scan_of(case: Case, name: str) -> Scan:
    """The one of that name; NotFound where there is none."""
    return found_or(
        case.scans.get(name),
        NotFound(
            "cases.no_scan", Words("Bu sənəd icraata əlavə edilməyib.", "This paper is not attached to the case.")
        ),
    )
