"""A status that an official gives by hand: two officials, what the table came to on record, and the paper says so."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.correction import Correct
from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft
from hub.app import Hub
from hub.errors import Forbidden, Refused
from hub.programmes.cases import programme_named
from hub.store.ids import new_id
from tests.integration.programmes.test_certificate import hub, text_of
from tests.integration.programmes.test_status import PAPERS, WOMAN, attached, drafted, issued, opened, registered
from tests.things import LATER_ON, statement

__all__ = ["hub"]


async def test_what_no_rule_gives_an_official_gives_by_hand_and_the_paper_says_so(hub: Hub) -> None:
    cases = hub.programmes.cases
    case = await opened(hub, "status", WOMAN, PAPERS)
    await attached(hub, case, "rayon_arayışı")
    table = (await drafted(hub, case)).draft
    assert table is not None
    by_hand = DecideByHand(
        by="elcin", outcome="granted", reason="məhkəmə müəyyən edib", article="668-IQ, maddə 4", grade="equated"
    )
    with pytest.raises(Refused, match="decided"):
        await cases.act(case, by_hand, new_id())
    await cases.act(case, DeclineDraft(by="elcin", reason="kateqoriya başqadır"), new_id())
    await cases.act(case, by_hand, new_id())
    with pytest.raises(Forbidden, match="own_draft"):
        await cases.act(case, ConfirmRuling(by="elcin"), new_id())
    await cases.act(case, ConfirmRuling(by="fuad"), new_id())

    done = await issued(hub, case)
    assert done.ruling is not None
    assert (done.ruling.record, done.ruling.drafted_by, done.ruling.by) == (table.record, "elcin", "fuad")
    assert (await registered(hub, "idp", WOMAN))["category"] == "equated"
    printed = await text_of(hub, done)
    assert "Cədvəlin layihəsi qəbul edilməyib. Layihəni hazırlayan: Elçin Məmmədli" in printed
    assert "Qərarı verən: Fuad Kərimli" in printed


async def test_that_no_rule_decided_is_recorded(hub: Hub) -> None:
    case = await opened(hub, "status", WOMAN, PAPERS)
    known = await drafted(hub, case)

    found = await hub.programmes.advancing.rulings.unruled(case, programme_named("status"), known)

    assert found is not None
    async with hub.store.read() as tx:
        record = await hub.law.rulings.record(tx, found.record, "elcin", sees_all=True)
    assert (record.table, record.sha256) == ("idp-status", found.table_sha256)


async def test_an_upheld_complaint_corrects_a_category_in_the_register_from_the_first_day(hub: Hub) -> None:
    cases = hub.programmes.cases
    case = await opened(hub, "status", WOMAN, PAPERS)
    await attached(hub, case, "rayon_arayışı")
    await drafted(hub, case)
    await cases.act(case, ConfirmRuling(by="elcin"), new_id())
    first = (await issued(hub, case)).paper
    assert first is not None
    await cases.act(case, Complain(by="sevinc", document=await statement(hub, WOMAN, day=LATER_ON)), new_id())
    upheld = DecideComplaint(
        by="zeyneb", verdict="upheld", reason="kateqoriya səhvdir", grade="equated", article="669-IQ"
    )
    await cases.act(case, upheld, new_id())
    assert (await registered(hub, "idp", WOMAN))["category"] == "idp", "until another official agrees"

    await cases.act(case, Correct(by="fuad"), new_id())
    done = await issued(hub, case)

    assert done.paper is not None
    status = await registered(hub, "idp", WOMAN)
    assert (status["category"], status["decision_no"]) == ("equated", done.paper.no)
    assert (status["valid_from"], status.get("ended_on")) == (first.issued_on.isoformat(), None)
    printed = await text_of(hub, done)
    assert f"{first.no} nömrəli qərarı əvəz edir" in printed
    assert "Əsas: 669-IQ." in printed
    assert "(məcburi köçkünə bərabər tutulan): kateqoriya səhvdir" in printed
