"""A family's allowance in three periods: parents together, divorced, and the mother married to who is not displaced.

Cabinet decision 11 of 24 January 2017: 1.2 and 1.3 of the child, 2.4 of the mother. That a child of divorced parents
keeps its own right when the mother marries is the table's: no clause takes it away.
"""

from __future__ import annotations

from typing import Any

from document_flow.cases.acts.doubt import SettleDoubt
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.state import Case
from hub.app import Hub
from tests.hubs import eventually
from tests.integration.hard_cases.office import (
    FIN,
    WOMAN,
    act,
    attributes,
    did,
    drafted,
    opened,
    reached,
    settled,
    stands,
    told,
)
from tests.integration.hard_cases.test_death_in_dispute import says
from tests.integration.programmes.rights import heard
from tests.moments import today

CHILD, FATHER, BORN = "5CHLDAA", "5FTHRAA", f"{today().year - 8}-01-01"
MALE, YOUNG = {"given_name": "Elçin", "sex": "male"}, {"given_name": "Nur", "birth_date": BORN}
SAID: dict[str, Any] = {"qaz": False, "məskən": "compact", "ölkədən_gedib": False, "yayınıb": False, "nikah": "none"}
ORIGIN = {"origin_residence": {"place": "Zəngilan/Ağalı"}}


async def granted(hub: Hub, fin: str, ground: str) -> tuple[str, str]:
    """The case, and the number of its paper."""
    case = await opened(hub, "allowance", fin, {**SAID, "əsas": ground})
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert draft.outcome == "granted", draft.row
    await did(hub, case, ConfirmRuling(by="elcin"))
    paper = (await reached(hub, case, "in_effect")).paper
    await settled(hub)
    assert paper is not None
    return case, paper.no


async def doubted(hub: Hub, case: str, **now: str) -> Case:
    async def is_doubted() -> bool:
        return dict((await stands(hub, case)).doubts) == now

    await eventually(is_doubted, what=f"{now} is doubted")
    return await stands(hub, case)


async def ended(hub: Hub, case: str, reason: str) -> None:
    """By two officials, after its holder was heard."""
    await did(hub, case, ProposeRevocation(by="sevinc", reason=reason))
    await heard(hub, case)
    await did(hub, case, Revoke(by="elcin"))
    await reached(hub, case, "in_effect")
    await settled(hub)
    assert (await stands(hub, case)).ended == "revoked"


async def state(hub: Hub, paper: str) -> str:
    """How the right that the paper gave stands in the register."""
    return str((await attributes(hub, "right", paper))["state"])


async def test_a_family_has_three_periods_and_no_rule_guesses_what_its_marriages_change(hub: Hub) -> None:
    people = [{**WOMAN, "fin": fin, **more, **ORIGIN} for fin, more in ((FIN, {}), (FATHER, MALE), (CHILD, YOUNG))]
    status = [{"kind": "idp_status", "fin": fin, "category": "idp"} for fin in (FIN, FATHER, CHILD)]
    parents = {"mother": {"fin": FIN}, "father": {"fin": FATHER}}
    await told(hub, *people, *status)
    await told(hub, act("0", "birth", BORN, child={"fin": CHILD, "birth_date": BORN}, **parents), by="edliyye")
    (hers, own), (as_child, first) = await granted(hub, FIN, "own"), await granted(hub, CHILD, "parents")

    await told(hub, act("1", "divorce", "2026-02-02", spouse1={"fin": FIN}, spouse2={"fin": FATHER}), by="edliyye")
    await doubted(hub, hers, ailə_vəziyyəti="boşanıb")
    await doubted(hub, as_child, ananın_nikahı="boşanıb")
    await did(hub, hers, SettleDoubt(by="fuad", reason="öz qeydiyyatı boşanmadan asılı deyil"))
    await ended(hub, as_child, "valideynləri boşanıb, 1.3 üzrə yenidən təyin olunur")
    of_divorced, second = await granted(hub, CHILD, "orphan")

    await told(hub, act("2", "marriage", "2026-03-03", spouse1={"fin": FIN}, spouse2={"fin": "5STRNGR"}), by="edliyye")
    await doubted(hub, hers, ailə_vəziyyəti="nikahdadır")
    await ended(hub, hers, "köçkünlükdən sonra köçkün olmayanla nikaha girib (2.4)")

    last = await stands(hub, of_divorced)
    assert last.ruling is not None
    assert ("1.3" in last.ruling.basis[0], dict(last.doubts)) == (True, {})
    assert [await state(hub, paper) for paper in (first, own, second)] == ["ended", "ended", "in_force"]
