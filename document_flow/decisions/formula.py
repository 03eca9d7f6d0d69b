"""Arithmetic of S-FEEL (DMN 1.3, clause 9.1, rules 3 to 7): + - * / with parentheses, over numbers and named facts.

Read from left to right into reverse Polish order, without recursion and without `eval`; what stands in a cell bounds
what it costs. Numbers are decimals of 34 digits, as DMN has them (IEEE 754, decimal128).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

from document_flow.decisions.facts import MOST_DIGITS, Fact, too_long_number
from document_flow.decisions.tokens import Token

_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "±": 3}
_NEGATED = "±"
_DECIMAL128 = Context(
    prec=MOST_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
_OPERATIONS = {
    "+": _DECIMAL128.add,
    "-": _DECIMAL128.subtract,
    "*": _DECIMAL128.multiply,
    "/": _DECIMAL128.divide,
}
_SMALLEST = Decimal(1).scaleb(-MOST_DIGITS)

Step = Decimal | str
"""A number, the name of a fact, or a sign."""


class FormulaStopped(Exception):
    """The token at which reading stopped, and the code of what is wrong with it."""

    def __init__(self, token: Token, code: str) -> None:
        super().__init__(code)
        self.token = token
        self.code = code


@dataclass(frozen=True, slots=True)
class Formula:
    """An output that is worked out from facts: its text, the facts that it names, its steps."""

    text: str
    facts: tuple[str, ...]
    steps: tuple[Step, ...]

    def value(self, facts: Mapping[str, Fact]) -> Decimal | None:
        """The number; None where a fact is no number, or the sum has none, as divided by zero."""
        return work_out(self.steps, facts)


def read_steps(tokens: Sequence[Token], at: int, names: Collection[str] = ()) -> tuple[list[Step], int]:
    """The steps of the arithmetic that begins there, and where it ends. Raises FormulaStopped."""
    steps: list[Step] = []
    signs: list[Token | str] = []
    wants_value = True
    while True:
        token = tokens[at]
        if wants_value:
            if token.kind == "mark" and token.text in ("-", "("):
                signs.append(_NEGATED if token.text == "-" else token)
            else:
                steps.append(_operand(token, names))
                wants_value = False
        elif token.kind == "mark" and token.text in _RANK:
            _take_over(signs, steps, _RANK[token.text])
            signs.append(token.text)
            wants_value = True
        elif token.kind == "mark" and token.text == ")" and any(isinstance(each, Token) for each in signs):
            _take_over(signs, steps, 0)
            signs.pop()
        else:
            break
        at += 1
    _take_over(signs, steps, 0)
    if signs:
        raise FormulaStopped(token, "ends" if token.kind == "end" else "unexpected")
    return steps, at


def work_out(steps: Sequence[Step], facts: Mapping[str, Fact]) -> Decimal | None:
    """What the steps come to, in 34 digits, without the zeros behind its fraction; None where there is no number."""
    stack: list[Decimal] = []
    try:
        for step in steps:
            if isinstance(step, Decimal):
                stack.append(step)
            elif step == _NEGATED:
                stack.append(_DECIMAL128.minus(stack.pop()))
            elif step in _RANK:
                right, left = stack.pop(), stack.pop()
                stack.append(_OPERATIONS[step](left, right))
            else:
                named = facts.get(step)
                if not isinstance(named, Decimal):
                    return None
                stack.append(named)
        return _plain(stack.pop())
    except DecimalException:
        return None


def _operand(token: Token, names: Collection[str]) -> Step:
    if token.kind == "number":
        number = Decimal(token.text)
        if too_long_number(number):
            raise FormulaStopped(token, "number")
        return number
    if token.kind == "word" and token.text in names:
        return token.text
    raise FormulaStopped(token, "word" if token.kind == "word" else "ends" if token.kind == "end" else "unexpected")


def _take_over(signs: list[Token | str], steps: list[Step], rank: int) -> None:
    """Put out the signs that bind at least as tightly, back to an open parenthesis."""
    while signs and isinstance(sign := signs[-1], str) and _RANK[sign] >= rank:
        steps.append(sign)
        signs.pop()


def _plain(number: Decimal) -> Decimal | None:
    """Without an exponent and without zeros behind the fraction; None where it would have too many digits."""
    plain = number.normalize(_DECIMAL128)
    exponent = plain.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DIGITS:
        plain = plain.quantize(_SMALLEST, context=_DECIMAL128).normalize(_DECIMAL128)
    if too_long_number(plain):
        return None
    return plain.quantize(Decimal(1), context=_DECIMAL128) if plain == plain.to_integral_value() else plain
