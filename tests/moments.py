"""The day that it is in Baku while a test runs: a day that was taken when its module was read may be over by then."""

from __future__ import annotations

from datetime import date, datetime

from document_flow.context import BAKU


def today() -> date:
    """Today in Baku."""
    return datetime.now(BAKU).date()
