"""An official's own case and a relative's: known by the sealed FIN of the signature and by what the register says."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.recuse import BarOfficial, Recuse
from document_flow.cases.acts.withdraw import Withdraw
from hub.app import Hub
from hub.documents.office.seed_people import sandbox_people
from hub.documents.signing.signers import save_fin
from hub.errors import Forbidden
from hub.programmes.case_reading import shown_case
from hub.store.ids import new_id
from tests.integration.hard_cases.office import act, told
from tests.integration.hard_cases.test_who_asks_for_whom import ACT
from tests.integration.programmes.test_certificate import hub
from tests.integration.programmes.test_status import PAPERS
from tests.things import statement

__all__ = ["hub"]
OFFICIAL, SUBJECT = "5SEVNXC", "7ABCD12"
SPOUSE, CHILD, PARENT, SIBLING, LODGER, WARD = "7ABCD13", "7ABCD14", "7ABCD15", "7ABCD16", "7ABCD17", "7ABCD18"


async def opened(hub: Hub, by: str, subject: str = SUBJECT) -> str:
    command = OpenCase(by=by, subject=subject, channel="desk", came_from="committee", answers=PAPERS)
    return (await hub.programmes.cases.open("status", command, new_id())).id


async def is_signer(hub: Hub) -> None:
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "sevinc", OFFICIAL)


async def test_an_official_has_no_part_in_his_own_case_or_a_relatives(hub: Hub) -> None:
    await is_signer(hub)
    me = {"fin": OFFICIAL}
    acts = (
        act("1", "marriage", "2010-01-01", spouse1=me, spouse2={"fin": SPOUSE}),
        act("2", "birth", "2012-01-01", child={"fin": CHILD}, mother=me),
        act("3", "birth", "1980-01-01", child=me, mother={"fin": PARENT}),
        act("4", "birth", "1985-01-01", child={"fin": SIBLING}, mother={"fin": PARENT}),
    )
    for one in acts:
        await told(hub, one, by="edliyye")
    home = [{"fin": LODGER, "relation": "other"}, {"fin": OFFICIAL, "relation": "other"}]
    await told(hub, {"kind": "household", "household_id": "H-1", "members": home})

    await told(hub, {**ACT, "fin": WARD, "representative_fin": OFFICIAL})

    for each in (OFFICIAL, SPOUSE, CHILD, PARENT, SIBLING, LODGER, WARD):
        with pytest.raises(Forbidden, match="related"):
            await opened(hub, "sevinc", each)
        case = await opened(hub, "fuad", each)
        with pytest.raises(Forbidden, match="related"):
            await hub.programmes.cases.act(
                case, Withdraw(by="sevinc", document=await statement(hub, each), reason="x"), new_id()
            )
    people = {each.login: each for each in sandbox_people().values()}
    assert (await shown_case(hub.programmes.cases, people["sevinc"], case)).offered("sevinc") == []
    assert (await shown_case(hub.programmes.cases, people["fuad"], case)).offered("fuad") != []


async def test_a_strangers_case_is_open_until_an_official_is_barred(hub: Hub) -> None:
    await is_signer(hub)
    case = await opened(hub, "sevinc")
    cases = hub.programmes.cases
    await cases.act(case, BarOfficial(by="elcin", official="fuad", reason="qonşusudur"), "k1")
    with pytest.raises(Forbidden, match="barred"):
        await cases.act(case, Withdraw(by="fuad", document=await statement(hub, SUBJECT), reason="x"), "k2")
    await cases.act(case, Recuse(by="sevinc", reason="tanışımdır"), "k3")
    with pytest.raises(Forbidden, match="barred"):
        await cases.act(case, Withdraw(by="sevinc", document=await statement(hub, SUBJECT), reason="x"), "k4")
    await cases.act(case, Withdraw(by="nigar", document=await statement(hub, SUBJECT), reason="fikrini dəyişib"), "k5")
