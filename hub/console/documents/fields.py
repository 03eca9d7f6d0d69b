"""The fields of an act's form as they were typed: what could stand in them, and what did as values for a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from document_flow.context import BAKU
from document_flow.form import PREFIX, Field, Input
from document_flow.words import Words
from hub.console.viewer import Form, refused_field
from hub.documents.acting.service import Given

MOST_TEXT = 8000
_DOCUMENT = re.compile(r"(?:.*/documents/)?([0-9a-f]{32})(?:[/?#].*)?")
_TOMORROW = timedelta(days=1)


def sample(field: Field) -> str:
    """A value that could stand there, with which the rules are asked whether the act is allowed at all."""
    if field.tried or field.chosen:
        return field.tried or field.chosen
    if field.input in ("moment", "number", "amount"):
        return "2030-01-02T10:00" if field.input == "moment" else "1"
    if not field.required:
        return ""
    if field.input in ("choice", "many"):
        return field.options[0].value if field.options else ""
    return field.least.isoformat() if field.least is not None else "…"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed, by field. Reading what cannot be read raises Refused with the field's name."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text, empty where nothing was typed."""
        found = self.values.get(name, ())
        return found[0] if found else ""

    def many(self, name: str) -> tuple[str, ...]:
        """All that was chosen, each once."""
        return tuple(dict.fromkeys(each for each in self.values.get(name, ()) if each))

    def ticked(self, name: str) -> bool:
        """Whether the box was ticked."""
        return bool(self.text(name))

    def day(self, name: str) -> date | None:
        """The day, None where the field is empty."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as wrong:
            raise refused_field(PREFIX + name, _DAY) from wrong

    def moment(self, name: str) -> datetime:
        """Day and time in Baku."""
        try:
            return datetime.fromisoformat(self.text(name)).replace(tzinfo=BAKU)
        except ValueError as wrong:
            raise refused_field(PREFIX + name, _MOMENT) from wrong

    def number(self, name: str) -> int | None:
        """A whole number, None where the field is empty."""
        text = self.text(name)
        try:
            return int(text) if text else None
        except ValueError as wrong:
            raise refused_field(PREFIX + name, Words("Tam ədəd yazılmalıdır.", "Write a whole number.")) from wrong

    def amount(self, name: str) -> int | float:
        """A number, with a comma or a point before its fraction."""
        text = self.text(name).replace(",", ".").replace(" ", "")
        try:
            found = float(text)
        except ValueError as wrong:
            raise refused_field(PREFIX + name, _AMOUNT) from wrong
        if not isfinite(found):
            raise refused_field(PREFIX + name, _AMOUNT)
        return int(found) if found.is_integer() else found

    def document(self, name: str) -> str:
        """The id of a document that was given by its address or its id; empty where the field is."""
        text = self.text(name)
        found = _DOCUMENT.fullmatch(text)
        if text and found is None:
            raise refused_field(PREFIX + name, _OTHER)
        return found[1] if found else ""

    def value(self, field: Field) -> Any:
        """What was typed, as the field's kind of input has it."""
        reads: Mapping[Input, Callable[[str], Any]] = {
            "date": self.day,
            "moment": self.moment,
            "number": self.number,
            "amount": self.amount,
            "many": self.many,
            "tick": self.ticked,
            "document": self.document,
        }
        return reads.get(field.input, self.text)(field.name)

    def with_key(self, key: str) -> Filled:
        """The same with the form's key, from which new ids are made: the same key, the same id."""
        return replace(self, values={**self.values, "key": (key,)})


def sample_of(fields: tuple[Field, ...]) -> Filled | None:
    """Values that could stand in the form; None where a required choice has nothing to choose from."""
    if any(each.required and each.input in ("choice", "many") and not each.options for each in fields):
        return None
    return Filled({each.name: (sample(each),) for each in fields if sample(each)}).with_key("…")


def filled(form: Form, fields: tuple[Field, ...]) -> Filled:
    """What was typed into these fields and no others."""
    values = {each.name: tuple(text[:MOST_TEXT] for text in form.all(each.id)) for each in fields}
    return Filled(values).with_key(form.key)


def given_by(form: Form, request: str = "") -> Given:
    """How the form gives its command: under its key, on the version of the document that it was shown with."""
    return Given(form.key, form.version, request=request)


def missing(fields: tuple[Field, ...], typed: Filled) -> dict[str, Words]:
    """What has to be filled in and is not, and what is none of the choices: words by field."""
    wrong: dict[str, Words] = {}
    for each in fields:
        given = typed.many(each.name)
        if each.required and not given:
            wrong[each.id] = Words(f"{each.label.az}: doldurulmalıdır.", f"{each.label.en}: fill this in.")
        elif each.options and not set(given) <= {option.value for option in each.options}:
            wrong[each.id] = Words(f"{each.label.az}: siyahıdan seçin.", f"{each.label.en}: choose from the list.")
    return wrong


def later(day: date | None, today: date) -> date:
    """The first day after it that a new last day may be."""
    return max(day or today, today) + _TOMORROW


_OTHER = Words(
    "Sənədin ünvanını və ya 32 işarəli kimliyini yazın.", "Give the document's address or its id of 32 characters."
)
_DAY = Words("Tarix gün, ay və il ilə yazılmalıdır.", "Write the date with day, month and year.")
_MOMENT = Words("Tarix və saat yazılmalıdır.", "Write date and time.")
_AMOUNT = Words("Ədəd yazılmalıdır, məsələn 1250,50.", "Write a number, such as 1250.50.")
