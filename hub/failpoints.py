"""Failpoints: named places where a fault test makes the process die, as a power cut would (HUB_FAILPOINT).

The value is `name` or `name:n`: the n-th time the place is reached, the process kills itself with SIGKILL.
"""

from __future__ import annotations

import os
import signal

_armed: dict[str, int] = {}


def arm(setting: str | None) -> None:
    """Called once by the composition root; without a setting every failpoint costs one dictionary look-up."""
    _armed.clear()
    if setting:
        name, _, times = setting.partition(":")
        _armed[name] = int(times or 1)


async def failpoint(name: str) -> None:
    """Die here, if this failpoint is armed and its count has run down."""
    if not _armed or name not in _armed:
        return
    _armed[name] -= 1
    if _armed[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
