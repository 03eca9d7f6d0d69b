"""The facts of a case as a form: a field a fact, typed; what cannot be read is told beside its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from document_flow.days import day_of
from document_flow.decisions.facts import FactRefused, FactType, typed
from document_flow.decisions.regions import Choice
from document_flow.decisions.table import Column, Output, Table
from hub.console.viewer import Form
from hub.errors import Words

PREFIX = "fact."
_DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact to give. `known` are texts that the rules name, to choose from; `listed` all that it may be, if told."""

    name: str
    label: Words
    kind: FactType
    known: Sequence[str]
    allowed: str
    listed: Sequence[str] = ()

    @property
    def id(self) -> str:
        """The name of its input."""
        return PREFIX + self.name


@dataclass(frozen=True, slots=True)
class Facts:
    """What was typed: facts to decide by, and the words beside the fields that cannot be read."""

    given: Mapping[str, object]
    wrong: Mapping[str, Words]


def fields(table: Table) -> list[FactField]:
    """The facts that must come from outside."""
    return [
        FactField(
            each.fact,
            table.label(each.fact),
            each.kind,
            _known(table, each),
            each.allowed.text if each.allowed else "",
            listed_texts(each),
        )
        for each in table.facts()
    ]


def listed_texts(column: Column | Output) -> tuple[str, ...]:
    """The texts that the column may hold, in the table's order; empty where it may hold others too."""
    return tuple(str(value) for value in column.allowed.listed) if column.allowed and column.kind == "string" else ()


def read_facts(form: Form, asked: Sequence[FactField]) -> Facts:
    """The facts of a form. A field that was left empty is a fact that is not known."""
    wrong: dict[str, Words] = {}
    texts = {field.name: form.text(field.id) for field in asked}
    return Facts(read_values(texts, {field.name: field.kind for field in asked}, PREFIX, wrong), wrong)


def read_values(
    texts: Mapping[str, str], kinds: Mapping[str, FactType], at: str, wrong: dict[str, Words]
) -> dict[str, object]:
    """The values of what was typed, by name; words for what cannot be read go to `wrong`, by the field's name."""
    given: dict[str, object] = {}
    for name, kind in kinds.items():
        text = texts.get(name, "")
        if not text:
            continue
        value = typed(value_of(text, kind), kind)
        if isinstance(value, FactRefused):
            wrong[at + name] = value.words
        else:
            given[name] = value
    return given


def value_of(text: str, kind: FactType) -> object:
    """What people type as a value of the type; the text itself where it is none, which `typed` then refuses."""
    match kind:
        case "number":
            return _number(text)
        case "boolean":
            return _TRUTHS.get(text.casefold(), text)
        case "date":
            return day_typed(text) or text
        case "string":
            return text


def day_typed(text: str) -> date | None:
    """A day as browsers send it (2026-11-25) or as people write it (25.11.2026)."""
    parts = text.split(".")
    if len(text) == _DAY_LENGTH and [len(part) for part in parts] == [2, 2, 4]:
        return day_of("-".join(reversed(parts)))
    return day_of(text)


def _number(text: str) -> object:
    try:
        return Decimal(text.replace(" ", "").replace("\N{NARROW NO-BREAK SPACE}", "").replace(",", "."))
    except InvalidOperation:
        return text


def _known(table: Table, asked: Column) -> list[str]:
    """The texts that any cell of the fact's column names, in the order in which they appear."""
    if asked.kind != "string":
        return []
    found: dict[str, None] = {}
    for decision in table.decisions:
        for place, column in enumerate(decision.inputs):
            if column.fact == asked.fact:
                for rule in decision.rules:
                    region = rule.tests[place].region
                    if isinstance(region, Choice):
                        found.update(dict.fromkeys(sorted(str(value) for value in region.values)))
    return list(found)


_TRUTHS: Mapping[str, bool] = {"true": True, "bəli": True, "yes": True, "false": False, "xeyr": False, "no": False}
