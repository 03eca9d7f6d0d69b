"""The pages keep up with the code: links lead somewhere, and every setting, command and dependency has its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from document_flow.documents.facts import Status
from document_flow.documents.registry import EVENT_NAMES
from document_flow.documents.tasks import TITLES
from hub.cli import PLACES, load
from hub.settings import NAMES

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_COMMAND = re.compile(r"\.venv/bin/hub ([a-z][a-z_-]+)(?: ([a-z_-]+))?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_table_of_settings_names_every_setting_and_no_other() -> None:
    table = (ROOT / "docs/how-to/settings.md").read_text(encoding="utf-8")

    named = set(re.findall(r"^\| `(HUB_[A-Z_]+)` \|", table, re.MULTILINE))

    assert named == {f"HUB_{name.upper()}" for name in NAMES}


def test_every_command_that_a_page_types_is_there() -> None:
    typed = {match for page in PAGES for match in _COMMAND.findall(page.read_text(encoding="utf-8"))}

    assert typed
    for command, second in typed:
        assert command in PLACES
        below = getattr(load(command), "commands", None)
        assert below is None or second in below, f"hub {command} {second}"


def test_the_life_of_a_document_names_every_status_task_and_event_and_no_other() -> None:
    page = (ROOT / "docs/document-life.md").read_text(encoding="utf-8")
    statuses, rest = page.split("\n| status |")[1].split("## Whom it waits for")
    tasks, events = rest.split("## On its path")[0], rest.split("## Events")[1]

    first_cells = " ".join(re.findall(r"^\| (`.+?`) \|", tasks, re.MULTILINE))

    assert set(re.findall(r"`([a-z_]+)` \|", statuses)) == set(Status)
    assert set(re.findall(r"`([a-z_]+)`", first_cells)) == set(TITLES)
    assert set(re.findall(r"`([a-z_]+)`", events)) == set(EVENT_NAMES)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs/decisions/0010-dependencies.md").read_text(encoding="utf-8")
    reasons = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| "))
    reasons = reasons.replace("-sdk, -exporter", "opentelemetry-sdk, opentelemetry-exporter")

    for requirement in project["dependencies"]:
        name = re.split(r"[\[><=; ]", requirement)[0]
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", reasons), name
