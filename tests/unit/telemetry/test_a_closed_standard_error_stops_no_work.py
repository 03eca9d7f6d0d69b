"""A process whose standard error is gone goes on working."""

from __future__ import annotations

import io

import pytest
import structlog

from hub.telemetry import configure_logging


def test_a_line_that_cannot_be_written_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = io.StringIO()
    gone.close()
    monkeypatch.setattr("sys.stderr", gone)
    configure_logging("INFO")

    structlog.get_logger("hub.test.gone").warning("duty_hindered", reason="nobody listens")
