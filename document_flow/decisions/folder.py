"""A table's folder: `table.yaml` (title, acts, versions), a DMN file for each version, and `cases.yaml`.

id: appeal-term
title: {az: …, en: …}
facts:                              # what people call the facts and outputs; optional
  rayon: {az: Rayon, en: District}
versions:
  - number: 1
    file: 1.dmn
    act: {id: "1308-IVQ", title: {az: …, en: …}, day: 2015-09-30}
    authors: [a.login]
    status: in_force                # draft, adopted, in_force, repealed
    valid_from: 2015-09-30
    adoption: {second: b.login, adopted_by: …, day: 2015-09-30}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

from document_flow.decisions.case_file import read_cases
from document_flow.decisions.cases import Case, failures
from document_flow.decisions.check import check
from document_flow.decisions.dmn import MOST_BYTES, read_dmn
from document_flow.decisions.refusal import Problem, TableRefused
from document_flow.decisions.table import Table
from document_flow.decisions.versions import Act, Adoption, Status, TableVersion, TableVersions, gap_problems, meeting
from document_flow.second_person import refuse_same_person
from document_flow.sheet import Entry, SheetRefused, read_sheet
from document_flow.words import Words

TABLE_FILE = "table.yaml"
CASES_FILE = "cases.yaml"
_STATUSES: dict[str, Status] = {status: status for status in get_args(Status)}


def tables_in(folder: Path) -> tuple[Path, ...]:
    """The table folders there: the folder itself where it is one, else those right under it, by name."""
    if (folder / TABLE_FILE).is_file():
        return (folder,)
    return tuple(sorted(each.parent for each in folder.glob(f"*/{TABLE_FILE}")))


def load(folder: Path) -> TableVersions:
    """Read a table's folder. Raises TableRefused with all that keeps it from being read; see `check_versions` too."""
    files = {
        each.name: each.read_bytes() if each.stat().st_size <= MOST_BYTES else b""
        for each in sorted(folder.iterdir())
        if each.is_file() and each.suffix in (".yaml", ".dmn")
    }
    return read_folder(files)


def read_folder(files: Mapping[str, bytes]) -> TableVersions:
    """Read a table from its files by name. Raises TableRefused."""
    problems: list[Problem] = []
    try:
        made = _read(files, problems)
    except SheetRefused as refused:
        problems += [
            Problem(refused.code, each.words, f"{TABLE_FILE}, line {each.line}, {each.place or 'top'}")
            for each in refused.problems
        ]
    except TableRefused as refused:
        problems += refused.problems
    if problems:
        raise TableRefused(tuple(problems))
    return made


def check_versions(made: TableVersions) -> tuple[Problem, ...]:
    """All that is wrong with versions that could be read: each table's check, the dates, the signatures, the cases."""
    return tuple(_problems(made))


def version_for(made: TableVersions, case: Case) -> TableVersion | None:
    """The version that a case is about: the one it names, else the law of its day, else the newest."""
    if case.version is not None:
        return made.version(case.version)
    if case.as_of is not None:
        return made.on(case.as_of)
    return made.versions[-1] if made.versions else None


def cases_of(made: TableVersions, number: int) -> tuple[Case, ...]:
    """The cases that are about the version of that number, each naming it."""
    about = ((case, version_for(made, case)) for case in made.cases)
    return tuple(replace(case, version=number) for case, version in about if version and version.number == number)


def _read(files: Mapping[str, bytes], problems: list[Problem]) -> TableVersions:
    sheet = read_sheet(_text(files, TABLE_FILE), "decisions.table_yaml")
    id_, title = sheet.text("id"), sheet.words("title")
    labels = sheet.mapped("facts", Entry.words)
    versions = tuple(
        version for entry in sheet.entries("versions") if (version := _version(entry, files, labels, problems))
    )
    sheet.done()
    sheet.findings.refuse_if_any()
    cases = read_cases(_text(files, CASES_FILE)) if CASES_FILE in files else ()
    return TableVersions(id_, title, versions, cases)


def _version(
    entry: Entry, files: Mapping[str, bytes], labels: Mapping[str, Words], problems: list[Problem]
) -> TableVersion | None:
    number, file = entry.whole("number", least=1), entry.text("file")
    made = TableVersion(
        number,
        table=Table("", "", ()),
        act=_act(entry),
        authors=entry.texts("authors"),
        status=_STATUSES.get(entry.one_of("status", _STATUSES), "draft"),
        adoption=_adoption(entry),
        valid_from=entry.day("valid_from") if entry.has("valid_from") else None,
        valid_to=entry.day("valid_to") if entry.has("valid_to") else None,
    )
    entry.done()
    try:
        table = read_dmn(_bytes(files, file, place="file"))
    except TableRefused as refused:
        problems += [replace(each, place=f"{file}, {each.place}") for each in refused.problems]
        return None
    return replace(made, table=replace(table, labels=labels))


def _act(entry: Entry) -> Act:
    act = entry.entry("act")
    if act is None:
        return Act("", Words("", ""))
    made = Act(act.text("id"), act.words("title"), act.day("day") if act.has("day") else None)
    act.done()
    return made


def _adoption(entry: Entry) -> Adoption | None:
    adoption = entry.entry("adoption", optional=True)
    if adoption is None:
        return None
    made = Adoption(
        adoption.text("second"),
        adoption.text("adopted_by"),
        adoption.day("day"),
        adoption.text("replay", default=""),
        adoption.text("signature", default=""),
    )
    adoption.done()
    return made


def _problems(made: TableVersions) -> Iterator[Problem]:
    for version in made.versions:
        for problem in check(version.table):
            yield replace(problem, place=f"{version.number}, {problem.place}")
        yield from _standing(version)
    for one, other in meeting(made.versions):
        words = Words(f"{one} və {other} eyni gündə qüvvədədir", f"{one} and {other} are in force on the same day")
        yield Problem("decisions.two_in_force", words, TABLE_FILE)
    yield from gap_problems(made, TABLE_FILE)
    if len({version.number for version in made.versions}) < len(made.versions):
        words = Words("bir nömrə iki versiyaya verilib", "two versions have the same number")
        yield Problem("decisions.number_twice", words, TABLE_FILE)
    for case in made.cases:
        yield from _case(made, case)


def _standing(version: TableVersion) -> Iterator[Problem]:
    place = f"{TABLE_FILE}, version {version.number}"
    if version.status == "draft":
        return
    second = version.adoption.second if version.adoption is not None else ""
    if refused := refuse_same_person(second, version.authors):
        yield Problem(refused.code, refused.words, f"{place}, adoption.second")
    if version.status != "adopted" and version.valid_from is None:
        words = Words("qüvvəyə minmə günü yoxdur (valid_from)", "the first day in force is missing (valid_from)")
        yield Problem("decisions.no_day", words, place)


def _case(made: TableVersions, case: Case) -> Iterator[Problem]:
    version = version_for(made, case)
    if version is None:
        words = Words("bu hal üçün versiya yoxdur", "there is no version for this case")
        yield Problem("check.case", words, f"{CASES_FILE}, {case.name}")
    else:
        yield from failures(version.table, (case,))


def _bytes(files: Mapping[str, bytes], name: str, place: str = "") -> bytes:
    if name not in files:
        words = Words(f"qovluqda {name} faylı yoxdur", f"there is no file {name} in the folder")
        raise TableRefused((Problem("decisions.no_file", words, place or name),))
    return files[name]


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return _bytes(files, name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = Words("fayl UTF-8 deyil", "the file is not in UTF-8")
        raise TableRefused((Problem("decisions.encoding", words, name),)) from error
