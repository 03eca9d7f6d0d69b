"""Small tables for tests: columns as `name: type`, rules as cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.sfeel import compile_literal, compile_test
from document_flow.decisions.table import Column, Decision, HitPolicy, Output, Rule, Table

RESULT = {"nəticə": "string"}


def columns(kinds: Mapping[str, FactType], allowed: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    listed = allowed or {}
    return tuple(
        Column(f"in_{number}", "", fact, kind, compile_test(listed[fact], kind) if fact in listed else None)
        for number, (fact, kind) in enumerate(kinds.items())
    )


def decision(
    kinds: Mapping[str, FactType],
    *rows: Sequence[str],
    policy: HitPolicy = "UNIQUE",
    allowed: Mapping[str, str] | None = None,
    basis: str = "maddə",
) -> Decision:
    """The last cell of a row is its output, a text."""
    inputs = columns(kinds, allowed)
    rules = tuple(
        Rule(
            f"rule_{number}",
            tuple(compile_test(cell, column.kind) for cell, column in zip(row[:-1], inputs, strict=True)),
            (compile_literal(f'"{row[-1]}"', "string"),),
            basis,
        )
        for number, row in enumerate(rows, 1)
    )
    return Decision("d", "Qərar", policy, inputs, (Output("out", "", "nəticə", "string"),), rules)


def table(
    kinds: Mapping[str, FactType],
    *rows: Sequence[str],
    policy: HitPolicy = "UNIQUE",
    allowed: Mapping[str, str] | None = None,
    basis: str = "maddə",
) -> Table:
    return Table("t", "Cədvəl", (decision(kinds, *rows, policy=policy, allowed=allowed, basis=basis),))


KINDS: dict[str, FactType] = {"rayon": "string", "say": "number", "gün": "date", "bəli": "boolean"}
DAY = date(2024, 2, 27)
VALUES: dict[FactType, list[Fact]] = {
    "string": ["a", "b", "c", "ə"],
    "number": [Decimal(n) / 2 for n in range(-1, 12)],
    "date": [DAY + timedelta(days=n) for n in range(-1, 7)],
    "boolean": [True, False],
}
"""Enough values to fall on, between and beyond every cut that the cells below can make."""


def cells(kind: FactType) -> st.SearchStrategy[str]:
    """Cells that are tests; few values, so that rules often meet."""
    if kind == "boolean":
        return st.sampled_from(["-", "true", "false", "not(true)"])
    if kind == "string":
        listed = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2, unique=True)
        named = listed.map(lambda values: ", ".join(f'"{value}"' for value in values))
        return st.one_of(st.just("-"), named, named.map(lambda text: f"not({text})"))
    numbers = st.integers(0, 4)
    ends = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
    ranges = st.builds(
        lambda opening, pair, closing: f"{opening}{_literal(kind, pair[0])}..{_literal(kind, pair[1] + 1)}{closing}",
        st.sampled_from("[("),
        ends,
        st.sampled_from("])"),
    )
    signs = st.builds(lambda sign, n: f"{sign} {_literal(kind, n)}", st.sampled_from(["<", "<=", ">", ">="]), numbers)
    plain = st.one_of(numbers.map(lambda n: _literal(kind, n)), ranges, signs)
    return st.one_of(st.just("-"), plain, plain.map(lambda text: f"not({text})"))


def _literal(kind: FactType, n: int) -> str:
    return str(n) if kind == "number" else f'date("{DAY + timedelta(days=n)}")'


@st.composite
def decisions(draw: st.DrawFn, policy: HitPolicy = "UNIQUE", most_rules: int = 6) -> Decision:
    """A decision over some of KINDS, most of them with overlaps and gaps."""
    facts = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True))
    kinds = {fact: KINDS[fact] for fact in facts}
    rows = draw(st.lists(st.tuples(*(cells(kind) for kind in kinds.values())), min_size=1, max_size=most_rules))
    return decision(kinds, *((*row, f"nəticə {number % 3}") for number, row in enumerate(rows)), policy=policy)
