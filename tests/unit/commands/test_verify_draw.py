"""`hub verify draw` as a family, a journalist or a court types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from document_flow.draws.state import Draw
from hub.cli import app
from tests.unit.document_flow.draws.logged import logged
from tests.unit.document_flow.draws.office import file_of
from tests.unit.document_flow.draws.tampering import COMPUTED_FILES, HAND_FILES, SOUND, File, tampered

BOTH = {**COMPUTED_FILES, **HAND_FILES}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    monkeypatch.setenv("HUB_LANG", "en")
    return tmp_path


def checked(folder: Path, content: str) -> Result:
    (folder / "draw.json").write_text(content, "utf-8")
    return CliRunner().invoke(app, ["verify", "draw", str(folder / "draw.json")])


@pytest.mark.parametrize("draw", SOUND.values(), ids=SOUND)
def test_an_honest_file_is_ok(draw: Draw, folder: Path) -> None:
    done = checked(folder, json.dumps(logged(dict(file_of(draw)))))

    assert (done.exit_code, done.stdout[:3]) == (0, "OK:")


@pytest.mark.parametrize(("draw", "change", "word", "_of_script"), BOTH.values(), ids=BOTH)
def test_a_changed_file_is_refused_and_what_is_wrong_is_named(
    draw: Draw, change: Callable[[File], Any], word: str, _of_script: str, folder: Path
) -> None:
    done = checked(folder, json.dumps(tampered(draw, change)))

    assert (done.exit_code, word in done.stdout) == (1, True), done.stdout


def test_a_file_that_is_not_in_the_log_yet_proves_nothing(folder: Path) -> None:
    done = checked(folder, json.dumps(file_of(next(iter(SOUND.values())))))

    assert (done.exit_code, "not in the log yet" in done.stdout) == (3, True)


def test_what_is_no_json_is_not_read(folder: Path) -> None:
    done = checked(folder, "{")

    assert (done.exit_code, "no JSON file" in done.stdout) == (2, True)
