"""The room of law: decision tables as grids, tried, compared, replayed, and changed by two people; approval paths."""

from __future__ import annotations

from hub.console import paths
from hub.console.rules import asking, beginning, comparing, listing, proposing, signing
from hub.web.front import joined

router = joined(paths, beginning, asking, comparing, proposing, signing, listing)
