"""The console's own rules: it speaks to no database, and its templates can be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from document_flow.form import Input

CONSOLE = Path(__file__).parents[3] / "hub" / "console"
STATEMENTS = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH RECURSIVE ")
CALLS = frozenset(("fetch", "execute", "many", "insert", "select"))
NOT_YET = ("documents/",)


def _speaks_sql(source: str) -> Iterator[str]:
    """Lines that hold a statement, or hand one to a transaction."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(STATEMENTS):
            yield f"{node.lineno}: {node.value[:60]}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "tx":
                yield f"{node.lineno}: tx.{node.func.attr}"


def test_the_console_holds_no_statements_because_one_reading_serves_page_api_and_command_line() -> None:
    found = [
        f"{file.relative_to(CONSOLE)}:{line}"
        for file in sorted(CONSOLE.rglob("*.py"))
        for line in _speaks_sql(file.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "rows = await tx.fetch(SQL)",
        'SQL = "SELECT id FROM messages"',
        'SQL = f"DELETE FROM sessions WHERE login = {who}"',
    ],
)
def test_a_statement_is_found_wherever_it_stands(source: str) -> None:
    assert list(_speaks_sql(source))


def test_no_line_of_a_template_is_longer_than_a_line_of_code() -> None:
    long = [
        f"{file.relative_to(CONSOLE.parent)}:{number}"
        for file in sorted(CONSOLE.parent.rglob("*.html"))
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if len(line) > 120
    ]

    assert long == []


def test_every_input_that_an_act_may_ask_for_has_its_attributes() -> None:
    form = (CONSOLE / "templates/documents/doing.html").read_text()

    assert [each for each in get_args(Input) if f'"{each}"' not in form] == []
