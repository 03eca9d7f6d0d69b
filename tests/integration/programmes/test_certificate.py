"""The certificate of status, from MyGov's request to a sealed paper: granted, refused, provisional, recalled, once."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.send_letter import SendLetter
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Known, Paper
from document_flow.context import BAKU
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.seals.offline import judge
from hub.app import Hub
from hub.errors import Forbidden
from hub.exchange.door import Submission
from hub.programmes.case_reading import WantedCases, find_cases, read_case
from hub.programmes.case_store import StoredCase
from hub.programmes.papers import CasePapers, certificate_key
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead
from mappings.registered import IdpCard
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.sandbox import RunningSandbox
from tests.things import things_told
from tests.unit.document_flow.rendering.printed import Printed

WIFE = person(0).fin
STRANGER = person(40).fin
PERSON = {"kind": "person", "fin": WIFE, "surname": "İsmayılova", "given_name": "Gülnarə", "birth_date": "1988-03-07"}
STATUS = {
    "category": "idp",
    "origin_place": "Zəngilan r., Ağalı k.",
    "card_no": "AA 000001",
    "valid_from": "1993-11-01",
}


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {"public_url": "https://hub.example.az"}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)) as running:
        yield running


async def told(hub: Hub, *records: dict[str, Any]) -> None:
    raw = json.dumps({"id": f"r-{new_id()}", "records": records}, ensure_ascii=False).encode()
    await hub.door.accept(Submission("committee", "hub.records.v1", raw))
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")


async def asked(hub: Hub, reference: str, fin: str, **more: Any) -> None:
    body = {"requestId": reference, "fin": fin, "purposeCode": "BANK", "includeFamily": False, **more}
    await hub.door.accept(Submission("mygov", "mygov.certificate-request.v1", json.dumps(body).encode()))
    hub.calling.nudge()


async def case_of(hub: Hub, reference: str) -> StoredCase | None:
    async with hub.store.read() as tx:
        return await hub.programmes.cases.by_reference(tx, "mygov", reference)


async def reached(hub: Hub, reference: str, *phases: str) -> Case:
    async def there() -> bool:
        found = await case_of(hub, reference)
        return found is not None and found.case.phase in phases

    await eventually(there, what=f"{reference} is {phases}")
    found = await case_of(hub, reference)
    assert found is not None
    return found.case


async def test_a_request_becomes_a_sealed_certificate_with_its_facts(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    await asked(hub, "0001-0001", WIFE, includeFamily=True)

    case = await reached(hub, "0001-0001", "in_effect")

    assert (case.outcome, case.facts["status"].source, case.facts["soyad"].source) == ("granted", "register", "din")
    assert case.ruling is not None
    assert case.paper is not None
    assert (case.ruling.by, case.ruling.assumed) == (HUB, {})
    pdf = await hub.office.printing.content.read(case.paper.sha256)
    assert pdf.startswith(b"%PDF-")
    assert b"/ByteRange" in pdf, "sealed"


async def test_without_a_status_it_is_refused_with_facts_article_and_remedy_never_with_an_empty_paper(hub: Hub) -> None:
    await asked(hub, "0002-0001", STRANGER)

    case = await reached(hub, "0002-0001", "in_effect")

    assert case.ruling is not None

    assert case.paper is not None
    assert (case.outcome, case.facts["status"].value) == ("refused", "yoxdur")
    printed = await text_of(hub, case)
    for said in ("imtina", "Statusu – yoxdur", "668-IQ", "30 gün", "inzibati şikayət", "məhkəməyə"):
        assert said in printed
    assert (case.paper.valid_until, case.notice) == (None, None), "no term runs before the notice is proven"


async def test_nobody_is_refused_of_whom_it_is_not_known_who_it_is(hub: Hub) -> None:
    await asked(hub, "0009-0001", "7ZZZZZ9")

    case = await reached(hub, "0009-0001", "collecting")

    assert {"soyad", "ad"} <= {each.name for each in case.lacking}
    assert (case.values["status"], case.outcome, case.paper) == ("yoxdur", "", None)


async def test_a_double_click_and_the_same_wish_again_are_one_case_and_one_paper(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    await asyncio.gather(*(asked(hub, f"0003-000{number}", WIFE) for number in (1, 1, 2, 3)))
    await reached(hub, "0003-0001", "in_effect")
    await eventually(lambda: all_settled(hub), what="all are taken in")

    found = [await case_of(hub, f"0003-000{number}") for number in (1, 2, 3)]

    numbers = {each.case.application.number for each in found if each is not None and each.case.application}
    assert None not in found
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n, count(DISTINCT paper_no) AS papers FROM cases")
    assert (rows[0]["n"], rows[0]["papers"]) == (len(numbers), len(numbers))


async def test_a_silent_source_makes_a_provisional_paper_that_is_confirmed_by_itself(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS}, PERSON)
    sandbox.behave("din", fail=503, times=3)
    await asked(hub, "0004-0001", WIFE)

    case = await reached(hub, "0004-0001", "in_effect")
    assert case.is_provisional
    assert case.ruling is not None
    assert case.ruling.assumed == {"həyatda": "sağdır"}
    assert "İlkin arayışdır: Həyatda olması" in await text_of(hub, case)
    assert re.search(
        r"confirm: .*Vital status.*Ministry of Internal Affairs has not told it since \d\d:\d\d: cannot be reached",
        await need(hub, "0004-0001"),
    )

    await eventually(lambda: is_confirmed(hub, "0004-0001"), what="it is confirmed", seconds=60)
    found = await case_of(hub, "0004-0001")
    assert found is not None
    assert found.case.paper is not None
    assert found.case.paper.no == case.ruling.paper_no
    assert "İlkin" not in await text_of(hub, found.case)


async def test_what_its_source_contradicts_is_recalled(hub: Hub, sandbox: RunningSandbox) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS}, PERSON)
    sandbox.behave("din", fail=503, times=3)
    await asked(hub, "0005-0001", WIFE)
    case = await reached(hub, "0005-0001", "in_effect")
    assert case.is_provisional

    found = await case_of(hub, "0005-0001")
    assert found is not None
    said = Known(name="həyatda", value="vəfat edib", source="din", at=datetime.now(UTC))
    await hub.programmes.cases.act(found.id, TakeFacts(by=HUB, facts=(said,)), "recall")

    ended = await reached(hub, "0005-0001", "closed")
    assert (ended.outcome, ended.ended) == ("void", "recalled")


async def test_a_provisional_paper_whose_status_ends_meanwhile_is_doubted_though_its_source_is_silent(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS}, PERSON)
    sandbox.behave("din", fail=503, times=100)
    await asked(hub, "0007-0001", WIFE)
    assert (await reached(hub, "0007-0001", "in_effect")).is_provisional

    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS, "ended_on": "2026-01-05", "end_reason": "law"})

    async def doubted() -> bool:
        found = await case_of(hub, "0007-0001")
        return found is not None and found.case.is_provisional and "status_bitib" in found.case.doubts

    await eventually(doubted, what="an official has to look")


async def test_who_holds_a_provisional_paper_is_told_that_it_was_recalled(hub: Hub, sandbox: RunningSandbox) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS}, PERSON)
    sandbox.behave("din", fail=503, times=3)
    await asked(hub, "0006-0001", WIFE)
    assert (await reached(hub, "0006-0001", "in_effect")).is_provisional
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS, "ended_on": "2026-01-05", "end_reason": "law"})
    sandbox.behave("din")

    ended = await reached(hub, "0006-0001", "closed")

    assert (ended.outcome, ended.ended, [each.way for each in ended.sendings]) == ("void", "recalled", ["portal"])
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM case_references r JOIN cases c ON c.id = r.case_id WHERE c.phase = 'closed'"
        )
    assert rows[0]["n"] == 3, "the application's own number, and one for each of two notices"
    found, far = await case_of(hub, "0006-0001"), "9999-12-31"
    assert found is not None
    async with hub.store.read() as tx:
        assert [row["id"] for row in await find_cases(tx, WantedCases(letter_on=far))] == [found.id], "a task, in time"
        closed = await tx.fetch("SELECT closed_at, changed_at FROM cases")
    sent = await hub.programmes.cases.act(found.id, SendLetter(by="sevinc", no="RR1"), "letter")
    assert (sent.case.phase, [each.way for each in sent.case.sendings]) == ("closed", ["portal", "letter"])
    async with hub.store.read() as tx:
        assert await find_cases(tx, WantedCases(letter_on=far)) == []
        (after,) = await tx.fetch("SELECT closed_at, changed_at FROM cases")
        assert (after["closed_at"], after["changed_at"] > after["closed_at"]) == (closed[0]["closed_at"], True)
        assert await hub.programmes.cases.case_store.is_so(tx, found.id, programmes())


async def test_a_fact_that_changes_between_decision_and_paper_undoes_the_decision(hub: Hub) -> None:
    """The status ends while the paper is being made: it is never issued on yesterday's facts."""
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    advancing, original = hub.programmes.advancing, type(hub.programmes.advancing.papers).make
    ended: list[str] = []

    async def slow(self: CasePapers, name: str, standing: Standing) -> Paper:
        if not ended:
            ended.append(name)
            end = {**STATUS, "ended_on": "2026-11-01", "end_reason": "returned"}
            await told(hub, {"kind": "idp_status", "fin": WIFE, **end})
        return await original(self, name, standing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(advancing.papers), "make", slow)
        await asked(hub, "0006-0001", WIFE)
        case = await reached(hub, "0006-0001", "in_effect")

    assert (case.outcome, case.row("səbəb")) == ("refused", "statusunuz bitib")
    found = await case_of(hub, "0006-0001")
    assert found is not None
    async with hub.store.read() as tx:
        lines = await hub.programmes.cases.case_store.lines(tx, found.id)
    kinds = [line.kind for line in lines]
    assert (kinds.count("ruling_undone"), kinds.count("case_ruled")) == (1, 2)
    assert found.case.reserved == {"granted": f"MK-{datetime.now(BAKU).year}/000001"}, "told, not lost"
    assert all(line.intact for line in lines)


async def test_a_purpose_that_nobody_declared_opens_nothing_and_is_seen(hub: Hub) -> None:
    await asked(hub, "0007-0001", WIFE, purposeCode="ASTROLOGY")
    await eventually(lambda: all_settled(hub), what="it is taken in")

    assert await case_of(hub, "0007-0001") is None
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT error_code FROM deliveries WHERE state = 'failed'")
    assert [row["error_code"] for row in rows] == ["cases.answer_wrong"]


async def test_a_newer_paper_takes_the_place_of_the_older_one_and_one_day_it_ends(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    await asked(hub, "0008-0001", WIFE)
    await reached(hub, "0008-0001", "in_effect")
    await asked(hub, "0008-0002", WIFE)
    newer = await reached(hub, "0008-0002", "in_effect")
    older = await reached(hub, "0008-0001", "closed")

    assert (older.outcome, older.ended) == ("void", "superseded")
    assert newer.paper is not None

    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", 31 * 86_400 * 1_000_000)
    gone = await reached(hub, "0008-0002", "closed")
    assert (gone.outcome, gone.ended) == ("granted", "lapsed")


async def test_a_paper_is_revoked_by_two_and_the_proposer_is_not_the_second(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    await asked(hub, "0009-0001", WIFE)
    await reached(hub, "0009-0001", "in_effect")
    found = await case_of(hub, "0009-0001")
    assert found is not None
    cases = hub.programmes.cases

    await cases.act(found.id, ProposeRevocation(by="fuad", reason="səhv ad"), "k1")
    with pytest.raises(Forbidden, match="own_proposal"):
        await cases.act(found.id, Revoke(by="fuad"), "k2")
    with pytest.raises(Forbidden, match="role"):
        await cases.act(found.id, Revoke(by="sevinc"), "k2 clerk")
    done = await cases.act(found.id, Revoke(by="elcin"), "k3")
    again = await cases.act(found.id, Revoke(by="elcin"), "k3")

    assert (done.case.outcome, done.case.ended, again.repeated) == ("void", "revoked", True)


async def text_of(hub: Hub, case: Case) -> str:
    assert case.paper is not None
    pdf = await hub.office.printing.content.read(case.paper.sha256)
    return " ".join(Printed(pdf).text.split())


async def need(hub: Hub, reference: str) -> str:
    """What an official reads that it waits for."""
    found = await case_of(hub, reference)
    assert found is not None
    async with hub.store.read() as tx:
        return (await read_case(tx, hub.programmes.cases, found.id, "sevinc")).waiting.need.en


async def is_confirmed(hub: Hub, reference: str) -> bool:
    found = await case_of(hub, reference)
    return found is not None and found.case.phase == "in_effect" and not found.case.is_provisional


async def test_an_end_ahead_is_no_end_and_a_status_that_begins_later_is_none_yet(hub: Hub) -> None:
    """As the answer by SOAP has it."""
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS, "ended_on": "2099-01-01", "end_reason": "returned"})
    await told(hub, {"kind": "idp_status", "fin": STRANGER, "category": "idp", "valid_from": "2099-01-01"})
    await asked(hub, "0090-0001", WIFE)
    await asked(hub, "0090-0002", STRANGER)

    found = [await reached(hub, reference, "in_effect") for reference in ("0090-0001", "0090-0002")]
    assert [each.outcome for each in found] == ["granted", "refused"]


async def test_a_certificate_names_a_card_only_while_it_holds(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    await asked(hub, "0091-0001", WIFE)
    before = await reached(hub, "0091-0001", "in_effect")
    await things_told(hub, IdpCard(fin=WIFE, card_no=STATUS["card_no"], state="lost"))
    await asked(hub, "0091-0002", WIFE, purposeCode="COURT")
    after = await reached(hub, "0091-0002", "in_effect")

    assert before.facts["vəsiqə"].value == STATUS["card_no"]
    assert "vəsiqə" not in after.facts


async def test_where_somebody_lives_is_for_that_person_alone(hub: Hub) -> None:
    proxy = {
        "kind": "mandate", "fin": WIFE, "representative_fin": "5RPRSNT", "capacity": "proxy",
        "act_authority": "Bərdə notariat kontoru", "act_number": "12", "act_date": "2026-02-01",
        "valid_from": "2026-02-01",
    }  # fmt: skip
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS}, proxy)

    await asked(hub, "0010-0001", WIFE)
    await asked(hub, "0010-0002", "5RPRSNT", actingFor=WIFE, purposeCode="SCHOOL")
    own, proxys = await reached(hub, "0010-0001", "in_effect"), await reached(hub, "0010-0002", "in_effect")

    assert own.facts["qeydiyyat_yeri"].source == "din"
    assert "qeydiyyat_yeri" not in proxys.facts


@pytest.mark.parametrize("asked_for", [None, False, True])
async def test_the_code_tells_who_the_family_are_only_where_the_holder_asked_for_it(
    hub: Hub, asked_for: bool | None
) -> None:
    """Whoever scans the paper reads the code without any right: by default it says how many they are, and no more."""
    await told(hub, {"kind": "idp_status", "fin": WIFE, **STATUS})
    answers: dict[str, Any] = {"certificate_purpose": "BANK", "with_family": True}
    answers |= {} if asked_for is None else {"ailə_kodda": asked_for}
    command = OpenCase(by="sevinc", subject=WIFE, channel="desk", came_from="committee", answers=answers)
    name = (await hub.programmes.cases.open("certificate", command, new_id())).id

    async def made() -> bool:
        async with hub.store.read() as tx:
            stored = await hub.programmes.cases.case_store.get(tx, name)
        return stored is not None and stored.case.paper is not None

    await eventually(made, what="the certificate")
    async with hub.store.read() as tx:
        stored = await hub.programmes.cases.case_store.get(tx, name)
    assert stored is not None
    case, key = stored.case, certificate_key(hub.hash)
    assert case.paper is not None
    family = [each for each in case.values["ailə"] if each.get("until") is None]
    assert family, "the paper itself names them"
    found = judge(case.paper.signed, {key.id: key.public}, datetime.now(UTC), None, timedelta(days=1)).facts
    assert found is not None
    said = found.facts["ailə"]
    if not asked_for:
        assert said == len(family)
    else:
        assert [each[0].split()[1] for each in said] == [str(each["given_name"]) for each in family]
