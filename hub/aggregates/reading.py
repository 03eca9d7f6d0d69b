"""What a form says, read strictly into what its act takes: every field by its kind, each fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from document_flow.context import BAKU
from document_flow.days import day_of
from document_flow.form import Field, Form
from document_flow.hands import Command
from document_flow.rendering.text import Room, printable
from document_flow.words import Words
from hub.aggregates.kind import Kind
from hub.documents.printing.refusing import refusing_unprintable
from hub.errors import Refused, found_or
from mappings.money import MoneyRefused, qepik_from_text

Said = str | list[str]
MOST_TEXT: Final = 100_000
_SAYS = Room(MOST_TEXT, paragraphs=True)
_NUMBER = re.compile(r"-?[0-9]{1,15}")


def command_of(kind: Kind[Any], name: str, login: str, says: Mapping[str, Said]) -> Command:
    """The command that a person's act makes. Refused for one that there is not, or a field that cannot be taken."""
    act = kind.kernel.by_kind.get(name)
    if act is None or not act.forms:
        known = ", ".join(sorted(each.kind for each in kind.kernel.acts if each.forms))
        words = Words(f"“{name}” əməli yoxdur; ola bilər: {known}.", f"There is no act “{name}”; there are: {known}.")
        raise Refused("aggregates.no_act", words, status=422, place="act")
    (form,) = act.forms
    if unknown := sorted(set(says) - {each.name for each in form.fields}):
        words = Words(f"Bu əməl “{unknown[0]}” soruşmur.", f"This act does not ask for “{unknown[0]}”.")
        raise Refused("aggregates.says_unknown", words, status=422, place=unknown[0])
    said = {each.name: read_field(each, says.get(each.name, each.chosen)) for each in form.fields}
    command: Command = act.asked(form, {"by": login, "on_behalf_of": None, "subject": "", **said})
    return command


def samples_of(form: Form, login: str) -> Iterator[dict[str, Any]]:
    """Values that could stand in the form, so that the rules can be asked who may: each option of a choice in turn, for
    of several parties a person speaks for one.
    """
    sample = {"by": login, "on_behalf_of": None, "subject": "", **{each.name: _sample(each) for each in form.fields}}
    yield sample
    for each in form.fields:
        if each.input == "choice":
            yield from ({**sample, each.name: option.value} for option in each.options[1:])
        elif each.input == "many":
            yield from ({**sample, each.name: (option.value,)} for option in each.options[1:])


def read_field(field: Field, said: Said) -> Any:
    """A text, a day, a moment, a number, qəpik, a yes or no, some of the options; None for an empty day or number."""
    if field.input == "many":
        chosen = tuple(said if isinstance(said, list) else _parts(said))
        _need_options(field, chosen)
        return chosen
    if not isinstance(said, str):
        raise _wrong(field, Words("bir dəyər olmalıdır", "one value is expected"))
    text = said.strip()
    if field.required and not text:
        raise _wrong(field, Words("doldurulmalıdır", "it must be filled in"))
    if field.input == "tick":
        return text not in ("", "false", "0")
    if field.input == "choice":
        _need_options(field, (text,) if text else ())
        return text
    if field.input in _TYPED:
        return _TYPED[field.input](field, text) if text else None
    with refusing_unprintable():
        printable(text, _SAYS, field.name)
    return text


def _parts(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,\n]", text) if each.strip()]


def _need_options(field: Field, chosen: Sequence[str]) -> None:
    allowed = [each.value for each in field.options]
    if allowed and not set(chosen) <= set(allowed):
        known = ", ".join(allowed)
        raise _wrong(field, Words(f"ola bilər: {known}", f"it may be: {known}"))


def _number(field: Field, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise _wrong(field, Words("ən çoxu 15 rəqəmli tam ədəd olmalıdır", "a whole number of at most 15 digits"))
    return int(text)


def _amount(field: Field, text: str) -> int:
    try:
        return qepik_from_text(text.replace(".", ","))
    except MoneyRefused:
        raise _wrong(field, Words("manatla məbləğ olmalıdır: 117,90", "a sum in manat is expected: 117,90")) from None


def _day(field: Field, text: str) -> date:
    return found_or(day_of(text), _wrong(field, Words("gün belə yazılır: 2026-04-14", "a day is written 2026-04-14")))


def _moment(field: Field, text: str) -> datetime:
    """Without an offset it is a moment in Baku."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(BAKU) if found.tzinfo else found.replace(tzinfo=BAKU)
    except (ValueError, OverflowError):
        words = Words("an belə yazılır: 2026-04-14T10:00", "a moment is written 2026-04-14T10:00")
        raise _wrong(field, words) from None


_TYPED = {"number": _number, "amount": _amount, "date": _day, "moment": _moment}
_SAMPLES = {"number": "1", "amount": "1", "date": "2099-12-31", "moment": "2099-12-31T10:00"}


def _sample(field: Field) -> Any:
    if field.input == "many" and not field.required:
        return ()
    first = field.tried or field.chosen or (field.options[0].value if field.options else "")
    return read_field(field, first or _SAMPLES.get(field.input, "…"))


def _wrong(field: Field, why: Words) -> Refused:
    words = Words(f"“{field.label.az}”: {why.az}.", f"“{field.label.en}”: {why.en}.")
    return Refused("aggregates.says_wrong", words, status=422, place=field.name)
