"""The room of approval paths: each drawn and told in sentences, and changed in a form that draws while it is typed."""

from __future__ import annotations

from hub.console.paths import editing, listing, moving
from hub.web.front import joined

router = joined(editing, moving, listing)
