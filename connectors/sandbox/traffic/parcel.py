"""One thing that an agency sends to the hub."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parcel:
    """A POST to the hub by a party of the sandbox; sending it twice is sending the same."""

    party: str
    path: str
    body: bytes = field(repr=False)
    content_type: str
    key: str
    headers: dict[str, str] = field(default_factory=dict)
