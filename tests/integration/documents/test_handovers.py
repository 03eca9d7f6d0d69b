"""A handover act over HTTP: it lists every document of a leaver, and hands them over one by one."""

from __future__ import annotations

from typing import Any

from tests.integration.documents.conftest import Office

ACT = {"from": "rauf", "to": "leyla", "act": "T-1/26", "reason": "başqa işə keçir"}


async def resolved(office: Office, executor: str = "rauf", **more: Any) -> dict[str, Any]:
    made = await office.begin("sevinc", "incoming", **more)
    made = await office.step("sevinc", made, "register", file="01-05")
    return await office.act(
        "elcin", made, "orders", "give_resolution", resolution="r1", text="Baxın", executors=[executor], days=5
    )


async def test_the_act_lists_every_open_part_and_carrying_it_out_hands_each_over(office: Office) -> None:
    order, draft = await resolved(office), await office.begin("rauf", recipients=["77"])
    stage = await office.begin("leyla", recipients=["77"])
    stage = await office.step("leyla", stage, "submit", path="outgoing-letter", facts={"amount": 100})
    await resolved(office, "aysel")

    drawn = await office.post("sevinc", "/v1/handovers", ACT)
    act = drawn.json()
    before = (await office.get("leyla", "/v1/inbox")).json()["total"]
    done = (await office.post("fuad", f"/v1/handovers/{act['id']}/carry-out", {})).json()

    assert drawn.status_code == 201, drawn.text
    assert {each["document"]: [part["name"] for part in each["parts"]] for each in act["documents"]} == {
        order["id"]: ["lead"],
        draft["id"]: ["author"],
    }
    assert (act["open"], act["done"], before) == (2, 0, 0)
    assert (done["done"], done["refused"], done["open"]) == (2, 0, 0)
    tasks = (await office.get("leyla", "/v1/inbox")).json()["tasks"]
    assert {(task["task"], task["document"]) for task in tasks} == {("execute", order["id"]), ("draft", draft["id"])}
    assert (await office.get("rauf", "/v1/inbox")).json()["tasks"] == []


async def test_a_stage_is_handed_over_too(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["77"])
    await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 100})
    asked = (await waiting(office, letter))[0]["who"]
    leaver, receiver = asked[0]["login"], next(x for x in ("uzv-3", "uzv-4") if x not in {w["login"] for w in asked})

    body = {**ACT, "from": leaver, "to": receiver}
    act = (await office.post("sevinc", "/v1/handovers", body)).json()
    done = (await office.post("fuad", f"/v1/handovers/{act['id']}/carry-out", {})).json()

    assert [part["name"] for part in act["documents"][0]["parts"]] == ["member"]
    assert (done["done"], [each["outcome"] for each in done["documents"]]) == (1, ["done"])
    assert receiver in {each["login"] for each in (await waiting(office, letter))[0]["who"]}


async def waiting(office: Office, document: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await office.get("sevinc", f"/v1/documents/{document['id']}/waiting-for")
    return list(answer.json()["waiting"])


async def test_what_has_changed_since_says_so_and_the_rest_is_done_and_doing_it_again_changes_nothing(
    office: Office,
) -> None:
    first, second = await resolved(office), await resolved(office)
    act = (await office.post("sevinc", "/v1/handovers", ACT, key="akt")).json()
    await office.act("rauf", first, "orders", "report", resolution="r1", note="cavab lazım deyil")

    path = f"/v1/handovers/{act['id']}"
    done = (await office.post("fuad", f"{path}/carry-out", {})).json()
    again = (await office.post("fuad", f"{path}/carry-out", {})).json()
    same = await office.post("sevinc", "/v1/handovers", ACT, key="akt")
    other = await office.post("sevinc", "/v1/handovers", {**ACT, "act": "T-2"}, key="akt")

    outcomes = {each["document"]: each["outcome"] for each in done["documents"]}
    assert outcomes == {first["id"]: "documents.nothing_to_hand_over", second["id"]: "done"}
    assert again == done == (await office.get("fuad", path)).json()
    assert same.json()["id"] == act["id"]
    assert (other.status_code, other.json()["code"]) == (409, "handovers.key_taken")
    history = (await office.get("sevinc", f"/v1/documents/{second['id']}/history")).json()["events"]
    assert [each["kind"] for each in history].count("handed_over") == 1


async def test_only_the_registry_and_heads_hand_over_and_only_to_somebody_in_office(office: Office) -> None:
    executor = await office.post("rauf", "/v1/handovers", ACT)
    nobody = await office.post("sevinc", "/v1/handovers", {**ACT, "to": "yoxdur"})
    itself = await office.post("sevinc", "/v1/handovers", {**ACT, "to": "rauf"})
    unknown = await office.get("sevinc", f"/v1/handovers/{'0' * 32}")

    assert [each.status_code for each in (executor, nobody, itself, unknown)] == [403, 422, 422, 404]


async def test_whoever_draws_the_act_up_does_not_carry_it_out(office: Office) -> None:
    order = await resolved(office)
    act = (await office.post("sevinc", "/v1/handovers", ACT)).json()

    alone = await office.post("sevinc", f"/v1/handovers/{act['id']}/carry-out", {})
    done = (await office.post("fuad", f"/v1/handovers/{act['id']}/carry-out", {})).json()

    assert (alone.status_code, alone.json()["code"], act["may_carry_out"]) == (403, "access.second_person", False)
    assert [(each["document"], each["outcome"]) for each in done["documents"]] == [(order["id"], "done")]


async def test_a_document_in_which_the_receiver_has_a_part_already_is_handed_over(office: Office) -> None:
    order = await resolved(office)
    await office.act(
        "elcin", order, "orders", "give_resolution", resolution="r2", text="B", executors=["leyla"], days=5
    )
    act = (await office.post("sevinc", "/v1/handovers", ACT)).json()

    done = (await office.post("fuad", f"/v1/handovers/{act['id']}/carry-out", {})).json()

    assert (done["done"], done["refused"], done["open"]) == (1, 0, 0)


async def test_a_complaint_is_not_listed_for_whom_it_is_about(office: Office) -> None:
    body = {
        "kind": "complaint",
        "channel": "hotline",
        "title": "Şikayət",
        "subject": "s",
        "unit": "qayidis",
        "complained_about": ["elcin"],
    }
    made = dict((await office.post("sevinc", "/v1/appeals", body)).json())
    made = await office.step("sevinc", made, "register")
    await office.act("fuad", made, "orders", "give_resolution", resolution="r1", text="B", executors=["rauf"])

    by_elcin = (await office.post("elcin", "/v1/handovers", ACT)).json()
    by_fuad = (await office.post("fuad", "/v1/handovers", ACT)).json()
    seen = (await office.get("elcin", f"/v1/handovers/{by_fuad['id']}")).json()

    assert (by_elcin["documents"], seen["documents"]) == ([], [])
    assert len(by_fuad["documents"]) == 1
