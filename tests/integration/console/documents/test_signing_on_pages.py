"""The head signs on a page with the phone, the clerk seals, and anybody who may see it verifies the signature."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.seed_officials import FINS
from hub.store.sealing import MARK
from tests.integration.console.documents.conftest import Console
from tests.integration.documents.phones import Phones, phones_beside


@pytest.fixture
async def phones(tmp_path: Path) -> AsyncIterator[Phones]:
    async with phones_beside(tmp_path) as made:
        yield made


async def test_the_head_signs_by_phone_the_clerk_seals_and_it_verifies(phones: Phones) -> None:
    served = phones.office.served
    console = Console(served.hub, served.client)
    letter = (await phones.at_the_head())["id"]

    page = await console.get("fuad", f"/documents/{letter}")
    form = next(each for each in page.forms if each.fields.get("provider") == "sima")
    begun, again = await console.send("fuad", form), await console.send("fuad", form)
    place = begun.headers["location"]
    waits = await console.get("fuad", place)
    others = await console.answer("sevinc", place)
    signed = await console.send("fuad", waits.forms[-1])
    after = await console.get("fuad", signed.headers["location"])
    page = await console.get("sevinc", f"/documents/{letter}")
    seal = next(each for each in page.forms if each.fields.get("provider") == "seal")
    sealed = await console.get("sevinc", (await console.send("sevinc", seal)).headers["location"])

    assert place == again.headers["location"]
    assert any(link.startswith("sima://") for link in waits.links)
    assert "sima://" not in others.text
    assert FINS["fuad"] not in others.text
    assert "The signature is on the document." in after.text
    proof = next(link for link in sealed.links if "/signatures/" in link)
    assert "✓ valid" in (await console.get("rauf", proof)).text
    assert "act-send" in sealed.acts


async def test_a_stale_signing_tells_what_has_changed(phones: Phones) -> None:
    served = phones.office.served
    console = Console(served.hub, served.client)
    letter = (await phones.at_the_head())["id"]
    page = await console.get("fuad", f"/documents/{letter}")
    form = next(each for each in page.forms if each.fields.get("provider") == "sima")
    await console.act("rauf", letter, "comment", text="Tarixə baxın")

    answer = await console.send("fuad", form)

    assert answer.status_code == 409
    assert "What has changed since you opened the page:" in answer.text


async def test_which_text_was_looked_at_signed_and_asked_for_cannot_be_tried_from_the_tables(phones: Phones) -> None:
    """A SHA-256 without a key says of any guessed text whether it is the one."""
    served = phones.office.served
    console = Console(served.hub, served.client)
    letter = await phones.at_the_head()
    page = await console.get("fuad", f"/documents/{letter['id']}")

    begun = await console.send("fuad", next(each for each in page.forms if each.fields.get("provider") == "sima"))

    async with served.hub.store.read() as tx:
        looks = await tx.fetch("SELECT content_hash FROM document_looks")
        sessions = await tx.fetch("SELECT content_hash FROM signing_sessions")
        commands = await tx.fetch("SELECT content_hash FROM commands")
    assert looks
    assert sessions
    assert commands
    assert all(row["content_hash"].startswith(MARK) for row in (*looks, *sessions, *commands))
    session = await served.hub.office.signing.signers.sessions.rows.get(begun.headers["location"].rpartition("/")[2])
    assert session.content_hash == letter["content_hash"]
