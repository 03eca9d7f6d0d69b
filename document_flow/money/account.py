"""The account that a payee is paid to: as it is, and as it is to become after a second person and a cooling period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeAccount:
    """`account` is the key under which the number is kept, never the number; `length` counts the events.

    `proposed` is to be the next one, as `proposed_by` wants; agreed to, it cools down up to and including a day.
    """

    payee: str = ""
    account: str = ""
    proposed: str = ""
    proposed_by: str = ""
    cooling_until: date | None = None
    length: int = 0


ACCOUNTS: TypeAdapter[PayeeAccount] = TypeAdapter(PayeeAccount)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NO_ACCOUNT = PayeeAccount()
"""Before the first."""
