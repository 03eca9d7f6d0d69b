"""The list of places is checked like everything that is data; a place that moved stays one place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from document_flow.words import az_sort_key
from mappings.definition import FormatsRefused
from mappings.lineage import lies, present, relation
from mappings.places import PLACES, Gazetteer, Place, load_gazetteer

OLD, NEW = PLACES.find_in("Talış k.", "Tərtər r."), PLACES.find_in("Talish kəndi", "Mardakert")


def refused(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "places.yaml"
    path.write_text(text)
    with pytest.raises(FormatsRefused) as caught:
        load_gazetteer(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_spelling_that_names_two_places_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "places:\n- {name: Ağdam}\n- {name: Ağdərə, aliases: [Agdam], kod: X}\n") == [
        "places.yaml: places[1].aliases: 'Agdam' already names Ağdam",
        (
            "places.yaml: places[1].kod: unknown key; known: aliases, alone, classification, code, kind, name,"
            " occupied, since, successors, until"
        ),
    ]


def test_what_a_lineage_cannot_be_is_refused_all_at_once(tmp_path: Path) -> None:
    text = """
places:
- {name: Ağdam, since: yesterday}
villages:
- {name: A, parent: Nowhere}
- {name: B, parent: Ağdam, until: "2024", successors: [Ağdam/C]}
- {name: C, parent: Ağdam, until: "2025", successors: [Ağdam/B]}
- {name: D, parent: Ağdam, successors: [X]}
- {name: E, parent: Ağdam, aliases: [D]}
- {name: F, parent: Ağdam, alone: true}
- {name: F, parent: B, alone: true}
"""
    assert refused(tmp_path, text) == [
        "places.yaml: places[0].since: 'yesterday' is no year, month or day",
        "places.yaml: villages[4].aliases: 'D' already names Ağdam/D",
        "places.yaml: villages[0].parent: 'Nowhere' is no place of this list",
        "places.yaml: villages[1].successors: a place is its own successor",
        "places.yaml: villages[2].successors: a place is its own successor",
        "places.yaml: villages[3].successors: 'X' is no place of this list",
        "places.yaml: villages[3].until: a place with successors has an end",
        "places.yaml: villages[5].alone: 'F' names another one too",
        "places.yaml: villages[6].parent: 'B' is no place of this list",
    ]


def test_a_village_that_moved_is_the_same_under_both_districts() -> None:
    assert OLD is not None
    assert NEW is not None
    assert (OLD.key, NEW.key) == ("Tərtər/Talış", "Ağdərə/Talış")
    assert present(PLACES, OLD) == (NEW,)
    assert relation(PLACES, OLD, NEW) == relation(PLACES, NEW, OLD) == "same"


@pytest.mark.parametrize(
    ("district", "how"), [("Ağdərə", "within"), ("Tərtər", "apart"), ("Zəngilan", "apart")]
)  # fmt: skip
def test_its_origin_lies_in_the_district_that_it_is_in_now(district: str, how: str) -> None:
    other = PLACES.find(district)
    assert OLD is not None
    assert other is not None

    assert relation(PLACES, OLD, other) == how


@pytest.mark.parametrize(
    ("place", "settlement", "how"),
    [
        ("Tərtər/Talış", "Ağdərə/Talış", "same"),
        ("Zəngilan/Ağalı", "Zəngilan", "within"),
        ("Zəngilan", "Zəngilan/Ağalı", "unknown"),
        ("Füzuli/Horadiz", "Zəngilan/Ağalı", "apart"),
    ],
)
def test_who_is_known_by_the_district_alone_is_not_said_to_be_of_another_village(
    place: str, settlement: str, how: str
) -> None:
    known, wanted = PLACES.at(place), PLACES.at(settlement)

    assert known is not None
    assert wanted is not None
    assert lies(PLACES, known, wanted) == how


def test_of_what_was_parted_or_is_no_more_nothing_is_guessed() -> None:
    whole = Place("Bütöv", until="2020", successors=("Bir", "İki"))
    gone = Place("Yox", until="2020")
    one, two = Place("Bir"), Place("İki")
    list_ = Gazetteer({("", each.name): each for each in (whole, gone, one, two)})

    assert present(list_, whole) == (one, two)
    assert relation(list_, whole, one) == "unknown"
    assert relation(list_, gone, one) == relation(list_, one, gone) == "unknown"
    assert relation(list_, one, whole) == "within"
    assert list(list_) == [whole, gone, one, two]


@pytest.mark.parametrize(("village", "district"), [("Talış", "Harada"), ("Tal?ş\N{REPLACEMENT CHARACTER}", "Tərtər")])
def test_what_is_not_listed_so_is_nowhere(village: str, district: str) -> None:
    assert PLACES.find_in(village, district) is None


def test_the_list_has_every_district_and_city_under_the_republic_in_the_order_of_the_alphabet() -> None:
    """Ten cities and 57 districts (S72), and Naxçıvan's seven and its city."""
    tops = [place for place in PLACES if place.parent is None]

    assert Counter(place.kind for place in tops) == {"rayon": 57 + 7, "seher": 10 + 1}
    assert [place.name for place in tops] == sorted((place.name for place in tops), key=az_sort_key)
    codes = [place.code for place in tops if place.code is not None]
    assert len(codes) == len(set(codes)) == len(tops) - 4


@pytest.mark.parametrize(
    ("village", "district", "key"),
    [
        ("Sus", "Laçın", "Laçın/Sus"),
        ("Zar k.", "Kəlbəcər r.", "Kəlbəcər/Zar"),
        ("Füzuli şəhəri", "Füzuli", "Füzuli/Füzuli"),
        ("Masazir q.", "Abseron", "Abşeron/Masazır"),
        ("Quzanlı", "Ağdam", "Ağdam/Quzanlı"),
    ],
)
def test_settlements_that_the_papers_name_are_listed(village: str, district: str, key: str) -> None:
    found = PLACES.find_in(village, district)

    assert found is not None
    assert found.key == key


def test_the_people_of_all_three_villages_are_of_the_one_that_was_built_for_them() -> None:
    built = PLACES.at("Zəngilan/Ağalı")
    assert built is not None
    for number in "123":
        village = PLACES.find_in(f"Ağalı {number}", "Zəngilan")
        assert village is not None
        assert relation(PLACES, village, built) == "same"


@pytest.mark.parametrize(
    ("key", "was"),
    [
        ("Laçın", True),
        ("Laçın/Sus", True),
        ("Ağdam", None),
        ("Ağdam/Qiyaslı", None),
        ("Ağdam/Quzanlı", False),
        ("Tərtər/Talış", True),
        ("Bərdə", False),
        ("Abşeron/Masazır", False),
    ],
)
def test_what_was_occupied_in_part_is_told_of_no_settlement_that_does_not_say(key: str, *, was: bool | None) -> None:
    place = PLACES.at(key)

    assert place is not None
    assert PLACES.was_occupied(place) is was


def test_a_place_is_looked_up_by_its_beginning_its_code_and_its_district() -> None:
    assert [each.name for each in PLACES.search("Zəngil")][:1] == ["Zəngilan"]
    assert "Ağalı" in [each.name for each in PLACES.search("Zəngilan rayonu")]
    assert "Zəngilan" in [each.name for each in PLACES.search("zan")]
    assert PLACES.search("") == []


@pytest.mark.parametrize("text", ["Zəngilan/Ağalı", "ZENGILAN / Agali k.", "Zəngilan"])
def test_a_place_is_named_by_district_and_village_or_by_a_district_alone(text: str) -> None:
    found = PLACES.named(text)

    assert found is not None
    assert PLACES.named(found.key) == found


def test_every_place_is_named_by_its_key() -> None:
    assert [each.key for each in PLACES if PLACES.named(each.key) is not each] == []
