"""GET /v1/messages: what became of a message, who may see it, and how messages are found."""

from __future__ import annotations

import json

import pytest

from hub.exchange.accept import store_messages
from hub.store.ids import new_id
from tests.builders import message, planned
from tests.hubs import eventually
from tests.integration.api.served import ACTS, NOTE, NOTES, Served, act

_SENT = b'{"fin_kod": "7ABCD12"}'
_RECEIVED = b"\xff\xfe"


async def called(api: Served, party: str = "hub") -> tuple[str, str]:
    """A message of this party with one delivery to MEİS that was tried once; (message, delivery)."""
    delivery = planned("meis.person.update", "k_1")
    made = message(delivery, planned("azeriqaz.subscriber.update", "k_1"), party=party)
    seal = api.hub.sealer.seal
    async with api.hub.store.write() as tx:
        await store_messages(tx, [made], await tx.now())
        await tx.many(
            "INSERT INTO attempts (delivery_id, number, fence, worker, started_at, ended_at, outcome, code,"
            " http_status, reached, sent_sealed, received_sealed) VALUES ($1, 1, 1, 'w', $2, $3, 'unavailable',"
            " 'agency.http_503', 503, 1, $4, $5)",
            [
                (
                    delivery.id,
                    1_000_000,
                    1_250_000,
                    seal("attempts.sent", delivery.id, _SENT, 1),
                    seal("attempts.received", delivery.id, _RECEIVED, 1),
                )
            ],
        )
    return made.id, delivery.id


async def test_a_message_shows_its_deliveries_and_whom_they_wait_for(api: Served) -> None:
    first = (await api.post(ACTS, act("e-1"))).json()["message_id"]
    second = (await api.post(ACTS, act("e-2"))).json()["message_id"]

    ahead = (await api.get(f"/v1/messages/{first}", "sandbox-edliyye")).json()
    behind = (await api.get(f"/v1/messages/{second}", "sandbox-edliyye")).json()

    assert ahead["counts"] == {"open": 1, "bad": 0, "done": 0, "dropped": 0}
    (due,), (blocked,) = ahead["deliveries"], behind["deliveries"]
    assert (due["destination"], due["state"], due["blocked_by"]) == ("register", "due", [])
    assert due["next_due"]
    assert (blocked["state"], blocked["next_due"], blocked["blocked_by"]) == ("blocked", None, [due["id"]])


async def test_an_id_may_be_written_with_dashes(api: Served) -> None:
    found = (await api.post(ACTS, act())).json()["message_id"]
    dashed = f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}".upper()

    assert (await api.get(f"/v1/messages/{dashed}", "sandbox-edliyye")).json()["id"] == found


async def test_what_is_not_yours_is_not_found_and_looks_like_what_is_not_there(api: Served) -> None:
    found = (await api.post(ACTS, act())).json()["message_id"]

    foreign = await api.get(f"/v1/messages/{found}", "sandbox-azeriqaz")
    missing = await api.get(f"/v1/messages/{new_id()}", "sandbox-azeriqaz")
    nonsense = await api.get("/v1/messages/7ABCD12", "sandbox-azeriqaz")

    assert {foreign.status_code, missing.status_code, nonsense.status_code} == {404}
    same = [{k: v for k, v in each.json().items() if k != "reference"} for each in (foreign, missing, nonsense)]
    assert same[0] == same[1] == same[2]


async def test_what_was_sent_is_shown_to_operators_and_to_the_agency_that_was_called(api: Served) -> None:
    found, delivery = await called(api)

    for key, deliveries in (("sandbox-committee", 2), ("sandbox-meis", 1)):
        shown = (await api.get(f"/v1/messages/{found}", key)).json()["deliveries"]

        assert len(shown) == deliveries
        (attempt,) = next(each for each in shown if each["id"] == delivery)["attempts"]
        assert (attempt["outcome"], attempt["http_status"], attempt["duration_ms"]) == ("unavailable", 503, 250)
        assert attempt["sent"] == {"encoding": "utf-8", "content": _SENT.decode()}
        assert attempt["received"] == {"encoding": "base64", "content": "//4="}


async def test_its_sender_is_not_shown_what_was_said_to_the_agency(api: Served) -> None:
    found, delivery = await called(api, party="edliyye")

    shown = (await api.get(f"/v1/messages/{found}", "sandbox-edliyye")).json()["deliveries"]

    (attempt,) = next(each for each in shown if each["id"] == delivery)["attempts"]
    assert (attempt["outcome"], attempt["sent"], attempt["received"]) == ("unavailable", None, None)


async def test_an_agency_that_was_not_called_yet_sees_its_own_delivery_alone(api: Served) -> None:
    found, delivery = await called(api)

    shown = await api.get(f"/v1/messages/{found}", "sandbox-azeriqaz")

    (mine,) = shown.json()["deliveries"]
    assert mine["destination"] == "azeriqaz.subscriber.update"
    assert delivery not in shown.text.replace(json.dumps(mine["blocked_by"]), "")
    assert "7ABCD12" not in shown.text


async def test_what_followed_is_linked_for_those_who_see_all(working_api: Served) -> None:
    api = working_api
    found = (await api.post(ACTS, act())).json()["message_id"]

    async def followed() -> bool:
        return bool((await api.get(f"/v1/messages/{found}")).json()["follow_ups"])

    await eventually(followed, what="a follow-up")
    whole = (await api.get(f"/v1/messages/{found}")).json()
    follow_up = (await api.get(whole["follow_ups"][0]["links"]["self"])).json()
    own = (await api.get(f"/v1/messages/{found}", "sandbox-edliyye")).json()

    assert follow_up["cause"] == found
    assert follow_up["kind"] == "follow_up"
    assert own["follow_ups"] == []


@pytest.mark.parametrize(
    ("wanted", "finds"),
    [
        ({"fin": " 7abcd12 "}, 2),
        ({"act": "AB-0000001/2026"}, 2),
        ({"id": "e-1"}, 1),
        ({"key": {"kind": "fin", "value": "7ABCD12"}}, 2),
        ({"account": "azerishiq:0712345678901"}, 0),
    ],
)
async def test_a_value_is_found_by_a_token_that_hides_it(api: Served, wanted: dict[str, object], finds: int) -> None:
    await api.post(ACTS, act("e-1"))
    await api.post(ACTS, act("e-2"))

    answer = await api.post("/v1/messages/search", wanted, "sandbox-edliyye", content_type="application/json")

    token = answer.json()["token"]
    assert token.startswith("k1_")
    found = await api.get("/v1/messages", "sandbox-edliyye", key=token)
    assert len(found.json()["items"]) == finds
    assert (await api.get("/v1/messages", "sandbox-meis", key=token)).json()["items"] == []


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({}, "body"),
        ({"fin": "7ABCD12", "act": "AB-0000001/2026"}, "body"),
        ({"fin": None}, "body"),
        ({"fin": "7ABCDIO"}, "/fin"),
        ({"pin": "7ABCD12"}, "/pin"),
        ({"key": {"kind": "FIN", "value": "7ABCD12"}}, "/key/kind"),
    ],
)
async def test_a_search_that_is_not_exactly_one_value_is_refused_without_repeating_it(
    api: Served, wanted: dict[str, object], place: str
) -> None:
    answer = await api.post("/v1/messages/search", wanted, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json()["place"] == place
    assert "7ABCD" not in answer.text


async def test_pages_go_on_where_the_last_one_ended_while_new_messages_arrive(api: Served) -> None:
    ids = [(await api.post(ACTS, act(f"e-{n}"))).json()["message_id"] for n in range(7)]

    page = (await api.get("/v1/messages", limit=3)).json()
    seen = [each["id"] for each in page["items"]]
    await api.post(ACTS, act("e-new"))
    while page["next"]:
        page = (await api.get("/v1/messages", limit=3, cursor=page["next"])).json()
        seen += [each["id"] for each in page["items"]]

    assert seen == ids[::-1]


async def test_filters_narrow_the_list(working_api: Served) -> None:
    api = working_api
    await api.post(ACTS, act("e-1"))
    subject = {**act()["subjects"][0], "gender": "X", "pin": "8ABCD12"}
    await api.post(ACTS, act("e-2", actNumber="AB-0000002/2026", subjects=[subject]))

    async def applied() -> bool:
        return len((await api.get("/v1/messages", state="completed")).json()["items"]) == 1

    await eventually(applied)

    async def count(**params: str) -> int:
        return len((await api.get("/v1/messages", **params)).json()["items"])

    assert await count(state="quarantined") == 1
    assert await count(state="in_progress") == 1
    assert await count(route="civil-acts") == 2
    assert await count(format="register.person-change.v1") == 1
    assert await count(since="2020-01-01T00:00:00Z") == 3
    assert await count(since="2199-01-01T00:00:00Z") == 0


async def test_a_filter_without_an_index_looks_through_a_window_and_goes_on_by_its_cursor(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.exchange.searching.WINDOW", 3)
    wanted = (await api.post(NOTES, NOTE, "sandbox-committee", Idempotency_Key="n-1")).json()["message_id"]
    for n in range(1, 6):
        await api.post(ACTS, act(f"e-{n}"))

    first = (await api.get("/v1/messages", route="test-notes")).json()
    second = (await api.get("/v1/messages", route="test-notes", cursor=first["next"])).json()

    assert first["items"] == []
    assert [each["id"] for each in second["items"]] == [wanted]


async def test_what_an_index_leads_to_is_on_the_first_page_however_old(
    api: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.exchange.searching.WINDOW", 3)
    odd = act("e-0", subjects=[{**act()["subjects"][0], "gender": "X"}])
    wanted = (await api.post(ACTS, odd)).json()["message_id"]
    for n in range(1, 6):
        await api.post(NOTES, {**NOTE, "surname": "A" * n}, "sandbox-committee", Idempotency_Key=f"n-{n}")

    for party, params in (("sandbox-committee", {"state": "quarantined"}), ("sandbox-edliyye", {})):
        page = (await api.get("/v1/messages", party, **params)).json()

        assert [each["id"] for each in page["items"]] == [wanted]
        assert page["next"] is None
