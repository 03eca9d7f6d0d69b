"""A leaver's documents handed over at the console, units and commissions settled, volumes closed."""

from __future__ import annotations

from tests.integration.console.desks import Desks, text
from tests.integration.console.office.test_substitutions import agreed
from tests.renaming import renamed

ACTS = "/documents/office/handovers"
WANTED = {"leaver": "rauf", "receiver": "leyla", "act": "TT-1", "reason": "başqa işə keçir", "key": "a" * 32}


async def test_an_act_lists_the_leavers_documents_before_anything_moves(desks: Desks) -> None:
    draft = await desks.office.begin("rauf")

    place = await desks.went("sevinc", ACTS, **WANTED)

    said = text(await desks.get("sevinc", place))
    assert "Rauf İbrahimli → Leyla Şükürlü" in said
    assert "Ağalı kəndinə qayıdış haqqında draft author of the draft — ○ not yet" in said
    document = (await desks.office.get("rauf", f"/v1/documents/{draft['id']}")).json()
    assert document["author"]["login"] == "rauf"


async def test_an_act_and_a_proposal_are_told_by_the_names_of_then(desks: Desks) -> None:
    place = await desks.went("sevinc", ACTS, **WANTED)
    stands_in = {"principal": "elcin", "acting": "fuad", "first": "2026-12-01", "last": "2026-12-20", "basis": "Əmr 3"}
    made = await desks.office.post("sevinc", "/v1/stand-ins", stands_in)
    assert made.status_code == 201, made.text

    for login in ("sevinc", "leyla"):
        await renamed(desks.office.served.hub, login)

    assert "Rauf İbrahimli → Leyla Şükürlü" in text(await desks.get("sevinc", place))
    listed = text(await desks.get("sevinc", ACTS))
    assert "Leyla Şükürlü" in listed
    assert "Sevinc Rəhimli" in listed
    (waits,) = (await desks.office.get("sevinc", "/v1/directory")).json()["proposals"]
    assert waits["made_by"] == {"login": "sevinc", "name": "Sevinc Rəhimli"}


async def test_an_act_is_carried_out_and_says_what_became_of_each_document(desks: Desks) -> None:
    await desks.office.begin("rauf")
    place = await desks.went("sevinc", ACTS, **WANTED)

    waits = text(await desks.get("fuad", "/second"))
    assert "№ TT-1: Rauf İbrahimli → Leyla Şükürlü" in waits
    own = text(await desks.get("sevinc", place))
    assert "Whoever proposed it cannot agree to it: a second person does." in own
    assert "carry-out" not in own
    assert (await desks.post("sevinc", f"{place}/carry-out")).status_code == 403
    assert await desks.went("fuad", f"{place}/carry-out") == place
    assert "TT-1" not in text(await desks.get("fuad", "/second"))

    said = text(await desks.get("sevinc", place))
    assert "Handed over 1 Not yet 0 Refused 0" in said
    assert "✓ handed over" in said


async def test_an_act_is_printed_with_its_documents(desks: Desks) -> None:
    await desks.office.begin("rauf")
    place = await desks.went("sevinc", ACTS, **WANTED)

    answer = await desks.get("sevinc", f"{place}/act.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert (await desks.get("rauf", f"{place}/act.pdf")).status_code == 403
    assert (await desks.get("sevinc", f"{ACTS}/{'0' * 32}/act.pdf")).status_code == 404


async def test_a_form_that_is_sent_twice_makes_one_act(desks: Desks) -> None:
    first = await desks.went("sevinc", ACTS, **WANTED)

    assert await desks.went("sevinc", ACTS, **WANTED) == first


async def test_nobody_hands_over_to_himself(desks: Desks) -> None:
    said = text(await desks.post("sevinc", ACTS, **{**WANTED, "receiver": "rauf"}), 422)

    assert "is the one who hands over" in said


async def test_an_executor_draws_up_no_act(desks: Desks) -> None:
    assert "Only a clerk or head can do this." in text(await desks.get("rauf", ACTS))
    assert (await desks.post("rauf", ACTS, **WANTED)).status_code == 403


async def test_a_head_settles_who_heads_a_unit_and_a_clerk_does_not(desks: Desks) -> None:
    await desks.went("fuad", "/documents/office/units/huquq", head="orxan")
    await agreed(desks, "elcin", "/documents/office/people")

    answer = await desks.get("fuad", "/documents/office/people")
    assert '<option value="orxan" selected>Orxan Qaralı</option>' in answer.text
    assert (await desks.post("sevinc", "/documents/office/units/huquq", head="nigar")).status_code == 403
    nobody = await desks.post("fuad", "/documents/office/units/huquq", head="x" * 101)
    assert "At most 100 characters can be written." in text(nobody, 422)


async def test_a_commission_has_the_members_that_were_ticked(desks: Desks) -> None:
    await desks.went(
        "sevinc",
        "/documents/office/commissions/agali",
        members=["fuad", "nigar"],
        **{"title_en-agali": "Commission of Ağalı"},
    )
    await agreed(desks, "nigar", "/documents/office/people")
    emptied = await desks.post("sevinc", "/documents/office/commissions/agali")

    assert "Choose at least one member." in text(emptied, 422)
    said = text(await desks.get("rauf", "/documents/office/people"))
    assert "Commission of Ağalı 2 members Fuad Kərimli, Nigar Həsənli" in said
    assert (await desks.post("sevinc", "/documents/office/commissions/none", members=["fuad"])).status_code == 404


async def test_files_show_volumes_and_why_the_proposal_is_closed_to_executors(desks: Desks) -> None:
    clerk, executor = (
        await desks.get("sevinc", "/documents/office/files"),
        await desks.get("rauf", "/documents/office/files"),
    )

    assert "Nothing: no closed volume's term is over." in text(clerk)
    assert "Only a clerk, head or lawyer can do this." in text(executor)
    refused = await desks.post("rauf", "/documents/office/files/close", volume="2026/01-05/1")
    assert refused.status_code == 403
    assert (await desks.post("sevinc", "/documents/office/files/close", volume="2026/01-05/9")).status_code == 404
