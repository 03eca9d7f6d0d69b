"""The contract with DİN, pinned beside this module; hub and simulated agency read the same files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from connectors.soap.wsdl import PinnedWsdl

FOLDER = Path(__file__).parent
NAME = "din"


@cache
def pinned_wsdl() -> PinnedWsdl:
    """Loaded once a process; it keeps no state of a call."""
    return PinnedWsdl(FOLDER, NAME)
