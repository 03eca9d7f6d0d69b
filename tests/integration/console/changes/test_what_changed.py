"""What changed lately: one row a real change, whoever starts, and however many at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hub.deployment import AT_START, deployment_fingerprint
from hub.exchange.changes import Change, Fact, Kind, changes_between, note_changes
from hub.rules import all_formats, load_routes
from hub.store.store import Store
from tests.hubs import running_hub, settings_for
from tests.identity_sealer import IdentitySealer

CODE = Fact(Kind.DEPLOYMENT, "hub", "1 · aaaa")
GAS = Fact(Kind.MAPPING, "azeriqaz.subscriber.v1", "1111")
NEWER_GAS = Fact(Kind.MAPPING, "azeriqaz.subscriber.v1", "2222")
SEAL = Fact(Kind.CERTIFICATE, "seal", "cccc")


async def told(store: Store) -> list[tuple[str, str | None, str | None]]:
    """Subject, before and after of every change, the oldest first."""
    async with store.read() as tx:
        found: list[Change] = await changes_between(tx, IdentitySealer(), 0, await tx.now())
    return [(change.subject, change.before, change.after) for change in reversed(found)]


async def test_the_first_start_of_an_installation_is_one_change(store: Store) -> None:
    await note_changes(store, [CODE, GAS, SEAL], AT_START)

    assert await told(store) == [("hub", None, "1 · aaaa")]


async def test_what_differs_from_what_was_last_seen_is_a_change(store: Store) -> None:
    await note_changes(store, [CODE, GAS], AT_START)

    await note_changes(store, [CODE, NEWER_GAS, SEAL], AT_START)
    await note_changes(store, [CODE, NEWER_GAS, SEAL], AT_START)

    assert sorted((await told(store))[1:]) == [("azeriqaz.subscriber.v1", "1111", "2222"), ("seal", None, "cccc")]


async def test_what_is_there_no_longer_is_a_change_too(store: Store) -> None:
    await note_changes(store, [CODE, GAS], AT_START)

    await note_changes(store, [CODE], AT_START)

    assert (await told(store))[-1] == ("azeriqaz.subscriber.v1", "1111", None)


async def test_a_look_at_one_kind_leaves_the_others_alone(store: Store) -> None:
    await note_changes(store, [CODE, GAS, SEAL], AT_START)

    await note_changes(store, [SEAL], (Kind.CERTIFICATE,))
    await note_changes(store, [], (Kind.CERTIFICATE,))

    assert (await told(store))[1:] == [("seal", "cccc", None)]


async def test_several_processes_that_start_at_once_tell_a_change_once(store: Store) -> None:
    await asyncio.gather(*(note_changes(store, [CODE, GAS], AT_START) for _ in range(6)))
    await asyncio.gather(*(note_changes(store, [CODE, NEWER_GAS], AT_START) for _ in range(6)))

    assert await told(store) == [("hub", None, "1 · aaaa"), ("azeriqaz.subscriber.v1", "1111", "2222")]


async def test_a_time_window_leaves_out_what_was_before_it(store: Store) -> None:
    await note_changes(store, [CODE, GAS], AT_START)
    async with store.read() as tx:
        between = await tx.now()

    await note_changes(store, [CODE, NEWER_GAS], AT_START)

    async with store.read() as tx:
        later = await changes_between(tx, IdentitySealer(), between + 1, await tx.now())
    assert [change.after for change in later] == ["2222"]


async def test_a_hub_that_starts_notes_its_mappings_routes_contracts_and_code(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)

    async with running_hub(settings, works=False) as hub, hub.store.read() as tx:
        seen = {(row["kind"], row["subject"]) for row in await tx.fetch("SELECT kind, subject FROM marks")}

    facts = deployment_fingerprint(settings, all_formats(settings), load_routes(settings))
    assert seen == {(fact.kind.value, fact.subject) for fact in facts}
    assert {("mapping", "azeriqaz.subscriber.v1"), ("contract", "azeriqaz"), ("deployment", "hub")} <= seen
    assert {kind for kind, _ in seen} >= {"route"}


def test_the_deployment_fingerprint_of_one_checkout_is_always_the_same(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)

    twice = [deployment_fingerprint(settings, all_formats(settings), load_routes(settings)) for _ in range(2)]

    assert twice[0] == twice[1]
