"""One page an agency: what it bears, whom to call, pauses and maintenance windows; its own people see it alone."""

from __future__ import annotations

from tests.integration.console.agencies.conftest import Console, text

PAGE = "/agencies/azeriqaz"
OPERATION = "azeriqaz.subscriber.update"


async def test_the_page_tells_limits_routes_and_how_often_is_tried(console: Console) -> None:
    page = text(await console.get("ramil", PAGE))

    assert "change of a subscriber's data" in page
    assert "4 at a time" in page
    assert "300, each after a wait of 2 s doubled for each earlier one, at most 15 min" in page
    assert "azeriqaz.subscriber.v1" in page


async def test_pausing_an_operation_needs_a_reason_and_resuming_none(console: Console) -> None:
    refused = await console.post("ramil", f"{PAGE}/pause", operation=OPERATION, reason="")
    assert "Give the reason" in text(refused, 422)

    assert (await console.post("ramil", f"{PAGE}/pause", operation=OPERATION, reason="they asked")).status_code == 303
    page = text(await console.get("tural", PAGE))
    assert "paused by a person" in page
    assert "Ramil Ağayev: they asked" in page

    assert (await console.post("tural", f"{PAGE}/resume", operation="")).status_code == 303
    assert "they asked" not in text(await console.get("tural", PAGE))


async def test_the_overview_tells_at_once_what_was_paused(console: Console) -> None:
    text(await console.get("ramil", "/overview"))

    await console.post("ramil", f"{PAGE}/pause", operation="", reason="they asked")

    page = text(await console.get("ramil", "/overview"))
    assert "Azəriqaz: paused by a person." in page
    assert "Paused: Azəriqaz: change of a subscriber's data Ramil Ağayev: they asked" in page


async def test_a_route_is_paused_and_resumed(console: Console) -> None:
    assert (await console.post("ramil", f"{PAGE}/routes/subscribers/pause", reason="mapping")).status_code == 303
    assert "Ramil Ağayev: mapping" in text(await console.get("ramil", PAGE))

    assert (await console.post("ramil", f"{PAGE}/routes/subscribers/resume")).status_code == 303
    assert "Ramil Ağayev: mapping" not in text(await console.get("ramil", PAGE))
    assert (await console.post("ramil", f"{PAGE}/routes/nowhere/pause", reason="x")).status_code == 404


async def test_a_daily_window_is_noted_shown_and_taken_back(console: Console) -> None:
    form = {"kind": "daily", "from_time": "00:00", "until_time": "23:59", "operation": "", "reason": "letter 5"}
    assert (await console.post("ramil", f"{PAGE}/maintenance", **form)).status_code == 303

    answer = await console.get("ramil", PAGE)
    page = text(answer)
    assert "daily 00:00–23:59" in page
    assert "letter 5" in page
    made = answer.text.split("/maintenance/")[1].split("/")[0]

    assert (await console.post("ramil", f"{PAGE}/maintenance/{made}/end")).status_code == 303
    assert "No maintenance window is agreed" in text(await console.get("ramil", PAGE))


async def test_a_window_that_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(console: Console) -> None:
    form = {"kind": "once", "from_at": "2026-01-02T10:00", "until_at": "2026-01-01T10:00", "reason": "letter 6"}

    answer = await console.post("ramil", f"{PAGE}/maintenance", **form)

    assert "the end after the beginning" in text(answer, 422)
    assert 'value="02.01.2026 10:00"' in answer.text
    assert "letter 6" in answer.text


async def test_contacts_are_an_administrator_s_to_note_and_stand_sealed(console: Console) -> None:
    form = {"name": "Günel Şahverdili", "phone": "+994 12 000 00 00", "hours": "09:00–18:00"}
    assert (await console.post("ramil", f"{PAGE}/contacts", **form)).status_code == 403
    assert "Give a telephone" in text(await console.post("samir", f"{PAGE}/contacts", name="Günel"), 422)

    assert (await console.post("samir", f"{PAGE}/contacts", **form)).status_code == 303

    answer = await console.get("ramil", PAGE)
    assert "+994 12 000 00 00" in text(answer)
    async with console.served.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT id, agency, hours, changed_by, contact_sealed FROM agency_contacts")
    sealer = console.served.hub.sealer
    assert b"994" in sealer.unseal("agency_contacts.contact", row["id"], row["contact_sealed"])
    assert "994" not in f"{row['agency']} {row['hours']} {row['changed_by']}"
    made = (await console.get("samir", PAGE)).text.split("/contacts/")[1].split("/")[0]
    await console.post("samir", f"{PAGE}/contacts/{made}/drop")
    assert "Nobody is named yet" in text(await console.get("ramil", PAGE))


async def test_a_viewer_sees_the_buttons_and_why_they_are_not_for_them(console: Console) -> None:
    page = text(await console.get("zaur", PAGE))

    assert "Only an operator can do this." in page
    assert (await console.post("zaur", f"{PAGE}/pause", operation="", reason="x")).status_code == 403


async def test_an_agency_s_people_see_their_own_agency_alone(console: Console) -> None:
    assert "Azəriqaz" in text(await console.get("gunel", PAGE))
    assert (await console.get("gunel", "/agencies/meis")).status_code == 404
    assert (await console.get("gunel", "/agencies")).headers["location"] == "/console/agencies/azeriqaz"
    assert (await console.post("gunel", f"{PAGE}/pause", operation="", reason="x")).status_code == 403


async def test_a_form_of_another_site_is_refused(console: Console) -> None:
    answer = await console.post("ramil", f"{PAGE}/pause", operation=OPERATION, reason="x", csrf="0" * 32)

    assert answer.status_code == 403
