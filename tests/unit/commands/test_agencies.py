"""A folder for a new agency works from the start, and `hub check` names everything that is wrong with one at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from connectors.agencies import AGENCIES, BY_NAME, payers
from connectors.manifest import AnsweredByFiles, Gives, Says, Setting, Signs, Takes
from connectors.operations import RestOperation, SoapOperation
from hub.cli import app as whole
from hub.commands.agencies import app
from hub.commands.agency_checks import FOLDER, agency_problems, all_problems
from mappings.format import load_formats

FORMATS = dict(load_formats())


def test_a_name_that_is_taken_starts_no_agency() -> None:
    before = (FOLDER / "__init__.py").read_bytes()

    taken = CliRunner().invoke(app, ["new", "din", "--az", "x", "--en", "x"])

    assert (taken.exit_code, (FOLDER / "__init__.py").read_bytes()) == (2, before)


@pytest.mark.parametrize(("lang", "heading", "title"), [("az", "əməliyyatlar", 0), ("en", "operations", 1)])
def test_agencies_are_listed_in_the_language_that_was_asked_for(lang: str, heading: str, title: int) -> None:
    listed = CliRunner().invoke(whole, ["--lang", lang, "agencies", "list"], env={"COLUMNS": "250"})

    assert listed.exit_code == 0
    assert heading in listed.stdout
    assert [each.title[title] for each in AGENCIES if each.title[title] not in listed.stdout] == []


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
            RestOperation(name="meis.person.update", title=("ad", "name"), path="/"),
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


def test_whoever_pays_says_what_and_answers_by_codes_that_its_format_reads() -> None:
    agency, told, pays = next(payers())
    codes = {**pays.codes, "77": Says("retry", "again", ("təkrar", ""))}

    def problems(taken: Takes) -> list[str]:
        return list(agency_problems(replace(agency, takes=(taken,)), FORMATS))

    assert problems(told) == []
    silent = [f"{told.operation}: whoever takes payments says which, by `pays`, and nobody else does"]
    assert problems(replace(told, pays=None)) == problems(replace(told, flow="file-reply")) == silent
    assert problems(replace(told, pays=replace(pays, replies="din.identity.v1", codes=codes))) == [
        f"{told.operation}: din.identity.v1 are its answers, and the agency does not give it",
        f"{told.operation}: two of its codes are read as the same result, so nobody could tell which it said",
        *(f"{told.operation}: din.identity.v1 does not read its code {code} as {codes[code].result}" for code in codes),
        "('təkrar', ''): lacks a language",
    ]


def test_an_operation_has_a_title_by_which_people_read_of_it() -> None:
    agency = BY_NAME["din"]
    nameless = tuple(replace(each, title=None) for each in agency.operations)

    assert list(agency_problems(replace(agency, operations=nameless), FORMATS)) == [
        f"{each.name}: give it a `title`, by which people read of it, in both languages" for each in nameless
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
