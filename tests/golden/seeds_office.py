"""What lies on the committee's desks that morning: a document at each of its stations, and the office's own acts."""

from __future__ import annotations

import json
from typing import Any

from tests.golden.house import House
from tests.integration.documents.conftest import Office
from tests.integration.documents.test_appeals import lodge
from tests.integration.documents.test_decisions import adopted, recorded

LETTER = "application/vnd.qayidis.letter+json"
SOURCE = {"addressee": {"body": "Nümunə Nazirliyi"}, "text": "Ağalı kəndinə 40 ailə qayıdır.", "signatory": "fuad"}
VOTERS = ("fuad", "elcin", "aysel", "uzv-1", "uzv-2")
Shown = dict[str, Any]


async def letter(office: Office, who: str = "rauf", **more: Any) -> Shown:
    """A draft whose text is kept as data."""
    sha256 = await office.store(who, json.dumps(SOURCE).encode())
    files = [{"name": "mektub.json", "mime": LETTER, "sha256": sha256, "main": True}]
    return await office.begin(who, recipients=["97"], files=files, **more)


async def submitted(office: Office, **more: Any) -> Shown:
    """On the path of letters, with the lawyers."""
    return await office.step(
        "rauf", await letter(office, **more), "submit", path="outgoing-letter", facts={"amount": 100}
    )


async def marked(office: Office, document: Shown, who: str, act: str = "approve", **more: Any) -> Shown:
    return await office.act(who, document, "path", act, content_hash=document["content_hash"], **more)


async def incoming(office: Office, **more: Any) -> Shown:
    """Registered, each a paper of its own."""
    origin = {"body": "97", "reg_no": f"1-5/{next(office.their_numbers)}", "on": "2026-11-20"}
    return await office.step(
        "sevinc", await office.begin("sevinc", "incoming", origin=origin, **more), "register", file="01-05"
    )


async def resolved(office: Office, *, control: bool = False, **more: Any) -> Shown:
    """An incoming letter with a resolution of Elçin's."""
    return await office.act(
        "elcin", await incoming(office), "orders", "give_resolution", resolution="r1", text="Cavab hazırlayın",
        executors=["rauf", "leyla"], days=5, control=control, **more,
    )  # fmt: skip


async def seed_letters(house: House) -> None:
    """Outgoing ones, from the draft to the signature."""
    office, names = house.office, house.names
    names["draft"] = (await letter(office, title="Qaralama"))["id"]
    waiting = await submitted(office, title="Viza gözləyir")
    waiting = await office.act("rauf", waiting, "path", "comment", text="Bənd 2 dəqiqləşdirilib")
    names["waiting"] = waiting["id"]
    names["second"] = (await submitted(office, title="Viza gözləyir, ikinci"))["id"]
    returned = await submitted(office, title="Qaytarılıb")
    names["returned"] = (await marked(office, returned, "nigar", "return", note="Bənd 2-ni dəqiqləşdirin"))["id"]
    recalled = await submitted(office, title="Geri götürülüb")
    names["recalled"] = (await office.act("rauf", recalled, "path", "recall", reason="Vaxtı deyil"))["id"]
    approved = await marked(office, await submitted(office, title="Təsdiq edilib"), "nigar", note="Baxıldı")
    approved = await marked(office, approved, "elcin")
    names["approved"] = approved["id"]
    numbered = await marked(office, await marked(office, await submitted(office, title="Nömrəli"), "nigar"), "elcin")
    names["numbered"] = (await office.step("sevinc", numbered, "register", file="01-05"))["id"]
    names["restricted"] = (await submitted(office, title="Xidməti istifadə üçün", access="restricted"))["id"]


async def seed_orders(house: House) -> None:
    """Incoming ones, from the registry to the file."""
    office, names = house.office, house.names
    names["arrived"] = (await office.begin("sevinc", "incoming", title="Yeni gəlib", origin={"body": "97"}))["id"]
    names["registered"] = (await incoming(office, title="Dərkənar gözləyir"))["id"]
    names["resolved"] = (await resolved(office, control=True, for_information=["orxan"]))["id"]
    asked = await resolved(office, control=True)
    asked = await office.act(
        "rauf", asked, "orders", "request_extension", resolution="r1", until="2026-12-21", reason="Siyahı gözlənilir"
    )
    names["extension"] = asked["id"]
    reported = await resolved(office, control=True)
    names["reported"] = (await office.act("rauf", reported, "orders", "report", resolution="r1", note="görüldü"))["id"]
    filed = await office.act(
        "sevinc", await incoming(office, title="İşdə"), "document", "put_in_file", case_file="03-02"
    )
    names["filed"] = filed["id"]
    held = await incoming(office, title="Saxlanılır")
    names["held"] = (await office.act("nigar", held, "document", "hold", reason="Məhkəmə"))["id"]
    names["appeal"] = (await lodge(office))["id"]
    forwarded = await lodge(office, title="Aidiyyəti üzrə")
    names["forwarded"] = (await office.act("sevinc", forwarded, "document", "forward", body="97"))["id"]


async def seed_meeting(house: House) -> None:
    """A commission that has decided, and one that is called."""
    office, names = house.office, house.names
    for name in ("meeting", "called"):
        document = await office.begin("rauf", "internal", title=f"Evlərin bölgüsü, {name}")
        document = await office.step("rauf", document, "submit", path="commission-decision")
        names[name] = (await marked(office, document, "nigar"))["id"]
        await _meet(
            house, "aysel", name, "open_meeting", agenda="Bölgü\nDigər", held_at="2026-11-26T10:00", place="Bakı"
        )
        await _meet(house, "aysel", name, "invite")
    for login in VOTERS:
        await _meet(house, "aysel", "meeting", f"attend-{login}")
    await _meet(house, "uzv-3", "meeting", "recuse", reason="Qohumum iştirak edir")
    await _meet(house, "fuad", "meeting", "open_voting")
    for login in VOTERS:
        await _meet(house, login, "meeting", "vote", choice="against" if login == "uzv-2" else "for")
    await _meet(house, "uzv-2", "meeting", "dissent", text="Siyahı tam deyil")
    await _meet(house, "fuad", "meeting", "close_meeting")
    await _meet(house, "fuad", "meeting", "sign_minutes")


async def _meet(house: House, who: str, name: str, act: str, **typed: str) -> None:
    await house.do(who, f"/documents/{house.names[name]}/meeting", f"act-{act}", **typed)


async def seed_office(house: House) -> None:
    """A stand-in, an act of handing over, a table of law that waits for its days, a kept ruling."""
    office = house.office
    drawn = await office.post(
        "sevinc", "/v1/handovers", {"from": "leyla", "to": "rauf", "act": "T-1/26", "reason": "keçir"}
    )
    assert drawn.status_code == 201, drawn.text
    house.names["handover"] = drawn.json()["id"]
    period = {"first": "2026-11-26", "last": "2026-12-06"}
    given = await office.post(
        "sevinc", "/v1/stand-ins", {"principal": "orxan", "acting": "nigar", "basis": "Əmr № 12", **period}
    )
    agreed = await office.post("orxan", f"/v1/directory/proposals/{given.json()['id']}/agree", {})
    assert agreed.status_code == 200, agreed.text
    waits = {"principal": "leyla", "acting": "rauf", "basis": "Əmr № 13", **period}
    house.names["proposal"] = (await office.post("sevinc", "/v1/stand-ins", waits)).json()["id"]
    house.names["ruling"] = (await recorded(office, "nigar"))["record"]
    await adopted(office)
