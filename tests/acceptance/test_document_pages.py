"""The pages for clerks, lawyers and agencies, typed in a new sandbox: what each shows is all that is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_tutorial import ROOT, Sandbox, blocks, sandbox, shape, typed

__all__ = ["sandbox"]

FOLDER = ROOT / "docs" / "how-to"
PAGES = (
    "change-a-path",
    "register-and-resolve",
    "send-a-letter",
    "sign-and-verify",
    "citizens-appeals",
    "stand-ins-and-handover",
    "be-asked-by-soap",
    "call-by-xroad",
    "ask-many-at-once",
    "issue-a-certificate",
    "give-the-status",
    "visit-a-family",
    "count-the-register",
    "answer-at-the-hotline",
    "receive-citizens",
    "add-a-programme",
)
AZERBAIJANI = [FOLDER / f"{name}.az.md" for name in PAGES]
ENGLISH = [FOLDER / f"{name}.md" for name in PAGES]
QUICK = (AZERBAIJANI[-1],)
"""Typed by every `make test`; the others take minutes together."""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.name.removesuffix(".md"), marks=() if page in QUICK else pytest.mark.slow)
        for page in (*AZERBAIJANI, *ENGLISH)
    ],
)
def test_the_page_does_what_it_says(page: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    # Given a hub just started, and what the page shows
    shown = [shape(line) for block in blocks(page, "text") for line in block.splitlines()]

    # When all its commands are typed
    printed = typed(page, sandbox, tmp_path)

    # Then it shows what was printed, line by line and nothing else
    assert [shape(line) for line in printed.splitlines()] == shown, printed


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_commands(name: str) -> None:
    english, azerbaijani = blocks(FOLDER / f"{name}.md", "bash"), blocks(FOLDER / f"{name}.az.md", "bash")

    assert [block.replace("HUB_LANG=en", "HUB_LANG=az") for block in english] == azerbaijani
    assert english != azerbaijani
