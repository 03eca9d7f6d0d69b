"""A folder for a new agency works from the start, and `hub check` names everything that is wrong with one at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from connectors.agencies import BY_NAME
from connectors.manifest import AnsweredByFiles, Gives, Setting, Signs
from connectors.operations import RestOperation, SoapOperation
from hub.commands.agency_checks import agency_problems, all_problems
from mappings.format import load_formats

ROOT = Path(__file__).parents[3]
FORMATS = dict(load_formats())


def hub(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub.cli", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


ROW = (
    "  - {recipients: [pilot], services: [person-change], told_for: benefit, law: 669-IQ,"
    " fields: [fin, surname, given_name]}\n"
)


def test_a_new_agency_passes_the_check_once_an_act_is_named_and_touches_the_list_alone(tmp_path: Path) -> None:
    for room in ("connectors", "document_flow", "hub", "mappings", "routes"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    made = hub(tmp_path, "agencies", "new", "pilot", "--az", "Sınaq qurumu", "--en", "A pilot agency")
    asked = hub(tmp_path, "check", "--sandbox")
    with (tmp_path / "routes" / "recipients.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(ROW)
    checked = hub(tmp_path, "check", "--sandbox")

    assert (asked.returncode, asked.stdout.count("recipients.yaml gives it nothing")) == (1, 1), asked.stdout
    assert made.returncode == 0, made.stderr
    assert checked.returncode == 0, checked.stdout
    assert "pilot.person.update" in checked.stdout
    assert "pilot-persons" in checked.stdout
    changed = [path for path, content in before.items() if path.read_bytes() != content and path.suffix == ".py"]
    assert [path.relative_to(tmp_path).as_posix() for path in changed] == ["connectors/agencies/__init__.py"]
    assert hub(tmp_path, "agencies", "new", "pilot", "--az", "x", "--en", "x").returncode == 2


def test_all_that_is_wrong_with_a_manifest_is_named_at_once() -> None:
    din = BY_NAME["din"]
    (query,) = din.operations
    assert isinstance(query, SoapOperation)
    broken = replace(
        din,
        full_title=("Daxili İşlər Nazirliyi", ""),
        gives=(Gives("din.nothing.v1", "nothing", ("Heç nə", "Nothing")),),
        settings=(Setting("other_url"),),
        operations=(
            replace(query, request="Yoxdur", answer="BuDaYoxdur"),
            RestOperation(name="meis.person.update", path="/"),
        ),
        answers=tuple(replace(each, operation="din.other") for each in din.answers),
        answered_by_files=(AnsweredByFiles("utilities", "steam", "azersu.meter-file.v1"),),
    )

    assert list(agency_problems(broken, FORMATS)) == [
        "meis.person.update: does not begin with its name",
        "other_url: does not begin with its name",
        "din.other: is none of its operations",
        "azersu.meter-file.v1: answers utilities, and the agency does not give it",
        "steam: no answer has this field",
        "there is no format din.nothing.v1",
        "din.identity.query: the WSDL has no operation Yoxdur",
        "din.identity.query: the schema has no element BuDaYoxdur",
        "('Daxili İşlər Nazirliyi', ''): lacks a language",
    ]


def test_an_agency_that_signs_gives_no_files() -> None:
    filer = next(agency for agency in BY_NAME.values() for each in agency.gives if FORMATS[each.format].syntax == "csv")

    formats = FORMATS | dict.fromkeys(("hub.reply-file.v1",), FORMATS["bodies.notice.v1"])
    problems = list(agency_problems(replace(filer, signs=Signs("X-Signature")), formats))

    assert problems
    assert all(each.endswith("which nobody signs, and its manifest says that it signs") for each in problems)


def test_the_agencies_of_the_hub_are_whole() -> None:
    formats = FORMATS | dict.fromkeys(("hub.reply-file.v1",), FORMATS["bodies.notice.v1"])

    assert list(all_problems(formats)) == []
