"""The pages for clerks, lawyers, agencies and developers, typed in a new sandbox: what each shows is all
that is printed.

Each costs a hub of its own, so a day has one of two neighbours typed, in one of the two languages; a soak all. The
legal day on which a page is typed is drawn: today, or one of those that are hard to count over.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from connectors.seed_officials import FINS, NAMES
from tests.acceptance import days
from tests.acceptance.test_tutorial import ROOT, Sandbox, blocks, running, shape, typed
from tests.sandbox import free_port
from tests.warm import WARM

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
    "utilities-lists",
    "visit-a-family",
    "survey-families",
    "count-the-register",
    "answer-at-the-hotline",
    "receive-citizens",
    "see-who-saw-my-data",
    "add-a-programme",
    "check-a-decree-first",
    "run-the-allowance-month",
    "run-the-return",
    "hold-a-draw",
    "add-an-agency",
    "enter-a-person-without-a-fin",
)
CHANGE_THE_CODE = ("add-an-agency",)
"""Typed in a copy of the code, where they start the hub themselves."""
QUICK = "add-a-programme"
"""Typed by every `make test`; the others take minutes together."""


def _marks(name: str) -> list[pytest.MarkDecorator]:
    pair = name if name == QUICK else f"pair {PAGES.index(name) // 2}"
    typed_by_turns = pytest.mark.campaign(sample=1, of=pair)
    return [typed_by_turns] if name == QUICK else [typed_by_turns, pytest.mark.slow]


@pytest.fixture
def house(page: str, tmp_path: Path) -> Iterator[Sandbox]:
    """A hub just started; for a page that starts it itself, its ports and a copy of the code."""
    if page.partition(".")[0] not in CHANGE_THE_CODE:
        with running(tmp_path, warm=True) as started:
            yield started
        return
    for room in ("connectors", "document_flow", "hub", "mappings", "routes"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    yield Sandbox(free_port(), free_port(), tmp_path / "data")


def begins_on(house: Sandbox, day: date) -> None:
    """Let legal time stand on that day, at the hour that it is."""
    ahead = f"+{(day - days.today()).days}d"
    WARM.run("hub.cli", "sandbox", "time", ahead, env=house.environment()).check_returncode()


@pytest.fixture
def day(page: str, pytestconfig: pytest.Config) -> str:
    return random.Random(f"{pytestconfig.getoption('campaign_seed')} {page}").choice(("today", *days.NAMES))


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "page", [pytest.param(f"{name}{lang}", marks=_marks(name)) for name in PAGES for lang in (".az", "")]
)
def test_the_page_does_what_it_says(page: str, day: str, house: Sandbox, tmp_path: Path) -> None:
    # Given a hub just started, on that legal day, and what the page shows
    if day != "today" and page.partition(".")[0] not in CHANGE_THE_CODE:
        begins_on(house, days.day_called(day))
    path = FOLDER / f"{page}.md"
    shown = [shape(line) for block in blocks(path, "text") for line in block.splitlines()]

    # When all its commands are typed
    printed = typed(path, house, tmp_path, warm=page.partition(".")[0] not in CHANGE_THE_CODE)

    # Then it shows what was printed, line by line and nothing else
    assert [shape(line) for line in printed.splitlines()] == shown, f"{day}\n{printed}"


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_commands(name: str) -> None:
    english, azerbaijani = blocks(FOLDER / f"{name}.md", "bash"), blocks(FOLDER / f"{name}.az.md", "bash")

    assert [block.replace("HUB_LANG=en", "HUB_LANG=az") for block in english] == azerbaijani
    assert english != azerbaijani


def test_no_two_pages_use_the_same_person() -> None:
    used = Counter(fin for page in FOLDER.glob("*.md") if ".az." not in page.name for fin in _people(page))

    assert [fin for fin, pages in used.items() if pages > 1] == []


def _people(page: Path) -> set[str]:
    """The FINs that it types; not the codes by which officials sign."""
    typed_words = re.findall(r"\b[0-9A-Z]{7}\b", "\n".join(blocks(page, "bash")))
    return {word for word in typed_words if re.search(r"\d", word) and re.search("[A-Z]", word)} - {*FINS.values()}


def test_whoever_a_page_names_beside_a_login_is_that_login() -> None:
    rows = [line for page in FOLDER.glob("*.md") for line in page.read_text(encoding="utf-8").splitlines()]
    named = [
        (row, login)
        for row in rows
        for login in re.findall(r"\| `(?:sandbox-)?([a-z0-9-]+)` \|", row)
        if login in NAMES
    ]

    assert len(named) > 20
    assert [row for row, login in named if NAMES[login] not in row] == []
