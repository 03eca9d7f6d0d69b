"""The marks of a row: equal where it is known by the same, and of an unsure name none."""

from __future__ import annotations

import pytest

from hub.exchange.loading.marks import Marking
from hub.store.sealing import KeyedHash
from mappings.dates import PartialDate
from mappings.linking import How, LinkEntry, link
from mappings.records import BaseRow, Person

MARKING = Marking(KeyedHash(b"k" * 32))
BORN = PartialDate(year=1988, month=3, day=7)


def row(father: str | None, **said: object) -> BaseRow:
    person = Person.model_validate(
        {"surname": "Əliyev", "given_name": "Murad", "patronymic": father, "birth_date": BORN, **said}
    )
    return BaseRow(base="cards", number="1", person=person)


@pytest.mark.parametrize("father", ["Məmməd", "Məmməd oğlu", "Mammadovich", "MƏMMƏDOVİÇ"])
def test_a_father_marks_his_child_alike_however_his_name_is_made_a_patronymic(father: str) -> None:
    assert MARKING.marks(row(father)).name == MARKING.marks(row("Məmməd")).name


@pytest.mark.parametrize("father", ["Məhəmməd", "Məmmədov", "Əhmədoviç"])
def test_another_father_marks_another_child(father: str) -> None:
    assert MARKING.marks(row(father)).name not in (None, MARKING.marks(row("Məmməd")).name)


def test_without_a_father_there_is_no_mark_of_a_name() -> None:
    assert MARKING.marks(row(None)).name is None


def test_a_row_without_fin_is_linked_to_whom_an_older_base_names_by_the_russian_patronymic() -> None:
    known, other = MARKING.marks(row("Məmməd", fin="94FMDDD")), MARKING.marks(row("Məmmədoviç"))
    entries = [
        LinkEntry(base, each.fin, None, each.name, each.birth, each.given) for base, each in enumerate((known, other))
    ]

    found = link(entries)

    assert (found[1].fin, found[1].how) == (known.fin, How.NAME)
