"""Numbers in Azerbaijani words, and endings by vowel harmony."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.azerbaijani import MOST, Ending, above, ended, ordinal, spoken
from document_flow.words import LETTERS

ONES = ("sıfır", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz", "on")
TENS = ("iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
VALUES = {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * place for place, word in enumerate(TENS)}
ALL = tuple(Ending)
ENDINGS = {
    "sıfır": "cı ın a ı da dan dır",
    "bir": "ci in ə i də dən dir",
    "iki": "ci nin yə ni də dən dir",
    "üç": "cü ün ə ü də dən dür",
    "dörd": "cü ün ə ü də dən dür",
    "beş": "ci in ə i də dən dir",
    "altı": "cı nın ya nı da dan dır",
    "yeddi": "ci nin yə ni də dən dir",
    "səkkiz": "ci in ə i də dən dir",
    "doqquz": "cu un a u da dan dur",
    "on": "cu un a u da dan dur",
    "iyirmi": "ci nin yə ni də dən dir",
    "otuz": "cu un a u da dan dur",
    "qırx": "cı ın a ı da dan dır",
    "əlli": "ci nin yə ni də dən dir",
    "altmış": "cı ın a ı da dan dır",
    "yetmiş": "ci in ə i də dən dir",
    "səksən": "ci in ə i də dən dir",
    "doxsan": "cı ın a ı da dan dır",
    "yüz": "cü ün ə ü də dən dür",
    "min": "ci in ə i də dən dir",
    "milyon": "cu un a u da dan dur",
}
"""By the last word that is spoken: ordinal, genitive, dative, accusative, locative, ablative, copula."""


def heard(words: str) -> int:
    """The number that somebody hears."""
    whole = part = 0
    for word in words.split():
        if word == "yüz":
            part = (part or 1) * 100
        elif word in ("min", "milyon"):
            whole, part = whole + (part or 1) * (1_000 if word == "min" else 1_000_000), 0
        else:
            # A hundred may have been heard already: the words after it are added.
            part += VALUES[word]
    return whole + part


def endings(word: str | int) -> str:
    """All endings of the word, without what they stand on."""
    return " ".join(ended(word, ending).removeprefix(f"{word}-") for ending in ALL)


@given(st.integers(0, MOST))
def test_what_is_spoken_is_heard_as_the_same_number(number: int) -> None:
    assert heard(spoken(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "sıfır"),
        (12, "on iki"),
        (100, "yüz"),
        (1000, "min"),
        (1993, "min doqquz yüz doxsan üç"),
        (2026, "iki min iyirmi altı"),
        (1_100_000, "bir milyon yüz min"),
    ],
)
def test_numbers_read_as_they_are_said(number: int, words: str) -> None:
    assert spoken(number) == words


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_a_number_outside_is_not_spoken(number: int) -> None:
    with pytest.raises(ValueError, match="between"):
        spoken(number)


@pytest.mark.parametrize("hundred", range(0, 1001, 100))
def test_every_number_to_a_thousand_has_the_endings_of_its_last_word(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        assert endings(number) == ENDINGS[spoken(number).split()[-1]], number


@given(st.integers(0, MOST))
def test_so_has_any_greater_number(number: int) -> None:
    assert endings(number) == ENDINGS[spoken(number).split()[-1]]


def test_a_milliard_takes_the_vowel_of_its_name_and_what_stands_after_it_counts() -> None:
    assert ordinal(MOST + 1) == "1000000000-cı"
    assert ordinal(MOST + 4) == "1000000003-cü"


def test_numbers_that_one_meets_in_print() -> None:
    numbers = (1, 2, 3, 4, 6, 9, 10, 20, 40, 100, 1000, 2026)

    assert " ".join(map(ordinal, numbers)) == ("1-ci 2-ci 3-cü 4-cü 6-cı 9-cu 10-cu 20-ci 40-cı 100-cü 1000-ci 2026-cı")
    assert f"{above(3)} çox, {above(5)} çox olmayan" == "3-dən çox, 5-dən çox olmayan"
    assert ended("SHA-256", Ending.GENITIVE) == "SHA-256-nın"
    assert ended("T-1/26", Ending.ABLATIVE) == "T-1/26-dan"


@pytest.mark.parametrize(
    ("word", "genitive", "dative", "ablative"),
    [
        ("Ağa", "Ağanın", "Ağaya", "Ağadan"),
        ("Qərib", "Qəribin", "Qəribə", "Qəribdən"),
        ("ağac", "ağacın", "ağaca", "ağacdan"),
        ("Kərəç", "Kərəçin", "Kərəçə", "Kərəçdən"),
        ("Xocavənd", "Xocavəndin", "Xocavəndə", "Xocavənddən"),
        ("kafe", "kafenin", "kafeyə", "kafedən"),
        ("Bərdə", "Bərdənin", "Bərdəyə", "Bərdədən"),
        ("Yusif", "Yusifin", "Yusifə", "Yusifdən"),
        ("rəng", "rəngin", "rəngə", "rəngdən"),
        ("Qarabağ", "Qarabağın", "Qarabağa", "Qarabağdan"),
        ("Fərrux", "Fərruxun", "Fərruxa", "Fərruxdan"),
        ("Abdullah", "Abdullahın", "Abdullaha", "Abdullahdan"),
        ("Ağalı", "Ağalının", "Ağalıya", "Ağalıdan"),
        ("Füzuli", "Füzulinin", "Füzuliyə", "Füzulidən"),
        ("qaraj", "qarajın", "qaraja", "qarajdan"),
        ("çörək", "çörəyin", "çörəyə", "çörəkdən"),
        ("iştirak", "iştirakın", "iştiraka", "iştirakdan"),
        ("tək", "təkin", "təkə", "təkdən"),
        ("otaq", "otağın", "otağa", "otaqdan"),
        ("Tofiq", "Tofiqin", "Tofiqə", "Tofiqdən"),
        ("hüquq", "hüququn", "hüquqa", "hüquqdan"),
        ("oq", "oqun", "oqa", "oqdan"),
        ("İsmayıl", "İsmayılın", "İsmayıla", "İsmayıldan"),
        ("Elçin Rəhim", "Elçin Rəhimin", "Elçin Rəhimə", "Elçin Rəhimdən"),
        ("Laçın", "Laçının", "Laçına", "Laçından"),
        ("depo", "deponun", "depoya", "depodan"),
        ("Kürdö", "Kürdönün", "Kürdöyə", "Kürdödən"),
        ("Eyyub", "Eyyubun", "Eyyuba", "Eyyubdan"),
        ("Yaqub Top", "Yaqub Topun", "Yaqub Topa", "Yaqub Topdan"),
        ("Zəfər", "Zəfərin", "Zəfərə", "Zəfərdən"),
        ("İlyas", "İlyasın", "İlyasa", "İlyasdan"),
        ("günəş", "günəşin", "günəşə", "günəşdən"),
        ("Sumqayıt", "Sumqayıtın", "Sumqayıta", "Sumqayıtdan"),
        ("Azərsu", "Azərsunun", "Azərsuya", "Azərsudan"),
        ("ölçü", "ölçünün", "ölçüyə", "ölçüdən"),
        ("Kirov", "Kirovun", "Kirova", "Kirovdan"),
        ("çay", "çayın", "çaya", "çaydan"),
        ("Azəriqaz", "Azəriqazın", "Azəriqaza", "Azəriqazdan"),
        ("su", "suyun", "suya", "sudan"),
        ("MEİS", "MEİS-in", "MEİS-ə", "MEİS-dən"),
        ("DİN", "DİN-in", "DİN-ə", "DİN-dən"),
        ("BMT", "BMT-nin", "BMT-yə", "BMT-dən"),
        ("PDF", "PDF-in", "PDF-ə", "PDF-dən"),
        ("ABŞ DNK", "ABŞ DNK-nın", "ABŞ DNK-ya", "ABŞ DNK-dan"),
    ],
)
def test_words_and_names_take_their_endings_by_the_last_vowel(
    word: str, genitive: str, dative: str, ablative: str
) -> None:
    kinds = (Ending.GENITIVE, Ending.DATIVE, Ending.ABLATIVE)

    assert [ended(word, kind) for kind in kinds] == [genitive, dative, ablative]


@given(st.sampled_from(LETTERS), st.sampled_from("aıoueəiöü"))
def test_any_last_letter_takes_an_ending_in_harmony_with_the_last_vowel(letter: str, vowel: str) -> None:
    last = letter if letter in "aıoueəiöü" else vowel

    for ending in ALL:
        found = ended(f"m{vowel}{letter}", ending).removeprefix("m")
        vowels = [each for each in found if each in "aıoueəiöü"]
        assert (vowels[-1] in "aıou") == (last in "aıou")
        if "I" in ending.value:
            assert (vowels[-1] in "uü") == (last in "ouöü")
