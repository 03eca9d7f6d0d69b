"""Header blocks of X-Road as text, as the protocol's page shows them (PR-MESS 2.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

SPACES = (
    'xmlns:x="http://x-road.eu/xsd/xroad.xsd" xmlns:i="http://x-road.eu/xsd/identifiers"'
    ' xmlns:r="http://x-road.eu/xsd/representation.xsd"'
)
HERE = "AZ-TEST/GOV/1000001/qayidis-hub"
COMMITTEE = "AZ-TEST/GOV/2000001/committee"
_NAMES = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode", "serviceCode", "serviceVersion")


def identifier(block: str, codes: str, kind: str = "") -> str:
    """A block with an identifier, written as `AZ/GOV/1/hub`."""
    parts = codes.split("/")
    kind = kind or {"service": "SERVICE", "client": "SUBSYSTEM" if len(parts) == 4 else "MEMBER"}[block]
    inner = "".join(f"<i:{name}>{code}</i:{name}>" for name, code in zip(_NAMES, parts, strict=False))
    return f'<x:{block} i:objectType="{kind}">{inner}</x:{block}>'


def blocks(of: str = f"{HERE}/getStatus/v1", by: str = COMMITTEE, **others: str) -> Mapping[str, str]:
    """The header's blocks by name; `others` replace or add to them, an empty one leaves its block out."""
    made = {
        "client": identifier("client", by),
        "service": identifier("service", of),
        "userId": "<x:userId>AZ7XROAD1</x:userId>",
        "issue": "<x:issue>case-17</x:issue>",
        "id": "<x:id>6a1f0c0e-2f0b-4d0e-9a51-0d6b5a1c7e10</x:id>",
        "protocolVersion": "<x:protocolVersion>4.0</x:protocolVersion>",
    }
    return made | others


def in_header(header: Mapping[str, str]) -> str:
    """The blocks, each with its namespaces."""
    return "".join(re.sub(r"<([xr]:\w+)", rf"<\1 {SPACES}", text, count=1) for text in header.values())
