"""The page for lawyers, typed as it stands: a decree enters into force, and what the page shows is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_tutorial import ROOT, Sandbox, blocks, sandbox, typed

__all__ = ["sandbox"]

ENGLISH, AZERBAIJANI = ROOT / "docs/how-to/new-decree.md", ROOT / "docs/how-to/new-decree.az.md"


@pytest.mark.parametrize(
    "page", [pytest.param(AZERBAIJANI, id="az"), pytest.param(ENGLISH, id="en", marks=pytest.mark.slow)]
)
def test_a_decree_enters_into_force_as_the_page_says(page: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    # Given a hub just started
    shown = [line for block in blocks(page, "text") for line in block.splitlines()]

    # When all its commands are typed
    printed = typed(page, sandbox, tmp_path)

    # Then it shows what was printed, line by line and nothing else
    assert printed.splitlines() == shown, printed


def test_both_languages_have_the_same_commands() -> None:
    english, azerbaijani = blocks(ENGLISH, "bash"), blocks(AZERBAIJANI, "bash")

    def told(block: str) -> str:
        for word, instead in (
            ("HUB_LANG=en", "HUB_LANG=az"),
            ("more words for curl", "curl-ün əlavə sözləri"),
            ('"status_word": "draft"', '"status_word": "layihə"'),
        ):
            block = block.replace(word, instead)
        return block

    assert [told(block) for block in english] == azerbaijani
    assert english != azerbaijani
