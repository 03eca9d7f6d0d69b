"""`hub paths check|draw`: what is wrong with a path, all of it, and what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from hub.cli import app

SAMPLE = Path(str(files("document_flow.paths").joinpath("samples", "outgoing-letter.yaml")))


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """The command line in English; afterwards the logs no longer go to its closed output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_LANG", "en")
    yield lambda *words: CliRunner().invoke(app, ["paths", *(str(word) for word in words)])
    structlog.reset_defaults()


def test_a_sound_path_is_named_with_its_stages_and_hash(cli: Callable[..., Any]) -> None:
    shown = cli("check", SAMPLE)

    assert shown.exit_code == 0, shown.output
    assert "outgoing-letter, 5 stages, sha256" in shown.output


def test_every_mistake_of_every_file_is_listed_with_its_line(
    tmp_path: Path, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.yaml"
    text = SAMPLE.read_text("utf-8").replace("act: seal", "act: stamp").replace("due: 3", "due: 0")
    broken.write_text(text, "utf-8")
    line = text[: text.index("due: 0")].count("\n") + 1

    shown = cli("check", broken, SAMPLE)
    monkeypatch.setenv("HUB_LANG", "az")
    in_azerbaijani = cli("check", broken)

    assert shown.exit_code == 1
    assert f"broken.yaml:{line}: stages[1].due: 0 is too small" in shown.output
    assert "stages[5].act: 'stamp' is not known" in shown.output
    assert "outgoing-letter, 5 stages" in shown.output
    assert "tanınmır" in in_azerbaijani.output


def test_a_path_with_one_stage_and_one_that_is_no_text(tmp_path: Path, cli: Callable[..., Any]) -> None:
    one, binary = tmp_path / "one.yaml", tmp_path / "binary.yaml"
    text = SAMPLE.read_text("utf-8")
    one.write_text(text[: text.index("  - id: chief-lawyer")], "utf-8")
    binary.write_bytes(b"path: \xff")

    assert "1 stage," in cli("check", one).output
    refused = cli("check", binary)

    assert refused.exit_code == 1
    assert "not in UTF-8" in refused.output


def test_what_is_no_yaml_is_refused_at_its_line(tmp_path: Path, cli: Callable[..., Any]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("path: [\n", "utf-8")

    assert "broken.yaml:2: this line is no YAML" in cli("check", broken).output


def test_a_picture_goes_to_the_output_or_a_file(tmp_path: Path, cli: Callable[..., Any]) -> None:
    out = tmp_path / "path.svg"

    shown, written = cli("draw", SAMPLE), cli("draw", SAMPLE, "--out", out)

    assert shown.exit_code == written.exit_code == 0
    assert shown.output == out.read_text("utf-8")
    assert shown.output.startswith("<svg")
    assert "Outgoing letter" in shown.output


def test_no_picture_of_a_wrong_path_and_none_where_it_cannot_be_written(
    tmp_path: Path, cli: Callable[..., Any]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("path: x\n", "utf-8")

    wrong, nowhere = cli("draw", broken), cli("draw", SAMPLE, "--out", tmp_path / "none" / "path.svg")

    assert wrong.exit_code == 1
    assert "<svg" not in wrong.output
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.output
