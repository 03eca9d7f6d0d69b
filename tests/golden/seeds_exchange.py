"""What came to the exchange that morning: acts, records, a file, failures, quarantine, refusals, agreements."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from mappings.format import BUNDLED
from tests.golden.house import House
from tests.hubs import eventually
from tests.integration.api.served import ACTS, RECORDS, SUBSCRIBERS, act
from tests.integration.console.mappings.test_shadow_replay import asked, candidate
from tests.integration.console.messages.conftest import SUBSCRIBER
from tests.integration.console.register.conftest import MOTHER, family, name_change

FILES = "/v1/files/azerishiq.meter-file.v1"
SUBSCRIBER_UPDATE = "azeriqaz.subscriber.update"
SAMPLES = {path.parent.parent.name: path.parent for path in BUNDLED.glob("*/samples/*")}


def sample(folder: str, name: str) -> bytes:
    return (SAMPLES[folder] / name).read_bytes()


async def seed_messages(house: House) -> None:
    """Everything that must be settled before anybody looks."""
    names = house.names
    names["subscriber"] = (await house.tell("azeriqaz", SUBSCRIBERS, SUBSCRIBER.encode()))["message_id"]
    await house.settled()
    names["change"] = (await house.tell("edliyye", ACTS, name_change()))["message_id"]
    await house.settled()
    names["family"] = (await house.tell("committee", RECORDS, family()))["message_id"]
    await house.settled()
    names["death"] = (await house.tell("edliyye", ACTS, sample("justice_civil-act", "death.input.json")))["message_id"]
    await house.settled()
    odd = act("e-odd", actNumber="AB-0000009/2026")
    odd["subjects"][0] |= {"gender": "Ş", "pin": "3ABCD12"}
    names["odd"] = (await house.tell("edliyye", ACTS, odd))["message_id"]
    stranger: dict[str, Any] = {"kind": "utility_account", "provider": "azersu", "subscriber_code": "00001"}
    names["stranger"] = (await house.tell("committee", RECORDS, {"id": "r-1", "records": [stranger]}))["message_id"]
    await house.settled()
    raw = sample("azerishiq_meter-file", "AZI_MK_20260401_01.csv")
    answer = await house.served.client.post(
        FILES, params={"name": "AZI_MK_20260401_01.csv"}, content=raw,
        headers={
            "authorization": "Bearer sandbox-azerishiq",
            "content-digest": f"sha-256=:{b64encode(sha256(raw).digest()).decode()}:",
        },
    )  # fmt: skip
    assert answer.is_success, answer.text
    names["file"] = answer.json()["message_id"]


async def seed_refusals(house: House) -> None:
    """What was refused at the door."""
    for body in (act("e-bad", subjects=[]), b"{", name_change() | {"actNumber": "X-2"}):
        answer = await house.served.post(ACTS, body)
        assert answer.is_error, answer.text


async def seed_steering(house: House) -> None:
    """What people have settled with the agencies, and what they do about failures."""
    office = house.office
    azeriqaz = "/agencies/azeriqaz"
    await house.do(
        "samir", azeriqaz, "/contacts", name="Günel Şahverdili", phone="+994 12 000 00 00", hours="09:00–18:00"
    )
    await house.do("ramil", azeriqaz, f"{azeriqaz}/pause", reason="xahiş etdilər", operation="")
    await house.do("ramil", azeriqaz, f"{azeriqaz}/resume", operation="")
    await office.post(
        "ramil", "/v1/ask/identity", {"fin": MOTHER, "purpose": "housing", "legal_basis": "668-IQ, maddə 9"}
    )
    groups = (await house.served.get("/v1/failures")).json()["items"]
    house.names["group"] = next(each["fingerprint"] for each in groups if each["where"] == "meis.person.update")
    house.names["codes"] = next(each["fingerprint"] for each in groups if each["kind"] == "quarantine")
    wanted = {
        "action": "confirm_delivered",
        "selection": {"group": next(each["fingerprint"] for each in groups if each["where"] == SUBSCRIBER_UPDATE)},
        "reason": "qurum telefonla təsdiq edib",
        "arguments": {"reference": "AQ-7"},
    }
    house.names["repair"] = (await house.tell("committee", "/v1/repairs", wanted, content_type="application/json"))[
        "id"
    ]


async def seed_parties(house: House) -> None:
    """A party that two administrators let in, and a limit that waits for the second one."""
    fund = "/settings/parties/sosial-fond"
    await house.do(
        "samir", "/settings/new-party", "/settings/parties", name="sosial-fond", title_az="Sosial fond",
        title_en="Social fund", over="agency",
    )  # fmt: skip
    waiting = (await house.office.get("nermin", "/v1/party-proposals")).json()["items"]
    answer = await house.office.post("nermin", f"/v1/party-proposals/{waiting[0]['id']}/agree", b"")
    assert answer.status_code == 204, answer.text
    await house.do("samir", f"{fund}/new/limit", f"{fund}/new/limit", name="asks_a_day", most="100")


async def seed_replay(house: House) -> None:
    """A mapping that knows one code more, tried on what has come, and ended."""
    known = "  F: female"
    fields = asked(candidate(codes_yaml=(known, f"{known}\n  Ş: female")))
    place = await house.do("lale", f"/repairs/replay/new?format={fields['format']}", "/repairs/replay", **fields)
    house.names["replay"] = place.split("/")[-1]
    await eventually(lambda: _has_ended(house), what="the replay")


async def _has_ended(house: House) -> bool:
    async with house.served.hub.store.read() as tx:
        return bool((await tx.fetch("SELECT finished_at FROM replays"))[0]["finished_at"])


async def seed_names(house: House) -> None:
    """What has no name of its own at any door: the first refusal, the first person and household of the register."""
    async with house.served.hub.store.read() as tx:
        for name, statement in _FIRST.items():
            house.names[name] = (await tx.fetch(statement))[0]["id"]


_FIRST = {
    "refusal": "SELECT id FROM refusals ORDER BY id",
    "person": "SELECT id FROM entities WHERE kind = 'person' ORDER BY id",
    "household": "SELECT id FROM entities WHERE kind = 'household' ORDER BY id",
}
