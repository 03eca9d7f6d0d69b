"""A letter on the console's pages: from its author's desk through visas and numbers, by those who may and once each."""

from __future__ import annotations

from tests.integration.console.documents.conftest import Console


async def test_a_letter_goes_from_desk_to_desk_until_it_waits_for_the_signature(console: Console) -> None:
    document = await console.submitted()

    for who, act, what in (("orxan", "approve", "Give a visa"), ("elcin", "approve", "Approve")):
        desk = await console.get(who, "/desk")
        assert what in desk.text
        assert f"/console/documents/{document}" in desk.links
        after = await console.act(who, document, act, note="Baxıldı")
        assert "Done: a mark was given" in after.text
        assert f"/console/documents/{document}" not in (await console.get(who, "/desk")).links
    registered = await console.act("sevinc", document, "register", file="01-05")

    assert "№ 99-" in registered.text
    assert "Sign" in (await console.get("fuad", "/desk")).text
    assert "“Baxıldı”" in (await console.get("rauf", f"/documents/{document}/history")).text


async def test_an_incoming_letter_is_resolved_executed_and_accepted_by_who_controls_it(console: Console) -> None:
    document = await console.begin("sevinc", "incoming", origin={"body": "97", "reg_no": "1-5/12"})
    await console.act("sevinc", document, "register", file="01-05")

    given = await console.act(
        "elcin", document, "give_resolution", text="Cavab hazırlayın", lead="rauf", days="5", control="1", co="leyla"
    )
    resolution = next(each for each in given.acts if each.startswith("act-release_control-")).rpartition("-")[2]
    await console.act("rauf", document, f"report-{resolution}", note="Telefonla cavab verildi")
    accepted = await console.act("elcin", document, f"accept_execution-{resolution}")

    assert "Rauf İbrahimli" in given.text
    assert "5 working days" in given.text
    assert "set by Elçin Məmmədli, who alone may release it" in given.text
    assert "executed" in accepted.text


async def test_whom_a_resolution_informs_notes_it_once_and_everybody_sees_who_has(console: Console) -> None:
    document = await console.begin("sevinc", "incoming", origin={"body": "97"})
    await console.act("sevinc", document, "register", file="01-05")
    given = await console.act(
        "elcin", document, "give_resolution", text="Məlumat üçün", lead="rauf", days="5", inform=["leyla", "orxan"]
    )

    noted = await console.act("leyla", document, "acquaint")

    assert given.text.count("not read yet") == 2
    assert noted.text.count("not read yet") == 1
    assert "act-acquaint" not in noted.acts


async def test_a_form_sent_twice_does_it_once(console: Console) -> None:
    document = await console.submitted()
    form = (await console.get("orxan", f"/documents/{document}")).form("act-approve")

    answers = [await console.send("orxan", form, note="Razıyam") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    history = await console.get("rauf", f"/documents/{document}/history")
    assert history.text.count("a mark was given") == 1
    for answer in answers:
        page = await console.get("orxan", answer.headers["location"].removeprefix("/console"))
        assert "Done: a mark was given" in page.text


async def test_an_address_tells_nothing_that_its_reader_has_not_done(console: Console) -> None:
    document = await console.submitted()
    await console.act("orxan", document, "approve")

    for address in ("?since=0", "?since=1&done=signed", "?done=signed"):
        page = await console.get("elcin", f"/documents/{document}{address}")
        assert "Done:" not in page.text


async def test_a_submission_sent_twice_is_one(console: Console) -> None:
    document = await console.begin("rauf")
    page = await console.get("rauf", f"/documents/{document}")
    form = next(each for each in page.forms if "f-fact-amount" in each.names)

    answers = [await console.send("rauf", form, **{"fact-amount": "100"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (await console.get("rauf", f"/documents/{document}/history")).text.count(" submitted ") == 1


async def test_a_stale_form_tells_what_has_changed_and_keeps_what_was_typed(console: Console) -> None:
    document = await console.submitted()
    form = (await console.get("orxan", f"/documents/{document}")).form("act-approve")
    await console.act("rauf", document, "comment", text="Bənd 2 dəqiqləşdirilib")

    answer = await console.send("orxan", form, note="Uzun qeydim itməsin")

    assert answer.status_code == 409
    page = await console.get("orxan", f"/documents/{document}")
    shown = type(page)(answer.text)
    assert "What has changed since you opened the page:" in shown.text
    assert "Rauf İbrahimli" in shown.text
    again = shown.form("act-approve")
    assert (again.is_open, again.fields["f-note"]) == (True, "Uzun qeydim itməsin")
    assert (await console.send("orxan", again)).status_code == 303
    assert "“Uzun qeydim itməsin”" in (await console.get("orxan", f"/documents/{document}/history")).text


async def test_two_race_and_the_other_is_told(console: Console) -> None:
    document = await console.submitted()
    mine = (await console.get("orxan", f"/documents/{document}")).form("act-approve")
    other = (await console.get("nigar", f"/documents/{document}")).form("act-approve")

    first, second = await console.send("orxan", mine), await console.send("nigar", other, note="Mənim qeydim")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "a mark was given" in second.text
    assert "Mənim qeydim" in second.text


async def test_a_refusal_s_words_stand_in_the_form_with_what_was_typed(console: Console) -> None:
    document = await console.submitted()
    form = (await console.get("orxan", f"/documents/{document}")).form("act-return")

    answer = await console.send("orxan", form, note="   ")

    assert answer.status_code == 422
    assert "What to mend: fill this in." in answer.text


async def test_only_what_the_rules_allow_is_offered(console: Console) -> None:
    document = await console.submitted()

    author = (await console.get("rauf", f"/documents/{document}")).acts
    lawyer = (await console.get("orxan", f"/documents/{document}")).acts
    head = (await console.get("fuad", f"/documents/{document}")).acts

    assert "act-recall" in author
    assert "act-approve" not in author
    assert {"act-approve", "act-return", "act-refuse"} <= set(lawyer)
    assert not {"act-approve", "act-return", "act-recall"} & set(head)


async def test_what_one_may_not_see_is_not_there_and_the_exchange_gets_in_nowhere(console: Console) -> None:
    document = await console.submitted(access="restricted")

    assert (await console.answer("leyla", f"/documents/{document}")).status_code == 404
    assert (await console.answer("leyla", f"/documents/{document}/history")).status_code == 404
    assert (await console.answer("nigar", f"/documents/{document}")).status_code == 200
    for path in ("/desk", f"/documents/{document}", f"/documents/{document}/history"):
        assert (await console.answer("ramil", path)).status_code == 403, path


async def test_a_form_from_elsewhere_does_nothing(console: Console) -> None:
    document = await console.submitted()
    form = (await console.get("orxan", f"/documents/{document}")).form("act-approve")
    form.fields["csrf"] = "0" * 32

    answer = await console.send("orxan", form)

    assert answer.status_code == 403
    assert "act-approve" in (await console.get("orxan", f"/documents/{document}")).acts


async def test_a_title_is_shown_and_never_run(console: Console) -> None:
    title = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }}'
    document = await console.submitted(title=title)

    for who, path in (("orxan", "/desk"), ("orxan", f"/documents/{document}")):
        raw = (await console.answer(who, path)).text
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert "&lt;script&gt;alert(1)" in raw


async def test_a_pdf_is_shown_inline_and_anything_else_is_handed_over(console: Console) -> None:
    document = await console.begin("rauf")
    page = await console.get("rauf", f"/documents/{document}")
    address = next(link for link in page.links if "/files/" in link)

    shown, kept = await console.answer("rauf", address), await console.answer("rauf", address.partition("?")[0])

    assert (shown.headers["content-type"], shown.headers["content-disposition"]) == (
        "application/pdf",
        "inline; filename*=UTF-8''mektub.pdf",
    )
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert shown.headers["x-content-type-options"] == "nosniff"
