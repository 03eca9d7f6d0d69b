"""Linking: by FIN, by document, by names and birth date where one person alone fits; else not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.linking import How, Link, LinkEntry, Note, Why, link

CARDS, ALLOWANCE, UTILITIES, SURVEY = range(4)
LEYLA = LinkEntry(CARDS, fin=1, document=11, name=111, birth=1988, given=5)
"""A card; its sister's, a letter of the FIN apart, is SISTER."""
SISTER = LinkEntry(CARDS, fin=2, document=12, name=112, birth=1988, given=6)


def became(*entries: LinkEntry) -> list[tuple[int | None, How | Why | None, tuple[Note, ...]]]:
    return [
        (each.fin, each.how or each.why, each.notes) for each in link(entries, several_each=frozenset((UTILITIES,)))
    ]


def last(*entries: LinkEntry) -> How | Why | None:
    return became(*entries)[-1][1]


def test_the_same_fin_is_the_same_person_and_a_fin_that_differs_by_a_letter_is_not() -> None:
    assert became(LEYLA, SISTER, LinkEntry(ALLOWANCE, fin=1)) == [
        (1, How.FIN, ()),
        (2, How.FIN, ()),
        (1, How.FIN, ()),
    ]


def test_without_a_fin_the_document_of_one_person_tells() -> None:
    assert became(LEYLA, LinkEntry(SURVEY, document=11, lost=True))[1] == (1, How.DOCUMENT, ())


def test_a_document_that_stands_beside_two_fins_tells_nobody() -> None:
    assert last(LEYLA, SISTER._replace(document=11), LinkEntry(SURVEY, document=11)) is Why.DOCUMENT_OF_SEVERAL


def test_a_document_of_somebody_born_on_another_day_is_not_theirs_and_leaves_their_name_in_doubt() -> None:
    other = LinkEntry(SURVEY, document=11, name=111, birth=1999)
    assert [each[1] for each in became(LEYLA, other, LinkEntry(ALLOWANCE, name=111, birth=1988))] == [
        How.FIN,
        Why.DOCUMENT_DIFFERS,
        Why.SEVERAL,
    ]


def test_names_and_birth_date_tell_where_one_person_alone_has_them() -> None:
    assert became(LEYLA, LinkEntry(SURVEY, name=111, birth=1988))[1] == (1, How.NAME, ())


def test_a_name_that_a_document_brought_tells_too() -> None:
    married = LinkEntry(ALLOWANCE, document=11, name=113, birth=1988)
    assert became(LEYLA, married, LinkEntry(SURVEY, name=113))[2] == (1, How.NAME, ())


def test_names_of_two_people_tell_nobody_and_both_are_noted() -> None:
    namesake = SISTER._replace(name=111)
    found = became(LEYLA, namesake, LinkEntry(SURVEY, name=111))
    assert found[2] == (None, Why.SEVERAL, ())
    assert found[0][2] == found[1][2] == (Note.POSSIBLE_DOUBLE,)


def test_a_name_is_no_reason_for_a_second_record_of_the_same_base() -> None:
    assert last(LEYLA, LinkEntry(CARDS, name=111)) is Why.ALREADY_THERE
    assert last(LEYLA, LinkEntry(SURVEY, name=111), LinkEntry(SURVEY, name=111)) is Why.SEVERAL
    assert last(LEYLA, LinkEntry(UTILITIES, name=111), LinkEntry(UTILITIES, name=111)) is How.NAME


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (LinkEntry(SURVEY, name=999), Why.NOBODY),
        (LinkEntry(SURVEY, document=99), Why.NOBODY),
        (LinkEntry(SURVEY, document=99, lost=True), Why.LOST_LETTERS),
        (LinkEntry(SURVEY, birth=1988, lost=True), Why.LOST_LETTERS),
        (LinkEntry(SURVEY), Why.NOTHING_TO_GO_BY),
    ],
)
def test_what_nothing_tells_stays_unlinked_with_its_reason(entry: LinkEntry, why: Why) -> None:
    assert last(LEYLA, entry) is why


def test_a_fin_of_somebody_else_is_held_back_and_leaves_the_names_in_doubt() -> None:
    stranger = LinkEntry(ALLOWANCE, fin=1, document=19, name=119, birth=1950, given=9)
    found = became(LEYLA, stranger, LinkEntry(SURVEY, name=119), LinkEntry(SURVEY, document=19))
    assert [each[1] for each in found] == [How.FIN, Why.OTHER_PERSON, Why.SEVERAL, Why.DOCUMENT_OF_SEVERAL]


def test_a_fin_that_the_weightiest_base_has_of_two_people_is_nobodys() -> None:
    stranger = LinkEntry(CARDS, fin=1, birth=1950, given=9)
    assert [each[1] for each in became(LEYLA, stranger, LinkEntry(ALLOWANCE, fin=1))] == [Why.FIN_OF_SEVERAL] * 3


def test_what_does_not_agree_is_noted() -> None:
    found = became(LEYLA, LEYLA, LinkEntry(ALLOWANCE, fin=1, birth=1989, given=5), LinkEntry(SURVEY, fin=1, given=6))
    assert [each[2] for each in found] == [
        (Note.TWICE,),
        (Note.TWICE,),
        (Note.BIRTH_DIFFERS,),
        (Note.NAME_DIFFERS,),
    ]
    assert became(LEYLA, LEYLA._replace(birth=1989))[0][2] == (Note.BIRTH_DIFFERS, Note.TWICE)


def test_several_accounts_of_a_person_are_no_doubles() -> None:
    assert became(LinkEntry(UTILITIES, fin=1), LinkEntry(UTILITIES, fin=1))[0] == (1, How.FIN, ())


def number(most: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, most)


# Few values, so that everything meets everything. Whose letters are lost has no name to go by.
ENTRIES = st.lists(
    st.builds(LinkEntry, st.integers(0, 3), number(4), number(4), number(4), number(2), number(2)).map(
        lambda entry: entry._replace(lost=entry.name is None)
    ),
    max_size=14,
)


def linked(entries: list[LinkEntry]) -> list[Link]:
    return link(entries, several_each=frozenset((UTILITIES,)))


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_files_and_rows_does_not_matter(entries: list[LinkEntry], dice: random.Random) -> None:
    order = list(range(len(entries)))
    dice.shuffle(order)
    assert linked([entries[place] for place in order]) == [linked(entries)[place] for place in order]


@given(ENTRIES)
def test_every_entry_is_linked_or_has_its_reason(entries: list[LinkEntry]) -> None:
    for found in linked(entries):
        assert (found.fin is None) == (found.how is None) == (found.why is not None)


@given(ENTRIES)
def test_two_fins_are_never_one_person(entries: list[LinkEntry]) -> None:
    for entry, found in zip(entries, linked(entries), strict=True):
        assert entry.fin is None or found.fin in (None, entry.fin)


@given(ENTRIES)
def test_what_lost_its_letters_is_linked_by_fin_or_document_alone(entries: list[LinkEntry]) -> None:
    for entry, found in zip(entries, linked(entries), strict=True):
        assert not (entry.lost and found.how is How.NAME)


@given(ENTRIES)
def test_writing_down_the_fins_that_were_found_changes_no_link(entries: list[LinkEntry]) -> None:
    """Idempotence: what was linked by document stays, once its base has the FIN as well."""
    first = linked(entries)
    told = [e if f.how is not How.DOCUMENT else e._replace(fin=f.fin) for e, f in zip(entries, first, strict=True)]
    again = linked(told)
    for before, after in zip(first, again, strict=True):
        if before.how in (How.FIN, How.DOCUMENT) and after.why not in (Why.OTHER_PERSON, Why.FIN_OF_SEVERAL):
            assert after.fin == before.fin
