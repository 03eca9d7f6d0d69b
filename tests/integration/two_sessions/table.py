"""The pairs that `test_pairs.py` plays. A new place costs a row here."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

from document_flow.cases.state import CASES
from document_flow.cases.state import NOTHING as NO_CASE
from document_flow.money.kernel import OBLIGATIONS
from document_flow.money.obligation import NOTHING
from document_flow.words import Words
from hub.access.limits import set_limit
from hub.access.people import Person, create_person
from hub.access.proposals import propose
from hub.access.revocation import _keep
from hub.access.saved_searches import MOST, save
from hub.access.tokens import Replayed, use_up
from hub.clock import SECOND
from hub.desks.hotline import _TRY
from hub.desks.receptions import Receptions
from hub.documents.acting.held_contents import hold
from hub.documents.acting.looks import look_at
from hub.documents.acting.projecting import _RESOLUTION, _write_links
from hub.documents.acting.uploads import Uploads
from hub.documents.law.impact import remember
from hub.documents.office.directory import Post, save_commissions, save_posts, save_units
from hub.documents.signing.signers import save_fins
from hub.exchange.breaker import ensure_operations
from hub.exchange.care.owners import give
from hub.exchange.care.presence import be_seen
from hub.exchange.codes.unknown import _insert
from hub.exchange.repair.deciding import lock_repair
from hub.exchange.repair.making import _claim
from hub.exchange.repair.quarantine import note
from hub.exchange.usage_notices import _held
from hub.money.ledger import Ledger
from hub.money.replies import _note_death
from hub.programmes.case_store import CaseStore
from hub.register.likeness import note_likeness, tell_apart
from hub.register.store import link
from hub.sampling.checks import _follows
from hub.store.store import Store
from hub.store.tx import Tx
from tests.builders import KEYED
from tests.identity_sealer import IdentitySealer
from tests.integration.two_sessions.pairs import ONE, OTHER, Pair, act
from tests.integration.two_sessions.sessions import Turn

SEALER = IdentitySealer()
NAMES = Words("a", "a")
_FAR = 9_000_000_000 * SECOND


def limit(most: int) -> Turn:
    return act(lambda tx: set_limit(tx, "edliyye", SimpleNamespace(value="messages_a_day"), most, "a", "b"))  # type: ignore[arg-type]


def revoked(since: int) -> Turn:
    return act(lambda tx: _keep(tx, "s", SimpleNamespace(since=since, until=9)))  # type: ignore[arg-type]


def assertion(tx: Tx) -> Any:
    return use_up(tx, "edliyye", SimpleNamespace(jti="j", until=_FAR))  # type: ignore[arg-type]


async def uses_up(store: Store) -> str:
    try:
        async with store.write() as tx:
            await assertion(tx)
    except Replayed:
        return "replayed"
    return "taken"


def wishes(by: str) -> Turn:
    async def turn(tx: Tx) -> None:
        await propose(tx, SEALER, "account", "sevinc", "{}", by)

    return act(turn)


async def installed(tx: Tx) -> None:
    await tx.insert("installation", "id, created_at", [(ONE, 1)])


def searches(name: str) -> Turn:
    async def turn(store: Store) -> bool:
        return await save(store, SEALER, "sevinc", name, "f") is None

    return turn


async def nearly_full(store: Store) -> None:
    async with store.write() as tx:
        await create_person(tx, Person("sevinc", "Sevinc", "committee", frozenset({"clerk"})))
    for number in range(MOST - 1):
        await searches(f"s{number}")(store)


async def clerk(tx: Tx) -> None:
    await create_person(tx, Person("sevinc", "Sevinc", "committee", frozenset({"clerk"})))


async def tries(tx: Tx) -> int:
    return int((await tx.fetch(_TRY, {"key": "k", "hour": 3600 * SECOND}))[0]["taken"])


def post(unit: str) -> Turn:
    return act(lambda tx: save_posts(tx, [Post("sevinc", NAMES, unit)]))


def units(head: str) -> Turn:
    return act(lambda tx: save_units(tx, [("u", NAMES, head)]))


def commission(*members: str) -> Turn:
    return act(lambda tx: save_commissions(tx, [("c", members, NAMES)]))


def owned(to: str) -> Turn:
    return lambda store: give(store, "f", to, "a")


def claims(repair: str, *items: str) -> Turn:
    """Named deliveries, which must all be free."""
    wanted = SimpleNamespace(selection=SimpleNamespace(ids=items), arguments=SimpleNamespace(behind=None))

    async def turn(tx: Tx) -> int:
        got, _ = await _claim(tx, repair, wanted, [SimpleNamespace(id=each) for each in items])  # type: ignore[misc, arg-type]
        return len(got)

    return act(turn)


async def noticed(tx: Tx) -> int:
    """Go on from where the other came to."""
    found = await _held(tx, "n")
    await tx.execute("UPDATE cursors SET next_seq = :after WHERE name = 'n'", {"after": found + 1})
    return found


def followed(phase: str) -> Turn:
    return act(lambda tx: _follows(None, tx, SimpleNamespace(after=SimpleNamespace(obligation=ONE, phase=phase))))  # type: ignore[arg-type]


def apart(by: str) -> Turn:
    return act(lambda tx: tell_apart(tx, SimpleNamespace(one=ONE, other=OTHER), by))  # type: ignore[arg-type]


async def owed(tx: Tx) -> None:
    sealed = SEALER.seal("obligations.state", ONE, OBLIGATIONS.states.dump_json(NOTHING), 0)
    await tx.insert(
        "obligations",
        "id, status, paid, returned, open, overpaid, length, chain_hash, state_sealed, changed_at, list_id, payee,"
        " person, period, amount",
        [(ONE, "owed", 0, 0, 5, 0, 0, "", sealed, 1, ONE, ONE, ONE, "2026-03", 5)],
    )


async def one_more(tx: Tx) -> int:
    """What is read is the last that was written: nothing is decided twice of one length."""
    state = (await Ledger(SEALER).by_ids(tx, [ONE]))[ONE].state
    moved = replace(state, length=state.length + 1)
    sealed = SEALER.seal("obligations.state", ONE, OBLIGATIONS.states.dump_json(moved), moved.length)
    await tx.many("UPDATE obligations SET length = $2, state_sealed = $3 WHERE id = $1", [(ONE, moved.length, sealed)])
    return state.length


async def paid(tx: Tx) -> None:
    await owed(tx)
    await tx.execute("UPDATE obligations SET status = 'paid'")


def died() -> Turn:
    person = SimpleNamespace(death_date=SimpleNamespace(year=2026, month=1), person_id=ONE)
    return act(lambda tx: _note_death(tx, SimpleNamespace(person=person), 1))  # type: ignore[arg-type]


async def opened(tx: Tx) -> None:
    sealed = SEALER.seal("cases.state", ONE, CASES.dump_json(NO_CASE), 0)
    await tx.insert(
        "cases",
        "id, programme, kind, subject_hash, number, came_from, phase, outcome, pending, awaits, version, chain_hash,"
        " state_sealed, changed_at, opened_at",
        [(ONE, "p", "k", "h", "", "", "open", "", 1, "", 0, "", sealed, 1, 1)],
    )


async def case_acted(tx: Tx) -> int:
    """The same of a case."""
    found = await CaseStore(SEALER, KEYED).get(tx, ONE, lock=True)
    assert found is not None
    moved = replace(found.case, length=found.case.length + 1)
    sealed = SEALER.seal("cases.state", ONE, CASES.dump_json(moved), moved.length)
    await tx.many("UPDATE cases SET version = $2, state_sealed = $3 WHERE id = $1", [(ONE, moved.length, sealed)])
    return found.case.length


async def expected_at_the_desk(tx: Tx) -> None:
    await tx.insert(
        "receptions",
        "id, day, official, slot, subject_hash, state, visit_sealed, made_by, made_at",
        [(ONE, "2026-03-02", "a", 1, "h", "waiting", b"", "a", 1)],
    )


def received(state: Any, by: str) -> Turn:
    return lambda store: Receptions(store, SEALER, KEYED, None).end(ONE, state, "", by)  # type: ignore[arg-type]


async def to_repair(tx: Tx) -> None:
    await tx.insert(
        "repairs",
        "id, action, state, reason_sealed, selection, arguments, made_by, canary, items_total, created_at, released,"
        " left_out",
        [(ONE, "resend", "waiting", b"", "{}", "{}", "a", 0, 0, 1, 0, 0)],
    )


async def released(tx: Tx) -> int:
    row = await lock_repair(tx, ONE)
    await tx.execute("UPDATE repairs SET released = :n", {"n": row["released"] + 1})
    return int(row["released"])


def quarantined(code: str) -> Turn:
    return act(lambda tx: note(tx, [(ONE, "k", code, "p")]))


def uploads(raw: bytes) -> Turn:
    """Three bytes a day fit."""

    async def turn(store: Store) -> None:
        async def keep(_: bytes) -> None: ...

        content = SimpleNamespace(name=lambda sha256: sha256, keep=keep)
        await Uploads(documents=SimpleNamespace(store=store, content=content), most=3).keep("sevinc", raw)  # type: ignore[arg-type]

    return turn


def resolution(executed: str) -> Turn:
    row = (ONE, "r", "u", "a", "2026-03-01", "2026-03-09", executed, 0, 0)
    return act(lambda tx: tx.many(_RESOLUTION, [row]))


def linked() -> Turn:
    before, link_ = SimpleNamespace(links=()), SimpleNamespace(other=OTHER, relation="answers")
    changed = SimpleNamespace(id=ONE, before=before, after=SimpleNamespace(links=(link_,)))
    return act(lambda tx: _write_links(tx, [changed]))


async def shown(tx: Tx) -> None:
    impact = SimpleNamespace(digest="d", table="t", before="b", after="a", cases=1, changed=1, only_basis=0)
    await remember(tx, impact, "sevinc", ONE)  # type: ignore[arg-type]


PAIRS: Final = (
    Pair(
        "a_death_is_one_task_of_a_payment",
        ("money/replies.py: _note_death",),
        "INSERT INTO payment_tasks",
        died(),
        "SELECT obligation_id FROM payment_tasks",
        first=(None, [(ONE,)]),
        after=(None, [(ONE,)]),
        given=act(paid),
    ),
    Pair(
        "a_case_is_decided_on_its_last_state",
        ("programmes/case_store.py: CaseStore.get",),
        "FROM cases c WHERE c.id = :id",
        act(case_acted),
        "SELECT version FROM cases",
        first=(0, [(1,)]),
        after=(1, [(2,)]),
        given=act(opened),
    ),
    Pair(
        "a_reception_is_ended_once",
        ("desks/receptions.py: Receptions.end",),
        "FROM receptions e",
        received("held", "a"),
        "SELECT state, ended_by FROM receptions",
        first=(None, [("held", "a")]),
        after=("receptions.ended", [("held", "a")]),
        that=received("missed", "b"),
        other=(None, [("missed", "b")]),
        turned=("receptions.ended", [("missed", "b")]),
        given=act(expected_at_the_desk),
    ),
    Pair(
        "a_repair_goes_on_from_where_it_stands",
        ("exchange/repair/deciding.py: lock_repair",),
        "FROM repairs r",
        act(released),
        "SELECT released FROM repairs",
        first=(0, [(1,)]),
        after=(1, [(2,)]),
        given=act(to_repair),
    ),
    Pair(
        "a_message_has_one_cause_in_quarantine",
        ("exchange/repair/quarantine.py: note",),
        "INSERT INTO quarantined",
        quarantined("a"),
        "SELECT code FROM quarantined",
        first=(None, [("a",)]),
        after=(None, [("b",)]),
        that=quarantined("b"),
        other=(None, [("b",)]),
        turned=(None, [("a",)]),
    ),
    Pair(
        "an_unknown_code_of_a_message_is_listed_once",
        ("exchange/codes/unknown.py: _insert",),
        "INSERT INTO unknown_codes",
        act(lambda tx: _insert(tx, [(ONE, "h", "f", "t", "p", b"")])),
        "SELECT code_hash FROM unknown_codes",
        first=(None, [("h",)]),
        after=(None, [("h",)]),
    ),
    Pair(
        "two_uploads_of_a_document_share_the_room_of_a_login",
        ("documents/acting/uploads.py: Uploads._refuse_too_much",),
        "FROM people p",
        uploads(b"ab"),
        "SELECT size FROM document_uploads",
        first=(None, [(2,)]),
        after=("documents.upload_quota", [(2,)]),
        that=uploads(b"abc"),
        other=(None, [(3,)]),
        turned=("documents.upload_quota", [(3,)]),
        given=act(clerk),
    ),
    Pair(
        "a_content_that_both_store_is_one",
        ("documents/acting/uploads.py: Uploads.keep",),
        "INSERT INTO document_uploads",
        uploads(b"a"),
        "SELECT size FROM document_uploads",
        first=(None, [(1,)]),
        after=(None, [(1,)]),
    ),
    Pair(
        "a_content_is_held_once_by_a_document",
        ("documents/acting/held_contents.py: hold",),
        "INSERT INTO document_files",
        act(lambda tx: hold(tx, KEYED, [(ONE, "00" * 32)])),
        "SELECT document_id FROM document_files",
        first=(None, [(ONE,)]),
        after=(None, [(ONE,)]),
    ),
    Pair(
        "a_look_is_noted_once",
        ("documents/acting/looks.py: look_at",),
        "INSERT INTO document_looks",
        lambda store: look_at(store, KEYED, "sevinc", ONE, "00" * 32),
        "SELECT login FROM document_looks",
        first=(None, [("sevinc",)]),
        after=(None, [("sevinc",)]),
    ),
    Pair(
        "a_resolution_has_one_row",
        ("documents/acting/projecting.py: _RESOLUTION",),
        "INSERT INTO resolutions",
        resolution("2026-03-02"),
        "SELECT executed FROM resolutions",
        first=(None, [("2026-03-02",)]),
        after=(None, [("2026-03-03",)]),
        that=resolution("2026-03-03"),
        other=(None, [("2026-03-03",)]),
        turned=(None, [("2026-03-02",)]),
    ),
    Pair(
        "a_link_of_a_document_is_written_once",
        ("documents/acting/projecting.py: _write_links",),
        "INSERT INTO document_links",
        linked(),
        "SELECT other_id FROM document_links",
        first=(None, [(OTHER,)]),
        after=(None, [(OTHER,)]),
    ),
    Pair(
        "what_a_person_was_shown_is_remembered_once",
        ("documents/law/impact.py: remember",),
        "INSERT INTO decision_replays",
        act(shown),
        "SELECT login FROM decision_replays",
        first=(None, [("sevinc",)]),
        after=(None, [("sevinc",)]),
    ),
    Pair(
        "a_person_is_present_once",
        ("exchange/care/presence.py: be_seen",),
        "INSERT INTO presences",
        lambda store: be_seen(store, "p", "sevinc"),
        "SELECT person, seen_at > 1 FROM presences",
        first=(None, [("sevinc", True)]),
        after=(None, [("sevinc", True)]),
        given=act(lambda tx: tx.insert("presences", "place, person, seen_at", [("p", "sevinc", 1)])),
    ),
    Pair(
        "what_is_due_already_is_held_until_its_signs_are_written",
        ("register/likeness.py: note_likeness",),
        "INSERT INTO likeness_due",
        act(lambda tx: note_likeness(tx, {ONE: ["k"], OTHER: ["k"]})),
        "SELECT entity_id FROM likeness_due ORDER BY entity_id",
        first=(None, [(ONE,), (OTHER,)]),
        after=(None, [(ONE,), (OTHER,)]),
        that=act(lambda tx: note_likeness(tx, {OTHER: ()})),
        other=(None, [(OTHER,)]),
        turned=(None, [(ONE,), (OTHER,)]),
    ),
    Pair(
        "what_is_owed_is_decided_on_its_last_state",
        ("money/ledger.py: Ledger.by_ids",),
        "JOIN obligations o ON o.id = r.id ORDER BY o.id",
        act(one_more),
        "SELECT length FROM obligations",
        first=(0, [(1,)]),
        after=(1, [(2,)]),
        given=act(owed),
    ),
    Pair(
        "a_payment_that_did_not_come_is_one_task",
        ("sampling/checks.py: _follows",),
        "INSERT INTO payment_tasks",
        followed("missing"),
        "SELECT kind, closed_at FROM payment_tasks",
        first=(None, [("not_received", None)]),
        after=(None, [("not_received", None)]),
        given=act(owed),
    ),
    Pair(
        "a_delivery_is_under_one_repair",
        ("exchange/repair/making.py: _claim",),
        "INSERT INTO open_repairs",
        claims(ONE, ONE),
        "SELECT repair_id FROM open_repairs ORDER BY delivery_id",
        first=(1, [(ONE,)]),
        after=("repair.already_open", [(ONE,)]),
        that=claims(OTHER, OTHER, ONE),
        other=(2, [(OTHER,), (OTHER,)]),
        turned=("repair.already_open", [(OTHER,), (OTHER,)]),
    ),
    Pair(
        "one_proposal_about_something_waits",
        ("access/proposals.py: propose",),
        "FROM installation i",
        wishes("fuad"),
        "SELECT made_by, state FROM proposals ORDER BY state, made_by",
        first=(None, [("fuad", "waiting")]),
        after=(None, [("fuad", "replaced"), ("elcin", "waiting")]),
        that=wishes("elcin"),
        other=(None, [("elcin", "waiting")]),
        turned=(None, [("elcin", "replaced"), ("fuad", "waiting")]),
        given=act(installed),
    ),
    Pair(
        "searches_stay_below_their_limit",
        ("access/saved_searches.py: save",),
        "FROM people p",
        searches("this"),
        "SELECT count(*) FROM saved_searches",
        first=(True, [(MOST,)]),
        after=(False, [(MOST,)]),
        that=searches("that"),
        other=(True, [(MOST,)]),
        turned=(False, [(MOST,)]),
        given=nearly_full,
    ),
    Pair(
        "the_first_search_of_a_name_is_one",
        ("access/saved_searches.py: save",),
        "FROM people p",
        searches("this"),
        "SELECT version FROM saved_searches",
        first=(True, [(0,)]),
        after=(True, [(1,)]),
        given=act(clerk),
    ),
    Pair(
        "an_assertion_gives_one_token",
        ("access/tokens.py: use_up",),
        "INSERT INTO used_assertions",
        uses_up,
        "SELECT count(*) FROM used_assertions",
        first=("taken", [(1,)]),
        after=("replayed", [(1,)]),
    ),
    Pair(
        "a_limit_is_the_last_that_was_set",
        ("access/limits.py: set_limit",),
        "INSERT INTO party_limits",
        limit(5),
        "SELECT most FROM party_limits",
        first=(None, [(5,)]),
        after=(None, [(7,)]),
        that=limit(7),
        other=(None, [(7,)]),
        turned=(None, [(5,)]),
    ),
    Pair(
        "an_older_revocation_list_does_not_replace_a_newer",
        ("access/revocation.py: _keep",),
        "INSERT INTO revocation_lists",
        revoked(5),
        "SELECT made_at FROM revocation_lists",
        first=(True, [(5,)]),
        after=(False, [(5,)]),
        that=revoked(3),
        other=(True, [(3,)]),
        turned=(True, [(5,)]),
    ),
    Pair(
        "tries_of_a_number_are_counted_together",
        ("desks/hotline.py: _TRY",),
        "INSERT INTO hotline_tries",
        act(tries),
        "SELECT taken FROM hotline_tries",
        first=(1, [(1,)]),
        after=(2, [(2,)]),
    ),
    Pair(
        "an_official_has_one_post",
        ("documents/office/directory.py: save_posts",),
        "INSERT INTO officials",
        post("a"),
        "SELECT unit FROM officials",
        first=(None, [("a",)]),
        after=(None, [("b",)]),
        that=post("b"),
        other=(None, [("b",)]),
        turned=(None, [("a",)]),
    ),
    Pair(
        "a_unit_has_one_head",
        ("documents/office/directory.py: save_units",),
        "INSERT INTO units",
        units("a"),
        "SELECT head FROM units",
        first=(None, [("a",)]),
        after=(None, [("b",)]),
        that=units("b"),
        other=(None, [("b",)]),
        turned=(None, [("a",)]),
    ),
    Pair(
        "a_commission_has_the_members_of_one_list",
        ("documents/office/directory.py: save_commissions",),
        "INSERT INTO commissions",
        commission("a", "b"),
        "SELECT login FROM commission_members ORDER BY login",
        first=(None, [("a",), ("b",)]),
        after=(None, [("b",), ("c",)]),
        that=commission("b", "c"),
        other=(None, [("b",), ("c",)]),
        turned=(None, [("a",), ("b",)]),
    ),
    Pair(
        "a_new_fin_of_an_official_takes_the_next_version",
        ("documents/signing/signers.py: save_fins",),
        "FROM officials o",
        act(lambda tx: save_fins(tx, SEALER, {"sevinc": "5AAA001"})),
        "SELECT fin_version FROM officials",
        first=(None, [(1,)]),
        after=(None, [(2,)]),
        given=post("a"),
    ),
    Pair(
        "an_operation_has_one_row",
        ("exchange/breaker.py: ensure_operations",),
        "INSERT INTO operations",
        act(lambda tx: ensure_operations(tx, ["b", "a"])),
        "SELECT name FROM operations ORDER BY name",
        first=(None, [("a",), ("b",)]),
        after=(None, [("a",), ("b",), ("c",)]),
        that=act(lambda tx: ensure_operations(tx, ["c", "b"])),
        other=(None, [("b",), ("c",)]),
        turned=(None, [("a",), ("b",), ("c",)]),
    ),
    Pair(
        "a_failure_has_one_owner",
        ("exchange/care/owners.py: give",),
        "INSERT INTO failure_owners",
        owned("a"),
        "SELECT owner FROM failure_owners",
        first=(None, [("a",)]),
        after=(None, [("b",)]),
        that=owned("b"),
        other=(None, [("b",)]),
        turned=(None, [("a",)]),
    ),
    Pair(
        "notices_go_on_where_another_came_to",
        ("exchange/usage_notices.py: _held",),
        "INSERT INTO cursors",
        act(noticed),
        "SELECT next_seq FROM cursors",
        first=(0, [(1,)]),
        after=(1, [(2,)]),
    ),
    Pair(
        "two_people_are_told_apart_once",
        ("register/likeness.py: tell_apart",),
        "INSERT INTO possible_doubles",
        apart("a"),
        "SELECT told_by FROM possible_doubles",
        first=(None, [("a",)]),
        after=(None, [("b",)]),
        that=apart("b"),
        other=(None, [("b",)]),
        turned=(None, [("a",)]),
    ),
    Pair(
        "a_key_leads_to_an_entity_once",
        ("register/store.py: link",),
        "INSERT INTO entity_links",
        act(lambda tx: link(tx, [("k", ONE)])),
        "SELECT key_hash FROM entity_links",
        first=(None, [("k",)]),
        after=(None, [("k",)]),
    ),
)
