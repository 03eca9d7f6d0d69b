"""“Niyə kəsilib?” at its doors: one screen for every right of a person, for officials who are strangers to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from hub.app import Hub
from hub.cli import app
from hub.documents.signing.signers import save_fin
from hub.store.ids import new_id
from mappings.registered import Right
from tests.hubs import settings_for
from tests.integration.api.served import as_party, served
from tests.integration.console.desks import Desks, text
from tests.integration.documents.conftest import Office
from tests.integration.programmes.rights import day_of, decided_case, heard, paper_of
from tests.renaming import renamed
from tests.things import things_told

FIN, STRANGER = "7ABCD12", "7ABCD19"


@pytest.fixture(params=["embedded", "postgresql"])
async def desks(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desks]:
    """A hub that serves and does not go on with cases by itself."""
    more: dict[str, Any] = {"port": 0}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with served(settings_for(tmp_path / "data", **more)) as made:
        yield Desks(Office(made))


async def asked(desks: Desks, who: str = "fuad", fin: str = FIN, **body: str) -> tuple[int, dict[str, Any]]:
    headers = as_party(f"sandbox-{who}")
    sent = {"fin": fin, "purpose": "appeal", **body}
    answer = await desks.office.served.client.post("/v1/why", json=sent, headers=headers)
    return answer.status_code, answer.json()


async def revoked(hub: Hub, case: str, reason: str) -> None:
    """A revocation with everything that goes before it, and its notice."""
    cases = hub.programmes.cases
    await cases.act(case, ProposeRevocation(by="sevinc", reason=reason), new_id())
    await heard(hub, case)
    done = await cases.act(case, Revoke(by="elcin"), new_id())
    assert done.case.ruling is not None
    await paper_of(hub, case, done.case.ruling.paper_no, await day_of(hub))
    await cases.act(case, ProveNotice(by="sevinc", manner="by_hand"), new_id())


async def test_who_decided_is_told_by_the_name_of_then(desks: Desks) -> None:
    hub = desks.office.served.hub
    await revoked(hub, await decided_case(hub, FIN), "ölkədən gedib")

    await renamed(hub, "elcin")

    assert [each["by"] for each in (await asked(desks))[1]["lines"]] == ["Elçin Məmmədli"]


async def test_a_person_with_two_rights_sees_what_was_cut_first_with_reason_act_decider_and_remedy(
    desks: Desks,
) -> None:
    hub = desks.office.served.hub
    case = await decided_case(hub, FIN)
    await revoked(hub, case, "ölkədən gedib")
    old = {"right_id": "K-7", "fin": FIN, "programme": "compensation", "benefit": "money", "amount_qepik": 6000}
    await things_told(hub, Right.model_validate({**old, "state": "suspended", "state_reason": "hesab bağlanıb"}))

    status, told = await asked(desks)

    cut, kept = told["lines"]
    assert status == 200
    assert (cut["state"], cut["reason"], cut["money"]) == ("ended", "Ended: ölkədən gedib.", "33,00 ₼")
    assert (cut["by"], cut["case"], cut["number"][:4]) == ("Elçin Məmmədli", case, "VM-T")
    assert "65–69" in cut["basis"][0]
    until = await day_of(hub) + timedelta(days=30)
    assert cut["remedy"]["days_left"] >= 30
    assert cut["remedy"]["until"] >= until.isoformat()
    assert (kept["state"], kept["reason"], kept["number"]) == ("suspended", "Suspended: hesab bağlanıb.", "K-7")


async def test_the_page_answers_on_one_screen_and_no_address_has_the_fin(desks: Desks) -> None:
    hub = desks.office.served.hub
    case = await decided_case(hub, FIN, grants=False, reason="ölkədən getmisiniz")
    assert "FIN" in text(await desks.get("sevinc", "/cases/why"))

    answer = await desks.post("sevinc", "/cases/why", fin=FIN, purpose="appeal", basis="1308-IVQ, 5")

    shown = text(answer)
    assert "Refused: ölkədən getmisiniz." in shown
    assert f"/console/cases/{case}" in answer.text
    assert FIN not in str(answer.url)
    assert "has not begun" in shown
    assert "Why was it cut?" in text(await desks.get("sevinc", "/cases"))
    wrong = text(await desks.post("sevinc", "/cases/why", fin="x", purpose="appeal"), 422)
    assert "FIN" in wrong


async def test_nobody_is_shown_their_own_and_every_look_is_written_down_with_its_purpose(desks: Desks) -> None:
    hub = desks.office.served.hub
    await decided_case(hub, FIN)
    await asked(desks, basis="1308-IVQ")
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "fuad", FIN)

    own = await asked(desks)
    nobody = await asked(desks, fin=STRANGER)
    badly = await asked(desks, purpose="curiosity")
    lawyer = await asked(desks, "orxan")

    assert (own[0], own[1]["code"]) == (403, "cases.related")
    assert (nobody[0], nobody[1]["code"]) == (404, "why.nobody")
    assert (badly[0], badly[1]["code"]) == (422, "why.purpose")
    assert lawyer[0] == 403
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT outcome, purpose_code, basis_code FROM access_events WHERE service = 'why.look' ORDER BY id"
        )
    assert [tuple(row) for row in rows] == [
        ("shown", "appeal", "1308-IVQ"),
        ("refused", "appeal", None),
        ("not_found", "appeal", None),
    ]


async def test_the_command_line_asks_for_the_fin_and_prints_the_answer(desks: Desks) -> None:
    hub = desks.office.served.hub
    await decided_case(hub, FIN)
    url = desks.office.served.url

    told = await asyncio.to_thread(CliRunner().invoke, app, ["why", "--as", "fuad", "--url", url], input=f"{FIN}\n")

    assert told.exit_code == 0, told.output
    assert "33,00 ₼" in told.output
