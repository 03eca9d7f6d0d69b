"""A commission decides on pages: called, attended, recused, voted, its minutes signed by two."""

from __future__ import annotations

from datetime import datetime

from document_flow.context import BAKU
from hub.documents.acting.path_repository import path_version
from tests.integration.console.documents.conftest import Console
from tests.integration.console.documents.reading import PageReader

VOTERS = ("fuad", "elcin", "aysel", "uzv-1", "uzv-2")


async def before_the_commission(console: Console) -> str:
    """A decision that the lawyer has seen; its id."""
    document = await console.begin("rauf", "internal", title="Evlərin bölgüsü")
    async with console.hub.store.read() as tx:
        version = await path_version(tx, "commission-decision")
    assert version is not None
    await console.act("rauf", document, f"submit-{version.hash}")
    await console.act("orxan", document, "approve")
    return document


async def do(console: Console, who: str, document: str, act: str, **typed: str) -> PageReader:
    """An act from the meeting's page; the page after it."""
    form = (await console.get(who, f"/documents/{document}/meeting")).form(f"act-{act}")
    answer = await console.send(who, form, **typed)
    assert answer.status_code == 303, PageReader(answer.text).text
    assert "/meeting?" in answer.headers["location"]
    return await console.get(who, answer.headers["location"])


def _now() -> str:
    return f"{datetime.now(BAKU):%Y-%m-%dT%H:%M}"


async def test_a_commission_meets_votes_and_signs_its_minutes(console: Console) -> None:
    document = await before_the_commission(console)
    await do(
        console,
        "aysel",
        document,
        "open_meeting",
        agenda="Evlərin bölgüsü\nDigər",
        held_at=_now(),
        place="Bakı",
    )
    await do(console, "aysel", document, "invite")
    for login in VOTERS:
        await do(console, "aysel", document, f"attend-{login}")
    recused = await do(console, "uzv-3", document, "recuse", reason="Qohumum iştirak edir")
    await do(console, "fuad", document, "open_voting")

    for login in VOTERS:
        await do(console, login, document, "vote", choice="against" if login == "uzv-2" else "for")
    await do(console, "uzv-2", document, "dissent", text="Siyahı tam deyil")
    closed = await do(console, "fuad", document, "close_meeting")
    form = (await console.get("fuad", f"/documents/{document}/meeting")).form("act-sign_minutes")
    forged = await console.send("fuad", form, minutes="0" * 64)
    await do(console, "fuad", document, "sign_minutes")
    await do(console, "aysel", document, "sign_minutes")

    assert forged.status_code == 409
    assert "not the minutes of this meeting" in PageReader(forged.text).text
    assert "recused" in recused.text
    assert "for 4, against 1, abstained 0" in closed.text
    assert "carried" in closed.text
    page = await console.get("rauf", f"/documents/{document}/meeting")
    assert page.text.count("✓ signed") == 2
    assert "Siyahı tam deyil" in page.text
    assert (await console.answer("rauf", f"/documents/{document}/prints/minutes.pdf")).content[:5] == b"%PDF-"
    assert "Once the registry has given the number" in (await console.get("fuad", "/desk")).text


async def test_each_part_of_a_meeting_is_offered_to_who_holds_the_office(console: Console) -> None:
    document = await before_the_commission(console)

    secretary = await console.get("aysel", f"/documents/{document}/meeting")
    member = await console.get("uzv-1", f"/documents/{document}/meeting")

    assert secretary.acts == ["act-open_meeting"]
    assert member.acts == []


async def test_voting_is_not_opened_without_a_quorum_and_the_meeting_is_called_again(console: Console) -> None:
    document = await before_the_commission(console)
    await do(console, "aysel", document, "open_meeting", agenda="Bölgü", held_at=_now())
    await do(console, "aysel", document, "invite")
    await do(console, "aysel", document, "attend-fuad")

    chair = await console.get("fuad", f"/documents/{document}/meeting")
    again = await do(console, "fuad", document, "close_meeting")

    assert "act-open_voting" not in chair.acts
    assert "There was no quorum: another meeting must be called" in again.text


async def test_an_agenda_without_a_time_comes_back_as_it_was_typed(console: Console) -> None:
    document = await before_the_commission(console)
    form = (await console.get("aysel", f"/documents/{document}/meeting")).form("act-open_meeting")

    answer = await console.send("aysel", form, agenda="Birinci məsələ", held_at="sabah")

    assert answer.status_code == 422
    page = PageReader(answer.text)
    assert "Write date and time." in page.text
    assert page.form("act-open_meeting").fields["f-agenda"] == "Birinci məsələ"
