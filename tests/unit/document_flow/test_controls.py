"""Control and direction signs are taken out, or written out, and nothing else is."""

from __future__ import annotations

import io

from document_flow.controls import CONTROLS, without_controls, written_out
from hub.commands.servers.terminal import Terminal

PLAIN = "Ağalı\tkəndi\nşəhər 🏠 عربى"
EVIL = "a\x1b[2Jb\u202ecod.exe\u2066\x9b\x00"


def test_what_people_write_has_none_of_them() -> None:
    assert CONTROLS.search(PLAIN) is None
    assert without_controls(PLAIN) == written_out(PLAIN) == PLAIN


def test_each_of_them_is_taken_out_or_written_out() -> None:
    assert without_controls(EVIL) == "a[2Jbcod.exe"
    assert written_out(EVIL) == "a\\u001b[2Jb\\u202ecod.exe\\u2066\\u009b\\u0000"


def test_a_command_prints_them_written_out_and_keeps_its_own_colours() -> None:
    out = io.StringIO()

    Terminal(file=out, force_terminal=True, color_system="standard").print(EVIL, style="red", markup=False)

    assert "\x1b[31m" in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()
    assert "\\u202e" in out.getvalue()
