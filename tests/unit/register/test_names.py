"""Names are found by their words in any order, as people write them, and with one letter wrong; by nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.register.entity import Entity
from hub.register.names import MOST_WORDS, NameQuery, asked_tokens, ranked, read_query, tokens_of
from hub.store.sealing import KeyedHash
from mappings.text import LETTERS

HASH = KeyedHash(b"h" * 32)
ZEYNEB: dict[str, Any] = {
    "surname": "Əliyeva",
    "given_name": "Zeynəb",
    "patronymic": "Həsən",
    "patronymic_suffix": "qizi",
    "birth_date": "1988-03-07",
    "previous_names": [{"surname": "Quliyeva", "until": "2010"}],
}


def person(name: str, **attributes: Any) -> Entity:
    return Entity(name, "person", {**ZEYNEB, **attributes})


def finds(typed: str, attributes: dict[str, Any] = ZEYNEB, *, near: bool = False) -> bool:
    """Whether both the tokens and the letters lead to the person."""
    wanted = read_query(typed)
    assert wanted is not None
    has = set(tokens_of(HASH, attributes))
    by_tokens = all(has & set(each) for each in asked_tokens(HASH, wanted, is_near=near))
    return by_tokens and bool(ranked(wanted, [Entity("e", "person", attributes)], is_near=near))


@pytest.mark.parametrize(
    "typed",
    ["Əliyeva Zeynəb", "zeynəb ƏLİYEVA", "Aliyeva Zeyneb", "Əliyeva Zeynəb Həsən qızı", "Quliyeva", "Zey Əliyeva",
     "Əliyeva 1988", "  Əliyeva,Zeynəb "],
)  # fmt: skip
def test_words_in_any_order_and_spelling_with_or_without_the_year(typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize("father", ["Məmməd", "Məmmədovna", "Mammadovna"])
@pytest.mark.parametrize("typed", ["Əliyeva Məmməd", "Əliyeva Məmmədovna", "Məmməd qızı Zeynəb", "Mammadovna Zeynəb"])
def test_a_father_is_found_whatever_is_made_of_his_name(father: str, typed: str) -> None:
    assert finds(typed, {**ZEYNEB, "patronymic": father})


@pytest.mark.parametrize("typed", ["Əliyeva Həsənovna", "Əliyeva Əhmədovna"])
def test_another_father_is_not_found(typed: str) -> None:
    assert not finds(typed, {**ZEYNEB, "patronymic": "Məmməd"})


@pytest.mark.parametrize("typed", ["Əliyev Zeynəb", "Zeynab", "Zeyneb Əlyieva", "Zeynbə", "Əliyevva"])
def test_one_letter_may_be_wrong_where_nobody_else_is_found(typed: str) -> None:
    assert finds(typed, near=True)


@pytest.mark.parametrize("typed", ["Əliyeva Nərgiz", "Əliyeva 1987", "Qəniyeva", "Ze", "Həsənova"])
def test_others_are_not_found(typed: str) -> None:
    assert not finds(typed)
    assert not finds(typed, near=True)


@given(st.text(LETTERS, min_size=4, max_size=12), st.data())
def test_every_word_that_differs_by_one_letter_is_found(name: str, data: st.DataObject) -> None:
    """Whatever letter is left out, put in, taken for another, or changes place with its neighbour."""
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    wrong = data.draw(
        st.sampled_from(
            (name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :],
             name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :])
        )
    )  # fmt: skip
    wanted = read_query(wrong)
    # `kh`, `sh` and the like are one letter in the key of a name, so that a letter put in may change two.
    if wanted is None or abs(len(wanted.words[0]) - len(wrong)) > 0 or "h" in name + wrong or len(wanted.words[0]) < 4:
        return

    assert finds(wrong, {"surname": name}, near=True)


def test_the_best_comes_first_and_equals_by_name() -> None:
    exact, longer, other = person("a", surname="Əli"), person("b"), person("c", given_name="Aygün", surname="Əli")
    wanted = read_query("Əli")
    assert wanted is not None

    assert [each.id for each in ranked(wanted, [longer, exact, other], is_near=False)] == ["c", "a", "b"]


@pytest.mark.parametrize("typed", ["", "1988", "a", "a b c", "qızı", "bb cc dd ff gg hh mm"])
def test_what_names_nobody_is_no_query(typed: str) -> None:
    assert read_query(typed) is None


def test_a_query_has_its_words_folded_once_each_and_one_year() -> None:
    assert read_query("Əliyeva əliyeva 1988 qızı 12") == NameQuery(("aliiava",), "1988")
    assert MOST_WORDS == 6


def test_tokens_say_nothing_without_the_key_and_follow_the_name() -> None:
    assert tokens_of(HASH, ZEYNEB) != tokens_of(KeyedHash(b"g" * 32), ZEYNEB)
    assert all(-(2**31) <= each < 2**31 for each in tokens_of(HASH, ZEYNEB))
    assert tokens_of(HASH, {"sex": "female"}) == []
    assert len(tokens_of(HASH, {"given_name": "Əli"})) == 2
