"""A replay before a command: its state and the moment. Whose case is in it bars nobody: it names no person."""

from __future__ import annotations

from document_flow.law_replays.state import LawReplay
from document_flow.standing import Before


class Standing(Before[LawReplay, str]):
    """The replay as it stands at a moment. Whose case is in it bars nobody: it names no person."""
