"""Finds in the code of the hub every statement whose behaviour under two sessions PostgreSQL decides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HUB = Path(__file__).parents[3] / "hub"
DIALECT = ("store/tx.py", "store/dialect.py")
"""Where the tokens are described and filled in."""
DECIDED_THERE = re.compile(r"\{\{?(?:lock|share) \w+\}|\bON CONFLICT\b|\bFOR UPDATE\b|\bSKIP LOCKED\b|\bpg_advisory")


def places() -> set[str]:
    """`file.py: function`, or the name that a module gives the text, each once however many statements it has."""
    return {
        f"{path.relative_to(HUB)}: {where}"
        for path in sorted(HUB.rglob("*.py"))
        if str(path.relative_to(HUB)) not in DIALECT
        for where in of_source(path.read_text())
    }


def of_source(source: str) -> set[str]:
    """The same of one file's text."""
    return {where for where, text in _texts(ast.parse(source), "") if DECIDED_THERE.search(text)}


def texts_of(source: str, place: str) -> list[str]:
    """Every text of SQL and else that stands at that place."""
    return [text for where, text in _texts(ast.parse(source), "") if where == place]


def _texts(node: ast.AST, where: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from _texts(child, f"{where}.{child.name}".lstrip("."))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if not where:
                yield from _texts(child, name)
            case ast.Expr(value=ast.Constant(value=str())):
                pass  # a docstring
            case ast.Constant(value=str(text)):
                yield where, text
            case _:
                yield from _texts(child, where)
