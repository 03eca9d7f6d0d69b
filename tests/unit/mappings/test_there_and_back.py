"""Formats with a way back: what was written reads as what it was, and is written the same again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mappings.format import CannotWrite, Format
from mappings.records import Person, PersonChange, Record, record_from_json, record_to_json
from tests.unit.mappings.samples import FORMATS, all_samples

LEAVES = st.one_of(
    st.text("ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ abcçdeəfgğhxıijkqlmnoöprsştuüvyz-'", min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool),  # a record's texts have no blanks at their ends: whatever is read is freed of them
    st.text(min_size=1, max_size=8),
    st.integers(0, 10**9),
    st.dates().map(str),
    st.sampled_from(["1968", "1968-03", "94FMDDD", "male", "female", "oglu", "qizi"]),
)
NOT_COMPARED = {"provenance", "lossy", "derived"}
"""Of where a value came from, and how it was spelt there."""


def written(format_: Format, record: Record) -> Any:
    """The document, of a person as of a change that tells of it."""
    plan = format_.mapping.write
    assert plan is not None
    if plan.model is PersonChange and isinstance(record, Person):
        return format_.write(PersonChange(person=record, origin="test"))
    return format_.write(record)


def there_and_back() -> dict[str, list[dict[str, Any]]]:
    """The records of all samples, by the formats that can read what they write."""
    found: dict[str, list[dict[str, Any]]] = {}
    for sample in all_samples():
        read, write = sample.format.mapping.read, sample.format.mapping.write
        if read is None or write is None or (read.model, write.model) == (Person, Person):
            continue
        if read.model is write.model or (read.model, write.model) == (Person, PersonChange):
            kept = found.setdefault(sample.format.name, [])
            kept.extend(json.loads(record_to_json(each)) for each in records_of(sample.expected.read_text()))
    return found


def records_of(expected: str) -> Iterator[Record]:
    whole = json.loads(expected)
    for reading in (whole, *whole.get("readings", ())) if isinstance(whole, dict) else ():
        # A letter that was lost on the way in cannot be written again.
        if reading.get("mapped") and "\ufffd" not in json.dumps(reading, ensure_ascii=False):
            yield from (record_from_json(json.dumps(each)) for each in reading["records"])


KNOWN = there_and_back()


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*above, key))
    else:
        yield above


def changed(record: dict[str, Any], place: tuple[Any, ...], leaf: Any) -> dict[str, Any]:
    made: Any = json.loads(json.dumps(record))
    inner = made
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = leaf
    return dict(made)


def compared(record: Record) -> Any:
    return without(json.loads(record_to_json(record)))


def without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without(inner) for key, inner in value.items() if key not in NOT_COMPARED}
    return [without(inner) for inner in value] if isinstance(value, list) else value


def test_some_formats_have_a_way_back() -> None:
    assert {"bank.payment-file.v1", "bodies.document.v1", "meis.person.v3"} <= KNOWN.keys()


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_written_reads_as_what_it_was(name: str) -> None:
    format_ = FORMATS[name]
    for sample in KNOWN[name]:
        record = record_from_json(json.dumps(sample))
        (back,) = format_.read(written(format_, record)).records
        spelt_otherwise = {*getattr(back, "lossy", ()), *NOT_COMPARED}
        was, now = without(sample), compared(back)
        assert now.keys() <= was.keys()
        assert {key: now[key] for key in now.keys() - spelt_otherwise} == {
            key: was[key] for key in now.keys() - spelt_otherwise
        }


@pytest.mark.parametrize("name", KNOWN)
@given(st.data())
def test_what_is_written_is_written_the_same_again(name: str, data: st.DataObject) -> None:
    format_ = FORMATS[name]
    sample = data.draw(st.sampled_from(KNOWN[name]))
    some = changed(sample, data.draw(st.sampled_from(list(places(sample)))), data.draw(LEAVES))
    try:
        record = record_from_json(json.dumps(some))
        document = written(format_, record)
    except (ValidationError, CannotWrite):
        return

    reading = format_.read(document)

    for back in reading.records if reading.mapped else ():
        again = written(format_, back)
        assert again == document
        (settled,) = format_.read(again).records
        assert compared(settled) == compared(back)
