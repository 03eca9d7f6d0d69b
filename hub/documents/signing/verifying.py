"""Checks signed files of strangers in a process of their own, under limits of time, processor and memory."""

from __future__ import annotations

import asyncio
import json
import sys
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from connectors.trust.faults import TrustServiceFailed
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.report import VerificationReport
from document_flow.seals.trust import TrustStore
from hub.errors import HubError, Refused, Words

Form = Literal["pdf", "asice", "xml"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The report, and about which certificates (with their issuers, DER in base64) an answer could decide it."""

    report: VerificationReport
    askable: tuple[tuple[str, str], ...] = ()


class Services(Protocol):
    """Whom to believe, and whoever knows whether a certificate is revoked."""

    async def trust(self) -> TrustStore: ...
    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts: ...


ANSWERS: TypeAdapter[Judged] = TypeAdapter(Judged)
_MOST_AT_ONCE = 2
_UNREADABLE = Words(
    "Fayl ayrılan vaxt və yaddaş daxilində yoxlanmadı; belə fayla etibar etmək olmaz.",
    "The file could not be checked within the time and memory it may take; do not trust it.",
)
_BUSY = asyncio.Semaphore(_MOST_AT_ONCE)


async def verified(raw: bytes, form: Form, services: Services, at: datetime) -> VerificationReport:
    """The report about a file; Refused where it is no such file, or takes more than it may.

    `at` is the machine's time, as certificates and stamps have it. Where the file alone does not decide, the pinned
    authorities are asked what they say now; where they are away, it stays undecided.
    """
    trust = await services.trust()
    judged = await _judged(raw, form, trust, at, NO_FACTS)
    facts = await _answers(services, judged.askable)
    if facts == NO_FACTS:
        return judged.report
    return (await _judged(raw, form, trust, at, facts)).report


async def _judged(raw: bytes, form: Form, trust: TrustStore, at: datetime, facts: RevocationFacts) -> Judged:
    asked = {
        "form": form,
        "at": at.isoformat(),
        "trust": trust.version,
        "anchors": _texts(trust.anchors),
        "others": _texts(trust.others),
        "ocsps": _texts(facts.ocsps),
        "crls": _texts(facts.crls),
    }
    async with _BUSY:
        answer = await _asked(json.dumps(asked).encode() + b"\n" + raw)
    try:
        return ANSWERS.validate_json(answer)
    except ValidationError as wrong:
        raise _refusal(answer) from wrong


async def _answers(services: Services, pairs: tuple[tuple[str, str], ...]) -> RevocationFacts:
    """What is said about each; an authority that is away leaves its certificates undecided."""
    facts = NO_FACTS
    for certificate, issuer in pairs:
        with suppress(TrustServiceFailed):
            facts += await services.about(b64decode(certificate), b64decode(issuer))
    return facts


def _texts(ders: tuple[bytes, ...]) -> list[str]:
    return [b64encode(each).decode() for each in ders]


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
        async with asyncio.timeout(20.0):
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
