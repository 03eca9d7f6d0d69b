"""The room of messages: its pages in the order in which their addresses are looked at."""

from __future__ import annotations

from hub.console.messages import compare, export, lifting, listing, one, search
from hub.web.front import joined

router = joined(search, listing, compare, export, lifting, one)
