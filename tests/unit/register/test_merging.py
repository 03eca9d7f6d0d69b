"""Two records joined and parted again are what they were; what came in between goes to whom its key names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import HubError
from hub.register.entity import Entity, learn
from hub.register.facts import FOREVER, Fact, Source, project
from hub.register.likeness import shared_signs
from hub.register.merges import Joined, Merge, Side
from hub.register.merging import MergeWish, SplitWish
from hub.register.requests import Standing, read_values
from hub.register.store import Change
from tests.unit.register.test_facts import apply, statements

ONE, OTHER = "1" * 32, "2" * 32
MERGE = MergeWish(survivor=ONE, other=OTHER, ground="DİN-in cavabı")


def record(id_: str, said: list[tuple[str, Any]], fin: str = "") -> tuple[Entity, list[Fact]]:
    entity, facts = apply([*said, ("state", ({"fin": fin}, Source("m0", "din", 0), set(), 0))] if fin else said)
    return replace(entity, id=id_, told=(), withdrawn=()), facts


def stored(facts: list[Fact], change: Change) -> list[Fact]:
    """The facts of a record after a change, in the order in which the store has them."""
    news = {fact.id: fact for fact in (*change.after.told, *change.after.withdrawn)}
    return [news.pop(fact.id, fact) for fact in facts] + list(news.values())


def settled(change: Change) -> Entity:
    return replace(change.after, told=(), withdrawn=())


def parted(standing: Standing, others: Fact | None = None) -> tuple[Change, Change]:
    sides: dict[str, Side] = {others.id: "other"} if others else {}
    wish = SplitWish(survivor=ONE, other=OTHER, ground="səhv", sides=sides)
    one, other = wish.changes(standing, Source("split", "committee", 200))
    return one, other


@given(statements(), statements(), st.sampled_from([("", ""), ("1ABCD12", ""), ("1ABCD12", "2ABCD12")]))
def test_joined_and_parted_both_are_what_they_were(one: list[Any], other: list[Any], fins: tuple[str, str]) -> None:
    first, facts = record(ONE, one, fins[0])
    second, others = record(OTHER, other, fins[1])
    standing = Standing({ONE: first, OTHER: second}, {ONE: facts, OTHER: others})

    (joined,) = MERGE.changes(standing, Source("merge", "committee", 100))
    merged = stored(facts, joined)
    assert project("person", merged) == (joined.after.attributes, joined.after.provenance)
    assert joined.after.attributes.get("fin") == first.attributes.get("fin")

    taken = frozenset(fact.id for fact in joined.after.told)
    how = Joined(Merge("r", ONE, OTHER, 100, frozenset(), taken), {})
    again = Standing({ONE: settled(joined), OTHER: second}, {ONE: merged, OTHER: others}, how)
    mine, theirs = parted(again)

    assert (mine.after.attributes, mine.after.provenance) == (first.attributes, first.provenance)
    assert theirs.after == second
    assert [fact for fact in stored(merged, mine) if fact.known_to == FOREVER] == [
        fact for fact in facts if fact.known_to == FOREVER
    ]


def between(side: Side | None) -> tuple[Standing, Fact]:
    """Two joined records of which the survivor learned a birth place since."""
    first, facts = record(ONE, [("state", ({"surname": "X"}, Source("m1", "din", 1), set(), 1))])
    second, others = record(OTHER, [("state", ({"sex": "Y"}, Source("m2", "din", 2), set(), 2))])
    (joined,) = MERGE.changes(
        Standing({ONE: first, OTHER: second}, {ONE: facts, OTHER: others}), Source("merge", "committee", 100)
    )
    merged, taken = stored(facts, joined), frozenset(fact.id for fact in joined.after.told)
    later = learn(settled(joined), {"birth_place": "Z"}, Source("m3", "din", 150))
    (fact,) = later.told
    how = Joined(Merge("r", ONE, OTHER, 100, frozenset(), taken), {fact.id: side})
    known = replace(later, told=())
    return Standing({ONE: known, OTHER: second}, {ONE: [*merged, fact], OTHER: others}, how), fact


def test_the_preview_says_what_counts_more_and_that_the_fin_stays() -> None:
    one, facts = record(ONE, [("state", ({"surname": "X", "sex": "X"}, Source("m1", "din", 1), set(), 1))], "1ABCD12")
    said: list[tuple[str, Any]] = [("state", ({"surname": "Y", "birth_place": "Z"}, Source("m2", "meis", 2), set(), 2))]
    other, others = record(OTHER, said, "2ABCD12")
    standing = Standing({ONE: one, OTHER: other}, {ONE: facts, OTHER: others})

    lines = {each.name: each for each in MERGE.lines(standing, MERGE.changes(standing, Source("m", "committee", 9)))}

    assert {name: (line.after, (line.stays_by or {}).get("p")) for name, line in lines.items()} == {
        "surname": ("X", "din"), "sex": ("X", None), "birth_place": ("Z", None), "fin": ("1ABCD12", None),
    }  # fmt: skip


@pytest.mark.parametrize("side", ["survivor", "other"])
def test_a_later_fact_goes_where_its_key_says(side: Side) -> None:
    standing, _ = between(side)

    one, other = parted(standing)

    assert ("birth_place" in one.after.attributes, "birth_place" in other.after.attributes) == (
        side == "survivor",
        side == "other",
    )
    assert (one.after.attributes["surname"], "sex" in one.after.attributes) == ("X", False)


def test_of_what_no_key_tells_it_is_asked_whose_it_is() -> None:
    standing, fact = between(None)
    wish = SplitWish(survivor=ONE, other=OTHER, ground="səhv")

    assert wish.asked(standing) == [fact]
    _, other = parted(standing, fact)
    assert other.after.attributes["birth_place"] == "Z"


def test_a_word_of_an_official_overrules_no_key() -> None:
    standing, fact = between("survivor")

    _, other = parted(standing, fact)

    assert "birth_place" not in other.after.attributes


def test_twins_look_like_no_pair_and_are_warned_of() -> None:
    twins = [
        {"surname": "Əliyev", "given_name": name, "birth_date": "2001-03-04", "fin": fin}
        for name, fin in (("Həsən", "7ABCD12"), ("Hüseyn", "7ABCD13"))
    ]
    people = {id_: Entity(id_, "person", each) for id_, each in zip((ONE, OTHER), twins, strict=True)}

    assert shared_signs(*twins) == ()
    said = [each.en for each in MERGE.warnings(Standing(people, {ONE: [], OTHER: []}))]
    assert said[0].startswith("The FINs differ by one character")
    assert "The given name differs." in said


def test_spellings_and_numbers_make_a_pair() -> None:
    one = {"surname": "ISMAYILOVA", "given_name": "Gulnare", "birth_date": "1990-05-01"}
    other = {"surname": "İsmayılova", "given_name": "Gülnarə", "birth_date": "1990-05-01"}
    paper = {"document": {"series": "AA", "number": "123 456"}}

    assert shared_signs(one, other) == ("name",)
    assert shared_signs({**one, "birth_date": "1990"}, {**other, "birth_date": "1990"}) == ()
    assert shared_signs(paper, {"document": {"number": "AA123456"}}) == ("document",)


def test_the_survivor_is_the_one_with_a_fin_and_nobody_joins_oneself() -> None:
    people = {ONE: Entity(ONE, "person", {}), OTHER: Entity(OTHER, "person", {"fin": "7ABCD12"})}
    standing = Standing(people, {ONE: [], OTHER: []})

    for wish, code in (
        (MERGE, "register.survivor_without_fin"),
        (MERGE.model_copy(update={"other": ONE}), "register.same_record"),
        (SplitWish(survivor=ONE, other=OTHER, ground="səhv"), "register.not_joined"),
    ):
        with pytest.raises(HubError) as refused:
            wish.changes(standing, Source("m", "committee", 1))
        assert refused.value.code == code


def test_values_are_read_as_the_register_keeps_them() -> None:
    assert read_values({"birth_date": "1990-05", "sex": "male"}) == {"birth_date": "1990-05", "sex": "male"}
