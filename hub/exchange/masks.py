"""Which mask each field of a format wears: a format tells by its mapping which canonical field each of its own is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hub.access.masking import FIELDS, Mask
from hub.exchange.formats import MessageFormat
from mappings.definition import read_yaml
from mappings.format import Format

_OF_ANSWERS: Mapping[Mask, str] = {
    Mask.OPEN: "faultcode code kod status netice result errorcode type reference qeydno qeyd_no receiptid retryable",
    Mask.WORDS: "faultstring reason text title detail message mesaj izah xeta description error errors"
    " place path field",
}
ANSWERS: Mapping[str, Mask] = {name: how for how, names in _OF_ANSWERS.items() for name in names.split()}
"""Of answers and faults, by lower-case name: what an agency says of the exchange, not of a person."""


@dataclass(frozen=True, slots=True)
class Masks:
    """How the fields of one format are masked, by the names that stand in its documents; `answers` adds ANSWERS."""

    names: Mapping[str, Mask]
    answers: bool = False

    def of(self, name: str) -> Mask:
        """The mask of an element, attribute or member of that name."""
        found = self.names.get(name)
        if found is None and self.answers:
            found = ANSWERS.get(name.lower())
        return Mask.HIDDEN if found is None else found


CANONICAL = Masks(FIELDS)


def masks_of(made: MessageFormat | None) -> Masks:
    """The masks of a format; of one without a mapping of its own those of the canonical records."""
    return _of_mapping(made.folder) if isinstance(made, Format) else CANONICAL


def fields_named(made: MessageFormat | None) -> Mapping[str, str]:
    """Which canonical field each leaf of the format's documents is, by its name; where several are, the first."""
    return _fields(made.folder) if isinstance(made, Format) else {}


@cache
def _fields(folder: Path) -> Mapping[str, str]:
    rules = reversed(list(_rules(read_yaml(folder / "mapping.yaml"))))
    return {path.rpartition(".")[2].removeprefix("/"): fields[0] for path, fields in rules if fields}


@cache
def _of_mapping(folder: Path) -> Masks:
    names: dict[str, Mask] = {}
    document = read_yaml(folder / "mapping.yaml")
    for path, fields in _rules(document):
        mask = max((FIELDS.get(field, Mask.HIDDEN) for field in fields), default=Mask.HIDDEN)
        leaf = path.rpartition(".")[2].removeprefix("/")
        names[leaf] = max(mask, names.get(leaf, Mask.OPEN))
    identity = document.get("business_id", {}).get("path", [])
    for path in identity if isinstance(identity, list) else [identity]:
        names.setdefault(path.rpartition(".")[2].removeprefix("/"), Mask.KEY)
    return Masks(names)


def _rules(node: Any) -> Iterator[tuple[str, list[str]]]:
    """Every rule of a mapping that joins a path of the document to fields of the record."""
    if isinstance(node, list):
        for each in node:
            yield from _rules(each)
    elif isinstance(node, dict):
        path, field = node.get("path"), node.get("field")
        if field is not None and "kind" not in node:
            fields = [str(each).rpartition(".")[2] for each in (field if isinstance(field, list) else [field])]
            for each in path if isinstance(path, list) else [path] if isinstance(path, str) else []:
                yield each, fields
        for value in node.values():
            yield from _rules(value)
