"""Leadership has asked how many live where; a representative has visited a family of the house's register."""

from __future__ import annotations

from datetime import date

from hub.access.people import Person
from hub.register.counting.tally import CountQuestion
from hub.store.tx import Tx
from hub.visits.visit import FamilyOne, VisitBody, VisitClosing
from hub.web.counts import ask_count, counts
from hub.web.visits import visits_of
from tests.golden.house import House

_HEAD = Person("fuad", "Fuad Kərimli", "committee", frozenset({"head"}))
_VISITOR = Person("vusal", "Vüsal Quliyev", "committee", frozenset({"district_representative"}), "Bərdə")
_ANSWERS = {
    "met": "Gülnarə Nümunəyeva",
    "lives": "partly",
    "address": "3 nömrəli yataqxana",
    "building": "yataqxana",
    "rooms": "1",
    "member-0": "here",
}


async def _sees(_tx: Tx, _fin: str) -> bool:
    return True


async def seed_field(house: House) -> None:
    """One count, one act and one draft."""
    hub = house.served.hub
    today: date = (await hub.office.documents.around()).context(hub.clock.now()).today
    house.names["count"] = await ask_count(hub, _HEAD, CountQuestion(by=("building",), day=today), "golden")
    while await counts(hub).step():
        pass
    visits = visits_of(hub)
    for fin, name in (("94FMDDD", "act"), ("5ABCD12", "visit")):
        body = VisitBody((FamilyOne(fin, "Nümunəyeva Gülnarə", "07.03.1988"),), ("Bərdə",), "0" * 32)
        async with hub.store.write() as tx:
            house.names[name] = await visits.open_in(tx, "vusal", "Bərdə", body)
    closing = VisitClosing(
        saves=0, visited_on=today.isoformat(), place="Bərdə", answers=_ANSWERS, refusal="xəstədir", witness="qonşu"
    )
    await visits.close(house.names["act"], _VISITOR, closing, "golden", _sees)
