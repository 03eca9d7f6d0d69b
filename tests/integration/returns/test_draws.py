"""A draw at its doors: announced, frozen, drawn and offered by officials, published for everybody, held alone."""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from document_flow.documents.facts import LETTER_MIME
from document_flow.draws.drafted import LIST_MIME
from document_flow.draws.published import InLog
from document_flow.draws.state import Struck
from document_flow.draws.verifying import verify
from document_flow.paths.state import Meeting
from hub.cli import app
from hub.documents.office.directory import save_commission
from hub.documents.signing.signers import save_fin
from hub.errors import Words
from hub.evidence.note import trusted
from hub.returns.draw_proofs import unproven
from hub.returns.draws import DRAWS
from hub.settings import Settings
from mappings.registered import HousingUnit
from tests.hubs import eventually, settings_for
from tests.integration.console.desks import Desks, text
from tests.integration.documents.conftest import Office, an_office
from tests.integration.hard_cases.office import FIN, later, told
from tests.protections import protect
from tests.things import LATER_ON, approved_list, decided_return, homes_told, letter, statement, things_told

PARTIES = {"council": ("uzv-5", "11" * 32, "22" * 16), "district": ("uzv-2", "33" * 32, "44" * 16)}
HOMES = "101 3\n102 3\n201 4"
FAMILIES = {"M-1": ("7ABCD01", 3), "M-2": ("7ABCD02", 3), "M-3": ("7ABCD03", 3), "M-4": ("7ABCD04", 4)}
LIST = "S-12/2026"
WHOLE = {"document": LIST}
PAIR = "Ülviyyə Sadıqlı, Günay Süleymanlı"
SCRIPT = Path(__file__).parents[3] / "docs" / "verify_draw.py"


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    async with an_office(settings) as made:
        hub = made.served.hub
        async with hub.store.write() as tx:
            for party, (member, *_) in PARTIES.items():
                await save_commission(tx, party, (member,), Words(party, party))
        hub.aggregates.needs.staff.forget()
        for number, (fin, rooms) in FAMILIES.items():
            await decided_return(hub, number, fin, rooms=rooms)
        await homes_told(hub, f"{HOMES}\n301 3\n302 4\n401 4")
        for number in ("Ç-1", "Ç-2"):
            await letter(hub, number)
        yield made


def checked(file: Path) -> tuple[int, str]:
    """What the script says of a file: its exit status and how its words begin."""
    done = subprocess.run([sys.executable, "-I", SCRIPT, file], check=False, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout[:3]


async def moment(office: Office, days: int) -> str:
    """So many days from now, as a form says it."""
    hub = office.served.hub
    async with hub.store.read() as tx:
        context = await hub.aggregates.needs.context(tx)
    return (context.now + timedelta(days=days)).isoformat()


async def announced(office: Office, **more: Any) -> httpx.Response:
    says = {"place": "Zəngilan/Ağalı", "wave": "3", "protocol": "computed", "draw_at": await moment(office, 14),
            "homes": HOMES, "parties": list(PARTIES), **more}  # fmt: skip
    return await office.post("elcin", "/v1/draws", {"act": "announce_draw", "says": says})


async def begun(office: Office, **more: Any) -> str:
    answer = await announced(office, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def act(office: Office, who: str, draw: str, name: str, **says: Any) -> httpx.Response:
    """Read anew where the hub itself has gone on meanwhile."""
    version = (await office.get(who, f"/v1/draws/{draw}")).json()["version"]
    body = {"act": name, "expected_version": version, "says": says}
    answer = await office.post(who, f"/v1/draws/{draw}/acts", body)
    is_stale = answer.status_code == 409 and answer.json()["code"] == "aggregates.stale"
    return await act(office, who, draw, name, **says) if is_stale else answer


async def does(office: Office, who: str, draw: str, name: str, **says: Any) -> None:
    answer = await act(office, who, draw, name, **says)
    assert answer.status_code == 200, answer.text


async def refused(office: Office, who: str, draw: str, name: str, **says: Any) -> str:
    return str((await act(office, who, draw, name, **says)).json()["code"])


async def sheet(office: Office, draw: str, who: str = "elcin") -> dict[str, Any]:
    answer = await office.get(who, f"/v1/draws/{draw}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def rows(office: Office, draw: str, block: str) -> list[dict[str, Any]]:
    found = {each["code"]: each["rows"] for each in (await sheet(office, draw))["blocks"]}
    return list(found.get(block, []))


async def frozen(office: Office, **more: Any) -> str:
    draw = await begun(office, **more)
    if "parties" not in more:
        for party, (member, value, salt) in PARTIES.items():
            sealed = hashlib.sha256(bytes.fromhex(value + salt)).hexdigest()
            await does(office, member, draw, "commit_value", party=party, hash=sealed)
    await froze(office, draw)
    return draw


async def froze(office: Office, draw: str, without: str = "", number: str = LIST) -> None:
    """The list as a document, which a commission has approved."""
    await does(office, "elcin", draw, "draft_list", without=without)
    await approved_list(office.served.hub, draw, number)
    await does(office, "nigar", draw, "freeze_draw", document=number)


async def drawn(office: Office, **more: Any) -> str:
    draw = await frozen(office, **more)
    member, value, salt = PARTIES["council"]
    await does(office, member, draw, "reveal_value", party="council", value=value, salt=salt)
    await later(office.served.hub, 15)
    await does(office, "fuad", draw, "finish_draw")
    return draw


async def in_log(office: Office, draw: str) -> httpx.Response:
    """What it has published, once that has its place in the log of evidence."""

    async def is_there() -> bool:
        return bool((await office.served.client.get(f"/v1/draws/{draw}/published.json")).json()["log"])

    await eventually(is_there)
    return await office.served.client.get(f"/v1/draws/{draw}/published.json")


async def test_what_was_published_is_in_the_log_and_a_row_that_was_changed_is_not(office: Office) -> None:
    hub, draw = office.served.hub, await drawn(office)
    said = (await in_log(office, draw)).json()
    log, key = InLog(**said["log"] | {"path": tuple(said["log"]["path"])}), hub.promises.key.public
    assert list(unproven(log, said["after_root"], trusted([key]))) == []

    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, DRAWS, draw)
    assert stored is not None
    first, second, *_ = stored.state.homes
    homes = {**stored.state.homes, second: stored.state.homes[first], first: ""}
    struck = Struck(number=first, home=stored.state.homes[first], to=second)
    changed = replace(stored.state, homes=homes, struck=(*stored.state.struck, struck))
    raw = DRAWS.kernel.states.dump_json(changed)
    sealed = hub.sealer.seal("aggregates.state", draw, raw, changed.length)
    async with hub.store.write() as tx:
        await tx.execute("UPDATE aggregates SET state_sealed = :sealed WHERE id = :id", {"sealed": sealed, "id": draw})

    forged = (await office.served.client.get(f"/v1/draws/{draw}/published.json")).json()
    assert forged["struck"] != said["struck"]
    assert [each.en for each in unproven(log, forged["after_root"], trusted([key]))] != []


async def test_a_draw_is_held_once_and_recomputed_by_whoever_has_the_file(office: Office, tmp_path: Path) -> None:
    draw = await drawn(office)
    answer = await in_log(office, draw)
    file = tmp_path / "draw.json"
    file.write_bytes(answer.content)

    assert (answer.status_code, verify(json.loads(answer.content))) == (200, ())
    assert await asyncio.to_thread(checked, file) == (0, "OK:")
    assert not any(login.encode() in answer.content for login in ("elcin", "nigar", "fuad", "uzv-5"))
    order = await rows(office, draw, "order")
    assert sorted(each["drawn"] for each in order) == ["", "101", "102", "201"]
    assert await refused(office, "fuad", draw, "finish_draw") == "draws.phase"
    assert (await sheet(office, draw))["intact"]


async def test_the_announcement_is_public_at_once_and_each_hand_has_its_part(office: Office) -> None:
    draw = await begun(office)

    said = (await office.served.client.get(f"/v1/draws/{draw}/published.json")).json()
    assert (said["outcome"], verify(said)) == ("announced", ())
    assert (await office.served.client.get(f"/v1/draws/{'0' * 32}/published.json")).status_code == 404
    assert (await office.served.client.get(f"/v1/draws/{draw}")).status_code == 401
    assert await refused(office, "nigar", draw, "freeze_draw", document="Ç-1") == "draws.few_commitments"
    assert await refused(office, "uzv-5", draw, "commit_value", party="district", hash="0" * 64) == "draws.party"
    assert await refused(office, "sevinc", draw, "cancel_draw", reason="x") == "access.role_missing"
    assert "commit_value" in (await sheet(office, draw, "uzv-5"))["offered"]
    assert "freeze_draw" not in (await sheet(office, draw, "elcin"))["offered"]
    assert (await announced(office, place="Heçyer")).json()["code"] == "draws.place_unknown"


async def test_the_page_of_a_draw_says_where_everybody_fetches_what_it_published(office: Office) -> None:
    ((address,),) = (each.values() for each in await rows(office, await begun(office), "published"))

    assert (await office.served.client.get(address)).json()["outcome"] == "announced"


async def test_wave_home_and_family_are_held_alone_until_the_draw_ends(office: Office) -> None:
    first = await frozen(office)
    other_homes = "301 3\n401 4"

    assert (await announced(office, place="zəngilan / ağalı 2", homes=other_homes)).json()["code"] == "aggregates.held"
    assert (await announced(office, wave="4")).json()["code"] == "draws.unfit_homes"
    second = await begun(office, wave="4", homes=other_homes, parties=[], source="drand")
    assert await refused(office, "nigar", second, "draft_list") == "draws.entries"
    (state,) = {each["state"] for each in await rows(office, second, "candidates")}
    assert state == "has a home, or is on another draw"
    await does(office, "elcin", second, "cancel_draw", reason="başqa vaxta")
    assert await begun(office, wave="4", homes=other_homes, parties=[], source="drand") != first


async def test_by_hand_slips_are_pulled_before_two_witnesses(office: Office) -> None:
    draw = await frozen(office, protocol="by_hand", parties=[])
    await later(office.served.hub, 15)
    slips = await rows(office, draw, "slips")
    seen = {"first_witness": "uzv-1", "second_witness": "uzv-5"}

    assert [(each["slip"], each["home"]) for each in slips] == [
        ("3/1", "101"), ("3/2", "102"), ("3/3", ""), ("4/1", "201"),
    ]  # fmt: skip
    assert "pull_slip" in (await sheet(office, draw))["offered"]
    blind = {**seen, "second_witness": "samir"}
    assert await refused(office, "elcin", draw, "pull_slip", pulls="M-2", slip="3/1", **blind) == "draws.witnesses"
    await does(office, "elcin", draw, "pull_slip", pulls="M-2", slip="3/1", **seen)
    assert await refused(office, "elcin", draw, "pull_slip", pulls="M-1", slip="3/1", **seen) == "draws.slip_twice"
    assert await refused(office, "elcin", draw, "pull_slip", pulls="M-1", slip="4/1", **seen) == "draws.other_class"
    assert [each["witnesses"] for each in await rows(office, draw, "slips")] == [PAIR, None, None, None]
    for family, slip in (("M-1", "3/3"), ("M-3", "3/2"), ("M-4", "4/1")):
        await does(office, "elcin", draw, "pull_slip", pulls=family, slip=slip, **seen)
    assert await refused(office, "nigar", draw, "finish_draw") == "draws.not_confirmed", "two officers alone"
    assert await refused(office, "nigar", draw, "confirm_pulls", count="4") == "draws.nothing_seen"
    for witness in seen.values():
        assert {"confirm_pulls", "dispute_pulls"} <= {*(await sheet(office, draw, witness))["offered"]}
        await does(office, witness, draw, "confirm_pulls", count="4")
    await does(office, "nigar", draw, "finish_draw")

    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert verify(answer.json()) == ()
    homes = {each["number"]: each["home"] for each in await rows(office, draw, "order")}
    assert homes == {"M-1": "", "M-2": "101", "M-3": "102", "M-4": "201"}


async def test_a_public_value_counts_once_two_others_have_looked_at_its_source(office: Office) -> None:
    draw = await frozen(office, parties=[], source="drand quicknet, 12345678")
    await later(office.served.hub, 15)
    await does(office, "elcin", draw, "state_public_value", value="7f3a")

    assert await refused(office, "nigar", draw, "finish_draw") == "draws.not_vouched", "two officers alone"
    assert "confirm_public_value" in (await sheet(office, draw, "uzv-5"))["offered"]
    assert await refused(office, "uzv-5", draw, "confirm_public_value", value="7f3b") == "draws.other_public_value"
    for member in ("uzv-5", "uzv-2"):
        await does(office, member, draw, "confirm_public_value", value="7f3a")
    await does(office, "nigar", draw, "finish_draw")

    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert (answer.json()["public_value"], verify(answer.json())) == ("7f3a", ())


async def test_a_home_is_offered_by_a_letter_and_given_up_by_what_its_family_says_afterwards(office: Office) -> None:
    hub, draw = office.served.hub, await drawn(office)
    first, second, *_ = (each["number"] for each in await rows(office, draw, "order") if each["rooms"] == 3)
    await statement(hub, FIN, "C-9")
    await letter(hub, "Ç-3", LATER_ON)
    offer = {"to_offer": first, "notified_on": (await moment(office, 0))[:10]}

    async def offered(document: str) -> str:
        return await refused(office, "elcin", draw, "offer_home", document=document, **offer)

    assert await offered("Ç-9") == await offered("C-9") == "draws.unregistered", "unknown, and an appeal"
    assert await offered("Ç-3") == "draws.notice_day", "a letter of after the notice"
    await does(office, "elcin", draw, "offer_home", document="Ç-1", **offer)
    await statement(hub, FAMILIES[first][0], "M-76")
    await statement(hub, FAMILIES[second][0], "M-77", LATER_ON)

    for document in ("M-75", "M-76", "M-77"):  # nobody's, of before the freeze and the offer, another family's
        says = {"to_answer": first, "says": "no", "document": document}
        assert await refused(office, "sevinc", draw, "answer_offer", **says) == "draws.no_word"
        gone = {"to_withdraw": first, "document": document}
        assert await refused(office, "sevinc", draw, "withdraw_entry", **gone) == "draws.no_word"


async def test_a_home_goes_to_the_next_family_on_refusal_and_when_a_term_has_passed(office: Office) -> None:
    hub, draw = office.served.hub, await drawn(office)
    order = await rows(office, draw, "order")
    first, second, last = (each["number"] for each in order if each["rooms"] == 3)
    home = {each["number"]: each["home"] for each in order}
    today = (await moment(office, 0))[:10]

    assert "offer_home" in (await sheet(office, draw))["offered"]
    await does(office, "elcin", draw, "offer_home", to_offer=first, document="Ç-1", notified_on=today)
    await statement(hub, FAMILIES[first][0], "M-78", LATER_ON)
    await does(office, "sevinc", draw, "answer_offer", to_answer=first, says="no", document="M-78")
    assert (await rows(office, draw, "order"))[-1]["number"]
    now = {each["number"]: each["home"] for each in await rows(office, draw, "order")}
    assert (now[first], now[second], now[last]) == ("", home[second], home[first])

    await does(office, "elcin", draw, "offer_home", to_offer=second, document="Ç-2", notified_on=today)
    await later(hub, 30)

    async def lapsed() -> bool:
        async with hub.store.read() as tx:
            stored = await hub.aggregates.tables.get(tx, DRAWS, draw)
        return stored is not None and second in stored.state.out

    await eventually(lapsed, what="the offer has lapsed")
    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert verify(answer.json()) == ()
    assert [each["number"] for each in answer.json()["struck"]] == [first, second]


async def test_whose_own_family_is_on_the_list_has_no_part_in_it(office: Office) -> None:
    hub = office.served.hub
    async with hub.store.write() as tx:
        for login in ("fuad", "uzv-1"):
            await save_fin(tx, hub.aggregates.needs.sealer, login, FAMILIES["M-1"][0])
    draw = await begun(office, protocol="by_hand", parties=[])
    seen = {"first_witness": "uzv-2", "second_witness": "uzv-5"}
    pulled = {"pulls": "M-2", "slip": "3/1"}

    assert await refused(office, "fuad", draw, "draft_list") == "draws.related"
    await froze(office, draw)
    await later(hub, 15)
    assert await refused(office, "fuad", draw, "pull_slip", **pulled, **seen) == "draws.related"
    near = {**seen, "second_witness": "uzv-1"}
    assert await refused(office, "elcin", draw, "pull_slip", **pulled, **near) == "draws.witnesses"
    await does(office, "elcin", draw, "pull_slip", **pulled, **seen)


async def test_nobody_is_on_a_list_by_what_is_typed_nor_missing_without_a_reason(office: Office) -> None:
    hub, draw = office.served.hub, await begun(office, protocol="by_hand", parties=[])
    await decided_return(hub, "M-5", "7ABCD05", məntəqə="Laçın")
    invented, other_place, missing = ({"without": each} for each in ("M-9 x", "M-5 x", "M-4"))

    async def drafts(**says: str) -> str:
        return await refused(office, "nigar", draw, "draft_list", **says)

    assert await drafts(families="M-9 3") == "aggregates.says_unknown", "an invented entry"
    assert await drafts(entries="M-1 4") == "aggregates.says_unknown", "a class that no ruling gave"
    assert await drafts(**missing) == "draws.left_out"
    assert await drafts(**invented) == await drafts(**other_place) == "draws.not_decided"
    assert "freeze_draw" not in (await sheet(office, draw, "nigar"))["offered"], "before the list is a document"

    await froze(office, draw, "M-4 öz xahişi ilə")
    assert {each["number"]: each["rooms"] for each in await rows(office, draw, "entries")} == {
        "M-1": 3, "M-2": 3, "M-3": 3
    }  # fmt: skip
    answer = await office.served.client.get(f"/v1/draws/{draw}/published.json")
    assert (answer.json()["fixed"]["left_out"][0]["number"], verify(answer.json())) == ("M-4", ())


async def test_only_the_approved_list_of_this_draw_is_frozen_and_only_as_long_as_it_is_the_list(office: Office) -> None:
    hub, draw = office.served.hub, await begun(office, protocol="by_hand", parties=[])
    await does(office, "elcin", draw, "draft_list")
    ((shown,),) = ([each["document"] for each in await rows(office, draw, "list")],)
    document = (await office.get("elcin", f"/v1/{shown}")).json()
    second = await begun(office, wave="4", homes="301 3\n302 4", protocol="by_hand", parties=[])
    await does(office, "elcin", second, "draft_list")
    await approved_list(hub, second, "S-13/2026")

    async def freezes(number: str) -> str:
        return await refused(office, "nigar", draw, "freeze_draw", document=number)

    assert (document["kind"], document["status"]) == ("internal", "draft")
    assert [each["mime"] for each in document["versions"][-1]["files"]] == [LETTER_MIME, LIST_MIME]
    assert (await freezes("S-99"), await freezes("Ç-1")) == ("draws.unregistered", "draws.not_a_list")
    assert await freezes("S-13/2026") == "draws.other_list", "of another draw"
    for meeting in (None, Meeting(quorum=1)):
        await approved_list(hub, draw, LIST, meeting)
        assert await freezes(LIST) == "draws.list_unapproved", "one person's vote is none of a commission"
    await approved_list(hub, draw, LIST)
    await does(office, "elcin", draw, "draft_list", without="M-4 öz xahişi ilə")
    assert len(await rows(office, draw, "list")) == 2
    await decided_return(hub, "M-5", "7ABCD05")
    assert await freezes(LIST) == "draws.list_changed", "the draft took nothing away: another family is decided by now"

    await froze(office, draw, number="S-14/2026")
    assert {each["number"] for each in await rows(office, draw, "entries")} == {*FAMILIES, "M-5"}


async def test_a_draft_takes_no_approved_list_away_until_another_one_is_approved(office: Office) -> None:
    hub, draw = office.served.hub, await begun(office, protocol="by_hand", parties=[])
    await does(office, "elcin", draw, "draft_list")
    await approved_list(hub, draw, LIST)
    await does(office, "elcin", draw, "draft_list", without="M-4 öz xahişi ilə")
    await does(office, "elcin", draw, "draft_list", without="M-3 öz xahişi ilə")
    for number in (None, "S-15/2026"):
        await approved_list(hub, draw, number)
        assert await refused(office, "nigar", draw, "freeze_draw", document=LIST) == "draws.other_list", "voted for"
    await does(office, "nigar", draw, "freeze_draw", document="S-15/2026")

    assert {each["number"] for each in await rows(office, draw, "entries")} == {"M-1", "M-2", "M-4"}


async def test_no_person_gets_two_homes_by_two_applications(office: Office) -> None:
    hub, draw = office.served.hub, await begun(office, protocol="by_hand", parties=[])
    wife, other = "7ABCD06", FAMILIES["M-4"][0]
    await decided_return(hub, "M-6", wife, other, rooms=4)
    await decided_return(hub, "M-7", "7ABCD07", "7ABCD08", rooms=3, persons=3)

    assert await refused(office, "nigar", draw, "draft_list") == "draws.people"
    without = "M-7 FİN-lər düzəldilir"
    assert await refused(office, "nigar", draw, "draft_list", without=without) == "draws.same_people"
    await froze(office, draw, f"{without}\nM-6 üzvü M-4 ilə qayıdır")

    second = await begun(office, wave="4", homes="302 4", protocol="by_hand", parties=[])
    assert await refused(office, "nigar", second, "draft_list", without=without) == "draws.same_people"


async def test_a_draw_gives_no_home_that_is_not_there_of_those_rooms_ready_and_free(office: Office) -> None:
    hub, own = office.served.hub, {"protocol": "by_hand", "parties": []}
    await homes_told(hub, "LAC-1 3", place="Laçın")
    await things_told(hub, HousingUnit(unit_id="501", rooms=3, state="planned", place_text="Zəngilan"),
                      HousingUnit(unit_id="502", rooms=3, state="handed_over", place_text="Zəngilan"))  # fmt: skip
    draw = await begun(office, **own)

    for home, why in (
        ("999 3", "999 – the register has no such home"),
        ("LAC-1 3", "LAC-1 – it is not in this place"),
        ("301 4", "301 – it has 3 rooms"),
        ("501 3", "501 – it is not ready, or is allotted already"),
        ("502 3", "502 – it is not ready, or is allotted already"),
        ("101 3", "101 – another draw has it"),
    ):
        for typed in ({"homes": home}, {"homes": "302 4", "placed": f"{home} QMN 65"}):
            answer = (await announced(office, wave="4", **{**own, **typed})).json()
            assert (answer["code"], why in answer["detail"]) == ("draws.unfit_homes", True)

    await does(office, "elcin", draw, "draft_list")
    await approved_list(hub, draw, LIST)
    gone = HousingUnit(unit_id="102", rooms=3, state="handed_over", place_text="Zəngilan")
    await things_told(hub, gone)
    answer = (await act(office, "nigar", draw, "freeze_draw", **WHOLE)).json()
    assert (answer["code"], "102 – " in answer["detail"]) == ("draws.unfit_homes", True)


async def test_whose_family_would_be_on_the_list_has_not_announced_the_draw(office: Office) -> None:
    hub, draw = office.served.hub, await begun(office, protocol="by_hand", parties=[])
    assert "draft_list" in (await sheet(office, draw, "nigar"))["offered"]
    await does(office, "nigar", draw, "draft_list")
    await approved_list(hub, draw, LIST)
    assert "freeze_draw" in (await sheet(office, draw, "nigar"))["offered"]
    async with hub.store.write() as tx:
        await save_fin(tx, hub.aggregates.needs.sealer, "elcin", FAMILIES["M-1"][0])

    assert await refused(office, "nigar", draw, "freeze_draw", **WHOLE) == "draws.related"


async def test_the_console_shows_it_and_asks_only_for_what_may_be_done(office: Office) -> None:
    desks = Desks(office)
    draw = await frozen(office)
    listed, shown = text(await desks.get("elcin", "/draws")), text(await desks.get("uzv-5", f"/draws/{draw}"))
    sheet_pdf = await desks.get("elcin", f"/draws/{draw}/sheet.pdf")

    assert "Zəngilan/Ağalı, wave 3" in listed
    assert "Announce a draw" in listed
    assert "Root of the list" in shown
    assert "Reveal the value" in shown
    assert "Draw" in shown
    assert sheet_pdf.content.startswith(b"%PDF")


async def test_the_command_line_lists_acts_and_shows(office: Office) -> None:
    draw, (member, value, salt) = await frozen(office), PARTIES["district"]
    says = ("--says", "party=district", "--says", f"value={value}", "--says", f"salt={salt}")

    async def typed(who: str, *words: str) -> str:
        env = {"HUB_PORT": office.served.url.rpartition(":")[2], "HUB_LANG": "en", "HUB_LOG_LEVEL": "CRITICAL"}
        done = await asyncio.to_thread(CliRunner().invoke, app, ["draws", *words, "--as", who], env=env)
        assert done.exit_code == 0, done.output
        return done.output

    assert "wave 3" in await typed("elcin", "list")
    await typed(member, "act", draw, "reveal_value", *says)
    assert "a party has revealed its value" in await typed("elcin", "show", draw)


async def test_a_family_with_a_protected_address_stands_on_no_list_and_may_be_placed(office: Office) -> None:
    hub, home = office.served.hub, "401 4 QMN 65"
    for number in ("M-1", "M-4"):
        await told(hub, {"kind": "person", "fin": FAMILIES[number][0]})
    await protect(hub, FAMILIES["M-4"][0], with_fins=[FAMILIES["M-1"][0]])
    draw = await begun(office, parties=[], source="drand", placed=home)

    assert sorted(each["number"] for each in await rows(office, draw, "candidates")) == ["M-2", "M-3"]
    await does(office, "nigar", draw, "place_family", number="M-4", home="401", document="Ç-1")
    await froze(office, draw)

    published = (await office.served.client.get(f"/v1/draws/{draw}/published.json")).text
    assert "M-2" in published
    assert not [each for each in ("M-1", "M-4") if each in published]


async def seen_by(office: Office, who: str, draw: str) -> list[dict[str, Any]] | None:
    """What the draw says to this official of families whose address is protected; None where there is no such table."""
    found = {each["code"]: each["rows"] for each in (await sheet(office, draw, who))["blocks"]}
    return found.get("protected")


async def test_a_family_whose_address_is_protected_after_the_freeze_is_told_of_to_who_may_know_it_alone(
    office: Office,
) -> None:
    hub, draw = office.served.hub, await drawn(office)
    number, home = next((each["number"], each["home"]) for each in await rows(office, draw, "order") if each["home"])
    fin, against = FAMILIES[number][0], "5ZZZZ01"
    await told(hub, {"kind": "person", "fin": fin, "surname": "Gizliyeva"})
    assert await seen_by(office, "zeyneb", draw) is None
    await protect(hub, fin, against_fin=against)

    (row,) = await seen_by(office, "zeyneb", draw) or []
    others = [await seen_by(office, who, draw) for who in ("sevinc", "elcin", "nigar", "uzv-5")]
    page = await Desks(office).get("sevinc", f"/draws/{draw}")
    published = (await office.served.client.get(f"/v1/draws/{draw}/published.json")).text

    assert (row["number"], row["home"]) == (number, home)
    assert others == [None] * 4
    assert "protect" not in text(page)
    assert not [each for each in (fin, "Gizliyeva", "protect") if each in published]
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "zeyneb", against)
    assert await seen_by(office, "zeyneb", draw) is None, "from whom it is kept learns nothing"


async def test_such_a_family_is_struck_off_at_its_word_and_has_a_home_that_others_do_not_see(office: Office) -> None:
    hub, draw = office.served.hub, await drawn(office, placed="301 3 QMN 65")
    await told(hub, {"kind": "person", "fin": FAMILIES["M-1"][0]})
    await protect(hub, FAMILIES["M-1"][0])
    await statement(hub, FAMILIES["M-1"][0], "C-1", LATER_ON)

    await does(office, "sevinc", draw, "withdraw_entry", to_withdraw="M-1", document="C-1")
    assert await seen_by(office, "zeyneb", draw) is None, "nothing more has to be done"
    await does(office, "nigar", draw, "place_family", number="M-1", home="301", document="Ç-1")

    said = json.loads((await office.served.client.get(f"/v1/draws/{draw}/published.json")).text)
    assert ([each["number"] for each in said["struck"]], verify(said)) == (["M-1"], ())
    assert '"M-1","home":"301"' not in json.dumps(said, separators=(",", ":"))
    for who, home in (("zeyneb", "301"), ("sevinc", None), ("elcin", None)):
        found = {each["code"]: each["rows"] for each in (await sheet(office, draw, who))["blocks"]}
        assert [(each["number"], each["home"]) for each in found["placings"]] == [("M-1", home)]


async def test_before_the_freeze_who_may_know_it_is_told_whom_to_place_beforehand(office: Office) -> None:
    await told(office.served.hub, {"kind": "person", "fin": FAMILIES["M-4"][0]})
    await protect(office.served.hub, FAMILIES["M-4"][0])
    draw = await begun(office)

    assert [each["number"] for each in await seen_by(office, "zeyneb", draw) or []] == ["M-4"]
    assert await seen_by(office, "sevinc", draw) is None
