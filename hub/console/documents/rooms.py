"""The committee's rooms in one place, for the application that opens them."""

from __future__ import annotations

from hub.console.documents import (
    creating,
    desk,
    doing,
    files,
    history,
    listing,
    meeting,
    printing,
    proving,
    revising,
    sandbox_phone,
    sheet,
    signing,
    together,
)

ROOMS = (
    desk, together, listing, creating, doing, files, history, meeting, printing, proving, revising, signing,
    sandbox_phone, sheet,
)  # fmt: skip
