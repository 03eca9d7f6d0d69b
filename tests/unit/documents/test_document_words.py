"""The blind index of documents: what somebody types finds what somebody else wrote, by keys alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.documents.acting.document_words import MOST_WORDS, _indexed, keys_of_search
from hub.store.sealing import KeyedHash

KEYED = KeyedHash(b"k" * 32)


def finds(typed: str, written: str) -> bool:
    """Whether a document with this text has every key of the search."""
    has = {KEYED("document-word/any", piece) for piece in _indexed([written])}
    keys = keys_of_search(KEYED, typed)
    return bool(keys) and has.issuperset(keys)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ailələrin", "Məskunlaşan ailələr barədə"),
        ("AILƏLƏR", "Məskunlaşan ailələr barədə"),
        ("aileler meskun", "Məskunlaşan ailələr barədə"),
        ("İŞIQ", "İşıq xəttinin çəkilişi"),
        ("ev", "Ev və torpaq"),
        ("02/1", "99-03-02/1/26"),
        ("2/1/26", "99-03-02/1/26"),
        ("99-03-02/1/26", "99-03-02/1/26"),
        ("5", "99-03-02/5/26"),
        ("AB-0099", "AB-0099887/2026"),
        ("ağalı-2", "Ağalı-2 qəsəbəsi"),
    ],
)
def test_what_is_typed_finds_what_was_written(typed: str, written: str) -> None:
    assert finds(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ailə yol", "Məskunlaşan ailələr barədə"),
        ("02/2", "99-03-02/1/26"),
        ("evlər", "Ev və torpaq"),
        ("...", "Ev və torpaq"),
        ("", "Ev və torpaq"),
    ],
)
def test_what_is_not_there_is_not_found(typed: str, written: str) -> None:
    assert not finds(typed, written)


@given(st.text(max_size=60), st.text(max_size=400))
def test_any_text_can_be_written_and_typed(typed: str, written: str) -> None:
    assert len(keys_of_search(KEYED, typed)) <= MOST_WORDS
    assert finds(written, written) or not keys_of_search(KEYED, written)


def test_a_key_says_nothing_of_the_word_and_differs_by_where_it_stands() -> None:
    (anywhere,) = keys_of_search(KEYED, "Rauf")
    (executor,) = keys_of_search(KEYED, "Rauf", "executor")

    assert anywhere != executor
    assert "rauf" not in anywhere
    assert keys_of_search(KeyedHash(b"j" * 32), "Rauf") != (anywhere,)
