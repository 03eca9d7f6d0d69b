"""What has changed between two versions of a document, for somebody who gave a visa over the older one."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.documents.differences import differences
from document_flow.documents.facts import LETTER_MIME, FileRef
from document_flow.documents.state import Document
from document_flow.words import Words
from hub.app import Hub

MOST_LINES = 300
_MOST_BYTES = 1_000_000
CHANGES = {
    "added": Words("əlavə olunub", "added"),
    "removed": Words("çıxarılıb", "removed"),
    "changed": Words("dəyişib", "changed"),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """From one version to another: files by name, lines with their sign (`+`, `-`, space, `@`)."""

    first: int
    last: int
    files: tuple[tuple[str, Words], ...]
    lines: tuple[tuple[str, str], ...]


async def changes_since(hub: Hub, document: Document, seen: str) -> Changes | None:
    """What the person has not seen; None where nothing has changed since that content."""
    first = next((each.number for each in document.versions if each.content_hash == seen), None)
    if first is None or first == len(document.versions):
        return None
    return await changes(hub, document, first, len(document.versions))


async def changes(hub: Hub, document: Document, first: int, last: int) -> Changes:
    """Between two versions of those that there are."""
    before, after = document.versions[first - 1], document.versions[last - 1]
    gone = document.destroyed_at is not None
    old, new = [None if gone else await text_of(hub, each.main) for each in (before, after)]
    found = differences(before, after, old, new)
    lines = tuple((line[:1], line[1:]) for line in found.text[:MOST_LINES])
    files = tuple((each["name"], CHANGES[each["change"]]) for each in found.files)
    return Changes(first, last, files, lines)


async def text_of(hub: Hub, file: FileRef | None) -> str | None:
    """A file's content where it is text of a size to be shown."""
    if file is None or file.size > _MOST_BYTES or not (file.mime.startswith("text/") or file.mime == LETTER_MIME):
        return None
    return (await hub.office.documents.content.read(file.sha256)).decode("utf-8", "replace")
