"""The process that reads a signed file from a stranger: one file, then it ends.

It is called as `python -m hub.documents.signing.verifier`.

What is signed by others may be made to keep a parser busy for ever; here that costs a process its short life. Standard
input is a line of JSON and the file's bytes, standard output the report as JSON, with the certificates about which
their authorities may be asked where that could decide; `{"refused": …}` where it is refused.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import datetime
from typing import Any

from document_flow.seals.asking import askable
from document_flow.seals.provider import NO_FACTS, RevocationFacts
from document_flow.seals.refusals import SealRefused
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify import verify_asice, verify_pdf, verify_xml
from hub.documents.signing.verifying import ANSWERS, Judged

_CHECKS = {"pdf": verify_pdf, "asice": verify_asice, "xml": verify_xml}
_CPU_S = 20
_MEMORY = 2 * 1024**3


def main() -> None:
    """Check the file on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    trust = TrustStore(asked["trust"], _decoded(asked["anchors"]), _decoded(asked["others"]))
    facts = RevocationFacts(_decoded(asked["ocsps"]), _decoded(asked["crls"]))
    try:
        report = asyncio.run(_CHECKS[asked["form"]](raw, trust, datetime.fromisoformat(asked["at"]), facts))
    except SealRefused as refused:
        answer = json.dumps({"refused": refused.code, "az": refused.words.az, "en": refused.words.en}).encode()
    else:
        undecided = report.status == "indeterminate" and facts == NO_FACTS
        pairs = askable(raw, asked["form"], trust) if undecided else ()
        answer = ANSWERS.dump_json(Judged(replace(report, signed_xml=None), tuple(_texts(pair) for pair in pairs)))
    sys.stdout.buffer.write(answer)


def _decoded(listed: list[str]) -> tuple[bytes, ...]:
    return tuple(b64decode(each) for each in listed)


def _texts(pair: tuple[bytes, bytes]) -> tuple[str, str]:
    certificate, issuer = pair
    return b64encode(certificate).decode(), b64encode(issuer).decode()


if __name__ == "__main__":
    main()
