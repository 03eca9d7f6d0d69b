"""S-FEEL (DMN 1.3, clause 9.1): the one language of cells and of a path's conditions.

    tests  = "-" | "not" "(" list ")" | list          list  = test { "," test }
    test   = [ "<" | "<=" | ">" | ">=" ] literal | range
    range  = ( "[" | "(" | "]" ) literal ".." literal ( "]" | ")" | "[" )
    literal = "text" | number | true | false | date("2024-02-29") | @"2024-02-29"
    number = 12.5, or arithmetic of numbers such as -(2 + 3) * 12: `document_flow.decisions.formula`

An output is a literal, or arithmetic that may also name numbers among the decision's own facts. A wrong cell is
refused when it is read, never when it is used; each has a stable code, a position and words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from document_flow.days import day_of
from document_flow.decisions.cell_words import cell_refusal
from document_flow.decisions.facts import (
    FACT_TYPES,
    PYTHON_TYPES,
    Fact,
    FactRefused,
    FactType,
    bad_letter,
    typed,
)
from document_flow.decisions.formula import Formula, FormulaStopped, read_steps, work_out
from document_flow.decisions.refusal import CellRefused
from document_flow.decisions.regions import (
    HIGHEST,
    LOWEST,
    Choice,
    Range,
    Region,
    after,
    all_but,
    before,
    everything,
    span,
)
from document_flow.decisions.tokens import Token, tokens_of

__all__ = [
    "FACT_TYPES",
    "CellRefused",
    "Fact",
    "FactRefused",
    "FactType",
    "Formula",
    "UnaryTest",
    "compile_literal",
    "compile_output",
    "compile_test",
    "typed",
    "write_literal",
]

MOST_CHARACTERS = 2_000
MOST_TESTS = 200
"""Of one cell. A longer list belongs into a table of its own."""

_DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = frozenset(("<", "<=", ">", ">="))
_OPENS, _CLOSES = frozenset("[(]"), frozenset("])[")


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A cell that was read: its text, the type of fact it tests, the set of values it accepts.

    `listed` are the single values that it names, in the order in which they stand; empty where it names a range.
    """

    text: str
    kind: FactType
    region: Region
    listed: tuple[Fact, ...] = field(default=(), compare=False)

    def holds(self, value: Fact) -> bool:
        """Whether the fact is accepted. A fact of another type is the caller's mistake: TypeError, never False."""
        if type(value) is not PYTHON_TYPES[self.kind]:
            raise TypeError(f"a {self.kind} is tested here, not a {type(value).__name__}")
        return self.region.holds(value)

    @property
    def is_any(self) -> bool:
        """Whether it is `-`: the fact is not asked for."""
        return self.text == "-"


def compile_test(text: str, kind: FactType) -> UnaryTest:
    """Read a cell's test. Raises CellRefused. A test that no value passes, or every one, is refused."""
    return _Reader(text, kind).whole()


def compile_literal(text: str, kind: FactType) -> Fact:
    """Read one value, as an output cell holds it. Raises CellRefused."""
    return _Reader(text, kind).single()


def compile_output(text: str, kind: FactType, names: Collection[str]) -> Fact | Formula:
    """Read an output cell: a value, or arithmetic over the facts of these names. Raises CellRefused."""
    return _Reader(unicodedata.normalize("NFC", text), kind).output(names)


def write_literal(value: Fact | Formula) -> str:
    """The value as S-FEEL writes it; `compile_output` gives it back."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Reader:
    """Reads one cell from left to right, one token ahead, without recursion."""

    def __init__(self, text: str, kind: FactType) -> None:
        self._text = text
        self._kind = kind
        if len(text) > MOST_CHARACTERS:
            raise self._refused("too_long", MOST_CHARACTERS + 1, str(MOST_CHARACTERS))
        if (unseen := bad_letter(re.sub(r"[\t\r\n]", " ", text))) is not None:
            raise self._refused("unseen", unseen + 1, f"U+{ord(text[unseen]):04X}")
        if kind == "number" and (comma := _DECIMAL_COMMA.search(text)):
            raise self._refused("decimal_comma", comma.start() + 2, comma.group())
        self._tokens = tokens_of(text)
        self._at = 0
        self._listed: list[Fact] | None = []

    def whole(self) -> UnaryTest:
        first = self._tokens[0]
        if first.text == "-" and self._tokens[1].kind == "end":
            return UnaryTest("-", self._kind, everything(self._kind))
        negated = first.kind == "word" and first.text == "not"
        if negated:
            self._at += 1
            self._mark(frozenset("("))
        region = self._list()
        if negated:
            self._mark(frozenset(")"))
            region = all_but(region, self._kind)
            self._listed = None
        self._end()
        if region.empty:
            raise self._refused("never", 1, self._text.strip())
        if region == everything(self._kind):
            raise self._refused("always", 1, self._text.strip())
        return UnaryTest(self._text.strip(), self._kind, region, tuple(self._listed or ()))

    def output(self, names: Collection[str]) -> Fact | Formula:
        if self._kind != "number":
            return self.single()
        steps = self._steps(names)
        self._end()
        named = tuple(dict.fromkeys(each for each in steps if isinstance(each, str) and each in names))
        return Formula(self._text.strip(), named, tuple(steps)) if named else self._worked_out(steps, self._tokens[0])

    def single(self) -> Fact:
        value = self._literal()
        self._end()
        return value

    def _list(self) -> Region:
        values: set[Fact] = set()
        ranges: list[Range] = []
        for _ in range(MOST_TESTS):
            one = self._test()
            if isinstance(one, tuple):
                ranges.append(one)
                self._listed = None
            else:
                values.add(one)
                if self._listed is not None:
                    self._listed.append(one)
            if self._tokens[self._at].text != ",":
                break
            self._at += 1
        else:
            raise self._refused("too_many", self._tokens[self._at].position, str(MOST_TESTS))
        if self._kind in ("string", "boolean"):
            return Choice(frozenset(values))
        return span([*ranges, *((before(value), after(value)) for value in values)])

    def _test(self) -> Fact | Range:
        token = self._tokens[self._at]
        if token.kind != "mark" or token.text not in _SIGNS | _OPENS:
            return self._literal()
        if self._kind in ("string", "boolean"):
            raise self._refused("order", token.position, token.text)
        self._at += 1
        made = self._comparison(token.text) if token.text in _SIGNS else self._range(token.text)
        if made[0] >= made[1]:
            raise self._refused("empty_range", token.position, self._text.strip())
        return made

    def _comparison(self, sign: str) -> Range:
        value = self._literal()
        match sign:
            case "<":
                return LOWEST, before(value)
            case "<=":
                return LOWEST, after(value)
            case ">":
                return after(value), HIGHEST
            case _:
                return before(value), HIGHEST

    def _range(self, opening: str) -> Range:
        low = self._literal()
        self._mark(frozenset(("..",)))
        high = self._literal()
        closing = self._mark(_CLOSES)
        return (before(low) if opening == "[" else after(low)), (after(high) if closing == "]" else before(high))

    def _literal(self) -> Fact:
        token = self._tokens[self._at]
        if self._kind == "number" and (token.kind == "number" or token.text in ("-", "(")):
            return self._worked_out(self._steps(()), token)
        self._at += 1
        value = self._value(token)
        if type(value) is not PYTHON_TYPES[self._kind]:
            raise self._refused("type", token.position, token.text, self._kind)
        return value

    def _steps(self, names: Collection[str]) -> list[Decimal | str]:
        try:
            steps, self._at = read_steps(self._tokens, self._at, names)
        except FormulaStopped as stopped:
            token = stopped.token
            if stopped.code == "number":
                raise self._refused("number", token.position, f"{token.text[:12]}…") from stopped
            if token.kind in ("text", "day") or token.text in ("true", "false"):
                raise self._refused("type", token.position, token.text, self._kind) from stopped
            raise self._unexpected(token) from stopped
        return steps

    def _worked_out(self, steps: Sequence[Decimal | str], token: Token) -> Decimal:
        number = work_out(steps, {})
        if number is None:
            raise self._refused("no_number", token.position, self._text.strip())
        return number

    def _value(self, token: Token) -> Fact:
        match token.kind:
            case "text":
                return self._string(token)
            case "number":
                return Decimal(token.text)
            case "day":
                day = day_of(token.iso)
                if day is None:
                    raise self._refused("date", token.position, token.text)
                return day
            case "word" if token.text in ("true", "false"):
                return token.text == "true"
            case _:
                raise self._unexpected(token)

    def _string(self, token: Token) -> str:
        body = token.text[1:-1]
        if wrong := next((each for each in _ESCAPED.finditer(body) if each.group(1) not in '"\\'), None):
            raise self._refused("escape", token.position + 1 + wrong.start(), wrong.group())
        value = unicodedata.normalize("NFC", _ESCAPED.sub(r"\1", body))
        if value.strip() and value == value.strip():
            return value
        raise self._refused("blank", token.position, token.text)

    def _mark(self, wanted: frozenset[str]) -> str:
        token = self._tokens[self._at]
        if token.kind != "mark" or token.text not in wanted:
            raise self._unexpected(token)
        self._at += 1
        return token.text

    def _end(self) -> None:
        token = self._tokens[self._at]
        if token.kind != "end":
            raise self._unexpected(token)

    def _unexpected(self, token: Token) -> CellRefused:
        code = {"end": "ends", "word": "word", "quote": "quotes", "equal": "equal"}.get(token.kind, "unexpected")
        return self._refused("null" if token.text == "null" else code, token.position, token.text)

    def _refused(self, code: str, position: int, shown: str, kind: FactType | None = None) -> CellRefused:
        return cell_refusal(code, self._text, position, shown, kind)
