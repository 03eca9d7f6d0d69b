"""What a command's field says where it cannot be taken: `Annotated[str, Field(max_length=60), Wrong(Words(…))]`.

The model that an API reads is so the model of a page's form as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from hub.errors import Words


@dataclass(frozen=True, slots=True)
class Wrong:
    """The words beside the field; without them they follow from the kind of the fault."""

    words: Words


def takes_many(info: FieldInfo) -> bool:
    """Whether the field is a list, as of ticked boxes."""
    return get_origin(info.annotation) in (list, tuple, frozenset)


def faults_of(model: type[BaseModel], error: ValidationError) -> Mapping[str, Words]:
    """What to say beside each field that cannot be taken."""
    names = {info.alias or name: name for name, info in model.model_fields.items()}
    found = [(names.get(str(fault["loc"][0]), str(fault["loc"][0])), fault) for fault in error.errors()]
    return {name: _words(model.model_fields[name], fault) for name, fault in found}


def _words(info: FieldInfo, fault: Mapping[str, Any]) -> Words:
    own = next((each for each in info.metadata if isinstance(each, Wrong)), None)
    if own is not None:
        return own.words
    kind, most = str(fault["type"]), fault.get("ctx", {}).get("max_length")
    if kind == "string_too_long":
        return Words(f"Ən çoxu {most} simvol yazıla bilər.", f"At most {most} characters can be written.")
    return next((words for start, words in _FAULTS.items() if kind.startswith(start)), _OTHER)


def rule_in_words(rule: str) -> Words:
    """What a place of a request breaks, for who writes the sending system; `rule` is pydantic's type of the error."""
    return next((words for start, words in _RULES.items() if rule.startswith(start)), Words(rule, rule))


_RULES: Mapping[str, Words] = {
    "missing": Words("verilməyib", "is missing"),
    "extra_forbidden": Words("belə sahə yoxdur", "there is no such field"),
    "string_type": Words("mətn olmalıdır", "must be a text"),
    "string_too_long": Words("həddən uzundur", "is too long"),
    "string_too_short": Words("boş ola bilməz", "must not be empty"),
    "string_pattern": Words("yazılışı düzgün deyil", "is not written as it must be"),
    "too_long": Words("həddən çoxdur", "has too many"),
    "too_short": Words("boş ola bilməz", "must not be empty"),
    "datetime": Words("ISO 8601 vaxtı olmalıdır", "must be a time by ISO 8601"),
    "timezone": Words("saat qurşağı ilə yazılmalıdır", "must name its time zone"),
    "date": Words("YYYY-MM-DD tarixi olmalıdır", "must be a date, YYYY-MM-DD"),
    "int": Words("tam ədəd olmalıdır", "must be a whole number"),
    "bool": Words("true və ya false olmalıdır", "must be true or false"),
    "literal": Words("icazə verilən dəyərlərdən deyil", "is none of the values that are allowed"),
    "enum": Words("icazə verilən dəyərlərdən deyil", "is none of the values that are allowed"),
    "greater_than": Words("həddən kiçikdir", "is too small"),
    "less_than": Words("həddən böyükdür", "is too large"),
    "json": Words("oxunan JSON deyil", "is no JSON that can be read"),
}
FILL = Words("Bunu doldurun.", "Fill this in.")
_CHOOSE = Words("Siyahıdan seçin.", "Choose from the list.")
_FAULTS: Mapping[str, Words] = {
    "missing": FILL,
    "string_too_short": FILL,
    "too_short": _CHOOSE,
    "date": Words("Tarixi seçin.", "Choose a day."),
    "int": Words("Tam ədəd yazın.", "Write a whole number."),
    "literal": _CHOOSE,
    "enum": _CHOOSE,
}
_OTHER = Words("Bu, belə götürülə bilməz.", "This cannot be taken as it is.")
