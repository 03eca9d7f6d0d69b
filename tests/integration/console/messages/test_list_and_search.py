"""Finding a message: the list with its filters, and the search box from whatever an operator holds."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.api.served import ACTS
from tests.integration.console.messages.conftest import Console, at, text


async def test_the_list_shows_keys_under_covers_newest_first(console: Console) -> None:
    first, second = await console.act("e-first"), await console.subscriber()

    answer = await console.get("ramil", "/messages")
    assert answer.text.index(second) < answer.text.index(first)
    assert "azeriqaz: •••137" in text(answer)
    assert "3000004137" not in answer.text


async def test_filters_narrow_the_list(console: Console) -> None:
    acts, gas = await console.act(), await console.subscriber()

    for query, here, gone in (
        ("agency=azeriqaz", gas, acts),
        ("format=justice.civil-act.v1", acts, gas),
        ("route=civil-acts", acts, gas),
    ):
        page = (await console.get("ramil", f"/messages?{query}")).text
        assert here in page, query
        assert gone not in page, query


async def test_the_state_of_a_delivery_and_the_code_of_a_failure_lead_to_their_messages(console: Console) -> None:
    failed, other = await console.subscriber(), await console.act()
    await console.fail(failed, "<a/>", "<a/>")

    for query in ("state=failed", "error=agency.fault_client", "error=0123456789abcdef"):
        page = (await console.get("ramil", f"/messages?{query}")).text
        assert failed in page, query
        assert other not in page, query
    assert other in (await console.get("ramil", "/messages?state=blocked")).text
    assert "Nothing here" in text(await console.get("ramil", "/messages?state=quarantined"))


async def test_an_agency_s_list_has_its_own_messages_only(console: Console) -> None:
    gas, acts = await console.subscriber(), await console.act()

    page = (await console.get("gunel", "/messages?agency=edliyye")).text
    assert gas in page
    assert acts not in page


async def test_an_id_leads_to_its_message_in_one_step(console: Console) -> None:
    message = await console.subscriber()
    delivery = await console.fail(message, "<a/>", "<a/>")

    assert at(await console.search("ramil", message)) == f"/messages/{message}"
    dashed = f"{message[:8]}-{message[8:12]}-{message[12:16]}-{message[16:20]}-{message[20:]}".upper()
    assert at(await console.search("ramil", dashed)) == f"/messages/{message}"
    assert at(await console.search("ramil", delivery)) == f"/messages/{message}#d-{delivery}"
    assert at(await console.search("ramil", "0123456789abcdef")) == "/failures/0123456789abcdef"


@pytest.mark.parametrize("pasted", ["AB-0000001/2026", "e-first", "7abcd12"])
async def test_a_business_key_of_one_message_leads_to_it(console: Console, pasted: str) -> None:
    message = await console.act()

    assert at(await console.search("ramil", pasted)) == f"/messages/{message}"


async def test_a_subscriber_code_is_found_without_its_utility(console: Console) -> None:
    message = await console.subscriber()

    assert at(await console.search("ramil", "3000004137")) == f"/messages/{message}"


async def test_the_reference_of_a_refusal_leads_to_it(console: Console) -> None:
    refused = (await console.served.post(ACTS, b"{")).json()

    target = at(await console.search("ramil", refused["reference"]))
    assert "door.json_syntax" in text(await console.get("ramil", target))
    assert (await console.get("gunel", target)).status_code == 404


async def test_a_key_of_several_messages_leads_to_a_list_behind_a_token(console: Console) -> None:
    messages = [await console.act("e-first"), await console.subscriber()]

    target = at(await console.search("ramil", "7ABCD12"))
    page = await console.get("ramil", target)
    assert "7ABCD12" not in target
    assert all(each in page.text for each in messages)
    assert "•••12" in page.text
    assert "7ABCD12" not in page.text


async def test_a_personal_qualifier_never_stands_in_an_address(console: Console) -> None:
    await console.act()

    for typed, value in (("fin:7ABCD12", "7ABCD12"), ("act:AB-0000001/2026", "0000001"), ("id:e-first", "e-first")):
        target = at(await console.search("ramil", f"{typed} state:due"))
        assert value not in target
        assert "state=due" in target


async def test_a_token_is_its_owner_s_alone(console: Console) -> None:
    message = await console.act()
    target = at(await console.search("ramil", "fin:7ABCD12"))

    assert message in (await console.get("ramil", target)).text
    for other in ("tural", "gunel"):
        page = await console.get(other, target)
        assert message not in page.text
        assert "another person's" in text(page)


async def test_a_token_ends(console: Console) -> None:
    message = await console.act()
    target = at(await console.search("ramil", "fin:7ABCD12"))
    async with console.served.hub.store.write() as tx:
        await tx.execute("UPDATE search_tokens SET expires_at = 1")

    assert message not in (await console.get("ramil", target)).text
    await console.search("ramil", "fin:7ABCD12")
    async with console.served.hub.store.read() as tx:
        assert len(await tx.fetch("SELECT token FROM search_tokens")) == 1


async def test_what_was_mistyped_is_said_and_stays_in_the_box(console: Console) -> None:
    answer = await nowhere(console, "ramil", "agency:azerigaz fin:7ABCD12")

    assert "Did you mean agency:azeriqaz?" in text(answer)
    assert 'value="agency:azerigaz fin:7ABCD12"' in answer.text
    assert "A FIN has 7 characters" in text(await nowhere(console, "ramil", "fin:123"))


async def test_a_change_of_language_keeps_a_search_that_failed(console: Console) -> None:
    target = at(await console.search("ramil", "agency:azerigaz fin:7ABCD12"))
    page = (await console.get("ramil", target)).text
    assert f'name="goes_on" value="/console{target}"' in page
    assert "7ABCD12" not in target

    answer = await console.get("ramil", target, "az")
    assert "Yəqin ki: agency:azeriqaz" in text(answer)
    assert 'value="agency:azerigaz fin:7ABCD12"' in answer.text
    assert (await console.get("tural", target)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("uğursuz", "state=failed"),
        ("Failed", "state=failed"),
        ("failed", "state=failed"),
        ("təkrar göndəriləcək", "state=retrying"),
        ("agency.busy", "error=agency.busy"),
        ("Azəriqaz", "agency=azeriqaz"),
        ("vəziyyət:uğursuz qurum:Azəriqaz", "agency=azeriqaz&state=failed"),
        ('vəziyyət:"təkrar göndəriləcək" tarix:2d', "state=retrying&since=2d"),
    ],
)
async def test_states_are_found_by_their_azerbaijani_words_and_by_bare_codes(
    console: Console, typed: str, query: str
) -> None:
    assert at(await console.search("ramil", typed)) == f"/messages?{query}"


async def test_nothing_found_says_so(console: Console) -> None:
    assert "Nothing is known under what was pasted" in text(await nowhere(console, "ramil", "ZZZ-nothing"))


async def test_an_agency_finds_nothing_that_is_another_s(console: Console) -> None:
    await console.act()

    assert "Nothing is known" in text(await nowhere(console, "gunel", "AB-0000001/2026"))


async def test_the_box_completes_what_it_knows(console: Console) -> None:
    words = (await console.get("ramil", "/search/words")).json()

    assert "fin" in [each["name"] for each in words["qualifiers"]]
    assert "azeriqaz" in words["values"]["agency"]


async def test_a_search_is_kept_under_a_name_and_forgotten(console: Console) -> None:
    kept = await console.post("ramil", "/messages/searches", {"name": "Gas", "filters": "agency=azeriqaz"})
    assert at(kept) == "/messages?agency=azeriqaz"
    page = await console.get("ramil", "/messages")
    assert ">Gas</a>" in page.text
    assert ">Gas</a>" not in (await console.get("tural", "/messages")).text

    action = _deleting(page)
    await console.post("tural", action)
    assert ">Gas</a>" in (await console.get("ramil", "/messages")).text
    await console.post("ramil", action)
    assert ">Gas</a>" not in (await console.get("ramil", "/messages")).text


def _deleting(page: httpx.Response) -> str:
    start = page.text.index("/messages/searches/")
    return page.text[start : page.text.index('"', start)]


async def test_a_search_for_a_person_is_not_kept(console: Console) -> None:
    answer = await console.post("ramil", "/messages/searches", {"name": "A", "filters": "token=abc"})

    assert "is not kept" in text(answer, 422)


async def test_committee_roles_have_no_list(console: Console) -> None:
    for login in ("sevinc", "fuad", "nigar", "samir"):
        assert (await console.get(login, "/messages")).status_code == 403, login
        assert (await console.search(login, "x")).status_code == (403 if login == "samir" else 303), login


async def nowhere(console: Console, who: str, typed: str) -> httpx.Response:
    """What a search that found nothing, or was not understood, leads to."""
    return await console.get(who, at(await console.search(who, typed)))
