"""The form of a change request: the attributes of one group as fields, and back from what was typed to values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from document_flow.words import az_sort_key
from hub.console.register.labels import ATTRIBUTES, PART_LABELS, PARTS, VALUES, called
from hub.console.viewer import Form
from hub.console.writing import read_day
from hub.errors import Words
from mappings.places import PLACES
from mappings.records import DocumentType, MaritalStatus, ObjectType, PatronymicSuffix, Sex, VitalStatus

GROUPS: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "identity": (
        Words("Şəxsiyyəti", "Identity"),
        ("surname", "given_name", "patronymic", "patronymic_suffix", "sex", "birth_date", "birth_place", "citizenship",
         "document"),
    ),
    "civil": (Words("Vətəndaşlıq vəziyyəti", "Civil status"), ("vital_status", "death_date", "marital_status")),
    "residence": (
        Words("Yaşayış yeri", "Residence"),
        ("origin_residence", "temporary_settlement", "actual_residence", "registered_residence"),
    ),
}  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "patronymic_suffix": get_args(PatronymicSuffix),
    "sex": get_args(Sex),
    "vital_status": get_args(VitalStatus),
    "marital_status": get_args(MaritalStatus),
    "object_type": get_args(ObjectType),
    "type": get_args(DocumentType),
    "gas_supplied": ("true", "false"),
    "place": tuple(sorted((each.key for each in PLACES), key=az_sort_key)),
}
_FLAGS: Final = frozenset(("gas_supplied",))
_YES_OR_NO: Final = {"true": True, "false": False}
_IN: Final = "__"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: what stands there now, and the codes to choose from, if it has any."""

    name: str
    label: Words
    value: str
    choices: Mapping[str, Words]


def fields_of_group(group: str, attributes: Mapping[str, Any]) -> list[FormField]:
    """The fields of a group, filled with what is held; a part of a document or a residence has a field of its own."""
    found = []
    for name in GROUPS[group][1]:
        held = attributes.get(name)
        if name in PARTS:
            found += [
                FormField(
                    f"{name}{_IN}{part}",
                    _joined(called(ATTRIBUTES, name), called(PART_LABELS, part)),
                    _typed((held or {}).get(part)),
                    _choices(part),
                )
                for part in PARTS[name]
            ]
        else:
            found.append(FormField(name, called(ATTRIBUTES, name), str(held or ""), _choices(name)))
    return found


def values_of(form: Form, group: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed and is not held: an emptied field asks for nothing, parts of one thing go together."""
    values: dict[str, Any] = {}
    for name in GROUPS[group][1]:
        if name in PARTS:
            typed = {part: _read(part, form.text(f"{name}{_IN}{part}")) for part in PARTS[name]}
            values[name] = {part: value for part, value in typed.items() if value != ""}
        else:
            values[name] = read_day(form.text(name))
    return {name: value for name, value in values.items() if value and value != attributes.get(name)}


def _typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _read(part: str, text: str) -> Any:
    return _YES_OR_NO.get(text, text) if part in _FLAGS else read_day(text)


def _choices(name: str) -> Mapping[str, Words]:
    return {code: called(VALUES, code) for code in _CHOICES.get(name, ())}


def _joined(thing: Words, part: Words) -> Words:
    return Words(f"{thing.az}: {part.az}", f"{thing.en}: {part.en}")
