"""The reply file: one line for each thing that was wrong with a row, in the sender's own dialect, and a last line of
sums. `SETIR;SUTUN;KOD;IZAH` are row (line of the file), column, code and explanation; no value of a row is repeated.
"""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from lxml import etree

from hub.exchange.accept import store_messages
from hub.exchange.files.intake import table_format
from hub.exchange.files.progress import bad_rows, issue_of
from hub.exchange.files.splitting import CHUNK
from hub.exchange.files.verdict import begin_verdict, verdict_of
from hub.exchange.formats import MessageFormat
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row
from mappings.format import CannotWrite, Reading, SchemaRefusal
from mappings.issues import Issue
from mappings.records import FileReply, Record
from mappings.rows import column_of

REPLY = "hub.file-reply.v1"
MOST_LINES = 50_000
"""Of what is sent by itself; who wants more fetches the reply, which has every line."""
_PAGE = 500
_UNWRITABLE = str.maketrans({"ə": "e", "Ə": "E"})
"""For character sets without schwa; `?` would look like the lost letters that are complained about."""


class ReplyFormat:
    """Writes the document of an operation that takes reply files."""

    name: Final = "hub.reply-file.v1"
    syntax: Literal["json"] = "json"
    duplicate_key_rule: Literal["declared"] = "declared"
    most_nodes: Final = 0
    version_hash: Final = hashlib.sha256(b"hub.reply-file.v1").hexdigest()

    def refuse(self, document: dict[str, Any], element: etree._Element | None = None) -> SchemaRefusal | None:
        """Nobody sends these to the hub."""
        del document, element
        return SchemaRefusal("", "only-written")

    def read(self, document: dict[str, Any]) -> Reading:
        """Nobody sends these to the hub."""
        del document
        raise TypeError(f"{self.name} is only written")

    def write(self, record: Record) -> dict[str, Any]:
        """The file's name and bytes."""
        if not isinstance(record, FileReply):
            raise CannotWrite("kind", "file_reply")
        raw = encoded(record.content, record.encoding)
        return {"name": record.name, "content_base64": base64.b64encode(raw).decode()}


def encoded(text: str, encoding: str) -> bytes:
    """The text in the sender's character set."""
    for plain in (text, text.translate(_UNWRITABLE)):
        with suppress(UnicodeEncodeError):
            return plain.encode(encoding)
    # Such as ASCII: the letters without their marks.
    return unicodedata.normalize("NFKD", text.translate(_UNWRITABLE).replace("ı", "i")).encode("ascii", "ignore")


def reply_name(file_name: str) -> str:
    """`AZI_MK_20260331_01.csv` is answered by `AZI_MK_20260331_01.reply.csv`."""
    stem, _, ending = file_name.rpartition(".")
    return f"{stem}.reply.{ending}"


async def reply_lines(store: Store, sealer: Sealer, file: Row) -> AsyncIterator[str]:
    """Every line with its end. A page of bad rows is held at a time."""
    yield "SETIR;SUTUN;KOD;IZAH\r\n"
    async for line in _of_the_file(store, sealer, file["message_id"]):
        yield line
    after = 0
    while rows := await _page(store, sealer, file["message_id"], after):
        for number, issues in rows:
            for issue in issues:
                yield _line(str(number), column_of(issue.path), issue)
        after = rows[-1][0]
    yield (
        f"CEMI;;;Sətir: {file['rows_total']}, qəbul edilib: {file['rows_done']}, gözləyir: {file['rows_waiting']},"
        f" səhv: {file['rows_bad']}, əvəz olunub: {file['rows_superseded']}\r\n"
    )


async def _of_the_file(store: Store, sealer: Sealer, message: str) -> AsyncIterator[str]:
    async with store.read() as tx:
        rows = await tx.fetch("SELECT issues_sealed FROM message_bodies WHERE message_id = :id", {"id": message})
    sealed = rows[0]["issues_sealed"] if rows else None
    for issue in json.loads(sealer.unseal("message_bodies.issues", message, sealed)) if sealed else ():
        number, _, column = issue["path"].removeprefix("line ").partition("/")
        yield _line(number, column, issue_of(issue))


async def _page(store: Store, sealer: Sealer, message: str, after: int) -> list[tuple[int, list[Issue]]]:
    async with store.read() as tx:
        return await bad_rows(tx, sealer, message, after, _PAGE)


def _line(number: str, column: str, issue: Issue) -> str:
    return f"{number};{column};{issue.code};{issue.text[0].replace(';', ',')}\r\n"


@dataclass(frozen=True, slots=True)
class Replies:
    """A duty: when a file is finished, its reply is sent to the sender if there is an operation for it, once."""

    store: Store
    formats: Mapping[str, MessageFormat]
    planner: Planner
    operations: frozenset[str]
    most_refused_percent: int

    async def step(self) -> int:
        """Reply to what is finished; how many files."""
        async with self.store.read() as tx:
            files = await tx.fetch(
                "SELECT f.*, m.party, m.format FROM files f JOIN messages m ON m.id = f.message_id WHERE f.replied = 0"
                " AND m.state IN ('completed', 'completed_with_failures', 'quarantined', 'discarded')"
                " ORDER BY f.message_id LIMIT 20"
            )
        for file in files:
            if not await self._failed(file):
                await self._reply(file)
        return len(files)

    async def _failed(self, file: Row) -> bool:
        """Whether the file is a failure that is yet to be listed; its reply waits until it is."""
        if verdict_of(file, self.most_refused_percent) is None:
            return False
        async with self.store.write() as tx:
            return await begin_verdict(
                tx, file["message_id"], CHUNK, self.planner.installation, self.most_refused_percent
            )

    async def _reply(self, file: Row) -> None:
        message = await self._message(file)
        async with self.store.write() as tx:
            now = await tx.now()
            fresh = await tx.execute(
                "UPDATE files SET replied = 1 WHERE message_id = :id AND replied = 0", {"id": file["message_id"]}
            )
            if fresh and message is not None:
                await store_messages(tx, [message], now)

    async def _message(self, file: Row) -> NewMessage | None:
        _, layout = table_format(self.formats, file["format"])
        name = reply_name(file["name"])
        record = FileReply(
            party=file["party"],
            file_name=file["name"],
            name=name,
            encoding=layout.encoding,
            content="".join([line async for line in _first(reply_lines(self.store, self.planner.sealer, file))]),
        )
        origin = Origin(file["party"], file["message_id"], 1)
        made = self.planner.follow_up(REPLY, record, [("file", name)], origin, f"reply:{file['message_id']}")
        return made if _served(made.deliveries, self.operations) else None


def _served(deliveries: Iterable[Any], operations: frozenset[str]) -> bool:
    names = [delivery.destination for delivery in deliveries]
    return bool(names) and operations.issuperset(names)


async def _first(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    """At most MOST_LINES of them, and a word about the rest."""
    count = 0
    async for line in lines:
        count += 1
        if count <= MOST_LINES or line.startswith("CEMI;"):
            yield line
        elif count == MOST_LINES + 1:
            yield ";;;Qalan sətirlər üçün cavabı habdan götürün.\r\n"
