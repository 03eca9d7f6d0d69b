"""A published draw is recomputed by our code and by the script that has none of it; both refuse what was changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from document_flow.draws.state import Draw
from document_flow.draws.verifying import verify
from tests.unit.document_flow.draws.logged import SCRIPT, logged
from tests.unit.document_flow.draws.office import file_of, frozen
from tests.unit.document_flow.draws.tampering import (
    COMPUTED_FILES,
    DEEPER_FILES,
    HAND_FILES,
    SOUND,
    File,
    tampered,
)

Change = Callable[[File], Any]
BOTH = {**COMPUTED_FILES, **HAND_FILES}


def checked(file: Path, said: Any) -> tuple[int, str]:
    """The script's exit status and what it prints."""
    file.write_text(json.dumps(said), "utf-8")
    done = subprocess.run([sys.executable, "-I", SCRIPT, file], check=False, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("draw", [*SOUND.values(), frozen()], ids=[*SOUND, "frozen"])
def test_an_honest_file_is_found_whole_by_both(draw: Draw, tmp_path: Path) -> None:
    assert verify(file_of(draw)) == ()
    status, said = checked(tmp_path / "draw.json", logged(dict(file_of(draw))))
    assert (status, said[:3]) == (0, "OK:")


def test_a_file_that_is_not_in_the_log_yet_is_not_ok(tmp_path: Path) -> None:
    status, said = checked(tmp_path / "draw.json", file_of(frozen()))

    assert (status, "not in the log yet" in said) == (3, True)


@pytest.mark.parametrize(("draw", "change", "word", "of_script"), BOTH.values(), ids=BOTH)
def test_a_changed_file_is_refused_by_both_and_each_names_what_is_wrong(
    draw: Draw, change: Change, word: str, of_script: str, tmp_path: Path
) -> None:
    said = tampered(draw, change)

    assert word in " ".join(each.en for each in verify(said))
    status, printed = checked(tmp_path / "draw.json", said)
    assert (status, of_script in printed) == (1, True), printed


@pytest.mark.parametrize(("draw", "change", "word"), DEEPER_FILES.values(), ids=DEEPER_FILES)
def test_every_disagreement_is_named(draw: Draw, change: Change, word: str) -> None:
    assert word in " ".join(each.en for each in verify(tampered(draw, change)))


@pytest.mark.parametrize("said", [None, [], {}, "x", {"fixed": {}}])
def test_what_is_no_published_draw_is_said_to_be_none(said: Any) -> None:
    assert ["no published draw" in each.en for each in verify(said)] == [True]


def test_each_sentence_is_said_in_both_languages() -> None:
    said = [each for draw, change, *_ in BOTH.values() for each in verify(tampered(draw, change))]

    assert all(each.az and each.en and each.az != each.en for each in said)


def test_the_script_is_short_and_needs_nothing_else() -> None:
    text = SCRIPT.read_text("utf-8")
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))}

    assert len(text.splitlines()) <= 370, (
        "read in one sitting; a third of it is the log's signature (RFC 8032, RFC 9162)"
    )
    assert imported <= sys.stdlib_module_names
