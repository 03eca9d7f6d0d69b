"""One desk: stand-ins see resolutions, answers begin filled in, what is not sent is red, the scan is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from document_flow.documents.acts.sign import Sign
from document_flow.documents.facts import FileRef, Signature
from hub.documents.acting.service import Given
from tests.integration.console.documents.conftest import Console
from tests.integration.console.documents.test_standing_in import stands_in


async def arrived(console: Console, **more: object) -> str:
    """A registered letter of the ministry; its id."""
    document = await console.begin("sevinc", "incoming", title="Yol barədə", **more)
    await console.act("sevinc", document, "register", file="01-05")
    return document


async def test_a_stand_in_of_a_head_sees_what_waits_for_a_resolution_and_gives_it(console: Console) -> None:
    document = await arrived(console)
    assert "Yol barədə" not in (await console.get("leyla", "/desk")).text
    await stands_in(console, "leyla", "elcin")

    assert "Give a resolution" in (await console.get("leyla", "/desk")).text
    page = await console.act("leyla", document, "give_resolution", text="Baxılsın", lead="rauf")
    assert "a resolution" in page.text
    assert "Yol barədə" not in (await console.get("leyla", "/desk")).text


async def test_an_answer_begins_with_recipient_subject_and_signatory(console: Console) -> None:
    asked = await arrived(console, origin={"body": "97", "reg_no": "5-17/33"})
    await console.act("elcin", asked, "give_resolution", text="Cavab verilsin", lead="rauf")

    page = await console.get("rauf", f"/documents/new/outgoing?answers={asked}")
    form = next(each for each in page.forms if each.action.endswith("/documents/new/outgoing"))
    assert form.fields["title"] == "Cavab: Yol barədə"
    assert form.fields["recipients"] == "97"
    assert form.fields["addressee"]
    assert form.fields["signatory"] == "elcin"
    assert form.fields["answers"] == asked


async def test_an_answer_begins_with_nothing_of_what_the_person_may_not_see(console: Console) -> None:
    asked = await arrived(console, access="restricted", origin={"body": "97"})

    page = await console.get("leyla", f"/documents/new/outgoing?answers={asked}")
    form = next(each for each in page.forms if each.action.endswith("/documents/new/outgoing"))
    assert (form.fields["title"], form.fields.get("recipients")) == ("", None)


async def test_a_letter_to_nobody_is_not_begun(console: Console) -> None:
    page = await console.get("rauf", "/documents/new/outgoing")
    form = next(each for each in page.forms if each.action.endswith("/documents/new/outgoing"))

    answer = await console.send("rauf", form, title="Kimsəyə", text="Mətn")
    assert answer.status_code == 422
    assert "Say to whom it goes" in answer.text
    assert "Kimsəyə" in answer.text
    assert (await console.send("rauf", form, title="Kimsəyə", text="Mətn", person="S. Quluzadə")).status_code == 303


async def test_the_path_is_shown_before_a_letter_goes_on_it(console: Console) -> None:
    document = await console.begin("rauf")

    page = await console.get("rauf", f"/documents/{document}")
    assert "Who will see it, and in which order" in page.text
    submit = next(each for each in page.forms if each.fields.get("act") == "submit" and "f-fact-amount" in each.names)
    assert submit.fields["subject"]
    answer = await console.answer("rauf", f"/documents/{document}")
    assert re.search(r'<ol class="stages">\s*<li><h3>1\.', answer.text)


async def test_a_scan_is_shown_beside_the_forms_and_nowhere_else(console: Console) -> None:
    document = await arrived(console)

    page = await console.answer("elcin", f"/documents/{document}")
    address = re.search(r'<iframe class="scan" src="([^"]+)"', page.text)
    assert address is not None
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    scan = await console.answer("elcin", address[1])
    assert scan.headers["content-type"] == "application/pdf"
    assert "frame-ancestors 'self'" in scan.headers["content-security-policy"]
    letter = await console.begin("rauf")
    assert 'class="scan"' not in (await console.answer("rauf", f"/documents/{letter}")).text


async def test_what_is_sealed_and_not_sent_is_red_on_the_desk(console: Console) -> None:
    document = await console.submitted(who="rauf")
    for who in ("orxan", "elcin"):
        await console.act(who, document, "approve")
    await console.act("sevinc", document, "register", file="01-05")
    assert "sealed, not sent" not in (await console.get("sevinc", "/desk")).text

    await _signed(console, "fuad", document, "sign")
    await _signed(console, "sevinc", document, "seal")

    desk = await console.answer("sevinc", "/desk")
    assert re.search(r'class="chip need"[^>]*><span[^>]*>!</span>\s*sealed, not sent', desk.text)


async def _signed(console: Console, who: str, document: str, manner: Literal["sign", "seal"]) -> None:
    """The signature on the document, as the signing session would bring it."""
    documents = console.hub.office.documents
    async with console.hub.store.read() as tx:
        state = await documents.load(tx, document)
    assert state is not None
    stored = await documents.content.keep(f"signed {manner}".encode())
    file = FileRef("sened.pdf", "application/pdf", stored.size, stored.sha256, main=True)
    at = datetime.now(UTC)
    signature = Signature(
        session=uuid4().hex, manner=manner, by=who, signer=f"NÜMUNƏ {who}", file=file,
        content_hash=state.content_hash, at=at, sample=True,
    )  # fmt: skip
    await documents.act(who, document, Sign(by=who, signature=signature), Given(uuid4().hex))


async def test_all_that_awaits_a_second_person_is_on_one_list_and_counted(console: Console) -> None:
    body = {"members": ["fuad", "nigar", "aysel", "leyla"]}
    headers = {"authorization": "Bearer sandbox-sevinc", "idempotency-key": "k"}
    made = await console.client.put("/v1/commissions/agali", json=body, headers=headers)
    assert made.status_code < 300, made.text

    mine = await console.get("sevinc", "/second")
    other = await console.answer("fuad", "/second")
    assert "another person" in mine.text
    assert "Sevinc Rəhimli" in other.text
    assert re.search(r'data-count="second"[^>]*>1<', other.text)
    assert (await console.answer("zaur", "/second")).status_code == 403
    assert (await console.answer("gunel", "/second")).status_code == 403
