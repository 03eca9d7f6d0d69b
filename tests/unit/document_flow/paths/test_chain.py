"""The chain shows any event that was altered, moved, taken out or put in."""

from __future__ import annotations

from dataclasses import replace

from document_flow.paths.chain import GENESIS, Link, chain, link, verify_chain
from tests.unit.document_flow.paths.building import NINE, path, stage, submitted


def links() -> tuple[Link, ...]:
    run = submitted(path(stage()))
    run.approve(*NINE)
    return chain(run.events)


def test_a_chain_that_nobody_touched_holds() -> None:
    assert verify_chain(links()) is None
    assert links()[0].hash == link(GENESIS, links()[0].body)


def test_a_chain_goes_on_where_it_stopped() -> None:
    run = submitted(path(stage()))
    first = chain(run.events)
    more = chain(run.events[:1], first[-1].hash, len(first))

    assert verify_chain(first + more) is None
    assert verify_chain(more, first[-1].hash, len(first)) is None


def test_an_altered_event_is_the_first_break() -> None:
    made = list(links())
    made[3] = replace(made[3], body=made[3].body.replace(b"visa", b"sign"))

    broken = verify_chain(made)

    assert broken is not None
    assert (broken.number, broken.found) == (3, made[3].hash)
    assert broken.expected == link(made[2].hash, made[3].body)


def test_an_event_rewritten_with_its_hash_breaks_the_next() -> None:
    made = list(links())
    body = made[3].body + b" "
    made[3] = Link(3, body, link(made[2].hash, body))

    broken = verify_chain(made)

    assert broken is not None
    assert broken.number == 4


def test_an_event_taken_out_or_doubled_is_found() -> None:
    made = links()

    gone, twice = verify_chain(made[:2] + made[3:]), verify_chain(made[:3] + made[2:])

    assert gone is not None
    assert gone.number == 2
    assert twice is not None
    assert twice.number == 3


def test_an_event_with_another_number_is_found() -> None:
    made = links()

    broken = verify_chain((replace(made[0], number=1), *made[1:]))

    assert broken is not None
    assert broken.number == 0
