"""What services that take messages do: the content to the exchange's door, byte for byte, and the receipt back.

What the door of `POST /v1/messages/{format}` does, this does: the same id with the same content gets the same answer,
and what was refused is listed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from hub.errors import HubError, Refused, Words
from hub.exchange.aside import aside
from hub.exchange.door import Submission
from hub.soap.service import Document, SoapCall
from hub.web.submitting import note_refused, refuse_unfit
from mappings.issues import Issue

MOST_BYTES = 9 * 1024 * 1024
"""Of a request. libxml2 reads no text beyond 10 million characters, so the content has at most 6.7 MiB."""


async def hand_over(asked: SoapCall, name: str, write: Callable[[], bytes] | None = None) -> Document:
    """Accept the request's `content`, or what `write` makes of the request, as one message of that format.

    The answer is given only after its commit.
    """
    raw: bytes | None = None
    try:
        refuse_unfit(asked.hub, asked.party, name)
        content = asked.text("content")
        raw = await aside(len(content), lambda: _content(content)) if write is None else write()
        submission = Submission(asked.party.name, name, raw, asked.text("key") or None, asked.trace)
        acceptance = await asked.hub.door.accept(submission)
    except HubError as refused:
        await note_refused(asked.hub, asked.party, name, refused, raw)
        raise
    accepted = acceptance.accepted
    promise = asked.hub.promises.of(accepted.message_id, accepted.digest, accepted.leaf_hash, accepted.accepted_at)
    return {
        "messageId": accepted.message_id,
        "state": accepted.state,
        "receipt": {_camel(name): value for name, value in promise.items() if name != "message_id"},
        "issue": [_told(each) for each in acceptance.issues],
    }


def _told(issue: Issue) -> Document:
    """Where and by which rule, never the value."""
    az, en = issue.text
    return {"code": issue.code, "path": issue.path, "severity": issue.severity, "rule": issue.rule, "az": az, "en": en}


def _content(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as wrong:
        raise Refused(
            "soap.base64",
            Words("“content” Base64 ilə yazılmalıdır.", "content is to be written in Base64."),
            status=422,
            place="content",
        ) from wrong


def _camel(name: str) -> str:
    """`merge_delay_seconds` as `mergeDelaySeconds`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
