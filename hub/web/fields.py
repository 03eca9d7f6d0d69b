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


_FILL = Words("Bunu doldurun.", "Fill this in.")
_CHOOSE = Words("Siyahıdan seçin.", "Choose from the list.")
_FAULTS: Mapping[str, Words] = {
    "missing": _FILL,
    "string_too_short": _FILL,
    "too_short": _CHOOSE,
    "date": Words("Tarixi seçin.", "Choose a day."),
    "int": Words("Tam ədəd yazın.", "Write a whole number."),
    "literal": _CHOOSE,
    "enum": _CHOOSE,
}
_OTHER = Words("Bu, belə götürülə bilməz.", "This cannot be taken as it is.")
