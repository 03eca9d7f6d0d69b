"""State secrets are turned away at the door, however their marking is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.nomenclature import refuse_secret
from document_flow.words import az_lower, az_upper


@pytest.mark.parametrize(
    ("title", "marking"),
    [
        ("Məxfi: köçürülmə planı", "məxfi"),
        ("KÖÇÜRÜLMƏ PLANI (MƏXFİ)", "məxfi"),
        ("köçürülmə planı, MƏXFI", "məxfi"),
        ("koçurulme planı - mexfi", "məxfi"),
        ("M Ə X F İ köçürülmə planı", "məxfi"),
        ("T A M   M Ə X F İ", "tam məxfi"),
        ("Tam məxfi. Hesabat", "tam məxfi"),
        ("Xüsusi Əhəmiyyətli hesabat", "xüsusi əhəmiyyətli"),
        ("XUSUSI EHEMIYYETLI", "xüsusi əhəmiyyətli"),
        ("Отчёт. Секретно", "məxfi"),
        ("СОВЕРШЕННО СЕКРЕТНО", "tam məxfi"),
        ("Top Secret report", "tam məxfi"),
        ("ＭＥＸＦＩ", "məxfi"),
        ("qeyri-məxfi və məxfi əlavələr", "məxfi"),
    ],
)
def test_a_marked_title_is_refused_by_its_marking(title: str, marking: str) -> None:
    refused = refuse_secret(title, ())

    assert refused is not None
    assert (refused.code, refused.why) == ("nomenclature.state_secret", "forbidden")
    assert f"«{marking}»" in refused.words.az
    assert f"«{marking}»" in refused.words.en


@pytest.mark.parametrize(
    "title",
    [
        "Məxfilik siyasəti haqqında",
        "Qeyri-məxfi hesabat",
        "Məxfi olmayan sənədlərin siyahısı",
        "Bu hesabat məxfi deyil",
        "Xidməti istifadə üçün",
        "Xüsusi nəzarət haqqında",
        "a b c d e",
        "",
    ],
)
def test_other_titles_pass(title: str) -> None:
    assert refuse_secret(title, ("Xidməti istifadə üçün",), "Məxfilik haqqında\nməxfi sənəd haqqında söz") is None


def test_a_declared_mark_is_refused_whatever_the_title() -> None:
    refused = refuse_secret("Hesabat", ("açıq", "Tam məxfi"))

    assert refused is not None
    assert "«tam məxfi»" in refused.words.az


@pytest.mark.parametrize("line", ["MƏXFİ", "  Tam məxfi  ", "Məxfi, nüsxə № 2", "(xüsusi əhəmiyyətli)"])
def test_a_stamp_on_a_line_of_the_text_is_refused(line: str) -> None:
    assert refuse_secret("Hesabat", (), f"Nümunə komitəsi\n{line}\nHesabatın mətni") is not None


@given(st.sampled_from(["məxfi", "tam məxfi", "xüsusi əhəmiyyətli"]), st.lists(st.booleans(), min_size=18, max_size=18))
def test_no_casing_lets_a_marking_through(marking: str, capitals: list[bool]) -> None:
    written = "".join(
        az_upper(letter) if capital else az_lower(letter) for letter, capital in zip(marking, capitals, strict=False)
    )

    refused = refuse_secret(f"Plan ({written})", ())

    assert refused is not None
    assert f"«{marking}»" in refused.words.en
