"""FINs, money, names and places: read exactly, suggested at most."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.identity import PERSON_SERIALS, FinRefused, is_person_number, person_number, read_code, read_fin
from mappings.money import MoneyRefused, qepik_from_text, text_from_qepik
from mappings.names import FullName, join_patronymic, patronymic_key, split_full_name, split_patronymic
from mappings.places import PLACES

FINS = st.text(alphabet="0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=7, max_size=7)


@given(FINS, st.sampled_from(["", " ", "  "]))
def test_spaces_around_and_small_letters_do_not_change_a_fin(fin: str, space: str) -> None:
    assert read_fin(f"{space}{fin.lower()}{space}") == fin


@given(st.integers(min_value=0, max_value=PERSON_SERIALS - 1), st.integers(min_value=1, max_value=9))
def test_a_number_of_ours_is_no_fin_and_one_wrong_digit_is_seen(serial: int, by: int) -> None:
    number = person_number(serial)

    assert is_person_number(number)
    assert read_code(f" {number[:5].lower()} {number[5:]}") == number
    assert isinstance(read_fin(number), FinRefused)
    wrong = f"{number[:4]}{(int(number[4]) + by) % 10}{number[5:]}"
    assert isinstance(read_code(wrong), FinRefused)


def test_a_number_of_ours_ends_in_its_check_digit() -> None:
    number = person_number(42)

    assert (number, is_person_number(number)) == ("Q000000422", True)
    assert read_code(" q0000 00422 ") == number
    assert read_code("Q000000421") == FinRefused("map.fin_shape")
    assert read_code("16xyz05") == "16XYZ05"


@given(FINS)
def test_a_code_is_a_fin_too(fin: str) -> None:
    assert read_code(fin) == fin
    assert not is_person_number(fin)


@given(st.text(max_size=12))
def test_what_is_read_was_there_and_repairs_are_never_applied(raw: str) -> None:
    found = read_fin(raw)

    if isinstance(found, FinRefused):
        assert found.suggestion is None or read_fin(found.suggestion) == found.suggestion
    else:
        assert found == "".join(letter.upper() if letter.isascii() else letter for letter in raw.strip())


@pytest.mark.parametrize(
    ("raw", "suggestion"),
    [
        ("94FMOD1", "94FM0D1"),
        ("94fmoid", "94FM01D"),
        ("94FMDDD4", "94FMDDD"),
        ("94 FMDDD", "94FMDDD"),
        ("94FMDD", None),
        ("94FMDDƏ", None),
        ("94FMDDı", None),
        ("", None),
    ],
)
def test_a_likely_fin_is_only_suggested(raw: str, suggestion: str | None) -> None:
    assert read_fin(raw) == FinRefused("map.fin_shape", suggestion)


@given(st.integers(-(10**15), 10**15))
def test_money_goes_there_and_back_to_the_last_qepik(amount: int) -> None:
    text = text_from_qepik(amount)

    assert qepik_from_text(text) == amount
    assert Decimal(text.replace(",", ".")) * 100 == amount


def test_money_is_read_as_it_is_written_here() -> None:
    assert qepik_from_text("117,90") == 11790
    assert qepik_from_text("-12,4") == -1240
    assert qepik_from_text("1 234,50") == qepik_from_text("1\u00a0234,50") == 123450
    assert qepik_from_text("60") == 6000


@pytest.mark.parametrize(
    "text", ["12.50", "1,005", "12 34,00", ",5", "5,", "+1,00", "1e3", "--1", "٥,٠٠", "9" * 16, ""]
)
def test_what_could_be_another_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyRefused):
        qepik_from_text(text)


@pytest.mark.parametrize(
    ("text", "stem", "suffix"),
    [
        ("Məmməd oğlu", "Məmməd", "oglu"),
        ("ƏLİ QIZI", "ƏLİ", "qizi"),
        ("Mammad oglu", "Mammad", "oglu"),
        ("ALI QIZI", "ALI", "qizi"),
        ("Əli q.", "Əli", "qizi"),
        ("Əli o.", "Əli", "oglu"),
        ("Məmməd", "Məmməd", None),
        ("Məmmədoviç", "Məmmədoviç", None),
        ("oğlu", "oğlu", None),
    ],
)
def test_a_patronymic_is_stem_and_suffix(text: str, stem: str, suffix: str | None) -> None:
    assert split_patronymic(text) == (stem, suffix)


def test_a_full_name_is_split_only_where_one_reading_fits() -> None:
    assert split_full_name("İsmayılova Gülnarə Əli qızı") == FullName("İsmayılova", "Gülnarə", "Əli", "qizi")
    assert split_full_name("İsmayılova Gülnarə Əli") == FullName("İsmayılova", "Gülnarə", "Əli", None)
    assert split_full_name("İsmayılova Gülnarə") == FullName("İsmayılova", "Gülnarə", None, None)
    assert split_full_name("İsmayılova") is None
    assert split_full_name("İsmayılova Zadə Gülnarə Nur Əli qızı") is None


def test_a_patronymic_is_written_with_its_word() -> None:
    assert join_patronymic("Əli", "qizi") == "Əli qızı"
    assert join_patronymic("Əli", None) == "Əli"


@pytest.mark.parametrize("text", ["Zangilan r-nu", "Zəngilan", "ZƏNGİLAN RAYONU", "Zengilan r.", "Zəngilan  rayonu"])
def test_a_district_is_found_by_any_of_its_spellings(text: str) -> None:
    place = PLACES.find(text)

    assert place is not None
    assert place.code == "ZAN"


@pytest.mark.parametrize("text", ["Z?ngilan", "Arazboyu", "", "Zəngilanов"])
def test_an_unknown_or_damaged_place_is_not_guessed(text: str) -> None:
    assert PLACES.find(text) is None


def test_both_published_samples_are_fins_and_confusable_letters_never_are() -> None:
    assert [read_fin(fin) for fin in ("94FMDDD", "A9RJ7DM")] == ["94FMDDD", "A9RJ7DM"]
    assert isinstance(read_fin("94FMOD1"), FinRefused)


@pytest.mark.parametrize(
    ("father", "spellings"),
    [
        (
            "Məmməd",
            ("Məmməd oğlu", "MƏMMƏD QIZI", "Mammad oglu", "Məmməd q.", "Məmmədoviç", "Məmmədovna", "Mammadovich"),
        ),
        ("Əli", ("Əli qızı", "Əliyeviç", "Aliyevna", "Alievich", "ƏLİ O.")),
        ("Musa", ("Musayeviç", "Musa oğlu", "Musayevna")),
        ("Rəfiq", ("Rafigovna", "Rəfiqoviç")),
        ("Nikolay", ("Nikolayeviç", "Nikolay oğlu")),
        ("Yaqub", ("Yaquboviç", "Yagub oglu")),
        ("Ağa Əli", ("Ağa Əli oğlu", "Ağa Əliyeviç", "Ağaəliyevna")),
    ],
)
def test_a_father_is_one_whatever_word_or_ending_makes_the_patronymic(father: str, spellings: tuple[str, ...]) -> None:
    assert [patronymic_key(each) for each in spellings] == [patronymic_key(father)] * len(spellings)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Əli", "Vəli"), ("Məmməd", "Məhəmməd"), ("Ov", "Oviç"), ("Rza", "Rzaqulu"), ("Məmmədov", "Məmmədoviç")],
)
def test_two_fathers_stay_two(one: str, other: str) -> None:
    assert patronymic_key(one) != patronymic_key(other)
