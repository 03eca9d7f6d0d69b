"""The paying bank's own table: what its codes mean, and after how long its silence is one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from document_flow.money.rules import Meaning
from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

SILENCE = "silence"
_FILE = Path(__file__).with_name("bank_codes.yaml")
_ACT = LegalAct(
    id="bank_replies",
    title=Words("Bankla bağlanmış müqavilə: cavab müddəti", "Contract with the bank: term of its replies"),
    assumed=True,
)


@dataclass(frozen=True, slots=True)
class Code:
    """One code: what the ledger does with it, and how people read it."""

    means: Meaning
    words: Words
    result: str = ""


@cache
def _said() -> Mapping[str, Any]:
    said: Mapping[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return said


@cache
def codes() -> Mapping[str, Code]:
    """The table, by code."""
    rows = _said()["codes"].items()
    return {code: Code(row["means"], Words(row["az"], row["en"]), row.get("result", "")) for code, row in rows}


def meanings() -> Mapping[str, Meaning]:
    """What the kernel is told of it."""
    return {code: each.means for code, each in codes().items()}


def code_of(result: str) -> str:
    """The code that the format read as this; the word itself where the table has none."""
    return next((code for code, each in codes().items() if each.result == result), result)


def silence() -> Term:
    """For how long an answer is waited for."""
    return Term(days=_said()["silence"]["days"], working=True, act=_ACT)
