"""What must not become a signature: another person or issuer, changed bytes, a late answer, a document moved on."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.documents.signing.phones import Phones as Sima
from hub.documents.signing.signers import save_fin
from hub.documents.signing.trust import SealUnavailable, TrustServices
from hub.errors import NotFound, Refused
from hub.settings import Settings
from tests.integration.documents.phones import Phones, phones_beside


@pytest.fixture
async def phones(tmp_path: Path) -> AsyncIterator[Phones]:
    async with phones_beside(tmp_path) as made:
        yield made


@pytest.fixture
async def letter(phones: Phones) -> dict[str, Any]:
    return await phones.at_the_head()


async def nothing_was_signed(phones: Phones, letter: dict[str, Any]) -> None:
    shown = await phones.letter(letter)
    assert (shown["signatures"], shown["version"]) == ([], letter["version"])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("changed_bytes", "sima.signature"),
        ("tampered_file", "sima.data_hash"),
        ("wrong_certificate", "sima.certificate_unknown"),
    ],
)
async def test_what_a_phone_does_wrong_is_refused_and_can_be_done_again(
    phones: Phones, letter: dict[str, Any], fault: str, code: str
) -> None:
    session = await phones.asked("fuad", letter)
    phones.sandbox.behave("sima", phone=fault)

    _, wrong = await phones.scan("fuad", session["link"])
    await nothing_was_signed(phones, letter)
    phones.sandbox.behave("sima")
    _, right = await phones.scan("fuad", session["link"])

    told = wrong["callbacks"] or [wrong["file"]]
    assert [code in answer["body"] for answer in told] == [True]
    assert [each["status"] for each in right["callbacks"]] == [200]


async def test_a_second_callback_changes_nothing(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    phones.sandbox.behave("sima", phone="double_callback")

    _, story = await phones.scan("fuad", session["link"])

    assert [each["status"] for each in story["callbacks"]] == [200, 409]
    assert len((await phones.letter(letter))["signatures"]) == 1


async def test_somebody_elses_phone_signs_nothing(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    phones.sandbox.behave("sima", phone="careless")

    _, story = await phones.scan("elcin", session["link"])

    assert (story["file"]["status"], "sima.assignee" in story["file"]["body"]) == (403, True)
    await nothing_was_signed(phones, letter)
    assert (await phones.session("fuad", session))["state"] == "waiting"


async def test_nobody_is_asked_to_sign_what_does_not_wait_for_him(phones: Phones, letter: dict[str, Any]) -> None:
    by_lawyer = await phones.ask("nigar", letter)
    by_clerk = await phones.ask("sevinc", letter)
    sealed_instead = await phones.ask("fuad", letter, provider="seal")
    stale = await phones.ask("fuad", letter | {"version": letter["version"] - 1})

    assert (by_lawyer.status_code, by_clerk.status_code) == (403, 403)
    assert (sealed_instead.status_code, sealed_instead.json()["code"]) == (409, "documents.other_manner")
    assert (stale.status_code, stale.json()["code"]) == (409, "documents.stale")


async def test_a_letter_without_its_number_is_not_signed(phones: Phones) -> None:
    office = phones.office
    letter = await office.begin("rauf", recipients=["97"])
    letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 10})
    for who in ("nigar", "elcin"):
        letter = await office.act(who, letter, "path", "approve", content_hash=letter["content_hash"])

    answer = await phones.ask("fuad", letter)

    assert (answer.status_code, answer.json()["code"]) == (409, "documents.register_first")


async def test_a_link_that_was_left_lying_is_worth_nothing(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    hub = phones.office.served.hub
    async with hub.store.write() as tx:
        await tx.execute("UPDATE signing_sessions SET expires_at = hub_now() - 1")

    shown = await phones.session("fuad", session)
    _, late = await phones.scan("fuad", session["link"])
    await hub.office.signing.signers.sessions.resume()
    begun_anew = await phones.asked("fuad", letter)

    assert (shown["state"], shown["code"], shown["link"]) == ("expired", "signatures.expired", None)
    assert (late["file"]["status"], "sima.expired" in late["file"]["body"]) == (410, True)
    assert begun_anew["state"] == "waiting"
    await nothing_was_signed(phones, letter)


@pytest.mark.parametrize("decision", ["ignore", "reject"])
async def test_a_person_who_declines_leaves_the_document_as_it_was(
    phones: Phones, letter: dict[str, Any], decision: str
) -> None:
    session = await phones.asked("fuad", letter)

    await phones.scan("fuad", session["link"], decision=decision)

    assert (await phones.session("fuad", session))["state"] == "waiting"
    await nothing_was_signed(phones, letter)


async def test_what_was_recalled_meanwhile_is_not_signed(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    card, _ = await phones.card("fuad")
    contract, fetched = await phones.fetch(card, session["link"])
    recalled = await phones.office.act("rauf", letter, "path", "recall", reason="səhv ünvan")

    answer = await phones.call_back(card, contract, base64.b64decode(fetched.json()["data"]))

    assert (answer.status_code, answer.json()["code"]) == (409, "sima.withdrawn")
    assert (await phones.session("fuad", session))["state"] == "refused"
    shown = await phones.letter(letter, "rauf")
    assert (shown["signatures"], shown["version"]) == ([], recalled["version"])


async def test_what_is_to_be_signed_is_fixed_for_one_certificate(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    (one, _), (other, _) = await phones.card("fuad"), await phones.card("fuad")

    _, first = await phones.fetch(one, session["link"])
    _, second = await phones.fetch(other, session["link"])

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (409, "sima.other_certificate")


async def test_a_certificate_in_another_name_than_the_signatorys_signs_nothing(
    phones: Phones, letter: dict[str, Any]
) -> None:
    session = await phones.asked("fuad", letter)
    theirs, _ = await phones.card("fuad", name="Elçin Məmmədli")
    own, _ = await phones.card("fuad", name="KERIMLI FUAD ALI OGLU")

    _, refused = await phones.fetch(theirs, session["link"])
    _, taken = await phones.fetch(own, session["link"])

    assert (refused.status_code, refused.json()["code"]) == (409, "sima.other_name")
    assert taken.status_code == 200
    await nothing_was_signed(phones, letter)


async def test_a_revoked_certificate_signs_nothing(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    card, serial = await phones.card("fuad")
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.post(f"{phones.sandbox.url}/_sandbox/authority/revoke", json={"serial": serial})
    contract, fetched = await phones.fetch(card, session["link"])

    answer = await phones.call_back(card, contract, base64.b64decode(fetched.json()["data"]))

    assert (answer.status_code, answer.json()["code"]) == (409, "sima.withdrawn")
    shown = await phones.session("fuad", session)
    assert (shown["state"], shown["code"]) == ("refused", "seals.revoked")
    await nothing_was_signed(phones, letter)


async def test_a_link_that_we_did_not_make_leads_nowhere(phones: Phones, letter: dict[str, Any]) -> None:
    session = await phones.asked("fuad", letter)
    card, _ = await phones.card("fuad")
    forged = session["link"][:-24] + "AAAA" + session["link"][-20:]
    async with httpx.AsyncClient(trust_env=False) as client:
        address = forged.removeprefix("sima://web-to-app?data=")
        answer = await client.get(address, headers=card.headers(httpx.URL(address).raw_path))
        unheaded = await client.get(session["link"].removeprefix("sima://web-to-app?data="))

    assert (answer.status_code, answer.json()["code"]) == (400, "sima.contract")
    assert (unheaded.status_code, unheaded.json()["code"]) == (400, "sima.header_missing")


async def test_a_code_that_is_none_is_not_kept_for_anybody(phones: Phones) -> None:
    hub = phones.office.served.hub

    async with hub.store.write() as tx:
        with pytest.raises(Refused) as shape:
            await save_fin(tx, hub.sealer, "fuad", "12345OI")
        with pytest.raises(NotFound):
            await save_fin(tx, hub.sealer, "nobody", "HTM4T66")

    assert (shape.value.code, "12345OI" in str(shape.value)) == ("officials.fin", False)


async def test_an_official_without_a_code_cannot_be_asked(phones: Phones, letter: dict[str, Any]) -> None:
    async with phones.office.served.hub.store.write() as tx:
        await tx.execute("UPDATE officials SET fin_sealed = NULL WHERE login = 'fuad'")

    answer = await phones.ask("fuad", letter)

    assert (answer.status_code, answer.json()["code"]) == (409, "signatures.no_fin")


async def test_a_key_is_for_one_signature(phones: Phones, letter: dict[str, Any]) -> None:
    await phones.ask("fuad", letter, key="k1")

    other = await phones.ask("fuad", letter, key="k1", on_behalf_of="elcin")

    assert (other.status_code, other.json()["code"]) == (409, "documents.key_taken")


async def test_nobody_is_asked_where_sima_is_not_set_up(tmp_path: Path) -> None:
    async with phones_beside(tmp_path) as phones:
        hub = phones.office.served.hub
        settings = Settings(data=tmp_path, sandbox=False)
        trust = TrustServices(settings)
        unset = Sima(settings, hub.office.signing.signers.sessions, trust, hub.hash, hub.clock)

        with pytest.raises(SealUnavailable) as told:
            await unset.ready()
        await trust.aclose()

    assert (told.value.code, told.value.status, told.value.retryable) == ("signatures.no_sima", 503, False)
