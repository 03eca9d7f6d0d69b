"""Cases at their doors: officials at pages and the API, parties at their own applications, everybody at the code."""

from __future__ import annotations

import asyncio
import base64
import os
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from document_flow.cases.acts.doubt import Recheck
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Known, Paper, Ruling
from document_flow.people import HUB
from document_flow.seals.offline import revoked_mark
from hub.app import Hub
from hub.cli import app
from hub.documents.acting.held_contents import lost_contents
from hub.documents.printing.paper_codes import Holder
from hub.programmes.case_reading import altered_cases
from mappings.registered import Mandate
from tests.hubs import settings_for
from tests.integration.api.served import as_party, served
from tests.integration.console.desks import Desks, text
from tests.integration.documents.conftest import Office
from tests.integration.hard_cases.test_who_asks_for_whom import ACT
from tests.integration.hard_cases.test_who_asks_for_whom import CHILD as WARD
from tests.integration.lists.month import person
from tests.integration.soap.asking import Told, ask
from tests.integration.soap.people import envelope
from tests.protections import protect
from tests.tampering import tampered
from tests.things import statement, things_told

FIN = "7ABCD12"
ANSWERS: dict[str, Any] = {"certificate_purpose": "BANK", "with_family": False}
STATUS: dict[str, Any] = {"əsas": "own", "əvvəlki_yer": "Zəngilan, Ağalı", "yetkin": True}
SCAN = b"%PDF-1.7 scan"
FACTS = {"soyad": "Əliyeva", "ad": "Aysel", "doğum_tarixi": "1990-05-01", "status": "məcburi köçkün"}


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    """A hub that serves and does not go on with cases by itself."""
    async with served(settings_for(tmp_path / "data", port=0)) as made:
        yield Desks(Office(made))


async def issued(
    desks: Desks,
    reference: str = "portal-0001",
    *,
    provisional: bool = False,
    fin: str = FIN,
    days: int = 30,
    answers: Mapping[str, Any] = ANSWERS,
) -> str:
    """A case whose certificate was issued, as the hub itself does it."""
    hub = desks.office.served.hub
    cases = hub.programmes.cases
    command = OpenCase(by=HUB, subject=fin, channel="portal", came_from="mygov", reference=reference, answers=answers)
    case = (await cases.open("certificate", command, reference)).id
    facts = tuple(Known(name=name, value=value, source="din", at=datetime.now(UTC)) for name, value in FACTS.items())
    await cases.act(case, TakeFacts(by=HUB, facts=facts), f"{reference} facts")
    async with hub.store.read() as tx:
        today = (await cases.context(tx)).today
    ruling = Ruling(
        outcome="granted",
        row={"qərar": "verilir"},
        record="0" * 32,
        table_sha256="a" * 64,
        as_of=today,
        basis=("668-IQ",),
        facts=FACTS,
        assumed={"həyatda": "sağdır"} if provisional else {},
    )
    done = await cases.act(case, RuleCase(by=HUB, ruling=ruling), f"{reference} ruling")
    assert done.case.ruling is not None
    stored = await hub.office.printing.content.keep(b"%PDF-1.7 sample")
    await hub.office.printing.papers.issue(case, Holder(fin, "A. Ə.", 1990))
    paper = Paper(
        no=done.case.ruling.paper_no,
        sha256=stored.sha256,
        issued_on=today,
        valid_until=today + timedelta(days=days),
        is_provisional=provisional,
    )
    await cases.act(case, IssuePaper(by=HUB, paper=paper), f"{reference} paper")
    return case


async def asks(desks: Desks, who: str, path: str) -> httpx.Response:
    return await desks.office.served.client.get(path, headers=as_party(f"sandbox-{who}"))


async def gives(desks: Desks, who: str, path: str, body: dict[str, Any], key: str = "k") -> httpx.Response:
    headers = {**as_party(f"sandbox-{who}"), "Idempotency-Key": f"{who} {path} {key}"}
    return await desks.office.served.client.post(path, json=body, headers=headers)


async def looks(desks: Desks) -> list[tuple[str, str, str]]:
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_person, service, purpose_code FROM access_events WHERE subject_hash = :subject ORDER BY id",
            {"subject": hub.hash("fin", FIN)},
        )
    return [(row["actor_person"], row["service"], row["purpose_code"]) for row in rows]


async def test_an_application_at_the_desk_is_one_case_however_often_it_is_sent(desks: Desks) -> None:
    body = {"programme": "certificate", "fin": FIN, "answers": ANSWERS}

    first = await gives(desks, "sevinc", "/v1/cases", body)
    again = await gives(desks, "sevinc", "/v1/cases", body)
    other = await gives(desks, "zeyneb", "/v1/cases", body)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 201)
    assert first.json()["id"] == again.json()["id"] == other.json()["id"]
    listed = (await asks(desks, "elcin", "/v1/cases")).json()["cases"]
    assert [each["number"] for each in listed] == [first.json()["number"]]
    assert FIN not in str(listed)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"programme": "none", "fin": FIN, "answers": {}}, "programmes.unknown"),
        ({"programme": "certificate", "fin": "94FMODD", "answers": ANSWERS}, "ask.fin_shape"),
        ({"programme": "certificate", "fin": FIN, "answers": {**ANSWERS, "phone": "1"}}, "cases.answer_unknown"),
        ({"programme": "certificate", "fin": FIN, "answers": {}}, "cases.answer_missing"),
    ],
)
async def test_what_cannot_be_an_application_is_refused_in_words(desks: Desks, body: dict[str, Any], code: str) -> None:
    answer = await gives(desks, "sevinc", "/v1/cases", body)
    assert answer.json()["code"] == code
    assert FIN not in answer.text


async def test_who_has_no_part_in_cases_sees_and_does_nothing(desks: Desks) -> None:
    case = await issued(desks)
    for who in ("ramil", "rauf", "orxan"):
        assert (await asks(desks, who, f"/v1/cases/{case}")).status_code == 403
        assert (await gives(desks, who, "/v1/cases", {"programme": "certificate", "fin": FIN})).status_code == 403
        assert (await desks.get(who, f"/cases/{case}")).status_code == 403
    assert await looks(desks) == []


async def test_a_look_is_written_down_once_in_a_quarter_of_an_hour_before_anything_is_shown(desks: Desks) -> None:
    case = await issued(desks)

    for _ in range(2):
        shown = (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()
    page = text(await desks.get("elcin", f"/cases/{case}"))

    assert {each["name"]: each["value"] for each in shown["facts"]} == FACTS
    assert "Əliyeva" in page
    assert await looks(desks) == [("sevinc", "case.look", "certificate"), ("elcin", "case.look", "certificate")]


async def test_acts_are_those_of_people_on_the_version_that_was_seen(desks: Desks) -> None:
    case = await issued(desks)
    path = f"/v1/cases/{case}/acts"
    shown = (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()
    version = shown["version"]
    assert {*shown["offered"]} == {
        "prove_notice", "send_letter", "propose_revocation", "complain", "lose_paper", "recuse",
    }  # fmt: skip

    for act in ("issue_paper", "take_facts", "lapse", "none"):
        assert (await gives(desks, "sevinc", path, {"act": act, "expected_version": version})).json()["code"] == (
            "cases.no_act"
        )
    wrong = {"act": "prove_notice", "expected_version": version, "says": {"manner": "by_pigeon"}}
    assert (await gives(desks, "sevinc", path, wrong)).json()["code"] == "cases.says_wrong"
    arabic = {"act": "propose_revocation", "expected_version": version, "says": {"reason": "s\u0627"}}
    assert (await gives(desks, "sevinc", path, arabic)).json()["code"] == "render.unprintable"
    more = {"act": "revoke", "expected_version": version, "says": {"colour": "red"}}
    assert (await gives(desks, "sevinc", path, more)).json()["code"] == "cases.says_unknown"
    day = {"act": "invite_to_hearing", "expected_version": version, "says": {"on": "sabah"}}
    assert (await gives(desks, "sevinc", path, day)).json()["code"] == "cases.says_wrong"
    proposal = {"act": "propose_revocation", "expected_version": version, "says": {"reason": "səhv"}}
    assert (await gives(desks, "fuad", path, proposal)).status_code == 200
    stale = {"act": "prove_notice", "expected_version": version, "says": {"manner": "by_hand"}}
    assert (await gives(desks, "elcin", path, stale)).json()["code"] == "cases.stale"
    own = {"act": "revoke", "expected_version": version + 1}
    assert (await gives(desks, "fuad", path, own, "own")).json()["code"] == "cases.own_proposal"
    assert (await gives(desks, "sevinc", path, own, "clerk")).json()["code"] == "cases.role"
    assert (await gives(desks, "elcin", path, own, "second")).json()["phase"] == "decided"


async def test_the_slip_is_printed_for_officials_who_work_on_cases(desks: Desks) -> None:
    case = await issued(desks)

    slip = await asks(desks, "sevinc", f"/v1/cases/{case}/slip.pdf")
    assert (slip.status_code, slip.headers["content-type"], slip.content[:4]) == (200, "application/pdf", b"%PDF")
    assert (await asks(desks, "samir", f"/v1/cases/{case}/slip.pdf")).status_code == 403


async def test_the_paper_of_a_revocation_is_shown_beside_the_one_that_it_took_away(desks: Desks) -> None:
    case = await issued(desks)
    await revoked(desks, case)

    shown = (await asks(desks, "elcin", f"/v1/cases/{case}")).json()
    own = (await asks(desks, "mygov", "/v1/applications/portal-0001")).json()
    page = text(await desks.get("elcin", f"/cases/{case}"))

    assert (shown["paper"]["no"][:5], shown["revoked"]["no"][:3]) == ("MK-L-", "MK-")
    for number in (shown["paper"]["no"], shown["revoked"]["no"]):
        found = (await asks(desks, "elcin", f"/v1/cases?number={number}")).json()["cases"]
        assert [each["id"] for each in found] == [case]
    for query, raw in (("", b"%PDF-1.7 revocation"), ("?revoked=true", b"%PDF-1.7 sample")):
        assert (await asks(desks, "elcin", f"/v1/cases/{case}/paper.pdf{query}")).content == raw
    assert (await desks.get("elcin", f"/cases/{case}/paper.pdf?revoked=1")).content == b"%PDF-1.7 sample"
    assert "Paper of the revocation" in page
    assert "What was revoked" in page
    assert "Recompute it" not in page, "two officials decided it, no table"
    assert (own["state"], own["paper_no"], own["refusal"]) == (
        "REVOKED", shown["paper"]["no"], {"code": "revoked", "text": "səhv"}
    )  # fmt: skip
    assert (await asks(desks, "mygov", "/v1/applications/portal-0001/paper.pdf")).content == b"%PDF-1.7 revocation"


async def revoked(desks: Desks, case: str) -> None:
    """A certificate that two officials have revoked, and the revocation's paper, as the hub itself issues it."""
    hub = desks.office.served.hub
    cases = hub.programmes.cases
    assert (await asks(desks, "elcin", f"/v1/cases/{case}/paper.pdf?revoked=true")).status_code == 404
    await cases.act(case, ProposeRevocation(by="sevinc", reason="səhv"), "proposed")
    own, others = [text(await desks.get(who, "/second")) for who in ("sevinc", "elcin")]
    doors = [(await desks.office.get(who, "/v1/second")).json()["items"] for who in ("sevinc", "elcin")]
    assert [[(each["mine"], each["page"]) for each in items] for items in doors] == [
        [(False, f"/cases/{case}")],
        [(True, f"/cases/{case}")],
    ]
    for page, waits_for in ((own, "another person"), (others, "you")):
        assert re.search(rf"second official's word on its revocation case .* {waits_for} ", page), page
    done = (await cases.act(case, Revoke(by="elcin"), "agreed")).case
    assert done.ruling is not None
    stored = await hub.office.printing.content.keep(b"%PDF-1.7 revocation")
    made = Paper(no=done.ruling.paper_no, sha256=stored.sha256, issued_on=done.ruling.as_of)
    await cases.act(case, IssuePaper(by=HUB, paper=made), "its paper")


async def test_what_was_sent_and_what_came_of_it_is_told_at_every_door_in_both_languages(desks: Desks) -> None:
    case = await issued(desks)
    shown = (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()
    (sent,) = shown["sendings"]
    assert (sent["way"], sent["answer"], sent["by"]) == ("portal", None, "Qayıdış Hub")
    assert (shown["waits"], sent["shown"]) == (
        "The applicant was told, an answer is awaited",
        "notice on the portal: sent",
    )
    assert (await asks(desks, "sevinc", "/v1/cases?unreached=true")).json()["cases"] == []
    assert (await asks(desks, "mygov", f"/v1/applications/{sent['no']}")).status_code == 404, "no number of its own"

    failed = TakeAnswer(by=HUB, no=sent["no"], answer="failed", said_at=datetime.now(UTC))
    await desks.office.served.hub.programmes.cases.act(case, failed, "failed")

    listed = (await asks(desks, "sevinc", "/v1/cases?unreached=true")).json()["cases"]
    assert [each["id"] for each in listed] == [case]
    queue = text(await desks.get("sevinc", "/cases?unreached=1"))
    assert "✉ send a letter" in queue
    await desks.went("sevinc", f"/cases/{case}/act", act="send_letter", version="6", key="l", **{"f-no": "RR1AZ"})
    assert "No case is like that" in text(await desks.get("sevinc", "/cases?unreached=1"))
    page, az = (
        text(await desks.get("sevinc", f"/cases/{case}")),
        text(await desks.get("sevinc", f"/cases/{case}", "az")),
    )
    for said in ("How the applicant was told", "notice on the portal", "could not be handed over", "letter", "RR1AZ"):
        assert said in page
    for said in ("Ərizəçiyə necə xəbər verilib", "portalda bildiriş", "çatdırıla bilmədi", "məktub", "RR1AZ"):
        assert said in az


async def test_what_a_form_does_not_need_no_browser_wants(desks: Desks) -> None:
    page = (await desks.get("sevinc", "/cases/new/certificate")).text

    assert re.search(r'<input id="a-telefon"[^>]*>', page)
    assert not re.search(r'<input id="a-telefon"[^>]*required', page)
    assert re.search(r'<select id="a-certificate_purpose"[^>]*required', page)


async def test_what_is_longer_than_it_may_be_comes_back_with_its_form(desks: Desks) -> None:
    typed = await desks.post("sevinc", "/cases/new/certificate", fin="7" * 21, **{"a-telefon": "0501112233"})
    case = await desks.went("sevinc", "/cases/new/certificate", fin=FIN, key="k", **{"a-certificate_purpose": "BANK"})
    said = {"act": "withdraw", "version": "1", "f-document": "x"}
    reason = await desks.post("sevinc", f"{case}/act", **said, **{"f-reason": "ə" * 8001})
    act = await desks.post("sevinc", f"{case}/act", **{**said, "act": "x" * 61})

    assert "At most 20 characters can be written." in text(typed, 422)
    assert 'value="0501112233"' in typed.text
    assert "At most 8000 characters can be written." in text(reason, 422)
    assert "At most 60 characters can be written." in text(act, 422)


async def test_a_party_sees_its_own_application_and_no_other(desks: Desks) -> None:
    await issued(desks)
    own = (await asks(desks, "mygov", "/v1/applications/portal-0001")).json()

    assert (own["state"], own["paper_no"][:3]) == ("ISSUED", "MK-")
    assert (await asks(desks, "mygov", "/v1/applications/portal-0001/paper.pdf")).content.startswith(b"%PDF-")
    assert (await asks(desks, "azersu", "/v1/applications/portal-0001")).status_code == 404
    assert (await asks(desks, "azersu", "/v1/applications/portal-0001/paper.pdf")).status_code == 404
    assert ("application.paper" in {service for _, service, _ in await looks(desks)}) is True


async def test_a_letter_to_a_protected_address_is_posted_by_who_has_the_right(desks: Desks) -> None:
    case = await issued(desks, answers={**ANSWERS, "yalnız_məktub": True})
    hub = desks.office.served.hub
    await person(hub, FIN)

    async def tasks(who: str) -> list[str]:
        listed = [each["id"] for each in (await desks.office.get(who, "/v1/cases", unreached="true")).json()["cases"]]
        page = (await desks.get(who, "/cases?unreached=1")).text
        assert (f"/cases/{case}" in page) == (case in listed)
        return listed

    async def posts(who: str) -> httpx.Response:
        seen = (await desks.office.get(who, f"/v1/cases/{case}")).json()
        assert ("send_letter" in seen["offered"]) == (case in await tasks(who))
        said = {"act": "send_letter", "says": {"no": "RR1"}, "expected_version": seen["version"]}
        return await desks.office.post(who, f"/v1/cases/{case}/acts", said)

    assert case in await tasks("sevinc")
    await protect(hub, FIN)

    clerk, officer = [await posts(who) for who in ("sevinc", "zeyneb")]

    assert (clerk.status_code, clerk.json()["code"]) == (403, "cases.role")
    assert officer.status_code == 200, officer.text


async def test_a_paper_whose_ground_has_changed_is_found_from_the_desk(desks: Desks) -> None:
    case, quiet = await issued(desks), "/cases?look=1"
    cases = desks.office.served.hub.programmes.cases
    assert "/console" + quiet in (await desks.get("elcin", "/desk")).text
    assert f"/cases/{case}" not in (await desks.get("elcin", quiet)).text
    other = Known(name="status", value="yoxdur", source="register", at=datetime.now(UTC))

    await cases.act(case, Recheck(by=HUB, facts=(other,)), "recheck")

    listed = await desks.get("elcin", quiet)
    assert f"/cases/{case}" in listed.text
    assert "its ground has changed" in text(listed)
    found = (await desks.office.get("elcin", "/v1/cases", awaits="look")).json()["cases"]
    assert [(each["id"], each["awaits"]) for each in found] == [(case, "look")]


async def test_a_portal_is_not_given_the_paper_of_who_is_protected_since(desks: Desks) -> None:
    await issued(desks)
    hub, reference = desks.office.served.hub, "portal-0001"
    await person(hub, FIN)
    await protect(hub, FIN)

    by_api = await asks(desks, "mygov", f"/v1/applications/{reference}/paper.pdf")
    by_soap_ = await by_soap(desks, "mygov", "getCertificate", requestId=reference, withPaper="true")

    assert (by_api.status_code, by_api.json()["code"]) == (404, "cases.paper_elsewhere")
    assert by_soap_.code == "cases.paper_elsewhere"
    assert (await asks(desks, "mygov", f"/v1/applications/{reference}")).json()["state"] == "ISSUED"


async def by_soap(desks: Desks, who: str, operation: str, **fields: str) -> Told:
    space = "urn:qayidis-hub:soap:certificates:v1"
    inner = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in fields.items())
    body = f'<t:{operation} xmlns:t="{space}">{inner}</t:{operation}>'
    return await ask(desks.office.served, envelope(body, header=""), "/soap/certificates", key=f"sandbox-{who}")


async def test_by_soap_a_certificate_is_requested_once_and_given_to_who_requested_it_alone(desks: Desks) -> None:
    wish = {"requestId": "portal-0002", "fin": FIN, "purposeCode": "SCHOOL", "includeFamily": "1"}

    first, again = [await by_soap(desks, "mygov", "requestCertificate", **wish) for _ in range(2)]
    other = await by_soap(desks, "mygov", "requestCertificate", **{**wish, "purposeCode": "BANK"})
    mistyped = await by_soap(desks, "mygov", "requestCertificate", **{**wish, "fin": "7ABCDO2"})
    assert (first.text("state"), first.text("messageId")) == ("accepted", again.text("messageId"))
    assert (other.code, mistyped.code, mistyped.text("suggestion")) == ("door.key_taken", "ask.fin_shape", "7ABCD02")
    waits = await by_soap(desks, "mygov", "getCertificate", requestId="portal-0002", withPaper="true")
    assert [each.text for each in waits.element] == ["PENDING", "false"], "taken in, and no case of it yet"
    assert (await by_soap(desks, "mygov", "getCertificate", requestId="portal-0009")).code == "applications.unknown"

    await issued(desks)
    given = await by_soap(desks, "mygov", "getCertificate", requestId="portal-0001", withPaper="true")
    bare = await by_soap(desks, "mygov", "getCertificate", requestId="portal-0001")
    paper = base64.b64decode(given.text("paper") or "")
    assert (given.text("state"), (given.text("certificateNo") or "")[:3]) == ("ISSUED", "MK-")
    assert (paper[:5], bare.text("paper"), bare.text("verifyCode")) == (b"%PDF-", None, given.text("verifyCode"))
    assert [service for _, service, _ in await looks(desks)].count("application.paper") == 1
    for operation, said in (("getCertificate", {"requestId": "portal-0001"}), ("requestCertificate", wish)):
        assert (await by_soap(desks, "azersu", operation, **said)).code == "access.no_right"


async def test_the_lists_for_checking_without_a_network_are_everybodys(desks: Desks) -> None:
    case = await issued(desks)
    client, cases = desks.office.served.client, desks.office.served.hub.programmes.cases
    number = (await asks(desks, "mygov", "/v1/applications/portal-0001")).json()["paper_no"]
    before = (await client.get("/v1/certificates/revoked")).json()
    for who, act, says in (("sevinc", "propose_revocation", {"reason": "səhv"}), ("elcin", "revoke", {})):
        async with desks.office.served.hub.store.read() as tx:
            stored = await cases.case_store.get(tx, case)
        assert stored is not None
        body = {"act": act, "expected_version": stored.case.length, "says": says}
        assert (await gives(desks, who, f"/v1/cases/{case}/acts", body)).status_code == 200
    answer = await client.get("/v1/certificates/revoked")
    after = answer.json()
    assert answer.headers["cache-control"] == "public, max-age=300"

    assert (before["revoked"], after["revoked"]) == ([], [revoked_mark(number)])
    assert (await client.get("/v1/certificates/keys")).json()["keys"][0]["public"].startswith("-----BEGIN PUBLIC KEY")
    assert (await asks(desks, "mygov", "/v1/applications/portal-0001")).json()["state"] == "REVOKED"


@pytest.mark.parametrize(("provisional", "said"), [(False, "in force"), (True, "provisional")])
async def test_the_page_of_the_code_says_what_the_paper_is_now(desks: Desks, said: str, *, provisional: bool) -> None:
    case = await issued(desks, provisional=provisional)
    code = desks.office.served.hub.office.printing.papers.code_of(case)

    answer = await desks.office.served.client.post("/verify", data={"code": code, "second": FIN[-3:], "lang": "en"})
    wrong = await desks.office.served.client.post("/verify", data={"code": code, "second": "ZZZ", "lang": "en"})

    shown = text(answer)
    assert said in shown
    assert "Certificate of status" in shown
    assert "Əliyeva" not in shown
    assert wrong.status_code == 404


async def test_a_clerk_opens_a_case_by_the_programmes_own_form_and_acts_on_its_page(desks: Desks) -> None:
    form = await desks.get("sevinc", "/cases/new/certificate")
    assert "What the certificate is for" in text(form)
    (other,) = re.findall(r'<input id="applicant"[^>]*>', form.text)
    assert "required" not in other, "who asks for themselves can send the form"
    refused = await desks.post("sevinc", "/cases/new/certificate", fin=FIN, key="k1")
    assert "The application lacks “What the certificate is for”" in text(refused, 422)
    place = await desks.went("sevinc", "/cases/new/certificate", fin=FIN, key="k2", **{"a-certificate_purpose": "BANK"})

    page = text(await desks.get("sevinc", place))
    assert "It waits to be decided" in page
    says = {"f-reason": "vaz keçdi", "f-document": await statement(desks.office.served.hub, FIN)}
    again = await desks.post("sevinc", f"{place}/act", act="withdraw", version="9", key="k3", **says)
    assert "The case has changed" in text(again, 409)
    await desks.went("sevinc", f"{place}/act", act="withdraw", version="1", key="k4", **says)
    assert "The case is closed" in text(await desks.get("sevinc", place))
    assert "taken back" in text(await desks.get("elcin", "/cases"))
    assert "Certificate of status" in text(await desks.get("elcin", "/programmes/certificate"))


async def test_scans_are_attached_shown_to_who_may_and_to_nobody_else(desks: Desks) -> None:
    hub = desks.office.served.hub
    opened = await gives(desks, "sevinc", "/v1/cases", {"programme": "status", "fin": FIN, "answers": STATUS})
    case, client = opened.json()["id"], desks.office.served.client
    place = f"/v1/cases/{case}/scans/rayon_arayışı"

    async def sent(who: str, raw: bytes, place: str = place, key: str = "k") -> httpx.Response:
        headers = {**as_party(f"sandbox-{who}"), "Idempotency-Key": f"{who} {key} {len(raw)}"}
        return await client.post(place, content=raw, headers=headers, params={"original": True})

    assert (await sent("rauf", SCAN)).status_code == 403
    assert (await sent("sevinc", b"MZ\x90 a program")).json()["code"] == "cases.scan_kind"
    assert (await sent("sevinc", b"")).json()["code"] == "cases.scan_size"
    assert (await sent("sevinc", SCAN + b" " * 8 * 1024 * 1024)).status_code == 413
    assert (await sent("sevinc", SCAN, place.replace("rayon_arayışı", "pasport"))).json()["code"] == "cases.no_scan"
    first, again = await sent("sevinc", SCAN), await sent("sevinc", SCAN)
    assert (first.status_code, again.json()["version"]) == (201, first.json()["version"])

    fetched = await asks(desks, "elcin", place)
    assert (fetched.content, fetched.headers["content-type"]) == (SCAN, "application/pdf")
    assert fetched.headers["content-disposition"] == "attachment"
    assert (await asks(desks, "rauf", place)).status_code == 403
    assert (await asks(desks, "elcin", place.replace("rayon_arayışı", "nikah_sənədi"))).status_code == 404
    shown = {each["name"]: each for each in (await asks(desks, "elcin", f"/v1/cases/{case}")).json()["scans"]}
    assert (shown["rayon_arayışı"]["original"], shown["nikah_sənədi"]["at"]) == (True, None)
    assert "compared with the original" in text(await desks.get("elcin", f"/cases/{case}"))

    await days_later(hub)
    assert (await asks(desks, "elcin", place)).content == SCAN, "a case holds its scans"


async def days_later(hub: Hub) -> None:
    """What nobody refers to is forgotten by now."""
    for path in contents_of(hub):
        os.utime(path, (0, 0))
    async with hub.store.write() as tx:
        await tx.execute("UPDATE document_uploads SET stored_at = 0")
    await hub.office.uploads.forget_old()
    await hub.office.shredding.step()


def contents_of(hub: Hub) -> list[Path]:
    return [path for path in (hub.settings.data / "content" / "documents").rglob("*") if path.is_file()]


async def test_a_paper_that_somebody_has_stored_too_stays_when_that_is_forgotten(desks: Desks) -> None:
    """Equal bytes are one content: whoever fetched a paper, and stored it, would have destroyed it a week later."""
    case, hub = await issued(desks), desks.office.served.hub
    place = f"/v1/cases/{case}/paper.pdf"
    raw = (await asks(desks, "sevinc", place)).content
    await hub.office.uploads.keep("sevinc", raw)
    await hub.office.uploads.keep("sevinc", b"nobody refers to this")

    await days_later(hub)

    assert (await asks(desks, "elcin", place)).content == raw
    (kept,) = contents_of(hub)
    assert [each async for each in lost_contents(hub.store, hub.office.printing.content)] == []
    kept.write_bytes(kept.read_bytes()[:-1])
    assert [each async for each in lost_contents(hub.store, hub.office.printing.content)] == [case]


async def test_an_original_is_seen_later_by_a_button_beside_its_scan(desks: Desks) -> None:
    opened = await gives(desks, "sevinc", "/v1/cases", {"programme": "status", "fin": FIN, "answers": STATUS})
    case, client = opened.json()["id"], desks.office.served.client
    place = f"/v1/cases/{case}/scans/rayon_arayışı"
    headers = {**as_party("sandbox-sevinc"), "Idempotency-Key": "scan"}
    version = (await client.post(place, content=SCAN, headers=headers)).json()["version"]
    assert "I saw the original" in text(await desks.get("elcin", f"/cases/{case}"))

    says = {"act": "see_original", "version": str(version), "key": "seen", "f-name": "rayon_arayışı"}
    await desks.went("elcin", f"/cases/{case}/act", **says)

    shown = {each["name"]: each for each in (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()["scans"]}
    scan = shown["rayon_arayışı"]
    assert (scan["original"], scan["by"], scan["seen_by"]) == (True, "Sevinc Rəhimli", "Elçin Məmmədli")
    assert scan["seen_at"] > scan["at"]
    assert "compared with the original: Elçin Məmmədli" in text(await desks.get("sevinc", f"/cases/{case}"))
    again = {"act": "see_original", "expected_version": version + 1, "says": {"name": "rayon_arayışı"}}
    answer = await gives(desks, "sevinc", f"/v1/cases/{case}/acts", again)
    assert answer.json()["code"] == "cases.original_seen"


async def test_answers_are_corrected_on_the_page_and_by_the_api_and_what_they_were_is_shown(desks: Desks) -> None:
    opened = await gives(desks, "sevinc", "/v1/cases", {"programme": "status", "fin": FIN, "answers": STATUS})
    case = opened.json()["id"]
    path = f"/v1/cases/{case}/answers"
    body = {"answers": {"əsas": "parent"}, "reason": "ərizədə belə yazılıb", "expected_version": 1}

    assert (await gives(desks, "rauf", path, body)).status_code == 403
    assert (await gives(desks, "sevinc", path, {**body, "reason": " "}, "empty")).json()["code"] == "cases.empty"
    done = await gives(desks, "sevinc", path, body)
    assert (done.json()["phase"], done.json()["events"]) == ("opened", ["answers_amended"])
    assert (await gives(desks, "sevinc", path, body, "stale")).json()["code"] == "cases.stale"
    shown = (await asks(desks, "elcin", f"/v1/cases/{case}")).json()
    assert shown["answers"] == {**STATUS, "əsas": "parent"}
    assert [(each["before"], each["reason"], each["by"]) for each in shown["amendments"]] == [
        (STATUS, "ərizədə belə yazılıb", "Sevinc Rəhimli")
    ]

    page = text(await desks.get("elcin", f"/cases/{case}"))
    assert "Corrected by Sevinc Rəhimli" in page
    typed = {"a-əsas": "own", "a-əvvəlki_yer": "Zəngilan, Ağalı", "version": "2", "act": "amend_answers"}
    wrong = await desks.post("elcin", f"/cases/{case}/answers", key="k1", reason="", **typed)
    assert "fill it in" in text(wrong, 422)
    await desks.went("elcin", f"/cases/{case}/answers", key="k2", reason="səhv idi", **typed)
    assert (await asks(desks, "elcin", f"/v1/cases/{case}")).json()["answers"]["əsas"] == "own"


async def test_a_correction_that_makes_it_another_application_is_refused_in_words(desks: Desks) -> None:
    body = {"programme": "certificate", "fin": FIN, "answers": ANSWERS}
    case = (await gives(desks, "sevinc", "/v1/cases", body)).json()["id"]
    other = {"answers": {"certificate_purpose": "COURT"}, "reason": "məhkəmə üçündür", "expected_version": 1}

    answer = await gives(desks, "sevinc", f"/v1/cases/{case}/answers", other)

    assert answer.json()["code"] == "cases.other_kind"
    assert "a-certificate_purpose" not in (await desks.get("sevinc", f"/cases/{case}")).text
    again = await gives(
        desks, "sevinc", "/v1/cases", {**body, "answers": {**ANSWERS, "telefon": "0501234567"}}, "again"
    )
    assert again.json()["code"] == "cases.other_answers"


async def test_who_asks_for_somebody_else_is_named_at_every_door_and_refused_without_an_act(desks: Desks) -> None:
    body = {"programme": "certificate", "fin": WARD, "applicant": "5grdnaa", "answers": ANSWERS}
    refused = await gives(desks, "sevinc", "/v1/cases", body, "api")
    assert (refused.status_code, refused.json()["code"]) == (403, "cases.no_mandate")
    typed = {"fin": WARD, "applicant": "5GRDNAA", "a-certificate_purpose": "BANK"}
    again = await desks.post("sevinc", "/cases/new/certificate", key="k1", **typed)
    assert "Bring the act" in text(again, again.status_code)
    await things_told(desks.office.served.hub, Mandate.model_validate(ACT))

    made = await gives(desks, "sevinc", "/v1/cases", body, "api again")
    case = made.json()["id"]
    words = ["cases", "open", "certificate", "--answer", "certificate_purpose=BANK", "--answer", "with_family=false"]
    port = desks.office.served.url.rpartition(":")[2]
    printed = await asyncio.to_thread(
        CliRunner().invoke,
        app,
        [*words, "--for-another", "--as", "sevinc", "--id"],
        env={"HUB_PORT": port, "HUB_LANG": "en", "HUB_LOG_LEVEL": "CRITICAL"},
        input=f"{WARD}\n5GRDNAA\n",
    )

    assert printed.stdout == f"{case}\n", "the same wish at each door is one case, and its id is all that is printed"
    shown = (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()["representative"]
    act = "Tərtər rayon İcra Hakimiyyəti, № 12, 03.02.2024"
    assert shown == {"who": "5GRDNAA", "capacity": "guardian", "shown": "guardian", "act": act}
    page = text(await desks.get("sevinc", f"/cases/{case}"))
    assert f"guardian, 5GRDNAA, {act}" in page
    wrong = await gives(desks, "sevinc", "/v1/cases", {**body, "applicant": "123"}, "wrong")
    assert wrong.status_code == 422


async def test_papers_that_end_soon_are_listed_by_their_last_day_and_those_that_hold_longer_are_not(
    desks: Desks,
) -> None:
    held = [await issued(desks, f"portal-000{n}", fin=f"7ABCD1{n}", days=days) for n, days in ((1, 9), (2, 3), (3, 40))]
    soon = [held[1], held[0]]
    await revoked(desks, await issued(desks, "portal-0004", fin="7ABCD14", days=5))

    async def found(query: str) -> dict[str, Any]:
        answer = await asks(desks, "sevinc", f"/v1/cases?{query}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    listed = await found("ends_within=30")
    assert [each["id"] for each in listed["cases"]] == soon, "a paper that was revoked has ended already"
    assert listed["cases"][0]["paper_until"] < listed["cases"][1]["paper_until"]
    assert [each["id"] for each in (await found("ends_within=3"))["cases"]] == soon[:1], "the last day is one of them"
    assert (await found("ends_within=2"))["cases"] == []
    first = await found("ends_within=30&limit=1")
    after = await found(f"ends_within=30&limit=1&cursor={first['next']}")
    assert [each["id"] for each in (*first["cases"], *after["cases"])] == soon
    assert (await asks(desks, "sevinc", "/v1/cases?ends_within=-1")).status_code == 422

    page = text(await desks.get("elcin", "/cases?ends=30"))
    assert "portal" not in page
    numbers = [each["paper_no"] for each in listed["cases"]]
    assert page.index(numbers[0]) < page.index(numbers[1])
    assert "No case is like that" in text(await desks.get("elcin", "/cases?ends=2"))
    assert numbers[0] in text(await desks.get("elcin", "/cases?ends=soon")), "what is no number asks for nothing"


@pytest.mark.parametrize("path", ["/cases/none", "/cases/" + "0" * 32, "/programmes/none", "/cases/new/none"])
async def test_what_is_not_there_is_not_found(desks: Desks, path: str) -> None:
    assert (await desks.get("sevinc", path)).status_code == 404


async def test_a_history_that_was_changed_by_hand_is_told(desks: Desks) -> None:
    case = await issued(desks)
    await issued(desks, "portal-0002")
    async with desks.office.served.hub.store.write() as tx:
        await tx.execute("DELETE FROM case_events WHERE case_id = :id AND kind = 'paper_issued'", {"id": case})

    assert (await asks(desks, "sevinc", f"/v1/cases/{case}")).json()["intact"] is False
    assert "changed by hand" in text(await desks.get("sevinc", f"/cases/{case}"))
    hub = desks.office.served.hub
    cases = hub.programmes.cases.case_store
    assert [each async for each in altered_cases(hub.store, cases)] == [case]
    whole = "DELETE FROM case_events WHERE case_id <> :id", "DELETE FROM cases WHERE id <> :id"
    for changes in (["UPDATE cases SET paper_until = '2099-12-31' WHERE id <> :id"], whole):
        async with tampered(hub.store, ("cases", "case_events"), *changes, id=case):
            assert len([each async for each in altered_cases(hub.store, cases)]) == 2, changes
