"""Things in the register as if a source of theirs had told them, and documents as if the office had registered them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from document_flow.cases.state import CASES, Application, Case, Outcome, Phase, Ruling
from document_flow.documents.appeal import Applicant
from document_flow.documents.facts import Access, FileRef, Version
from document_flow.documents.facts import Kind as DocumentKind
from document_flow.documents.state import DOCUMENTS as STATES
from document_flow.documents.state import Document
from document_flow.paths.state import Meeting, StageState
from hub.aggregates.kind import Kind, Step
from hub.app import Hub
from hub.documents.office.appeals import keys_of, word_key
from hub.register.bulk import apply_accounts, apply_things, bulk_row, bulk_thing
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.persons import code_of
from hub.register.reading import Reader
from hub.register.store import Change, RegisterStore, blank
from hub.returns.draws import DRAWS
from hub.store.content import ContentStore
from hub.store.ids import new_id
from mappings.records import UtilityAccount
from mappings.registered import HousingUnit, Registered


async def things_told(hub: Hub, *records: Registered) -> None:
    """In one transaction; the register says nothing of it to others."""
    register = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        now = await tx.now()
        rows = [bulk_thing(register, each) for each in records]
        await apply_things(tx, register, rows, Source(new_id(), "committee", now), now)


async def person_without_fin(hub: Hub, **said: Any) -> tuple[str, str]:
    """The id of somebody whom the register knows without a FIN, and the number that it gave them."""
    register, before = RegisterStore(hub.sealer, hub.hash), blank("person")
    async with hub.store.write() as tx:
        now = await tx.now()
        await register.save(tx, [Change(before, learn(before, said, Source(new_id(), "committee", now)))], now)
        entity = await Reader(register).by_id(tx, before.id)
    assert entity is not None
    return entity.id, code_of(entity.attributes)


async def account_told(hub: Hub, by: str, version: str, **said: Any) -> int:
    """When the register learned of this account of a utility, in microseconds; `by` is the party that told it."""
    register = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        now = await tx.now()
        row = bulk_row(register, UtilityAccount.model_validate(said), version)
        await apply_accounts(tx, register, [row], Source(new_id(), by, now), now)
    return now


SOME_DAY, LATER_ON = "2026-01-05", "2099-12-31"
"""Of a document that is older than whatever a test is about, and of one that is not."""


async def statement(hub: Hub, fin: str, number: str = "", day: str = SOME_DAY, about: str = "") -> str:
    """The id of a registered appeal: an applicant's word. Only whose it is, since when it is registered and under which
    subject matters.
    """
    document = await letter(hub, number, day, kind="appeal")
    keys = {keys_of(hub.hash, Applicant("", fin=fin), "")[0], word_key(hub.hash, fin, about)} - {""}
    async with hub.store.write() as tx:
        await tx.insert("document_keys", "key_hash, document_id", [(each, document) for each in keys])
    return document


async def letter(
    hub: Hub,
    number: str,
    day: str = SOME_DAY,
    kind: DocumentKind = "outgoing",
    files: Sequence[FileRef] = (),
    access: Access = "open",
) -> str:
    """The id of a registered document of the office."""
    document = new_id()
    at = datetime.fromisoformat(SOME_DAY).replace(tzinfo=UTC)
    versions = (Version(number=1, files=tuple(files), content_hash="x", by="x", at=at),)
    state = STATES.dump_json(Document(kind=kind, versions=versions, length=1))
    row = {
        "access": access,
        **dict.fromkeys(("author", "chain_hash", "status", "unit"), "x"),
        **dict.fromkeys(("changed_at", "created_at"), 0),
        "id": document,
        "kind": kind,
        "reg_no": number or f"V-{document[-6:]}",
        "reg_date": day,
        "state_sealed": hub.sealer.seal("documents.state", document, state),
    }
    async with hub.store.write() as tx:
        await tx.insert("documents", ", ".join(row), [tuple(row.values())])
    return document


async def kept_pdf(hub: Hub, raw: bytes) -> FileRef:
    """A file of a document, as it is kept."""
    stored = await ContentStore(hub.settings.data / "content" / "documents", hub.sealer, hub.hash).keep(raw)
    return FileRef("akt.pdf", "application/pdf", stored.size, stored.sha256, main=True)


COMMISSION = Meeting(quorum=5)


async def approved_list(hub: Hub, draw: str, number: str | None, meeting: Meeting | None = COMMISSION) -> None:
    """The list that was drafted of that draw, registered under that number or not yet, its path at its end with a
    passed vote: in that meeting, or in none. What the path itself asks for is tried elsewhere.
    """
    async with hub.store.write() as tx:
        found = await hub.aggregates.tables.get(tx, DRAWS, draw)
        assert found is not None
        assert found.state.drafted is not None
        name = found.state.drafted.document
        state = await hub.office.documents.load(tx, name)
        assert state is not None
        stages = (StageState(id="meeting", act="vote", status="passed", meeting=meeting),)
        run = replace(state.run, status="approved", stages=stages, content_hash=state.content_hash)
        sealed = hub.sealer.seal("documents.state", name, STATES.dump_json(replace(state, run=run)), state.length)
        await tx.execute(
            "UPDATE documents SET state_sealed = :state, reg_no = :number, reg_date = :day WHERE id = :id",
            {"state": sealed, "number": number, "day": SOME_DAY if number else None, "id": name},
        )


async def homes_told(hub: Hub, homes: str, place: str = "Zəngilan") -> None:
    """Homes of that place that are ready, a line each: number and rooms, as an announcement has them."""
    said = [line.rsplit(" ", 1) for line in homes.splitlines()]
    await things_told(hub, *(HousingUnit(unit_id=number, rooms=int(rooms), state="ready", place_text=place)
                             for number, rooms in said))  # fmt: skip


async def decided_return(
    hub: Hub, number: str, *fins: str, rooms: int = 3, outcome: Outcome = "granted", persons: int = 0, **more: Any
) -> str:
    """The id of a case whose return is granted and in effect, unless it came to something else since: the applicant
    first, then who returns together.
    """
    said = {"məntəqə": "Zəngilan/Ağalı", "qayıdanlar": ", ".join(fins[1:]), **more}
    day = date(2026, 1, 5)
    ruling = Ruling(
        outcome="granted",
        row={"otaq": str(rooms)},
        record="",
        table_sha256="",
        as_of=day,
        basis=(),
        facts={"nəfər": persons or len(fins)},
    )
    application = Application(number=number, day=day, channel="desk", came_from="", answers=said)
    phase: Phase = "in_effect" if outcome == "granted" else "closed"
    made = Case(programme="return", version=1, subject=fins[0], application=application, phase=phase,
                outcome=outcome, ruling=ruling, length=1)  # fmt: skip
    name = new_id()
    row = {
        **dict.fromkeys(("awaits", "kind", "came_from", "chain_hash"), ""),
        **dict.fromkeys(("pending", "opened_at", "changed_at"), 0),
        "id": name,
        "programme": made.programme,
        "phase": made.phase,
        "outcome": made.outcome,
        "number": number,
        "version": made.length,
        "subject_hash": hub.hash("fin", fins[0]),
        "state_sealed": hub.sealer.seal("cases.state", name, CASES.dump_json(made), made.length),
    }
    async with hub.store.write() as tx:
        await tx.insert("cases", ", ".join(row), [tuple(row.values())])
    return name


async def happened(hub: Hub, kind: Kind[Any], events: Sequence[Any]) -> str:
    """The id of an aggregate to which this has happened."""
    name, nothing = new_id(), kind.kernel.nothing
    after = kind.kernel.replay(events)
    async with hub.store.write() as tx:
        await hub.aggregates.tables.write(tx, kind, "", Step(name, nothing, after, events), None)
    return name
