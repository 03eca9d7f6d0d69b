"""The room of cases: the queue, an application at the desk, a case, a programme; the same pages for every programme."""

from __future__ import annotations

from hub.console.cases import listing, opening, sheet, why
from hub.web.front import joined

router = joined(listing, opening, why, sheet)
