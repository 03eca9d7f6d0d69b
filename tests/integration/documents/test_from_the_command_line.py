"""`hub documents` and `hub paths` against a hub that listens, as a person types them."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hubs import settings_for
from tests.integration.documents.conftest import Office, an_office
from tests.warm import WARM

ROOT = Path(__file__).parents[3]
SHORT = Path(__file__).parent / "short-letter.yaml"


@dataclass(frozen=True, slots=True)
class Desk:
    """A hub and a terminal beside it: `run` gives the exit status, what was printed, and what was said of errors."""

    office: Office
    folder: Path

    async def run(self, *words: str, **settings: str) -> tuple[int, str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        port = self.office.served.url.rpartition(":")[2]
        env = kept | {"HUB_PORT": port, "HUB_LANG": "en", "PYTHONPATH": str(ROOT), **settings}
        done = await asyncio.to_thread(WARM.run, "hub.cli", *words, env=env, cwd=self.folder)
        return done.returncode, done.stdout, done.stderr

    async def done(self, *words: str, **settings: str) -> str:
        status, printed, said = await self.run(*words, **settings)
        assert status == 0, said
        return printed

    async def path(self, file: str) -> str:
        """Sevinc proposes a version, Nigar agrees; what the first was told."""
        said = await self.done("paths", "save", file)
        await self.done("paths", "agree", said.split()[-1], "--as", "nigar")
        return said

    async def letter(self, kind: str = "outgoing") -> str:
        """The id of a draft of Rauf's."""
        (self.folder / "letter.txt").write_text("Ağalı kəndinə 40 ailə qayıdır.\n", "utf-8")
        words = ("Qayıdış haqqında", "--unit", "qayidis", "--file", "letter.txt", "--as", "rauf", "--id")
        to = ("--to", "97") if kind == "outgoing" else ()
        return (await self.done("documents", "new", kind, *words, *to)).strip()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    (tmp_path / "terminal").mkdir()
    async with an_office(settings_for(tmp_path / "data", port=0)) as office:
        yield Desk(office, tmp_path / "terminal")


async def test_a_letter_is_begun_looked_at_and_found_again_by_its_number(desk: Desk) -> None:
    (desk.folder / "scan.pdf").write_bytes(b"%PDF-1.7 a letter")
    begun = await desk.done(
        "documents",
        "new",
        "incoming",
        "Məskunlaşma",
        "--unit",
        "qayidis",
        "--file",
        "scan.pdf",
        "--from",
        "97",
        "--their-number",
        "97/M-7",
        "--their-day",
        "2026-11-20",
        "--restricted",
    )
    registered = await desk.done("documents", "register", begun.split()[0], "01-05")
    number = registered.split("№ ")[1].split(" ·")[0]

    shown = await desk.done("documents", "show", number)
    coded = json.loads(await desk.done("documents", "show", number, "--json"))
    in_azerbaijani = await desk.done("documents", "list", "--kind", "incoming", HUB_LANG="az")

    assert "incoming document · registered" in shown
    assert "← 97 № 97/M-7 20.11.2026" in shown
    assert "waits: A resolution is awaited from Elçin Məmmədli" in shown
    assert (coded["status"], coded["access"], coded["version"]) == ("registered", "restricted", 3)
    assert "daxil olan sənəd" in in_azerbaijani
    assert number in in_azerbaijani
    assert "a head (qayidis)" in await desk.done("documents", "inbox", "--as", "elcin")
    assert "Nothing waits for you." in await desk.done("documents", "inbox", "--as", "rauf")


async def test_a_letter_of_whoever_has_no_index_is_begun_by_the_name(desk: Desk) -> None:
    (desk.folder / "slip.pdf").write_bytes(b"%PDF-1.7 a slip")
    words = ("Təhvil bildirişi", "--unit", "qayidis", "--file", "slip.pdf", "--from-name", "Azərpoçt", "--id")
    letter = (await desk.done("documents", "new", "incoming", *words, "--their-number", "AP-7")).strip()

    assert "← Azərpoçt № AP-7" in await desk.done("documents", "show", letter)


async def test_what_is_not_there_or_has_moved_on_is_said_with_status_one(desk: Desk) -> None:
    letter = await desk.letter()

    unknown = await desk.run("documents", "show", "99-01-05/7/26")
    stale = await desk.run("documents", "submit", letter, "outgoing-letter", "--version", "1", "--as", "rauf")
    unsigned = await desk.run("documents", "signed", letter)
    no_page = await desk.run("documents", "print", letter, "minutes")

    assert (unknown[0], "documents.unknown" in unknown[2]) == (1, True)
    assert (stale[0], "documents.stale" in stale[2]) == (1, True)
    assert (unsigned[0], "documents.unsigned" in unsigned[2]) == (1, True)
    assert (no_page[0], "documents.nothing_to_print" in no_page[2]) == (1, True)
    assert not list(desk.folder.glob("*.pdf"))


async def test_what_cannot_be_a_command_is_refused_before_anything_is_asked(desk: Desk) -> None:
    letter = await desk.letter()

    no_pair = await desk.run("documents", "act", letter, "path", "approve", "note")
    no_file = await desk.run("documents", "new", "outgoing", "Nothing", "--unit", "qayidis")

    assert (no_pair[0], no_file[0]) == (2, 2)


async def test_a_path_is_taken_changed_saved_and_a_letter_moved_to_it(desk: Desk) -> None:
    (desk.folder / "short.yaml").write_bytes(SHORT.read_bytes())
    await desk.path("short.yaml")
    letter = await desk.letter("internal")
    await desk.done("documents", "submit", letter, "short-letter", "--as", "rauf")
    await desk.done("paths", "source", "short-letter", "--out", "taken.yaml")
    taken = (desk.folder / "taken.yaml").read_text("utf-8")
    (desk.folder / "broken.yaml").write_text(taken.replace("rule: any", "rule: some"), "utf-8")
    (desk.folder / "taken.yaml").write_text(taken.replace("due: 3", "due: 5"), "utf-8")

    broken = await desk.run("paths", "save", "broken.yaml")
    saved = await desk.path("taken.yaml")
    preview = await desk.done("documents", "move", letter, "short-letter", "--dry-run")
    await desk.done("documents", "move", letter, "short-letter", "--reason", "Vaxt azdır")

    assert (broken[0], "stages[1].rule" in broken[1]) == (1, True)
    assert "short-letter v2" in saved
    assert "short-letter v2" in await desk.done("paths", "list")
    assert preview.splitlines() == [
        "short-letter v1 → short-letter v2",
        "stay: none",
        "fall: none",
        "asked anew: none",
        "not asked any more: none",
        "goes on at: Lawyer's visa",
    ]
    history = await desk.done("documents", "history", letter)
    assert "moved to another version of its path  Sevinc Rəhimli  Vaxt azdır" in history
    assert "✓ The history is whole: 7" in history
    assert "5 working days" in await desk.done("documents", "term", letter)


async def test_a_file_that_nobody_signed_is_not_valid(desk: Desk) -> None:
    (desk.folder / "plain.pdf").write_bytes(b"%PDF-1.7 not signed")

    status, printed, said = await desk.run("documents", "verify", "plain.pdf")

    assert status == 1
    assert printed + said


async def test_a_session_of_the_hub_opens_the_door_where_nobody_is_named(desk: Desk) -> None:
    letter = await desk.letter()

    mine = await desk.run("documents", "show", letter, HUB_API_KEY="sandbox-rauf")
    nobodys = await desk.run("documents", "show", letter, HUB_API_KEY="sandbox-nobody")

    assert mine[0] == 0
    assert (nobodys[0], "access." in nobodys[2]) == (1, True)


async def test_legal_time_moves_by_steps_and_says_the_day(desk: Desk) -> None:
    await desk.done("sandbox", "time", "+30d")

    said = await desk.done("sandbox", "time", "+12h")

    assert "(+30d 12h)" in said
    status, _, refused = await desk.run("sandbox", "time", "-3d")
    assert status == 2
    assert refused
