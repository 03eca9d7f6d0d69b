"""The register, the doors' limits and what people decide, each by two sessions at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.access.accounts import change_account, save_email
from hub.access.alone import add_alone
from hub.access.people import Person, create_person
from hub.access.proposals import decide_proposal, one_proposal, propose
from hub.access.quotas import _lease
from hub.access.uploads import MOST_BYTES, Upload, keep_upload
from hub.citizen.sessions import CitizenSessions
from hub.clock import SECOND
from hub.desks.callbacks import Callback, Callbacks
from hub.errors import Conflict
from hub.events.broker import EventsOut
from hub.exchange.changes import Fact as Seen
from hub.exchange.changes import Kind, note_changes
from hub.exchange.clock_steps import follow_clock
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.likeness import _find_some
from hub.register.store import Change, RegisterStore, blank
from hub.store.data_keys import DataKeys
from hub.store.ids import new_id
from hub.store.key_file import key_file
from hub.store.legal_time import move_ahead, time_ahead
from hub.store.store import Collision, Store
from hub.watch.paces import note_paces
from tests.builders import KEYED
from tests.hubs import made_key, settings_for
from tests.identity_sealer import IdentitySealer
from tests.integration.two_sessions.sessions import Ending, Sessions, Turn

SEALER = IdentitySealer()
CLERK = Person("sevinc", "Sevinc", "committee", frozenset({"clerk"}))


async def asked(sessions: Sessions, sql: str) -> Sequence[Any]:
    async with sessions.looker.read() as tx:
        return [tuple(row.values()) for row in await tx.fetch(sql)]


async def clerk(sessions: Sessions) -> None:
    async with sessions.looker.write() as tx:
        await create_person(tx, CLERK)


MESSAGE = new_id()
REGISTER = RegisterStore(SEALER, KEYED)


async def known(store: Store, name: str) -> str:
    """A person under the key `k_one`; the id."""
    before = blank("person")
    after = learn(before, {"given_name": name}, Source(MESSAGE, "committee", SECOND, ""))
    async with store.write() as tx:
        await REGISTER.save(tx, [Change(before, after, ("k_one",))], SECOND)
    return before.id


@pytest.mark.parametrize("way", ["by_keys", "by_ids", "lock"])
async def test_what_both_learn_of_a_person_is_known(sessions: Sessions, ending: Ending, way: str) -> None:
    person = await known(sessions.looker, "Aysel")

    def learning(values: dict[str, str]) -> Turn:
        async def turn(store: Store) -> None:
            async with store.write() as tx:
                if way == "lock":
                    await REGISTER.lock(tx, ["k_one"])
                if way == "by_ids":
                    before = (await REGISTER.by_ids(tx, [person]))[person]
                else:
                    before = (await REGISTER.by_keys(tx, ["k_one"], locked=way == "by_keys"))["k_one"]
                after = learn(before, values, Source(MESSAGE, "committee", 2 * SECOND, ""))
                await REGISTER.save(tx, [Change(before, after)], 2 * SECOND)

        return turn

    await sessions.meet(
        learning({"surname": "Quliyeva"}), learning({"patronymic": "Elçin"}), at="entities e", ending=ending
    )

    async with sessions.looker.read() as tx:
        kept = (await REGISTER.by_ids(tx, [person], locked=False))[person].attributes
    expected = {"given_name": "Aysel", "surname": "Quliyeva", "patronymic": "Elçin"}
    if ending is Ending.ROLLBACK:
        del expected["surname"]
    assert {name: said for name, said in kept.items() if name != "person_numbers"} == expected


async def test_two_that_meet_somebody_new_make_one_entity(sessions: Sessions, ending: Ending) -> None:
    async def turn(store: Store) -> str:
        try:
            return await known(store, "Aysel")
        except Collision:
            return "read again"

    before, after = await sessions.meet(turn, turn, at="INSERT INTO entity_keys", ending=ending)

    kept = after if ending is Ending.ROLLBACK else before
    assert (after == "read again") is (ending is not Ending.ROLLBACK)
    assert await asked(sessions, "SELECT id FROM entities") == [(kept,)]


async def test_two_that_look_for_doubles_do_not_wait_for_each_other(sessions: Sessions, ending: Ending) -> None:
    async with sessions.looker.write() as tx:
        one, other = sorted(new_id() for _ in range(2))
        await tx.insert("entity_likeness", "key_hash, entity_id", [("k", one), ("k", other)])
        await tx.insert("likeness_due", "entity_id", [(one,), (other,)])

    async def turn(store: Store) -> int:
        return await _find_some(store, None)

    _, after = await sessions.passes(turn, turn, ending=ending)

    assert after == 0
    pairs = await asked(sessions, "SELECT one_id, other_id FROM possible_doubles")
    assert pairs == ([] if ending is Ending.ROLLBACK else [(one, other)])


async def test_two_processes_come_to_the_same_data_keys(sessions: Sessions, ending: Ending, tmp_path: Path) -> None:
    """What one seals, the other opens."""
    settings = settings_for(tmp_path)
    made_key(tmp_path)
    one, other = DataKeys(lambda: key_file(settings)), DataKeys(lambda: key_file(settings))

    await sessions.meet(
        lambda store: one.refresh(store, SECOND),
        lambda store: other.refresh(store, SECOND),
        at="INSERT INTO data_keys",
        ending=ending,
    )

    if ending is Ending.ROLLBACK:
        await one.refresh(sessions.looker, SECOND)
    assert other.unseal("message_bodies.body", "m", one.seal("message_bodies.body", "m", b"text")) == b"text"


async def test_a_quota_is_handed_out_once(sessions: Sessions, ending: Ending) -> None:
    async def turn(store: Store) -> int:
        async with store.write() as tx:
            return await _lease(tx, ("edliyye", "messages_a_day", 1), 1)

    _, after = await sessions.meet(turn, turn, at="INSERT INTO party_usage", ending=ending)

    assert after == int(ending is Ending.ROLLBACK)
    assert await asked(sessions, "SELECT used FROM party_usage") == [(1,)]


async def test_what_one_does_alone_is_counted_together(sessions: Sessions, ending: Ending) -> None:
    async def turn(store: Store) -> int:
        async with store.write() as tx:
            return await add_alone(tx, "sevinc", "resend", 2)

    _, after = await sessions.meet(turn, turn, at="INSERT INTO done_alone", ending=ending)

    assert after == (2 if ending is Ending.ROLLBACK else 4)


async def test_two_uploads_share_the_room_of_a_login(sessions: Sessions, ending: Ending) -> None:
    await clerk(sessions)

    async def turn(store: Store) -> None:
        async with store.write() as tx:
            await keep_upload(tx, SEALER, "sevinc", Upload(new_id(), "a", "text/plain", MOST_BYTES // 2 + 1), b"a")

    await sessions.meet(turn, turn, at="FROM people p", ending=ending)

    assert await asked(sessions, "SELECT count(*) FROM uploads") == [(1,)]


async def test_a_new_address_takes_the_next_version(sessions: Sessions, ending: Ending) -> None:
    await clerk(sessions)

    async def turn(store: Store) -> None:
        async with store.write() as tx:
            await save_email(tx, SEALER, "sevinc", "s@example.az")

    await sessions.meet(turn, turn, at="FROM people p", ending=ending)

    assert await asked(sessions, "SELECT email_version FROM people") == [(1 if ending is Ending.ROLLBACK else 2,)]


async def test_every_former_name_is_kept(sessions: Sessions, ending: Ending) -> None:
    await clerk(sessions)

    def named(name: str) -> Turn:
        async def turn(store: Store) -> None:
            async with store.write() as tx:
                await change_account(tx, replace(CLERK, name=name))

        return turn

    await sessions.meet(named("Second"), named("Third"), at="FROM people p", ending=ending)

    former = await asked(sessions, "SELECT name FROM former_names ORDER BY until")
    assert former == ([("Sevinc",)] if ending is Ending.ROLLBACK else [("Sevinc",), ("Second",)])


async def test_a_proposal_is_decided_once(sessions: Sessions, ending: Ending) -> None:
    async with sessions.looker.write() as tx:
        made = await propose(tx, SEALER, "person_change", "s", "{}", "sevinc")

    def deciding(outcome: Any) -> Turn:
        async def turn(store: Store) -> str:
            try:
                async with store.write() as tx:
                    found = await one_proposal(tx, SEALER, made.id, ("person_change",))
                    await decide_proposal(tx, found, "fuad", outcome, ())
            except Conflict:
                return "decided"
            return str(outcome)

        return turn

    _, after = await sessions.meet(deciding("agreed"), deciding("refused"), at="FROM proposals p", ending=ending)

    assert after == ("refused" if ending is Ending.ROLLBACK else "decided")
    assert await asked(sessions, "SELECT state FROM proposals") == [
        ("refused" if ending is Ending.ROLLBACK else "agreed",)
    ]


def promising(reason: str) -> Turn:
    async def turn(store: Store) -> bool:
        return await Callbacks(store, SEALER, KEYED).promise(Callback("Aysel", "+994501112233", reason), 9, "sevinc")

    return turn


@pytest.mark.parametrize("open_already", [False, True], ids=["the_first", "one_more"])
async def test_a_number_has_one_promise(sessions: Sessions, ending: Ending, open_already: bool) -> None:
    if open_already:
        await promising("first")(sessions.looker)

    at = "FROM callbacks c" if open_already else "INSERT INTO callbacks"
    await sessions.meet(promising("this"), promising("that"), at=at, ending=ending)

    (row,) = await asked(sessions, "SELECT callback_sealed, version FROM callbacks")
    told = [word for word in ("first", "this", "that") if word in row[0].decode()]
    expected = ["first"] * open_already + ["this"] * (ending is not Ending.ROLLBACK) + ["that"]
    assert (told, row[1]) == (expected, len(expected) - 1)


async def test_a_callback_is_ended_once(sessions: Sessions, ending: Ending) -> None:
    await promising("first")(sessions.looker)
    ((name,),) = await asked(sessions, "SELECT id FROM callbacks")
    await Callbacks(sessions.looker, SEALER, KEYED).take(name, "sevinc")

    async def turn(store: Store) -> str:
        try:
            await Callbacks(store, SEALER, KEYED).end(name, "sevinc", "reached", "said")
        except Conflict:
            return "ended already"
        return "ended"

    _, after = await sessions.meet(turn, turn, at="FROM callbacks c", ending=ending)

    assert after == ("ended" if ending is Ending.ROLLBACK else "ended already")


@pytest.mark.parametrize("seen", [False, True], ids=["the_first_login", "known_already"])
async def test_a_subject_keeps_the_fin_that_its_version_seals(sessions: Sessions, ending: Ending, seen: bool) -> None:
    async def turn(store: Store) -> None:
        await CitizenSessions(store, SEALER, KEYED).remember("subject", "5AAA001")

    if seen:
        await turn(sessions.looker)
    at = "FROM citizen_subjects s" if seen else "INSERT INTO citizen_subjects"
    await sessions.meet(turn, turn, at=at, ending=ending)

    times = seen * (1 + (ending is not Ending.ROLLBACK))
    assert await asked(sessions, "SELECT version FROM citizen_subjects") == [(times,)]


async def test_what_grew_is_written_down_once(sessions: Sessions, ending: Ending) -> None:
    async with sessions.looker.write() as tx:
        await tx.insert("totals", "kind, label, count", [("message.accepted", "f", 1)])
    await note_paces(sessions.looker)
    async with sessions.looker.write() as tx:
        await tx.execute("UPDATE totals SET count = 4")

    _, after = await sessions.meet(note_paces, note_paces, at="FROM pace_marks m", ending=ending)

    assert after == int(ending is Ending.ROLLBACK)
    assert await asked(sessions, "SELECT count FROM paces WHERE span = 'minute'") == [(3,)]


async def test_a_change_is_told_once(sessions: Sessions, ending: Ending) -> None:
    async with sessions.looker.write() as tx:
        await tx.insert("installation", "id, created_at", [(new_id(), 1)])
    before = [Seen(Kind.ROUTE, "r", "1")]
    await note_changes(sessions.looker, before, (Kind.ROUTE,))

    async def turn(store: Store) -> int:
        return await note_changes(store, [Seen(Kind.ROUTE, "r", "2")], (Kind.ROUTE,))

    _, after = await sessions.meet(turn, turn, at="FROM installation i", ending=ending)

    assert after == int(ending is Ending.ROLLBACK)
    assert await asked(sessions, "SELECT after FROM changes") == [("2",)]


async def test_a_clock_that_went_back_is_followed_once(sessions: Sessions, ending: Ending) -> None:
    # Given a look from before the database's clock was set back by an hour
    async with sessions.looker.write() as tx:
        await tx.execute("INSERT INTO cursors (name, next_seq) VALUES ('clock', hub_now() + 3600000000)")

    # When two leaders look at once
    _, second = await sessions.meet(follow_clock, follow_clock, at="INSERT INTO cursors", ending=ending)

    # Then one of them brings forward what waits
    assert (second > 0) is (ending is Ending.ROLLBACK)


async def test_the_cursor_of_events_stays_where_another_leader_put_it(sessions: Sessions, ending: Ending) -> None:
    def moved(after: int) -> Turn:
        async def turn(store: Store) -> None:
            await EventsOut(store, None, "urn:test")._move(0, after)  # type: ignore[arg-type]

        return turn

    await sessions.meet(moved(7), moved(3), at="INSERT INTO cursors", ending=ending)

    assert await asked(sessions, "SELECT next_seq FROM cursors") == [(3 if ending is Ending.ROLLBACK else 7,)]


async def test_legal_time_never_goes_back(sessions: Sessions, ending: Ending) -> None:
    def moving(ahead: int) -> Turn:
        async def turn(store: Store) -> str:
            try:
                async with store.write() as tx:
                    await move_ahead(tx, "elcin", ahead)
            except Exception as refused:  # noqa: BLE001  # its code is what is looked at
                return getattr(refused, "code", repr(refused))
            return "moved"

        return turn

    _, after = await sessions.meet(moving(30), moving(10), at="INSERT INTO legal_time", ending=ending)

    async with sessions.looker.read() as tx:
        ahead = await time_ahead(tx)
    assert (after, ahead) == (("moved", 10) if ending is Ending.ROLLBACK else ("sandbox.time_goes_back", 30))
