"""What `hub run` says on a terminal after its greeting."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from hub.api.metrics import Known
from hub.commands.servers.screen import Screen, screen_or_log, summary
from hub.settings import Settings
from hub.store.key_file import new_key, write_key_file
from tests.sandbox import free_port

ROOT = Path(__file__).resolve().parents[3]
_WARNING = {"event": "security_event", "level": "warning", "timestamp": "2026-01-05T00:00:00Z", "kind": "unknown_key"}


def known(**depths: int) -> Known:
    totals = [
        {"kind": "message.accepted", "label": "justice.civil-act.v1", "n": 1200},
        {"kind": "message.accepted", "label": "register.person-change.v1", "n": 700},
        {"kind": "delivery.delivered", "label": "register", "n": 1199},
        {"kind": "delivery.failed", "label": "register", "n": 3},
    ]
    states = [{"state": state, "n": count} for state, count in depths.items()]
    return Known(
        now=0,
        totals=totals,
        depths=states,
        operations=[],
        unmerged=0,
        aside=0,
        unanchored_since=None,
        defects=[],
        alerts=0,
    )


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def screen(written: io.StringIO) -> Screen:
    return Screen(Console(file=written, width=40, force_terminal=True, color_system=None), "en")


def test_the_summary_counts_what_parties_sent_and_what_is_open_now() -> None:
    found = known(retrying=1, failed=2, due=0)

    english = summary(found, "en").replace("\N{NO-BREAK SPACE}", " ")

    assert english == "1 200 accepted · 1 199 delivered · 1 will be sent again · 2 failed"
    assert summary(found, "az").endswith("çatdırıldı · 1 təkrar göndəriləcək · 2 uğursuz")


def test_the_counting_line_is_written_over_and_never_wraps(screen: Screen, written: io.StringIO) -> None:
    screen.count(known(retrying=1, failed=2))
    screen.count(known(retrying=1, failed=2))

    lines = written.getvalue().split("\r\x1b[2K")[1:]
    assert len(lines) == 2
    assert all(len(line) < 40 and "\n" not in line for line in lines)


def test_a_warning_stands_above_the_counting_line_and_is_not_repeated(screen: Screen, written: io.StringIO) -> None:
    screen.count(known())
    screen.show(_WARNING)
    screen.show(_WARNING)
    screen.show({"event": "delivery_settled", "level": "info", "timestamp": "2026-01-05T00:00:00Z"})

    shown = re.sub(r"\r\x1b\[2K", "|", written.getvalue())
    assert shown.count("Security event: unknown_key.\n|1") == 1
    assert shown.count("Security event") == 1


def test_without_a_terminal_the_log_stays_on_standard_error(tmp_path: Path) -> None:
    with screen_or_log(Console(file=io.StringIO()), Settings(data=tmp_path)) as found:
        assert found is None

    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_hub_run_counts_and_keeps_its_log_in_a_file(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    write_key_file(tmp_path / "data.key", (new_key(),))
    kept["HUB_DATA_KEY_FILE"] = str(tmp_path / "data.key")
    terminal, inside = pty.openpty()
    hub = subprocess.Popen(
        [sys.executable, "-m", "hub.cli", "run"],
        cwd=ROOT,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env=kept | {"HUB_DATA": str(tmp_path), "HUB_PORT": str(free_port()), "HUB_LANG": "en", "TERM": "xterm"},
    )
    os.close(inside)
    shown = _read_until(terminal, b"0 accepted \xc2\xb7 0 delivered")
    hub.terminate()
    shown += _read_until(terminal, b"Stopping")

    assert hub.wait(20) == 0
    os.close(terminal)
    assert b"is ready" in shown
    assert b'"event"' not in shown
    assert '"event": "stopping"' in (tmp_path / "hub.log").read_text()


def _read_until(terminal: int, wanted: bytes, seconds: float = 60.0) -> bytes:
    found, deadline = b"", time.monotonic() + seconds
    while wanted not in found:
        assert time.monotonic() < deadline, found
        if select.select([terminal], [], [], 0.2)[0]:
            found += os.read(terminal, 65536)
    return found
