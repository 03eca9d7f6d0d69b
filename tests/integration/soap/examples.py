"""One call of every operation, as a client of any make writes it, and what must be in its answer.

A service without an example fails: every client of `test_peers` and zeep call all of them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.api.served import act
from tests.integration.soap.people import DISPLACED

SAMPLES = Path(__file__).parents[3] / "mappings" / "formats"
ASKING = {"purpose": "benefit", "legalBasis": "668-IQ"}


@dataclass(frozen=True, slots=True)
class Example:
    """`key` is whose call it is; `asking` the header block; `answer` is a part of what comes back."""

    service: str
    operation: str
    request: Mapping[str, Any]
    answer: Mapping[str, Any]
    asking: Mapping[str, str] | None = field(default_factory=lambda: ASKING)
    key: str = "sandbox-committee"


EXAMPLES = (
    Example("idp-status", "getStatus", {"fin": DISPLACED}, {"answer": "yes", "since": "1993-10-23"}),
    Example("idp-card", "getCard", {"fin": DISPLACED}, {"answer": "yes", "number": "MK-0012345"}),
    Example("utility-entitlement", "getEntitlement", {"fin": DISPLACED, "provider": "azerishiq"}, {"answer": "yes"}),
    Example("allowance", "getAllowance", {"fin": DISPLACED}, {"answer": "not_held", "statusInForce": "yes"}),
    Example(
        "certificates",
        "requestCertificate",
        {"requestId": "5d1c2a40-1", "fin": DISPLACED, "purposeCode": "BANK", "includeFamily": False},
        {"state": "accepted"},
        asking=None,
        key="sandbox-mygov",
    ),
    Example(
        "certificates",
        "getCertificate",
        {"requestId": "5d1c2a40-1"},
        {},
        asking=None,
        key="sandbox-mygov",
    ),
    Example(
        "messages",
        "sendMessage",
        {"format": "justice.civil-act.v1", "content": base64.b64encode(json.dumps(act()).encode()).decode()},
        {"state": "accepted"},
        asking=None,
        key="sandbox-edliyye",
    ),
    *(
        Example(
            "documents",
            operation,
            {"content": base64.b64encode((SAMPLES / sample).read_bytes()).decode()},
            {"state": "accepted"},
            asking=None,
            key="sandbox-nazirlik",
        )
        for operation, sample in (
            ("sendDocument", "bodies_document/samples/letter.input.json"),
            ("sendNotice", "bodies_notice/samples/refused.input.json"),
        )
    ),
)
