"""A document is begun and revised on pages: uploaded files, a letter written as text, differences since one's visa."""

from __future__ import annotations

from tests.integration.console.documents.conftest import PDF, Console


async def test_a_letter_written_on_the_page_becomes_a_document(console: Console) -> None:
    form = (await console.get("rauf", "/documents/new/outgoing")).forms[-1]

    sent = {
        "title": "Yol haqqında",
        "recipients": "97",
        "addressee": "Sınaq nazirliyi",
        "text": "Yol təmir edilsin.",
        "signatory": "fuad",
        "unit": "qayidis",
    }
    first, again = await console.send("rauf", form, **sent), await console.send("rauf", form, **sent)

    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    page = await console.get("rauf", first.headers["location"])
    assert "Yol təmir edilsin." in page.text
    assert "The simulated ministry (97)" in page.text


async def test_uploaded_files_are_kept_the_main_one_first(console: Console) -> None:
    form = (await console.get("sevinc", "/documents/new/incoming")).forms[-1]
    files = [
        ("main", ("sorğu.pdf", PDF, "application/pdf")),
        ("attached", ("siyahı.csv", b"a;b\n1;2\n", "text/csv")),
        ("attached", ("xəritə.png", b"\x89PNG", "image/png")),
    ]

    answer = await console.send("sevinc", form, files, title="Sorğu", body="97", their_no="5/12", unit="qayidis")

    page = await console.get("sevinc", answer.headers["location"])
    assert "sorğu.pdf" in page.text
    assert page.text.count("· attached") == 2
    assert "act-register" in page.acts


async def test_what_is_lacking_is_said_beside_the_field_and_nothing_typed_is_lost(console: Console) -> None:
    form = (await console.get("sevinc", "/documents/new/incoming")).forms[-1]

    answer = await console.send("sevinc", form, title="Sorğu", their_no="5/12", unit="qayidis")

    assert answer.status_code == 422
    assert "Say from whom it came." in answer.text
    assert 'value="5/12"' in answer.text


async def test_a_state_secret_is_refused_at_the_door(console: Console) -> None:
    form = (await console.get("rauf", "/documents/new/internal")).forms[-1]

    answer = await console.send("rauf", form, title="Tam məxfi: siyahı", text="…", unit="qayidis")

    assert answer.status_code == 422


async def test_an_executor_begins_nothing_that_comes_from_outside(console: Console) -> None:
    listed = await console.get("rauf", "/documents")
    form = (await console.get("rauf", "/documents/new/incoming")).forms[-1]

    answer = await console.send("rauf", form, title="Sorğu", body="97", unit="qayidis")

    assert [link for link in listed.links if "/new/" in link] == [
        "/console/documents/new/outgoing",
        "/console/documents/new/internal",
    ]
    assert answer.status_code == 403


async def test_an_appeal_is_lodged_and_never_shown_to_whom_it_is_about(console: Console) -> None:
    form = (await console.get("sevinc", "/documents/new/appeal")).forms[-1]

    answer = await console.send(
        "sevinc",
        form,
        title="Şikayət",
        appeal="complaint",
        channel="reception",
        subject="kompensasiya",
        applicant="Nümunə Nümunəyeva",
        complained_about="elcin",
        unit="qayidis",
    )

    assert answer.status_code == 303, answer.text
    assert "Nümunə Nümunəyeva" in (await console.get("sevinc", answer.headers["location"])).text
    assert (await console.answer("elcin", answer.headers["location"])).status_code == 404


async def test_a_new_version_shows_each_approver_what_has_changed_since_the_visa(console: Console) -> None:
    begun = (await console.get("rauf", "/documents/new/outgoing")).forms[-1]
    answer = await console.send(
        "rauf",
        begun,
        title="Yol haqqında",
        recipients="97",
        addressee="Nazirlik",
        text="Birinci bənd.\nİkinci bənd.",
        unit="qayidis",
    )
    document = answer.headers["location"].rpartition("/")[2].partition("?")[0]
    page = await console.get("rauf", f"/documents/{document}")
    submit = next(each for each in page.forms if "f-fact-amount" in each.names)
    await console.send("rauf", submit, **{"fact-amount": "100"})
    await console.act("orxan", document, "approve")

    form = (await console.get("rauf", f"/documents/{document}/revise")).forms[-1]
    text = {"text": "Birinci bənd.\nYeni ikinci bənd.", "note": "Bənd 2", "minor": "1"}
    stored = await console.send("rauf", form, **text)
    twice = await console.send("rauf", form, **text)

    assert (stored.status_code, twice.status_code) == (303, 303)
    shown = await console.get("orxan", f"/documents/{document}")
    assert "Changed since your visa" in shown.text
    assert "Yeni ikinci bənd." in shown.text
    assert "Changed since your visa" not in (await console.get("nigar", f"/documents/{document}")).text
    versions = await console.get("nigar", f"/documents/{document}/versions")
    assert "version 1 → 2" in versions.text


async def test_who_is_not_the_author_is_offered_no_new_version(console: Console) -> None:
    document = await console.submitted()

    assert f"/console/documents/{document}/revise" in (await console.get("rauf", f"/documents/{document}")).links
    assert f"/console/documents/{document}/revise" not in (await console.get("orxan", f"/documents/{document}")).links
    assert "No new version" in (await console.get("orxan", f"/documents/{document}/revise")).text


async def test_the_list_is_filtered_by_its_address(console: Console) -> None:
    letter = await console.submitted(title="Filtrlənən məktub")
    await console.begin("sevinc", "incoming", title="Daxil olan", origin={"body": "97"})

    outgoing = await console.get("sevinc", "/documents?kind=outgoing&status=in_approval")
    none = await console.get("sevinc", "/documents?reg_no=99-1/77")

    assert f"/console/documents/{letter}" in outgoing.links
    assert "Daxil olan" not in outgoing.text
    assert "No document is like that" in none.text


async def test_a_letter_is_shown_as_it_will_be_printed_and_takes_no_code_by_that(console: Console) -> None:
    form = (await console.get("rauf", "/documents/new/outgoing")).forms[-1]
    begun = await console.send(
        "rauf", form, title="Yol", recipients="97", addressee="Nazirlik", text="Mətn", unit="qayidis"
    )
    document = begun.headers["location"].rpartition("/")[2].partition("?")[0]

    shown = await console.answer("rauf", f"/documents/{document}/letter.pdf")
    stranger = await console.answer("leyla", f"/documents/{document}/letter.pdf")

    assert (shown.status_code, shown.content[:5], stranger.status_code) == (200, b"%PDF-", 404)
    async with console.hub.store.read() as tx:
        assert await tx.fetch("SELECT document_id FROM paper_codes") == []
