"""The process that reads a signed file from a stranger: one file, then it ends.

It is called as `python -m hub.documents.signing.verifier`.

What is signed by others may be made to keep a parser busy for ever; here that costs a process its short life. Standard
input is a line of JSON and the file's bytes, standard output the report as JSON; `{"refused": …}` where it is refused.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from typing import Any

from document_flow.seals.refusals import SealRefused
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify import verify_asice, verify_pdf, verify_xml
from hub.documents.signing.verifying import REPORTS

_CHECKS = {"pdf": verify_pdf, "asice": verify_asice, "xml": verify_xml}
_CPU_S = 20
_MEMORY = 2 * 1024**3


def main() -> None:
    """Check the file on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    trust = TrustStore(asked["trust"], _certificates(asked["anchors"]), _certificates(asked["others"]))
    try:
        report = asyncio.run(_CHECKS[asked["form"]](raw, trust, datetime.fromisoformat(asked["at"])))
    except SealRefused as refused:
        answer = json.dumps({"refused": refused.code, "az": refused.words.az, "en": refused.words.en}).encode()
    else:
        answer = REPORTS.dump_json(replace(report, signed_xml=None))
    sys.stdout.buffer.write(answer)


def _certificates(listed: list[str]) -> tuple[bytes, ...]:
    return tuple(b64decode(each) for each in listed)


if __name__ == "__main__":
    main()
