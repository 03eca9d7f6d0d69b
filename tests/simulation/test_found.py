"""What simulated worlds have found, each in its smallest form."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tests.simulation.plan import Plan, Trouble
from tests.simulation.world import simulate

CALM = Plan(
    processes=(("serve",), ("relay", "work"), ("relay", "work")),
    persons=1,
    each=2,
    rates={},
    troubles=(),
    kills=(),
    writers=8,
    lease_s=15.0,
)


def test_a_calm_world_comes_to_rest(apart: ProcessPoolExecutor) -> None:
    assert apart.submit(simulate, 1, CALM).result().broken == []


def test_nothing_waits_longer_because_the_database_was_set_back(apart: ProcessPoolExecutor) -> None:
    # Given worlds in which the database's clock goes back by an hour while messages are on their way
    worlds = [replace(CALM, troubles=(Trouble(at=1.0 + n / 2, kind="jump", seconds=-3600.0),)) for n in range(6)]

    # When they come to rest
    reports = list(apart.map(simulate, range(6), worlds))

    # Then nothing was left waiting for the old time, and the log is whole
    assert [report.broken for report in reports] == [[]] * len(worlds)


def test_a_commit_without_an_answer_is_no_error_of_an_aggregates_step(apart: ProcessPoolExecutor) -> None:
    # Given a world of lists and money in which commits happen without an answer
    world = replace(CALM, play="money", rates={"commit_done_unknown": 0.1})

    # When it has come to rest
    report = apart.submit(simulate, 2, world).result()

    # Then nothing was logged as an error, and all is paid once
    assert ("commit_done_unknown", 1) in report.faults
    assert report.broken == []


def test_who_stood_still_does_not_send_what_another_has_sent_since(apart: ProcessPoolExecutor) -> None:
    # Given a world whose processes now and then stand still for longer than a lease, between a claim and its call
    world = replace(CALM, persons=2, each=3, lease_s=3.0, rates={"stands_still": 0.05})

    # When it has come to rest
    report = apart.submit(simulate, 46, world).result()

    # Then an agency that knows no keys, of whom somebody else has asked and been told "not applied", has it once
    assert ("stands_still", 1) in report.faults
    assert report.broken == []


def test_what_a_draw_publishes_names_the_leaf_of_its_own_root(apart: ProcessPoolExecutor) -> None:
    # Given worlds of draws with two doors, of which one has a clock that is an hour ahead
    ahead = Trouble(at=1.0, kind="jump", seconds=3600.0, process=0)
    world = replace(CALM, play="draws", processes=(("serve",), ("serve", "relay", "work")), troubles=(ahead,))

    # When they come to rest
    reports = list(apart.map(simulate, (2, 9), [world, world]))

    # Then no file ever named an older leaf, whose id was newer
    assert [report.broken for report in reports] == [[], []]


def test_the_log_agrees_with_deliveries_though_the_clocks_of_processes_differ(apart: ProcessPoolExecutor) -> None:
    # Given a world in which deliveries are tried by two processes, of which one has a clock that is an hour ahead
    ahead = Trouble(at=0.0, kind="jump", seconds=3600.0, process=1)
    world = replace(CALM, persons=2, each=3, rates={"refused": 0.3}, troubles=(ahead,))

    # When it has come to rest
    report = apart.submit(simulate, 3, world).result()

    # Then no delivery's newest leaf by id, which may be an older one, was taken for the state that it is in
    assert report.broken == []


def test_no_draw_publishes_that_its_list_was_frozen_before_it_was_announced(apart: ProcessPoolExecutor) -> None:
    # Given worlds of draws in which the database's clock goes back by a minute, again and again
    back = tuple(Trouble(at=0.3 + n / 2, kind="jump", seconds=-60.0) for n in range(40))

    # When they come to rest
    reports = list(apart.map(simulate, (0, 5, 7), [replace(CALM, play="draws", troubles=back)] * 3))

    # Then what they have published agrees with itself
    assert [report.broken for report in reports] == [[], [], []]
