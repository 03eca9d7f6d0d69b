"""Why a trust service gave nothing to use.

    TrustServiceFailed      outcome: Unavailable, Unknown, Busy, Rejected or Breach, as of any agency's call

Codes of our own: `trust.status` (refused), `trust.unreadable` (no ASN.1 of the kind), `trust.nonce` and
`trust.imprint` (an answer to another request), `trust.subject` (about another certificate), `trust.http` (status).
Asking again is safe: nothing at a trust service is changed by a question.
"""

from __future__ import annotations

from connectors.outcome import Breach, Busy, Rejected, Unavailable, Unknown

Failed = Unavailable | Unknown | Busy | Rejected | Breach


class TrustServiceFailed(Exception):
    """The call came to this outcome; its code is stable."""

    def __init__(self, outcome: Failed) -> None:
        super().__init__(outcome.code, outcome.detail)
        self.outcome = outcome

    @property
    def code(self) -> str:
        """The outcome's code."""
        return self.outcome.code
