"""The door for bulk files: the bytes go to the content store as they come, then one T1 makes the file a message.

The request's end stands for the sender's `.ok`, its Content-Digest for the `.md5` (RFC 9530). A file is known by its
name: the same name with the same bytes gets the same answer, with other bytes it is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import structlog

from hub.errors import Conflict, NotFound, Refused, Words, found_or
from hub.exchange.announcing import Accepting
from hub.exchange.formats import MessageFormat
from hub.exchange.model import Accepted, Body, FilePlan, KeyTaken, NewMessage, Origin
from hub.exchange.planning import Planner
from hub.exchange.states import MessageState
from hub.store.content import ContentStore, OtherBytes, Stored
from hub.store.ids import new_id
from mappings.format import Format
from mappings.layout import FileName, FileNameRefused, Layout
from mappings.rows import layout_of

log = structlog.get_logger("hub.exchange")

_SHA256 = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_TAKEN = Words(
    "Bu adla başqa məzmunlu fayl artıq qəbul edilib. Düzəldilmiş faylı növbəti nömrə ilə göndərin.",
    "A file of this name with other content was already accepted. Send the corrected file under the next number.",
)
_FUTURE = Words(
    "Faylın adındakı tarix sabahdan sonradır: belə fayl sonra gələnlərin hamısını əvəz edərdi. Adı düzəldin.",
    "The date in the file's name is beyond tomorrow: it would supersede every file that is to come. Correct the name.",
)
_NO_DIGEST = Words(
    "Content-Digest başlığı yoxdur və ya oxunmur; gözlənilən: sha-256=:…: (RFC 9530).",
    "The Content-Digest header is missing or unreadable; expected is sha-256=:…: (RFC 9530).",
)
_OTHER_BYTES = Words(
    "Gələn baytlar Content-Digest başlığına uyğun deyil; heç nə saxlanmadı, təkrar göndərin.",
    "The bytes that came are not those of the Content-Digest header; nothing was kept, send again.",
)


@dataclass(frozen=True, slots=True)
class FileSubmission:
    """A file as it is handed over. `digest` is the Content-Digest header; where `proves_itself`, `parts` raises at its
    end if the bytes are not those that were announced.
    """

    party: str
    format: str
    name: str
    digest: str | None
    parts: AsyncIterator[bytes]
    trace: str | None = None
    proves_itself: bool = False


@dataclass(frozen=True, slots=True)
class FileDoor:
    """Accepts files of every tabular format. Errors are Refused, Conflict, NotFound, NoRoom or StoreUnavailable."""

    formats: Mapping[str, MessageFormat]
    planner: Planner
    accepting: Accepting
    content: ContentStore
    most_bytes: int

    def names(self, format_name: str, name: str) -> bool:
        """Whether a file's name follows the rule of that format of files."""
        try:
            table_format(self.formats, format_name)[1].names.parse(name)
        except (FileNameRefused, NotFound):
            return False
        return True

    async def accept(self, submission: FileSubmission) -> Accepted:
        """One file in; the answer is given only after its bytes are synced and its message committed."""
        made, layout = table_format(self.formats, submission.format)
        if self.planner.routes.for_format(made.name) is None:  # files that are loaded from a folder go nowhere
            raise _unknown_format(submission.format, self.formats)
        name = _parsed(layout, submission.name)
        if name.date > made.latest_day():
            raise Refused("file.future_date", _FUTURE, status=422, place="name")
        announced = None if submission.proves_itself else announced_sha256(submission.digest)
        stored = await self._kept(submission.parts, announced)
        message = self._message(submission, made, name, stored)
        result = await self.accepting.accept(message)
        if isinstance(result, KeyTaken):
            log.warning("security_event", kind="file_name_taken", party=submission.party, message=result.message_id)
            raise Conflict("file.name_taken", _TAKEN, place="name")
        return result

    async def _kept(self, parts: AsyncIterator[bytes], announced: str | None) -> Stored:
        try:
            return await self.content.keep_stream(parts, self.most_bytes, announced)
        except OtherBytes as other:
            raise Refused("file.digest_differs", _OTHER_BYTES, place="Content-Digest") from other
        except ValueError as large:
            words = Words(f"Fayl {self.most_bytes} baytdan böyükdür.", f"The file exceeds {self.most_bytes} bytes.")
            raise Refused("door.too_large", words, status=413) from large

    def _message(self, submission: FileSubmission, made: Format, name: FileName, stored: Stored) -> NewMessage:
        message = new_id()
        route = self.planner.routes.for_format(made.name)
        assert route is not None  # noqa: S101  # `accept` has looked
        planner, digest = self.planner, stored.sha256
        # Where the files of a day are parts of one whole, each is a series of its own: none retires another.
        series = made.name if layout_of(made).names.replaces else submission.name
        # Whoever brings it: a file that the committee imports is the same as the one its agency sends.
        key = f"{made.name}\x00file\x00{submission.name}"
        return NewMessage(
            id=message,
            party=submission.party,
            format=made.name,
            format_hash=made.version_hash,
            route=route.name,
            kind="file",
            state=MessageState.SPLITTING,
            body=Body(planner.hash.digest_sealed(digest), stored.size, None, planner.hash("content", digest)),
            origin=Origin(submission.party),
            records_sealed=None,
            issues_sealed=None,
            business_id_sealed=planner.sealer.seal("message_bodies.business_id", message, submission.name.encode()),
            idempotency_key=planner.hash("idempotency", key),
            search_keys=planner.lane_keys([("id", submission.name)]),
            version=name.version,
            trace=submission.trace,
            file=FilePlan(submission.name, series, name.date.isoformat(), name.number),
            commitment=planner.hash.commitment(message, digest)[1],
        )


def table_format(formats: Mapping[str, MessageFormat], name: str) -> tuple[Format, Layout]:
    """The format of that name, which must be one of files."""
    found = formats.get(name)
    if isinstance(found, Format) and found.table is not None:
        return found, found.table
    raise _unknown_format(name, formats)


def _unknown_format(name: str, formats: Mapping[str, MessageFormat]) -> NotFound:
    known = ", ".join(sorted(n for n, f in formats.items() if isinstance(f, Format) and f.table is not None))
    shown = name[:80]
    return NotFound(
        "file.unknown_format",
        Words(
            f"“{shown}” fayl formatı deyil. Məlum olanlar: {known}.",
            f"{shown} is no format of files. Known are: {known}.",
        ),
    )


def comes_as_file(found: MessageFormat | None) -> bool:
    """Whether a format is of files that somebody leaves in a folder: of rows, or a workbook."""
    return is_read_whole(found) or (isinstance(found, Format) and found.table is not None)


def is_read_whole(found: MessageFormat | None) -> bool:
    """Whether such a file is one message, as a workbook is, and not rows by the thousand."""
    return isinstance(found, Format) and found.syntax == "xlsx"


def announced_sha256(header: str | None) -> str:
    """The SHA-256 that a Content-Digest header announces, in hex; raises Refused where it has none."""
    found = found_or(_SHA256.search(header or ""), Refused("file.digest_missing", _NO_DIGEST, place="Content-Digest"))
    try:
        return base64.b64decode(found[1], validate=True).hex()
    except binascii.Error as broken:
        raise Refused("file.digest_missing", _NO_DIGEST, place="Content-Digest") from broken


def _parsed(layout: Layout, name: str) -> FileName:
    try:
        return layout.names.parse(name)
    except FileNameRefused as refused:
        raise Refused(refused.code, Words(*refused.text), status=422, place="name") from refused
