"""Sources disagree about a death, or an applicant dies on the way: no right ends by it, and a person is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from document_flow.cases.acts.doubt import SettleDoubt
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Known
from document_flow.people import HUB
from hub.app import Hub
from hub.errors import Refused
from hub.register.disagreeing import disagreements, statements
from tests.hubs import eventually
from tests.integration.hard_cases.office import (
    EVIDENCE,
    FIN,
    FOR_A_BANK,
    STATUS,
    WOMAN,
    act,
    attributes,
    did,
    drafted,
    held,
    history,
    opened,
    reached,
    register,
    settled,
    stands,
    told,
    waits_for,
)

DIED = act("ÖL-7", "death", "2026-05-10", deceased={"fin": FIN})
NOT_SO = act("ÖL-7", "cancel", "2026-05-20")


def says(value: str) -> TakeFacts:
    """What the Ministry of Internal Affairs answers about the person."""
    return TakeFacts(by=HUB, facts=(Known(name="həyatda", value=value, source="din", at=datetime.now(UTC)),))


async def doubted(hub: Hub, case: str, *names: str) -> None:
    async def there() -> bool:
        return {*(await stands(hub, case)).doubts} == {*names}

    await eventually(there, what=f"doubts: {names}")


async def test_alive_in_one_list_and_dead_in_another_both_words_are_kept_and_shown(hub: Hub) -> None:
    await told(hub, {**WOMAN, "vital_status": "alive"}, by="din")
    await told(hub, DIED, by="edliyye")

    person = await held(hub, "fin", FIN)
    assert person is not None
    async with hub.store.read() as tx:
        facts = await register(hub).store.facts(tx, person)
    shown = disagreements(person, statements(facts))
    assert [(each.attribute, each.value, each.statement.party) for each in shown] == [("vital_status", "alive", "din")]


async def test_a_death_that_only_the_register_knows_makes_no_certificate_and_no_refusal(hub: Hub) -> None:
    """The ministry is silent, which would be a provisional certificate; the register has an act of death."""
    await told(hub, WOMAN, STATUS, by="committee")
    await told(hub, DIED, by="edliyye")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)

    await reached(hub, case, "collecting", "undecided")
    await eventually(lambda: _waits(hub, case), what="it asks")
    assert (await stands(hub, case)).outcome == ""
    assert "ended_on" not in await attributes(hub, "idp", FIN)

    await told(hub, NOT_SO, by="edliyye")
    await did(hub, case, TryAgain(by="elcin"))
    assert (await reached(hub, case, "in_effect")).outcome == "granted"


async def _waits(hub: Hub, case: str) -> bool:
    return await waits_for(hub, case) == "Its sources disagree, an official has to find out: Vital status"


async def test_of_an_applicant_who_has_died_nothing_is_decided_and_an_official_ends_it(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS | {"ended_on": "2026-01-01"}, by="committee")
    case = await opened(hub, "status", FIN, EVIDENCE)
    await reached(hub, case, "collecting")
    with pytest.raises(Refused, match="not_dead"):
        await did(hub, case, EndByDeath(by="elcin", reason="ÖL-7"))

    await did(hub, case, says("vəfat edib"))

    await reached(hub, case, "undecided")
    assert await waits_for(hub, case) == "The person has died, an official has to end it"
    ended = (await did(hub, case, EndByDeath(by="elcin", reason="ÖL-7"))).case
    assert (ended.phase, ended.outcome, ended.ended, ended.ruling) == ("closed", "lapsed", "died", None)


async def test_who_dies_between_the_decision_and_the_paper_gets_no_paper(hub: Hub) -> None:
    """The draft is confirmed, the act of death comes before the paper: the decision is undone and a person asked."""
    await told(hub, WOMAN, by="committee")
    case = await opened(hub, "status", FIN, EVIDENCE)
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    await drafted(hub, case)
    await told(hub, DIED, by="edliyye")

    await did(hub, case, ConfirmRuling(by="elcin"))

    stood = await reached(hub, case, "collecting")
    assert (stood.ruling, stood.paper, list(stood.reserved)) == (None, None, ["granted"])
    assert (await waits_for(hub, case)).endswith("Vital status")
    assert await attributes(hub, "idp", FIN) == {}


async def test_who_dies_after_the_paper_leaves_a_question_and_the_paper_holds_until_two_have_revoked_it(
    hub: Hub,
) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, case, "in_effect")
    await did(hub, case, says("sağdır"))
    await eventually(lambda: _confirmed(hub, case), what="it is confirmed")

    await told(hub, DIED, by="edliyye")
    await doubted(hub, case, "həyatda")
    assert await waits_for(hub, case) == "The ground of its paper has changed, an official has to look: Vital status"
    assert (await stands(hub, case)).phase == "in_effect"

    await did(hub, case, ProposeRevocation(by="sevinc", reason="ÖL-7"))
    assert (await did(hub, case, Revoke(by="elcin"))).case.ended == "revoked"


async def test_a_status_ends_with_its_holder_and_nobody_who_has_died_is_heard(hub: Hub) -> None:
    await told(hub, WOMAN, by="committee")
    case = await opened(hub, "status", FIN, EVIDENCE)
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    await drafted(hub, case)
    await did(hub, case, ConfirmRuling(by="elcin"))
    await reached(hub, case, "in_effect")
    with pytest.raises(Refused, match="not_dead"):
        await did(hub, case, EndByDeath(by="elcin", reason="ÖL-7"))

    await told(hub, DIED, by="edliyye")
    await doubted(hub, case, "həyatda")
    ended = (await did(hub, case, EndByDeath(by="elcin", reason="ÖL-7"))).case
    assert (ended.phase, ended.outcome, ended.ended) == ("closed", "void", "died")
    await settled(hub)
    status = await attributes(hub, "idp", FIN)
    assert (status["end_reason"], status["ended_on"] is not None) == ("deceased", True)


async def test_a_ground_that_changes_and_changes_back_leaves_no_question(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS, by="committee")
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    await reached(hub, case, "in_effect")
    await did(hub, case, says("sağdır"))
    await eventually(lambda: _confirmed(hub, case), what="it is confirmed")

    await told(hub, DIED, by="edliyye")
    await doubted(hub, case, "həyatda")
    await told(hub, NOT_SO, by="edliyye")
    await doubted(hub, case)

    await told(hub, {**STATUS, "origin_place": "Ağdərə rayonu, Talış kəndi"}, by="committee")
    await doubted(hub, case, "əvvəlki_yer")
    await did(hub, case, SettleDoubt(by="elcin", reason="kənd həmin kənddir, rayonu dəyişib"))
    await told(hub, {**STATUS, "origin_place": "Ağdərə rayonu, Talış kəndi", "card_no": "AA 7"}, by="committee")
    assert (await stands(hub, case)).doubts == {}
    kinds = [line.kind for line in await history(hub, case)]
    assert [kinds.count(each) for each in ("paper_doubted", "doubt_lifted", "doubt_settled")] == [2, 1, 1]


async def _confirmed(hub: Hub, case: str) -> bool:
    found = await stands(hub, case)
    return found.phase == "in_effect" and not found.is_provisional
