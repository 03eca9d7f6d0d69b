"""The page for whoever fills the register first, typed as it stands: what it shows is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_tutorial import ROOT, Sandbox, blocks, typed
from tests.sandbox import free_port

ENGLISH, AZERBAIJANI = ROOT / "docs/how-to/join-four-bases.md", ROOT / "docs/how-to/join-four-bases.az.md"


@pytest.mark.parametrize(
    "page", [pytest.param(AZERBAIJANI, id="az"), pytest.param(ENGLISH, id="en", marks=pytest.mark.slow)]
)
def test_four_bases_are_joined_as_the_page_says(page: Path, tmp_path: Path) -> None:
    # Given a machine on which no hub runs
    alone = Sandbox(free_port(), free_port(), tmp_path / "data")
    shown = [line.rstrip() for block in blocks(page, "text") for line in block.splitlines()]

    # When all its commands are typed
    printed = typed(page, alone, tmp_path)

    # Then it shows what was printed, line by line and nothing else
    assert [line.rstrip() for line in printed.splitlines() if line.strip()] == [line for line in shown if line], printed


def test_both_languages_have_the_same_commands() -> None:
    def told(block: str) -> str:
        for word, instead in (
            ("HUB_LANG=en", "HUB_LANG=az"),
            ("^Persons", "^Şəxs"),
            ("^district", "^rayon"),
            ("^Work", "^İş"),
            ("by FIN|^linked", "FİN ilə|^əlaqələndirilib"),
        ):
            block = block.replace(word, instead)
        return block

    english, azerbaijani = blocks(ENGLISH, "bash"), blocks(AZERBAIJANI, "bash")

    assert [told(block) for block in english] == azerbaijani
    assert english != azerbaijani
