"""Approval paths at the console: drawn, told in sentences, changed in a form, used by new documents alone."""

from __future__ import annotations

from typing import Any

import pytest

from document_flow.paths.authoring.authoring import load_path
from document_flow.paths.canonical import canonical
from document_flow.xml import parse
from hub.documents.office.seed_people import PATHS
from tests.integration.console.rules.conftest import Console, fields_of, text

LETTER = "/rules/paths/outgoing-letter"
SAMPLES = sorted(each.stem for each in PATHS.glob("*.yaml"))


async def form(console: Console, path: str = f"{LETTER}/edit") -> list[tuple[str, str]]:
    answer = await console.get("sevinc", path)
    assert answer.status_code == 200, answer.text
    return fields_of(answer.text, "/console/rules/paths")


def changed(fields: list[tuple[str, str]], **changes: str) -> list[tuple[str, str]]:
    """The fields with others, by names in which `__` stands for what a keyword cannot hold."""
    return [pair for pair in fields if pair[0] not in changes] + list(changes.items())


async def saved(console: Console, fields: list[tuple[str, str]], path: str = f"{LETTER}/edit") -> None:
    answer = await console.post("sevinc", path, [*fields, ("do", "save")])
    assert answer.status_code == 303, text(answer, answer.status_code)
    for each in (await console.office.get("nigar", "/v1/directory")).json()["proposals"]:
        agreed = await console.office.post("nigar", f"/v1/directory/proposals/{each['id']}/agree", {})
        assert agreed.status_code == 200, agreed.text


async def pressed(console: Console, fields: list[tuple[str, str]], do: str) -> list[tuple[str, str]]:
    answer = await console.post("sevinc", f"{LETTER}/edit", [*fields, ("do", do)])
    assert answer.status_code == 200, answer.text
    return fields_of(answer.text, "/console/rules/paths")


async def newest(console: Console, name: str = "outgoing-letter") -> dict[str, Any]:
    return dict((await console.office.get("sevinc", f"/v1/paths/{name}")).json())


async def test_paths_are_listed_drawn_and_told_in_sentences(console: Console) -> None:
    listed = text(await console.get("rauf", "/rules/paths"))
    answer = await console.get("rauf", LETTER)
    page = text(answer)

    assert "Outgoing letter" in listed
    assert "Lawyer's visa → Chief lawyer's visa → Head of the unit → Signature of the head → Seal" in listed
    assert "Role: lawyer (Legal department) — give their visa." in page
    assert "Only where: Amount, manat: at least 10000." in page
    assert "When returned: continues with the person who returned it." in page
    assert "Only a clerk can do this." in page
    drawn = answer.text[answer.text.index("<svg") : answer.text.index("</svg>") + 6]
    assert "style" not in drawn
    assert len(list(parse(drawn.encode(), most_bytes=200_000).iter("{http://www.w3.org/2000/svg}rect"))) == 5


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_form_sent_as_it_came_is_the_path_that_was_written_as_yaml(console: Console, name: str) -> None:
    before = await newest(console, name)
    await saved(console, await form(console, f"/rules/paths/{name}/edit"), f"/rules/paths/{name}/edit")
    after = await newest(console, name)

    assert (after["hash"], after["version"]) == (before["hash"], 1)
    written = load_path((PATHS / f"{name}.yaml").read_text("utf-8"))
    assert load_path(after["source"]) == written


async def test_a_changed_path_holds_for_new_documents_and_leaves_those_under_way(console: Console) -> None:
    office = console.office
    under_way = await office.begin("rauf", recipients=["97"])
    under_way = await office.step("rauf", under_way, "submit", path="outgoing-letter", facts={"amount": 100})
    fields = await pressed(console, await form(console), "remove-stage:1")
    await saved(console, fields)
    later = await office.begin("rauf", recipients=["97"])
    later = await office.step("rauf", later, "submit", path="outgoing-letter", facts={"amount": 100})

    async def path_of(letter: dict[str, Any]) -> str:
        return str((await office.get("rauf", f"/v1/documents/{letter['id']}")).json()["path"])

    assert await path_of(under_way) == "outgoing-letter v1"
    assert await path_of(later) == "outgoing-letter v2"
    page = text(await console.get("sevinc", LETTER))
    assert "Version 1" in page
    assert "What would a move do?" in page

    look = await console.get("sevinc", f"{LETTER}/move/{under_way['id']}")
    assert "Orxan Qaralı" in text(look)
    move = dict(fields_of(look.text, f"/console{LETTER}/move"))
    without = await console.post("sevinc", f"{LETTER}/move/{under_way['id']}", {**move, "reason": ""})
    done = await console.post("sevinc", f"{LETTER}/move/{under_way['id']}", {**move, "reason": "Əmr № 9"})
    assert "Say why it is moved." in text(without, 422)
    assert done.status_code == 303
    assert await path_of(under_way) == "outgoing-letter v2"


async def test_stages_and_what_is_in_them_are_added_moved_and_removed_by_buttons(console: Console) -> None:
    begun = await form(console)
    ids = [value for name, value in begun if name.endswith("].id")]

    moved = await pressed(console, begun, "down-stage:1")
    added = await pressed(console, begun, "add-stage:1")
    more = await pressed(console, begun, "add-who:2")
    reminded = await pressed(console, begun, "add-reminder:2")
    fewer = await pressed(console, begun, "remove-step:1:1")

    assert [value for name, value in moved if name.endswith("].id")] == [ids[1], ids[0], *ids[2:]]
    assert [value for name, value in added if name.endswith("].id")] == [ids[0], "stage-1", *ids[1:]]
    assert ("stages[2].who[2].pick", "") in more
    assert ("stages[2].reminders[1].before", "") in reminded
    assert ("stages[1].escalation[1].after", "1") in begun
    assert not any(name.startswith("stages[1].escalation") for name, _ in fewer)


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved(console: Console) -> None:
    wrong = {
        "stages[1].title.az": "",
        "stages[1].who[1].pick": "",
        "stages[1].due": "sabah",
        "stages[1].reminders[1].before": "9",
        "stages[2].if[1].test": "çox",
        "stages[3].rule": "majority_of_present",
        "stages[4].rule": "at_least",
        "stages[4].count": "",
        "title.en": "",
    }
    answer = await console.post("sevinc", f"{LETTER}/edit", [*changed(await form(console), **wrong), ("do", "save")])

    page = text(answer, 422)
    for name in (
        "stages[1].title.az",
        "stages[1].who[1].pick",
        "stages[1].due",
        "stages[2].if[1].test",
        "stages[3].rule",
        "stages[4].count",
        "title.en",
    ):
        assert f'id="{name}-error"' in answer.text, name
    assert "choose who acts" in page
    assert "this rule needs a meeting" in page
    assert "this cannot be empty" in page
    assert (await newest(console))["version"] == 1


async def test_the_preview_draws_what_is_typed_also_where_it_is_not_complete(console: Console) -> None:
    typed = changed(await form(console), **{"stages[1].title.en": "A look by lawyers", "stages[1].who[1].pick": ""})
    answer = await console.post("sevinc", "/rules/paths/preview", typed)

    assert "1. A look by lawyers" in text(answer)
    assert 'data-field="stages[1].who[1].pick"' in answer.text
    assert "1 field to mend" in text(answer)
    assert "<html" not in answer.text


async def test_a_new_path_is_made_from_its_form(console: Console) -> None:
    fields = {
        "path": "short-note",
        "title.az": "Qısa qeyd",
        "title.en": "Short note",
        "kinds": "internal",
        "stages[1].id": "stage-1",
        "stages[1].title.az": "İmza",
        "stages[1].title.en": "Signature",
        "stages[1].act": "sign",
        "stages[1].who[1].pick": "head_of:author",
        "stages[1].due": "2",
        "based_on": "",
        "stages[2].id": "vote",
        "stages[2].title.az": "Səs",
        "stages[2].title.en": "Vote",
        "stages[2].act": "vote",
        "stages[2].who[1].pick": "group:agali",
        "stages[2].rule": "majority_of_present",
        "stages[2].meets": "on",
        "stages[2].meeting.chair.pick": "person",
        "stages[2].meeting.chair.person": "fuad",
        "stages[2].meeting.secretary.pick": "role:commission_secretary",
        "stages[2].meeting.quorum.share": "half",
        "stages[2].meeting.quorum.least": "3",
        "stages[3].id": "other",
        "stages[3].title.az": "Razılıq",
        "stages[3].title.en": "Agreement",
        "stages[3].act": "agreement",
        "stages[3].who[1].pick": "body",
        "stages[3].who[1].body": "labour",
        "stages[3].who[1].title.az": "Nazirlik",
        "stages[3].who[1].title.en": "Ministry",
    }
    await saved(console, list(fields.items()), "/rules/paths/new")
    again = await console.post("sevinc", "/rules/paths/new", [*fields.items(), ("do", "save")])
    ours = await console.post("sevinc", "/rules/paths/new", [*{**fields, "path": "new"}.items(), ("do", "save")])

    made = load_path((await newest(console, "short-note"))["source"])
    assert [stage.act for stage in made.stages] == ["sign", "vote", "agreement"]
    assert made.stages[1].meeting is not None
    assert canonical(made)
    assert "there is a path of this name" in text(again, 409)
    assert ours.status_code == 422
    stranger = {**fields, "path": "other-note", "stages[2].meeting.chair.person": "fued"}
    refused = await console.post("sevinc", "/rules/paths/new", [*stranger.items(), ("do", "save")])
    assert 'id="stages[2].meeting.chair.person-error"' in refused.text
    assert "nobody has this login" in text(refused, 422)


async def test_a_version_saved_meanwhile_is_not_overwritten(console: Console) -> None:
    first, second = await form(console), await form(console)
    await saved(console, changed(first, **{"stages[1].due": "4"}))
    answer = await console.post(
        "sevinc", f"{LETTER}/edit", [*changed(second, **{"stages[1].due": "5"}), ("do", "save")]
    )

    assert "somebody has saved a version while you wrote" in text(answer, 409)
    assert (await newest(console))["version"] == 2


async def test_others_than_clerks_read_paths_and_change_none(console: Console) -> None:
    assert (await console.get("nigar", LETTER)).status_code == 200
    assert (await console.get("nigar", f"{LETTER}/edit")).status_code == 403
    assert (await console.post("nigar", f"{LETTER}/edit", {"do": "save"})).status_code == 403
    assert (await console.get("ramil", LETTER)).status_code == 403
    assert (await console.get("rauf", "/rules/paths/no-such-path")).status_code == 404


async def test_hostile_text_in_a_path_stays_text_in_picture_and_form(console: Console) -> None:
    hostile = '"><script>alert(1)</script><svg onload=alert(2)>'
    await saved(console, changed(await form(console), **{"stages[1].title.az": hostile, "stages[1].title.en": hostile}))

    for path in (LETTER, f"{LETTER}/edit", "/rules/paths"):
        page = (await console.get("sevinc", path)).text
        assert "<script>alert" not in page
        assert "<svg onload" not in page
