"""The room of settings: one's own, accounts and roles, parties, and who saw what."""

from __future__ import annotations

from hub.console.settings import accounts, audit, own, parties
from hub.web.front import joined

router = joined(own, accounts, parties, audit)
