"""The route language: what a route says, and what contradicts itself."""

from __future__ import annotations

import pytest

import routes
from mappings.format import Reading
from mappings.records import AccountRef, IdpStatus, Person, PersonChange
from routes.person_changes import has_fin
from routes.person_changes import route as person_changes
from routes.route import REGISTER, Destination, Route, Routes, RoutesRefused, always, whole

PERSON = Person(fin="94FMDDD")
(GAS,) = (each for each in person_changes.destinations if each.agency == "azeriqaz")
(SOCIAL,) = (each for each in person_changes.destinations if each.agency == "meis")
STATUS = IdpStatus(category="idp")


def _route(name: str, source: str, *destinations: Destination, **more: object) -> Route:
    return Route(name, source, destinations or (Destination(REGISTER),), **more)  # type: ignore[arg-type]  # by name


def test_a_destination_takes_every_record_whole_unless_it_says_otherwise() -> None:
    assert always(STATUS)
    assert whole(STATUS) == (STATUS,)


def test_a_route_keeps_the_order_of_all_keys_unless_it_picks_some() -> None:
    reading = Reading((), (), (("fin", "94FMDDD"), ("act", "AB-0000001/2026")), None, None, mapped=True)

    assert _route("all", "a").lane_keys(reading) == reading.keys
    assert _route("some", "a", keys=lambda r: r.keys[:1]).lane_keys(reading) == reading.keys[:1]


def test_routes_are_found_by_format_and_by_name_and_destinations_by_theirs() -> None:
    route = _route("one", "a.v1", Destination("b.op", writes="b.v1"), Destination(REGISTER))
    all_routes = Routes((route,))

    assert all_routes.for_format("a.v1") is route
    assert all_routes.for_format("z.v1") is None
    assert all_routes.named("one") is route
    assert all_routes.named("two") is None
    assert all_routes.destinations() == ("b.op", REGISTER)
    assert route.destination("b.op") is route.destinations[0]
    assert [all_routes.party_of(each) for each in ("b.op", "c.op")] == ["b", "c"]
    assert [all_routes.use_of(*each) for each in (("one", "b.op"), ("one", "z.op"), ("two", "b.op"))] == [None] * 3
    assert Routes((person_changes,)).use_of(person_changes.name, GAS.name) is GAS.use
    assert Routes((person_changes,)).party_of(GAS.name) == "azeriqaz"
    assert route.destination("c.op") is None


def test_all_contradictions_are_named_at_once() -> None:
    with pytest.raises(RoutesRefused) as refused:
        Routes((_route("one", "a.v1"), _route("two", "a.v1"), Route("three", "b.v1", ())))

    assert refused.value.problems == [
        "two routes take a.v1: one, two; merge them into one",
        "route three has no destination",
    ]


def test_the_routes_of_the_hub_do_not_contradict_each_other() -> None:
    assert Routes(routes.ALL).for_format("justice.civil-act.v1") is not None


def _change(*changed: str, gas: int = 1, fin: str | None = "94FMDDD") -> PersonChange:
    accounts = tuple(AccountRef(provider="azeriqaz", subscriber_code=f"00{n}") for n in range(gas))
    other = AccountRef(provider="azerishiq", subscriber_code="1")
    return PersonChange(person=Person(fin=fin), changed=changed, accounts=(*accounts, other), origin="edliyye")


def test_meis_hears_of_people_with_a_fin() -> None:
    assert has_fin(_change())
    assert not has_fin(_change(fin=None))
    assert not has_fin(PERSON)


@pytest.mark.parametrize("changed", ["surname", "death_date", "idp_status"])
def test_a_gas_utility_hears_of_identity_and_status(changed: str) -> None:
    assert GAS.when(_change(changed))


def test_a_gas_utility_hears_of_nothing_else_and_of_nobody_elses_people() -> None:
    assert not GAS.when(_change("marital_status"))
    assert not GAS.when(_change("surname", gas=0))
    assert not GAS.when(PERSON)


def test_each_subscriber_code_gets_a_part_of_its_own() -> None:
    parts = GAS.parts(_change("surname", gas=2))

    codes = [[account.subscriber_code for account in part.accounts] for part in parts if isinstance(part, PersonChange)]
    assert codes == [["000"], ["001"]]
    assert GAS.parts(PERSON) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [("surname", True), ("marital_status", True), ("document", False), ("registered_residence", False)],
)
def test_the_social_system_is_told_who_somebody_is_and_not_of_papers_or_address(changed: str, told: bool) -> None:
    change = PersonChange(person=PERSON, changed=(changed,), origin="committee")

    assert SOCIAL.when(change) is told
    assert not SOCIAL.when(change.model_copy(update={"person": Person(surname="Əliyeva")}))
