"""Where the browser comes from: named, installed, installed now; else a text that says how."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.servers import ServerMissing
from tests.servers.sources import install_package

VARIABLE = "HUB_TEST_CHROMIUM"
FLAGS = (
    "--no-sandbox",  # its own sandbox cannot be made by root; the pages are ours
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium(say: Callable[[str], None]) -> Path:
    """The browser's program; ServerMissing with how to get one."""
    named = os.environ.get(VARIABLE)
    if named:
        if not Path(named).is_file():
            raise RuntimeError(f"{VARIABLE} names {named}, where there is no program")
        return Path(named)
    found = _installed() or install_package("chromium", _installed, say)
    if found is None:
        raise ServerMissing(f"Chromium: install it (Debian: apt-get install chromium), or set {VARIABLE}")
    return found


def _installed() -> Path | None:
    return next((Path(path) for name in _NAMES if (path := shutil.which(name))), None)
