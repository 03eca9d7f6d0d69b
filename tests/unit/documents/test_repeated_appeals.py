"""An appeal repeats an earlier one in whatever letter case and spacing either was written."""

from __future__ import annotations

import pytest

from document_flow.documents.appeal import Applicant
from hub.documents.office.appeals import keys_of
from hub.store.sealing import KeyedHash

HASH = KeyedHash(b"k" * 32)


@pytest.mark.parametrize(
    ("one", "other"), [("İşıq haqqı", "İŞIQ  HAQQI"), ("ışıqlandırma", "IŞIQLANDIRMA"), (" Mənzil\n", "mənzil")]
)
def test_a_subject_and_a_citizen_without_fin_are_the_same_in_capitals(one: str, other: str) -> None:
    known = keys_of(HASH, Applicant(one, contact=one), one)

    assert keys_of(HASH, Applicant(other, contact=other), other) == known


def test_a_dotted_and_a_dotless_i_are_two_letters() -> None:
    assert keys_of(HASH, None, "IŞIQ") == keys_of(HASH, None, "ışıq")
    assert keys_of(HASH, None, "İŞIQ") != keys_of(HASH, None, "IŞIQ")
