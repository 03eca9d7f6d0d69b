"""Runs a module as a child that ends with its parent, however the parent ends.

`python -m hub.commands.servers.tethered MODULE ARGUMENTS`
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_LOOK_EVERY_S = 0.5


def main() -> None:
    """Watch the parent from a thread and be the module."""
    parent = os.getppid()
    threading.Thread(target=_end_with, args=(parent,), name="tether", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with(parent: int) -> None:
    """An orphan gets another parent; then the module is asked to stop as its parent would have."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
