"""The response of a time stamping authority as RFC 3161, 2.4.2 has it: a refusal carries no token.

asn1crypto's own class wants a token always, so every refusal would be unreadable.
"""

from __future__ import annotations

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]


class TimeStampResponse(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no annotations
    """TimeStampResp."""

    _fields = [  # noqa: RUF012 - the form that asn1crypto reads
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]
