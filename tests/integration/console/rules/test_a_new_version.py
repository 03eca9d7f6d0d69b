"""A lawyer changes cells, looks at the impact, another one signs, and the version becomes the law of its days."""

from __future__ import annotations

import re

import pytest

from document_flow.decisions.dmn import read_dmn
from tests.integration.console.rules.conftest import Console, fields_of, text
from tests.integration.console.rules.test_reading_tables import FAMILY, ORDER
from tests.integration.documents.test_decisions import DMN, NEW_DMN, in_force, recorded
from tests.renaming import renamed

PROPOSE = f"{ORDER}/propose?version=2"
CELL = "d1.r1.in4"
"""Rooms needed, of the second rule of the order."""


async def form(console: Console, path: str = PROPOSE, action: str = "/console/rules") -> dict[str, str]:
    answer = await console.get("orxan", path)
    assert answer.status_code == 200, answer.text
    return dict(fields_of(answer.text, action))


async def proposed(console: Console, **changes: str) -> int:
    """By orxan: five rooms of the second rule become four."""
    fields = {**await form(console), CELL: ">= 4", "act_id": "NÜMUNƏ-2", "do": "propose", **changes}
    answer = await console.post("orxan", PROPOSE, fields)
    assert answer.status_code == 303, text(answer, answer.status_code)
    return int(answer.headers["location"].rpartition("=")[2])


async def signed(console: Console, number: int, who: str = "nigar") -> None:
    """After looking at the impact."""
    look = await console.post(who, f"{ORDER}/impact?version={number}", {"before": "2"})
    assert look.status_code == 200
    page = await console.get(who, f"{ORDER}?version={number}")
    fields = dict(fields_of(page.text, f"/console{ORDER}/{number}/sign"))
    answer = await console.post(who, f"{ORDER}/{number}/sign", {**fields, "adopted_by": "Əmr № 7, 25.11.2026"})
    assert answer.status_code == 303, text(answer, answer.status_code)


async def step(console: Console, number: int, name: str, **days: str) -> None:
    page = await console.get("nigar", f"{ORDER}?version={number}")
    fields = dict(fields_of(page.text, f"/console{ORDER}/{number}/{name}"))
    answer = await console.post("nigar", f"{ORDER}/{number}/{name}", {**fields, **days})
    assert answer.status_code == 303, text(answer, answer.status_code)


END = {
    "last": "2026-12-31",
    "reason": "Nümunə fərman meyarı dəyişir",
    "act_id": "NÜMUNƏ-2",
    "act_az": "Nümunə fərman",
    "act_en": "Sample decree",
    "act_day": "2026-12-01",
}


async def agreed(console: Console, who: str = "orxan") -> None:
    """The second person's yes to the end of version 2."""
    page = await console.get(who, f"{ORDER}?version=2")
    (action,) = re.findall(rf'action="(/console{ORDER}/2/ending/[^"]+/agree)"', page.text)
    answer = await console.post(who, action.removeprefix("/console"), dict(fields_of(page.text, action)))
    assert answer.status_code == 303, text(answer, answer.status_code)


async def test_who_proposed_and_who_signed_are_told_by_the_names_of_then(console: Console) -> None:
    number = await proposed(console)
    draft = text(await console.get("nigar", "/second"))
    await signed(console, number)
    before = text(await console.get("nigar", f"{ORDER}?version={number}"))

    for login in ("orxan", "nigar"):
        await renamed(console.served.hub, login)

    page = text(await console.get("nigar", f"{ORDER}?version={number}"))
    assert "Orxan Qaralı" in draft
    told = re.findall(r"Proposed by (\w+ \w+) Second signature (\w+ \w+)", before)
    assert told == [("Orxan Qaralı", "Nigar Həsənli")]
    assert re.findall(r"Proposed by (\w+ \w+) Second signature (\w+ \w+)", page) == told


async def test_from_a_changed_cell_to_the_law_of_a_day(console: Console) -> None:
    await recorded(console.office, "nigar", üzv_sayı=4)
    await recorded(console.office, "rauf", üzv_sayı=2)

    number = await proposed(console)
    draft = text(await console.get("nigar", f"{ORDER}?version={number}"))
    compared = await console.get("nigar", f"{ORDER}/difference?version={number}")
    impact = text(await console.post("nigar", f"{ORDER}/impact?version={number}", {"before": "2"}))
    await signed(console, number)
    await step(console, 2, "repeal", **END, successor=str(number))
    waits = await console.get("nigar", f"{ORDER}?version=2")
    listed = await console.get("orxan", "/second")
    await agreed(console)

    assert "Look at the impact" in draft
    assert "<del>&gt;= 5</del> <ins>&gt;= 4</ins>" in compared.text
    assert "2 stored cases replayed, 1 comes to something else." in impact
    assert "Place in the order: 2" in impact.replace("Place in the order 2", "Place in the order: 2")
    assert "Waits for a second person" in text(waits)
    assert "/agree" not in waits.text
    assert f"/console{ORDER}#proposals" in listed.text
    old = text(await console.get("rauf", f"{ORDER}?version=2"))
    assert "Nümunə fərman meyarı dəyişir" in old
    assert "Orxan Qaralı" in old
    law = text(await console.get("rauf", f"{ORDER}?version={number}"))
    assert "Nigar Həsənli" in law
    assert "Əmr № 7, 25.11.2026" in law
    four = {**FAMILY, "fact.üzv_sayı": "4"}
    assert "Place in the order 1" in text(await console.post("rauf", f"{ORDER}/try", {**four, "as_of": "2027-02-01"}))
    assert "Place in the order 2" in text(await console.post("rauf", f"{ORDER}/try", {**four, "as_of": "2026-12-31"}))


async def test_whoever_proposed_does_not_sign(console: Console) -> None:
    number = await proposed(console)
    page = await console.get("orxan", f"{ORDER}?version={number}")
    yes = {"adopted_by": "Əmr", "key": "k-1", "sha256": "0" * 64, "revision": "3", "replay": ""}
    asked = await console.post("orxan", f"{ORDER}/{number}/sign", yes)

    assert "a second person does" in text(page)
    assert f'action="/console{ORDER}/{number}/sign"' not in page.text
    assert asked.status_code == 422
    assert "draft" in text(await console.get("orxan", f"{ORDER}?version={number}"))


async def test_nobody_signs_who_has_not_looked(console: Console) -> None:
    number = await proposed(console)
    api = (await console.office.get("nigar", "/v1/decisions/agali-order")).json()
    sha256 = next(each["sha256"] for each in api["versions"] if each["version"] == number)
    yes = {"adopted_by": "Əmr", "key": "k-2", "sha256": sha256, "revision": str(api["revision"]), "replay": "1" * 64}

    answer = await console.post("nigar", f"{ORDER}/{number}/sign", yes)

    assert "you must have looked at the impact yourself" in text(answer, 422)


async def test_every_wrong_cell_is_told_beside_it_and_what_was_typed_stays(console: Console) -> None:
    wrong = {CELL: "beş", "d0.r0.out0": "", "d0.r1.basis": "", "c0.out.növbə": "bir", "act_az": "", "do": "check"}
    answer = await console.post("orxan", PROPOSE, {**await form(console), **wrong})
    page = text(answer, 422)

    for name in (CELL, "d0.r0.out0", "d0.r1.basis", "c0.out.növbə"):
        assert f'id="{name}-error"' in answer.text, name
    assert "beş</textarea>" in answer.text
    assert "№ 2: there is no basis" in page
    assert "there is no basis" in page
    assert "where there is no act, write assumed" in page


async def test_an_overlap_and_an_unmet_case_are_told_where_they_are(console: Console) -> None:
    overlap = await console.post("orxan", PROPOSE, {**await form(console), "d0.r1.in0": "(2..5]", "do": "check"})
    unmet = await console.post("orxan", PROPOSE, {**await form(console), "d1.r1.out0": "7", "do": "check"})
    fine = text(await console.post("orxan", PROPOSE, {**await form(console), CELL: ">= 4", "do": "check"}))

    assert 'id="d0.r1"' in overlap.text
    assert "rules 1 and 2 hold at once" in text(overlap, 422)
    assert "cases.yaml, həmin ailə, 2023" in text(unmet, 422)
    assert "its rules do not overlap and all test cases are met" in fine


async def test_rules_are_added_moved_and_removed_by_buttons(console: Console) -> None:
    begun = await form(console)
    added = dict(fields_of((await console.post("orxan", PROPOSE, {**begun, "do": "add:1:1"})).text, "/console/rules"))
    moved = dict(fields_of((await console.post("orxan", PROPOSE, {**begun, "do": "down:1:0"})).text, "/console/rules"))
    removed = dict(
        fields_of((await console.post("orxan", PROPOSE, {**begun, "do": "remove:1:0"})).text, "/console/rules")
    )

    assert (added["d1.r1.id"], added["d1.r2.id"]) == ("", begun["d1.r1.id"])
    assert (moved["d1.r0.id"], moved["d1.r1.id"]) == (begun["d1.r1.id"], begun["d1.r0.id"])
    assert (removed["d1.r0.id"], "d1.r3.id" in removed) == (begun["d1.r1.id"], False)


async def test_a_form_that_is_sent_as_it_came_changes_nothing_in_the_table(console: Console) -> None:
    begun = await form(console)
    number = await proposed(console, **{CELL: begun[CELL]})
    raw = (await console.get("orxan", f"{ORDER}/{number}.dmn")).content

    assert read_dmn(raw) == read_dmn(DMN.encode())


async def test_a_form_sent_twice_proposes_once(console: Console) -> None:
    fields = {**await form(console), CELL: ">= 4", "do": "propose"}
    first, second = await console.post("orxan", PROPOSE, fields), await console.post("orxan", PROPOSE, fields)

    assert first.headers["location"] == second.headers["location"]


async def test_a_file_comes_in_and_is_read_like_any_proposal(console: Console) -> None:
    act = {"act_id": "NÜMUNƏ-2", "act_az": "Nümunə", "act_en": "Sample", "act_day": "01.12.2026", "key": "u-1"}
    path = f"{ORDER}/upload?version=2"
    taken = await console.post("orxan", path, act, {"dmn": ("new.dmn", NEW_DMN.encode())})
    broken = await console.post("orxan", path, {**act, "key": "u-2"}, {"dmn": ("new.dmn", b"<definitions/>")})
    nothing = await console.post("orxan", path, {**act, "key": "u-3"}, {"cases": ("c.yaml", b"cases: []")})

    assert taken.status_code == 303
    assert "this is no DMN file" in text(broken, 422)
    assert "Choose a DMN file" in text(nothing, 422)


async def test_a_new_table_begins_with_a_file_and_its_cases(console: Console) -> None:
    act = {"act_id": "Fərziyyə", "act_az": "Nümunə", "act_en": "Sample", "act_day": "", "key": "n-1"}
    named = {**act, "name": "second-order", "title_az": "İkinci növbə", "title_en": "Second order"}
    cases = (await console.office.get("orxan", "/v1/decisions/agali-order")).json()["cases"].encode()
    files = {"dmn": ("a.dmn", DMN.encode()), "cases": ("cases.yaml", cases)}

    begun = await console.post("orxan", "/rules/new", named, files)
    taken = await console.post("orxan", "/rules/new", {**named, "name": "paths", "key": "n-2"}, files)
    page = text(await console.get("nigar", "/rules/second-order"))

    assert begun.headers["location"] == "/console/rules/second-order"
    assert "small Latin letters" in text(taken, 422)
    assert "Sign as the second person" in page
    kept = (await console.office.get("orxan", "/v1/decisions/second-order")).json()
    assert kept["versions"][0]["act"]["id"] == "assumed"
    assert re.search(r"no law today", text(await console.get("nigar", "/rules")))


async def test_others_than_lawyers_change_no_law(console: Console) -> None:
    page = await console.get("rauf", PROPOSE)
    answers = [
        await console.post("rauf", path, {"do": "propose"})
        for path in (PROPOSE, f"{ORDER}/2/repeal", f"{ORDER}/2/sign", f"{ORDER}/2/force", f"{ORDER}/impact?version=2")
    ]

    assert "Only a lawyer can do this." in text(page)
    assert {answer.status_code for answer in answers} == {403}


async def test_an_older_sight_of_the_table_is_told_so(console: Console) -> None:
    stale = await console.get("nigar", f"{ORDER}?version=2")
    await in_force(console.office)
    fields = dict(fields_of(stale.text, f"/console{ORDER}/2/repeal"))

    answer = await console.post("nigar", f"{ORDER}/2/repeal", {**fields, **END})

    assert "The table has changed since step" in text(answer, 422)


async def test_a_version_ends_only_with_a_reason_and_an_act_that_are_all_named_at_once(console: Console) -> None:
    page = await console.get("nigar", f"{ORDER}?version=2")
    fields = dict(fields_of(page.text, f"/console{ORDER}/2/repeal"))

    answer = await console.post("nigar", f"{ORDER}/2/repeal", {**fields, "last": "", "reason": "", "act_az": "Fərman"})

    assert answer.status_code == 422
    assert "Say why the version ends." in text(answer, 422)
    assert 'value="Fərman"' in answer.text
    assert "in force" in text(await console.get("nigar", f"{ORDER}?version=2"))


@pytest.mark.parametrize("follows", ["0", "²", "9999999999", "x"])
async def test_a_version_is_not_ended_without_the_successor_that_was_named(console: Console, follows: str) -> None:
    page = await console.get("nigar", f"{ORDER}?version=2")
    fields = dict(fields_of(page.text, f"/console{ORDER}/2/repeal"))

    answer = await console.post("nigar", f"{ORDER}/2/repeal", {**fields, **END, "successor": follows})

    assert answer.status_code == 422
    assert "#proposals" not in answer.headers.get("location", "")
