"""Decision tables at the console: listed, drawn as grids with their basis, compared, and tried."""

from __future__ import annotations

from tests.integration.console.rules.conftest import Console, text

ORDER = "/rules/agali-order"
FAMILY = {
    "fact.könüllüdür": "true", "fact.əvvəlki_kənd": "Ağalı 1", "fact.müvəqqəti_yer": "yataqxana",
    "fact.ərizə_tarixi": "2023-05-01", "fact.üzv_sayı": "6", "as_of": "2023-08-04", "law": "day",
}  # fmt: skip


async def test_the_list_tells_what_is_law_today_and_what_is_assumed(console: Console) -> None:
    english, azerbaijani = await console.get("nigar", "/rules"), await console.get("nigar", "/rules", "az")

    assert "Term for a citizen's appeal" in text(english)
    assert "Version 2 ✓ in force 01.07.2023" in text(english)
    assert "some rules are assumed" in text(english)
    assert "İmza gözləyən layihə yoxdur." in text(azerbaijani)


async def test_who_has_no_right_to_documents_sees_no_law(console: Console) -> None:
    answer = await console.get("ramil", "/rules")

    assert answer.status_code == 403


async def test_a_grid_shows_types_hit_policy_basis_gaps_and_test_cases(console: Console) -> None:
    page = text(await console.get("rauf", ORDER))
    law = text(await console.get("rauf", "/rules/appeal-term"))

    assert "the first rule that holds, from the top" in page
    assert "üzv_sayı · number · [1..30]" in page
    assert "<= 30.06.2023 >= 5" in page
    assert 'no rule covers: könüllüdür true; əvvəlki_kənd not("Ağalı 1", "Ağalı 2", "Ağalı 3")' in page
    assert "all 4 are met" in page
    assert "Qanun 1308-IVQ, 30.09.2015" in law
    assert "▲ assumed" not in law


async def test_a_version_and_a_table_that_are_not_there_are_not_found(console: Console) -> None:
    assert (await console.get("rauf", f"{ORDER}?version=9")).status_code == 404
    assert (await console.get("rauf", "/rules/no-such-table")).status_code == 404


async def test_versions_stand_beside_each_other_cell_by_cell(console: Console) -> None:
    answer = await console.get("rauf", f"{ORDER}/difference?version=2&before=1")

    assert "<ins>&gt;= 5</ins>" in answer.text
    assert "0 changed · 1 added · 0 removed · 3 the same" in text(answer)
    assert "<del>2</del> <ins>3</ins>" in answer.text


async def test_a_case_is_decided_by_the_law_of_its_day_with_the_reasons(console: Console) -> None:
    new = text(await console.post("rauf", f"{ORDER}/try", FAMILY))
    old = text(await console.post("rauf", f"{ORDER}/try", {**FAMILY, "as_of": "2022-07-19"}))

    assert "Decided" in new
    assert "Place in the order 1" in new
    assert "Rule 2 applies; basis: assumed" in new
    assert "Version 2 · as of 04.08.2023" in new
    assert "Place in the order 2" in old
    assert "Version 1 · as of 19.07.2022" in old


async def test_a_fact_that_is_not_known_is_named_and_one_that_cannot_be_read_is_told_beside_its_field(
    console: Console,
) -> None:
    without = {**FAMILY, "fact.üzv_sayı": ""}
    page = text(await console.post("rauf", f"{ORDER}/try", without))
    wrong = await console.post("rauf", f"{ORDER}/try", {**FAMILY, "fact.üzv_sayı": "altı", "as_of": "2023-02-30"})

    assert "Members of the family (üzv_sayı) is not known" in page
    assert "The outcome depends on this fact." in page
    assert "the value must be a number" in text(wrong, 422)
    assert "There is no such day" in text(wrong, 422)
    assert 'value="altı"' in wrong.text


async def test_what_is_typed_into_a_form_stays_text(console: Console) -> None:
    answer = await console.post("rauf", f"{ORDER}/try", {**FAMILY, "fact.əvvəlki_kənd": "<script>alert(1)</script>"})

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


async def test_a_version_goes_out_as_the_file_that_the_api_gives(console: Console) -> None:
    page = await console.get("rauf", f"{ORDER}/2.dmn")
    api = await console.office.get("rauf", "/v1/decisions/agali-order/versions/2.dmn")

    assert page.status_code == 200
    assert page.content == api.content
    assert page.headers["content-disposition"] == 'attachment; filename="agali-order-2.dmn"'


async def test_a_form_from_elsewhere_is_refused(console: Console) -> None:
    answer = await console.served.client.post(
        f"/console{ORDER}/try", data={"csrf": "0" * 32}, headers={"cookie": "hub_session=sandbox-rauf; hub_lang=en"}
    )

    assert answer.status_code == 403
