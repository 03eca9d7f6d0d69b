"""Facts are the truth, the state follows: replayed, it is the same, and no order of arrival changes what held when."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.register.entity import Entity, learn, learn_facts, unlearn
from hub.register.facts import FOREVER, Fact, Source, facts_of, project

PERSON = Entity("e", "person")
PARTIES = ("din", "edliyye", "meis", "committee", "nobody-known")


def source(at: int, party: str = "edliyye", act: str | None = None) -> Source:
    return Source(f"m{at}", party, at, act)


@st.composite
def statements(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What parties say one after another, and acts that are cancelled in between."""
    said: list[tuple[str, Any]] = []
    for at in range(1, draw(st.integers(1, 7)) + 1):
        act = draw(st.sampled_from((None, "AB-1", "AB-2")))
        if act is not None and draw(st.integers(0, 3)) == 0:
            said.append(("cancel", source(at, "edliyye", act)))
            continue
        values = draw(
            st.dictionaries(st.sampled_from(("surname", "sex", "marital_status")), st.sampled_from("XYZ"), min_size=1)
        )
        by = source(at, draw(st.sampled_from(PARTIES)), act)
        weak = draw(st.sets(st.sampled_from(sorted(values))))
        day = draw(st.one_of(st.none(), st.integers(1, 7)))
        said.append(("state", (values, by, weak, day)))
    return said


def apply(said: list[tuple[str, Any]]) -> tuple[Entity, list[Fact]]:
    """The entity as the register comes to it, and the facts as they are stored."""
    entity: Entity = PERSON
    facts: dict[str, Fact] = {}
    for what, each in said:
        stored = list(facts.values())
        if what == "cancel":
            after = unlearn(entity, stored, each.act, each)
        else:
            values, by, weak, day = each
            after = learn(entity, values, by, weak=weak, valid_from=day, said=stored)
        facts |= {
            fact.id: fact for fact in (*after.told[len(entity.told) :], *after.withdrawn[len(entity.withdrawn) :])
        }
        entity = after
    return entity, list(facts.values())


@given(statements())
def test_the_state_is_what_its_facts_come_to(said: list[tuple[str, Any]]) -> None:
    entity, facts = apply(said)

    assert project("person", facts) == (entity.attributes, entity.provenance)


@given(statements())
def test_what_was_known_then_stays_as_it_was(said: list[tuple[str, Any]]) -> None:
    """Whatever comes later, the answer to "what did we know then" is the one that was given then."""
    _, all_facts = apply(said)
    for many in range(1, len(said)):
        entity, _ = apply(said[:many])
        attributes, _ = project("person", all_facts, known=many)
        assert attributes == dict(entity.attributes)


@given(statements(), st.randoms(use_true_random=False))
def test_what_held_when_does_not_depend_on_the_order_of_arrival(said: list[tuple[str, Any]], random: Any) -> None:
    facts = [
        fact
        for what, each in said
        if what == "state"
        for fact in facts_of("person", each[0], each[1], weak=each[2], valid_from=each[3])
    ]
    shuffled = random.sample(facts, len(facts))

    for day in (1, 6, FOREVER - 1):
        assert project("person", facts, valid=day) == project("person", shuffled, valid=day)


DATED = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(("AB-1", "AB-2")),
        st.dictionaries(st.sampled_from(("surname", "vital_status")), st.sampled_from("XY"), min_size=1),
    ),
    max_size=6,
    unique_by=lambda each: each[0],
)
"""What a party states of different days, often the same value again."""


@given(DATED, st.randoms(use_true_random=False))
def test_what_the_register_keeps_of_dated_words_does_not_depend_on_the_order_of_arrival(
    said: list[tuple[int, str, dict[str, str]]], random: Any
) -> None:
    def kept(order: list[tuple[int, str, dict[str, str]]]) -> list[Fact]:
        told: list[tuple[str, Any]] = [
            ("state", (values, source(100 + at, act=number), set(), day))
            for at, (day, number, values) in enumerate(order)
        ]
        return apply(told)[1]

    one, other = kept(said), kept(random.sample(said, len(said)))

    for day in (1, 3, 5, 7, 9, FOREVER - 1):
        assert project("person", one, valid=day)[0] == project("person", other, valid=day)[0]


def test_a_death_by_an_act_stands_against_a_later_word_of_equal_weight() -> None:
    dead = learn(PERSON, {"vital_status": "deceased"}, source(2, act="AB-1"), valid_from=1)
    listed = learn(dead, {"vital_status": "alive"}, source(9, "din"))

    assert listed.attributes["vital_status"] == "deceased"
    assert [fact.values for fact in listed.told[1:]] == [{"vital_status": "alive"}], "kept, and shown as a disagreement"


def test_a_late_act_about_an_earlier_day_does_not_undo_what_came_after_it() -> None:
    divorced = learn(PERSON, {"marital_status": "divorced"}, source(2, act="AB-2"), valid_from=200)
    told_late = learn(divorced, {"marital_status": "married"}, source(3, act="AB-1"), valid_from=100)

    assert told_late.attributes["marital_status"] == "divorced"
    assert project("person", told_late.told, valid=150)[0]["marital_status"] == "married"


def test_the_same_word_again_is_no_news_whether_it_holds_or_is_outweighed() -> None:
    known = learn(PERSON, {"surname": "Əliyeva"}, source(1, "din"))
    outweighed = learn(known, {"surname": "Aliyeva"}, source(2, "meis"))

    assert learn(known, {"surname": "Əliyeva"}, source(3, "din")) is known
    assert learn(outweighed, {"surname": "Aliyeva"}, source(4, "meis"), said=outweighed.told) is outweighed
    assert outweighed.attributes == known.attributes


def test_another_source_or_act_for_the_same_value_is_kept_so_that_it_stands_when_the_first_falls() -> None:
    acted = learn(PERSON, {"surname": "Əliyeva"}, source(1, act="AB-1"), valid_from=1)
    twice = learn(acted, {"surname": "Əliyeva"}, source(2, act="AB-2"), valid_from=2)

    cancelled = unlearn(twice, twice.told, "AB-1", source(3))
    assert cancelled.attributes == {"surname": "Əliyeva"}
    assert [fact.known_to for fact in cancelled.withdrawn] == [3]
    assert unlearn(cancelled, [*twice.told[1:], *cancelled.withdrawn], "AB-1", source(4)) is cancelled


def test_nothing_is_stated_by_none() -> None:
    assert learn(PERSON, {"surname": None}, source(1)) is PERSON
    assert learn_facts(PERSON, []) is PERSON


def test_facts_of_a_person_are_grouped_by_what_they_tell_and_of_other_things_by_their_kind() -> None:
    person = facts_of("person", {"surname": "Əliyeva", "marital_status": "single", "address": "Bakı"}, source(1))
    payment = facts_of("allowance_payment", {"iban": "AZ21", "fin": "7ABCD12"}, source(1))

    assert sorted(fact.group for fact in person) == ["civil", "identity", "residence"]
    assert [fact.group for fact in payment] == ["allowance_payment"]


def test_of_things_the_last_word_counts_whoever_says_it() -> None:
    asked = learn(Entity("t", "vacancy"), {"state": "open"}, source(1, "din"))

    assert learn(asked, {"state": "filled"}, source(2, "nobody-known")).attributes == {"state": "filled"}
