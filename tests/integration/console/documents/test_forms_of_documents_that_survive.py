"""What was typed, ticked or chosen in a document's form survives a refusal, a stale version, an act that is gone."""

from __future__ import annotations

from tests.integration.console.documents.conftest import PDF, Console
from tests.integration.console.documents.reading import PageReader

STALE = "What has changed since you opened the page:"


async def test_the_files_of_a_new_document_are_kept_and_taken_with_the_next_sending(console: Console) -> None:
    form = (await console.get("sevinc", "/documents/new/incoming")).forms[-1]
    files = [("main", ("sorğu.pdf", PDF, "application/pdf")), ("attached", ("siyahı.csv", b"a;b", "text/csv"))]

    refused = await console.send("sevinc", form, files, title="Sorğu", their_day="2026-13-40", body="97")
    mended = PageReader(refused.text).forms[-1]
    taken = await console.send("sevinc", mended, their_day="2026-01-30")

    assert refused.status_code == 422
    assert "Choose a day." in refused.text
    page = await console.get("sevinc", taken.headers["location"])
    assert "sorğu.pdf" in page.text
    assert page.text.count("· attached") == 1


async def test_a_revision_of_an_older_version_comes_back_with_its_text_its_ticks_and_what_has_changed(
    console: Console,
) -> None:
    begun = (await console.get("rauf", "/documents/new/internal")).forms[-1]
    files = [("attached", ("a.csv", b"a", "text/csv")), ("attached", ("b.csv", b"b", "text/csv"))]
    made = await console.send("rauf", begun, files, title="Arayış", text="Birinci.", unit="qayidis")
    document = made.headers["location"].rpartition("/")[2].partition("?")[0]
    form = (await console.get("rauf", f"/documents/{document}/revise")).forms[-1]
    first, second = form.options["kept"]
    other = (await console.get("rauf", f"/documents/{document}/revise")).forms[-1]
    await console.send("rauf", other, text="Başqası.", kept=[first, second])

    late = await console.send("rauf", form, text="Yazılan itmir.", note="Bənd 2", kept=second, minor="1")

    page = PageReader(late.text)
    again = page.forms[-1]
    assert late.status_code == 409
    assert STALE in page.text
    assert [again.fields[name] for name in ("text", "note", "kept", "minor")] == [
        "Yazılan itmir.", "Bənd 2", second, "1",
    ]  # fmt: skip
    assert f'value="{first}" checked' not in late.text
    assert (await console.send("rauf", again)).status_code == 303


async def test_an_act_on_an_older_version_comes_back_with_what_was_typed_also_where_it_is_gone(
    console: Console,
) -> None:
    document = await console.submitted()
    page = await console.get("orxan", f"/documents/{document}")
    returning, commenting = page.form("act-return"), page.form("act-comment")
    await console.act("nigar", document, "comment", text="Tarixə baxın")
    stale = await console.send("orxan", commenting, text="Yazılan itmir")
    await console.act("rauf", document, "recall", reason="Səhv")

    gone = await console.send("orxan", returning, note="Bu da itmir")

    assert stale.status_code == gone.status_code == 409
    shown = PageReader(stale.text)
    assert (shown.form("act-comment").fields["f-text"], shown.form("act-comment").is_open) == ("Yazılan itmir", True)
    assert STALE in shown.text
    assert "act-return" not in PageReader(gone.text).acts
    assert "What you typed Bu da itmir" in PageReader(gone.text).text


async def test_a_refused_approval_of_several_comes_back_with_what_was_chosen(console: Console) -> None:
    letters = [await console.submitted(title=f"Məktub {number}") for number in range(2)]
    for letter in letters:
        await console.get("orxan", f"/documents/{letter}")
    form = (await console.get("orxan", "/desk/together")).forms[-1]
    chosen = form.options["item"][:1]

    refused = await console.send("orxan", form, item=chosen, manifest="0" * 64)

    assert refused.status_code == 409
    assert "These are not the documents of the manifest" in refused.text
    assert refused.text.count(f'value="{chosen[0]}"') == refused.text.count("checked") == 1
