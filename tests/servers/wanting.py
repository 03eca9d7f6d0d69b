"""What a test says that lacks a server or a browser: it is skipped with a text that says how; in CI it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

WANTING = "want of a server: "


def in_ci() -> bool:
    """True where a missing server is a failure instead of a skip."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def skip_or_fail(missing: Exception) -> NoReturn:
    """End the test that lacks it."""
    if in_ci():
        pytest.fail(f"CI must have every server and browser. {missing}", pytrace=False)
    pytest.skip(f"{WANTING}{missing}")
