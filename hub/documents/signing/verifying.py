"""Checks signed files of strangers in a process of their own, under limits of time, processor and memory."""

from __future__ import annotations

import asyncio
import json
import sys
from base64 import b64encode
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from document_flow.seals.report import VerificationReport
from document_flow.seals.trust import TrustStore
from hub.errors import HubError, Refused, Words

Form = Literal["pdf", "asice", "xml"]
REPORTS: TypeAdapter[VerificationReport] = TypeAdapter(VerificationReport)
_TIME_S = 20.0
_MOST_AT_ONCE = 2
_UNREADABLE = Words(
    "Fayl ayrılan vaxt və yaddaş daxilində yoxlanmadı; belə fayla etibar etmək olmaz.",
    "The file could not be checked within the time and memory it may take; do not trust it.",
)
_BUSY = asyncio.Semaphore(_MOST_AT_ONCE)


async def verified(raw: bytes, form: Form, trust: TrustStore, at: datetime) -> VerificationReport:
    """The report about a file; Refused where it is no such file, or takes more than it may."""
    asked = {
        "form": form,
        "at": at.isoformat(),
        "trust": trust.version,
        "anchors": [b64encode(each).decode() for each in trust.anchors],
        "others": [b64encode(each).decode() for each in trust.others],
    }
    async with _BUSY:
        answer = await _asked(json.dumps(asked).encode() + b"\n" + raw)
    try:
        return REPORTS.validate_json(answer)
    except ValidationError as wrong:
        raise _refusal(answer) from wrong


async def _asked(question: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hub.documents.signing.verifier",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_TIME_S):
            answer, _ = await process.communicate(question)
    except TimeoutError as late:
        raise HubError("signatures.unverifiable", _UNREADABLE, status=422, side="sender") from late
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return answer


def _refusal(answer: bytes) -> HubError:
    try:
        told = json.loads(answer)
    except ValueError:
        return HubError("signatures.unverifiable", _UNREADABLE, status=422, side="sender")
    return Refused(str(told["refused"]), Words(str(told["az"]), str(told["en"])), status=422)
