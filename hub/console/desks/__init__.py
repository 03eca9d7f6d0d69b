"""The rooms where people are answered: the hotline and the leadership's reception."""

from __future__ import annotations

from hub.console.desks import callbacks, hotline, reception
from hub.web.front import joined

router = joined(hotline, callbacks, reception)
