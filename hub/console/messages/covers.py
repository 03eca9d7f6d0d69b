"""What a value looks like to who has given no purpose: the shape by which an operator knows it, never the value.

A field that is not known to be harmless is hidden (fail closed): a format tells by its mapping which canonical field
each of its own fields is, and FIELDS says how each canonical field is covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from hub.exchange.formats import MessageFormat
from hub.telemetry.logs import scrubbed
from mappings.definition import read_yaml
from mappings.format import Format

DOTS = "•••"
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}")
_SHORT_KEY = 4
_SERIAL = re.compile(r"[0-9]{5,}")
_SERIAL_END = 3
_PAPER = 30


class Cover(IntEnum):
    """How much is shown, from all to nothing; where two fit, the greater one counts."""

    OPEN = 0
    WORDS = 1
    """Sentences of an agency or of the hub: shown, without what looks personal."""
    KEY = 2
    YEAR = 3
    INITIAL = 4
    FIN = 5
    HIDDEN = 6


def covered(cover: Cover, value: str) -> str:
    """The text as it may be shown."""
    match cover:
        case Cover.OPEN:
            return value
        case Cover.WORDS:
            return scrubbed(value)
        case Cover.KEY:
            return _key(value)
        case Cover.YEAR:
            year = _YEAR.search(value)
            return f"{year[0]}-••-••" if year else DOTS
        case Cover.INITIAL:
            return " ".join(f"{part[0]}." for part in value.split()) or DOTS
        case Cover.FIN:
            return f"{value[:2]}•••••"
        case Cover.HIDDEN:
            return DOTS


def _key(value: str) -> str:
    """The end of its longest number, as people name a paper: `AB-•••887/2026`; of a key without one both ends."""
    serial = max(_SERIAL.finditer(value), key=lambda run: len(run[0]), default=None)
    if serial is not None and len(value) <= _PAPER:
        return f"{value[: serial.start()]}{DOTS}{value[serial.end() - _SERIAL_END :]}"
    return f"{value[:2]}…{value[-2:]}" if len(value) > _SHORT_KEY else DOTS


_BY_COVER: Mapping[Cover, str] = {
    Cover.OPEN: "kind records act_type act_offset role relation provider period fin_state source at origin code"
    " changed lossy derived outcome form doc_type party file_name encoding main mime size severity rule",
    Cover.KEY: "id event_id act_number subscriber_code meter_no status_id household_id person_id card_no decision_no"
    " consignment_id reg_no supersedes sha256",
    Cover.YEAR: "birth_date death_date act_date valid_from ended_on decision_date since until issued_on valid_until"
    " registered_on reg_date reply_due year",
    Cover.INITIAL: "surname given_name patronymic patronymic_suffix holder_name",
    Cover.FIN: "fin head_fin",
}
FIELDS: Mapping[str, Cover] = {name: cover for cover, names in _BY_COVER.items() for name in names.split()}
"""Of canonical fields. What is not here is hidden."""
_OF_ANSWERS: Mapping[Cover, str] = {
    Cover.OPEN: "faultcode code kod status netice result errorcode type reference qeydno qeyd_no receiptid retryable",
    Cover.WORDS: "faultstring reason text title detail message mesaj izah xeta description error errors"
    " place path field",
}
ANSWERS: Mapping[str, Cover] = {name: cover for cover, names in _OF_ANSWERS.items() for name in names.split()}
"""Of answers and faults, by lower-case name: what an agency says of the exchange, not of a person."""


@dataclass(frozen=True, slots=True)
class Covers:
    """How the fields of one format are covered, by the names that stand in its documents; `answers` adds ANSWERS."""

    names: Mapping[str, Cover]
    answers: bool = False

    def of(self, name: str) -> Cover:
        """The cover of an element, attribute or member of that name."""
        found = self.names.get(name)
        if found is None and self.answers:
            found = ANSWERS.get(name.lower())
        return Cover.HIDDEN if found is None else found


CANONICAL = Covers(FIELDS)


def covers_of(made: MessageFormat | None) -> Covers:
    """The covers of a format; of one without a mapping of its own those of the canonical records."""
    return _of_mapping(made.folder) if isinstance(made, Format) else CANONICAL


@cache
def _of_mapping(folder: Path) -> Covers:
    names: dict[str, Cover] = {}
    document = read_yaml(folder / "mapping.yaml")
    for path, fields in _rules(document):
        cover = max((FIELDS.get(field, Cover.HIDDEN) for field in fields), default=Cover.HIDDEN)
        leaf = path.rpartition(".")[2].removeprefix("/")
        names[leaf] = max(cover, names.get(leaf, Cover.OPEN))
    identity = document.get("business_id", {}).get("path", [])
    for path in identity if isinstance(identity, list) else [identity]:
        names.setdefault(path.rpartition(".")[2].removeprefix("/"), Cover.KEY)
    return Covers(names)


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
