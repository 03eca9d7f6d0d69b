"""The pages of failures."""

from __future__ import annotations

from hub.console.failures import group, informing, listing, shift
from hub.web.front import joined

router = joined(listing, shift, group, informing)
