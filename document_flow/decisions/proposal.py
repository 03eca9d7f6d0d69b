"""The door for a new version of a table: its DMN file and its test cases, read and checked, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from document_flow.decisions.case_file import read_cases
from document_flow.decisions.cases import Case, failures
from document_flow.decisions.check import check
from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.refusal import Problem, TableRefused
from document_flow.decisions.table import Table
from document_flow.words import Words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table without errors whose test cases are met. `notes` are what a lawyer should still look at."""

    table: Table
    cases: tuple[Case, ...]
    notes: tuple[Problem, ...]


def read_proposal(dmn: bytes, cases: str, labels: Mapping[str, Words], number: int) -> Proposal:
    """Read what is proposed as the version of that number; each case becomes one of it, whichever day it names.

    Raises TableRefused with all that is wrong with either file; cases are tried only on a table that can be read.
    """
    problems: list[Problem] = []
    table, found = _table(dmn, labels, problems), _cases(cases, number, problems)
    told = tuple(_told(table, found)) if table is not None else ()
    problems += [each for each in told if each.severity == "error"]
    if table is None or problems:
        raise TableRefused(tuple(problems))
    return Proposal(table, found, tuple(each for each in told if each.severity != "error"))


def _table(dmn: bytes, labels: Mapping[str, Words], problems: list[Problem]) -> Table | None:
    try:
        return replace(read_dmn(dmn), labels=labels)
    except TableRefused as refused:
        problems += refused.problems
        return None


def _cases(text: str, number: int, problems: list[Problem]) -> tuple[Case, ...]:
    try:
        found = read_cases(text)
    except TableRefused as refused:
        problems += refused.problems
        return ()
    if not found:
        problems.append(
            Problem(
                "decisions.no_cases",
                Words(
                    "sınaq halı yoxdur; cədvəlin nəyə gəlməli olduğunu göstərən ən azı bir hal yazın",
                    "there is no test case; write at least one that says what the table must come to",
                ),
                "cases.yaml",
            )
        )
    return tuple(replace(case, version=number) for case in found)


def _told(table: Table, cases: tuple[Case, ...]) -> Iterator[Problem]:
    yield from check(table)
    yield from failures(table, cases)
