"""Callers are forgiven how they say it, not what they say."""

from __future__ import annotations

import pytest

from hub.desks.proving import PROOFS, ProvingFacts, asked, is_proven

KNOWN = ProvingFacts("03-07", 4, ("Zəngilan rayonu, Ağalı kəndi", "Zəngilan/Ağalı"), ("AA 000123", "MK-S-2026/004567"))
RIGHT = {"birth": "7 mart", "family": "4", "origin": "Ağalı", "paper": "4567"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(("birth", each) for each in ("07.03", "7/3", "7 mart", "07.03.1988", "7 MARTDA", "7 Mart", "7 March")),
        *(("family", each) for each in ("4", "4 nəfər", "04")),
        *(("origin", each) for each in ("Ağalı", "AĞALI", "agali", "ağalı kəndi", "Zəngilan, Ağalı", "Ağali")),
        *(("paper", each) for each in ("0123", "000123", "4567", "004567")),
    ],
)
def test_what_is_right_is_right_however_it_is_spelt(name: str, said: str) -> None:
    assert is_proven(KNOWN, {**RIGHT, name: said}, "fin")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(("birth", each) for each in ("08.03", "7", "mart 7", "7 april", "7 xmart", "1 2 3 4")),
        *(("family", each) for each in ("5", "dörd", "3 4 5", "444")),
        *(
            ("origin", each)
            for each in (
                "Zəngilan",
                "Ağa",
                "Füzuli",
                "Ağalı Bartaz Vejnəli Mincivan",
                "Ağalı Bartaz",
                "Zəngilan Ağalı Füzuli",
                "rayonu",
            )
        ),
        *(("paper", each) for each in ("123", "9123", "0123456", "AA")),
    ],
)
def test_one_wrong_answer_among_right_ones_is_wrong_in_all(name: str, said: str) -> None:
    assert not is_proven(KNOWN, {**RIGHT, name: said}, "fin")


@pytest.mark.parametrize(
    ("facts", "said", "found_by", "is_right"),
    [
        (KNOWN, {"birth": "7 mart", "family": "4", "origin": "Ağalı"}, "fin", True),
        (KNOWN, {"birth": "7 mart", "family": "4"}, "fin", False),
        (KNOWN, {"birth": "7 mart", "family": "4"}, "name", False),
        (KNOWN, {"family": "4", "paper": "0123"}, "name", False),
        (KNOWN, {"family": "4", "paper": "0123", "origin": "Ağalı"}, "name", True),
        (KNOWN, {}, "name", False),
        (ProvingFacts(), RIGHT, "fin", False),
        (ProvingFacts("03-07", 4), RIGHT, "fin", False),
        (
            ProvingFacts("03-07", origins=("Şuşa şəhəri",), papers=("12",), family=2),
            {"birth": "7 mart", "origin": "shusha", "family": "2"},
            "fin",
            True,
        ),
    ],
)
def test_enough_is_known_and_right(facts: ProvingFacts, said: dict[str, str], found_by: str, is_right: bool) -> None:
    assert is_proven(facts, said, found_by) is is_right


def test_a_birth_date_that_the_person_was_found_by_proves_nothing() -> None:
    assert [each.name for each in asked("name")] == [each.name for each in PROOFS if each.name != "birth"]


@pytest.mark.parametrize(
    ("origins", "said", "is_right"),
    [
        (("Zəngilan rayonu, Ağalı kəndi", "Zəngilan"), "Zəngilan", False),
        (("Zəngilan", "Zəngilan/Ağalı"), "Zəngilan", False),
        (("Zəngilan", "Zəngilan/Ağalı"), "Ağalı", True),
        (("Ağalı kəndi, Zəngilan rayonu",), "Zəngilan", False),
        (("Zəngilan rayonu Ağalı kəndi",), "Ağalı", True),
        (("Xocavənd/Qırmızı Bazar",), "Bazar", False),
        (("Xocavənd/Qırmızı Bazar",), "Xocavənd, Qırmızı Bazar qəsəbəsi", True),
        (("Zəngilan",), "Zəngilan rayonu", True),
        (("Zəngilan/Ağalı", "Füzuli/Horadiz"), "Ağalı Horadiz", False),
        (("rayonu",), "Zəngilan", None),
    ],
)
def test_one_try_is_one_guess_at_the_most_specific_place(
    origins: tuple[str, ...], said: str, is_right: bool | None
) -> None:
    (origin,) = (each for each in PROOFS if each.name == "origin")

    assert origin.right(ProvingFacts(origins=origins), said) is is_right
