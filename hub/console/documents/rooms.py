"""The committee's rooms in one place, for the application that opens them."""

from __future__ import annotations

from hub.console.documents import desk, doing, files, history, printing, proving, sheet

ROOMS = (desk, doing, files, history, printing, proving, sheet)
