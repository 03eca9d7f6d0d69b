"""Receipts, heads, subscriptions, the description of events and the measures, over HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect

from hub.commands.servers.serving import listen, serving, url_of
from hub.events.catalogue import TYPES
from hub.events.occurrence import agencies
from hub.events.webhooks import Posting, Webhooks
from hub.evidence.checking import Trust, check_receipt
from hub.evidence.leaf import make_leaf, write_leaves
from hub.evidence.note import NO_EARLIER, LogKey, PublicKey, sign_checkpoint, trusted
from hub.evidence.receipt import Receipt
from hub.evidence.sequencer import Sequencer
from hub.settings import Settings
from hub.store.ids import new_id
from tests.consistency import verify_consistency
from tests.hubs import eventually, settings_for
from tests.integration.api.served import ACTS, Served, act, served


@pytest.fixture
def settings(place: Path | str, tmp_path: Path) -> Settings:
    more = {"database_url": place} if isinstance(place, str) else {}
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[Served]:
    """Accepts and keeps; merging and telling are done by hand."""
    async with served(settings) as made:
        yield made


async def accepted(api: Served, event: str = "e-1") -> tuple[dict[str, Any], bytes]:
    body = json.dumps(act(event)).encode()
    answer = await api.post(ACTS, body)
    assert answer.status_code == 202
    found: dict[str, Any] = answer.json()
    return found, body


async def merged(api: Served) -> None:
    async def all_have_numbers() -> bool:
        await Sequencer(api.hub.store, api.hub.promises.key).merge()
        async with api.hub.store.read() as tx:
            rows = await tx.fetch("SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL")
        return bool(rows[0]["n"] == 0)

    await eventually(all_have_numbers, 5, "merging")


async def test_the_promise_of_the_202_becomes_a_proof_that_holds_offline(api: Served) -> None:
    answer, body = await accepted(api)
    path = answer["links"]["receipt"]

    before = Receipt.model_validate((await api.get(path, "sandbox-edliyye")).json())
    for number in range(20):
        await accepted(api, f"other-{number}")
    await merged(api)
    after = Receipt.model_validate((await api.get(path, "sandbox-edliyye")).json())
    heads = (await api.get("/v1/evidence/heads", "sandbox-meis")).json()["heads"]

    assert before.inclusion is None
    assert after.leaf_hash == before.leaf_hash == answer["receipt"]["leaf_hash"]
    kept = Trust({}, {head["size"]: head["root"] for head in heads})
    for trust, promise in ((await trust_in(api), True), (kept, None)):
        checked = check_receipt(after, body, trust)
        assert [finding.holds for finding in checked.findings] == [True] * 4 + [promise, True, True]
        assert (checked.is_false, checked.is_covered) == (False, True)


async def trust_in(api: Served) -> Trust:
    """The key that the log publishes, and no head."""
    return Trust(trusted([PublicKey.read((await api.get("/v1/evidence/key", "sandbox-meis")).json()["key"])]), {})


async def test_a_receipt_made_of_nothing_agrees_with_itself_and_proves_nothing(api: Served) -> None:
    """Everybody can make a tree of one leaf; nobody else can sign its head."""
    answer, body = await accepted(api)
    await merged(api)
    real = (await api.get(answer["links"]["receipt"], "sandbox-edliyye")).json()
    root = real["leaf_hash"]
    forger = LogKey(real["log"], b"f" * 32)
    note = sign_checkpoint(forger, 1, root, real["inclusion"]["head_at"], NO_EARLIER)
    proof = {**real["inclusion"], "leaf_index": 0, "tree_size": 1, "root": root, "path": [], "checkpoint": note}
    forged = Receipt.model_validate({**real, "inclusion": proof})

    without = check_receipt(forged, body, Trust({}, {}))
    with_key = check_receipt(forged, body, await trust_in(api))

    assert (without.is_false, without.is_covered) == (False, False)
    assert (with_key.is_false, with_key.is_covered) == (True, False)


_NO_HEAD = {"leaf_index": 0, "head_at": "", "checkpoint": ""}
CHANGES: list[dict[str, Any]] = [
    {"message_id": "0" * 32},
    {"sha256": "0" * 64},
    {"leaf_hash": "0" * 64},
    {"leaf": "{}"},
    {"leaf": "[["},
    {"commitment": {"opening": "00", "value": "0" * 64}},
    {"commitment": {"opening": "zz", "value": ""}},
    {"inclusion": {**_NO_HEAD, "tree_size": 1, "root": "zz", "path": []}},
    {"inclusion": {**_NO_HEAD, "tree_size": 2, "root": "0" * 64, "path": ["0" * 64]}},
    {"accepted_at": "2020-01-01T00:00:00.000Z"},
    {"merge_delay_seconds": 3600.0},
    {"signature": "zz"},
]


async def test_a_receipt_that_was_changed_does_not_hold(api: Served) -> None:
    answer, body = await accepted(api)
    await merged(api)
    receipt = (await api.get(answer["links"]["receipt"], "sandbox-edliyye")).json()

    for change in CHANGES:
        changed = Receipt.model_validate({**receipt, **change})
        assert check_receipt(changed, body, await trust_in(api)).is_false, change


async def test_other_bytes_are_not_what_was_sent(api: Served) -> None:
    answer, body = await accepted(api)
    receipt = Receipt.model_validate((await api.get(answer["links"]["receipt"], "sandbox-edliyye")).json())

    checked = check_receipt(receipt, body + b" ", Trust({}, {}))
    assert [finding.holds for finding in checked.findings] == [True, True, True, False, None, None, None]


async def test_a_receipt_is_for_the_sender_and_operators(api: Served) -> None:
    answer, _ = await accepted(api)

    for party, status in (("edliyye", 200), ("committee", 200), ("meis", 404), ("azeriqaz", 404)):
        found = await api.get(answer["links"]["receipt"], f"sandbox-{party}")
        assert found.status_code == status, party
    assert (await api.get("/v1/messages/nonsense/receipt")).status_code == 404


async def test_the_log_is_shown_to_have_only_grown(api: Served) -> None:
    for step in range(3):
        for number in range(7):
            await accepted(api, f"{step}-{number}")
        await merged(api)
    first = (await api.get("/v1/evidence/heads", limit=1)).json()
    heads = [*first["heads"], *(await api.get("/v1/evidence/heads", before=first["next_before"])).json()["heads"]]
    new, old = heads[0], heads[-1]

    proof = (await api.get("/v1/evidence/consistency", **{"from": old["size"], "to": new["size"]})).json()

    path = [bytes.fromhex(each) for each in proof["path"]]
    roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    assert [proof["from_root"], proof["to_root"]] == [old["root"], new["root"]]
    assert verify_consistency(old["size"], new["size"], path, *roots)
    beyond = await api.get("/v1/evidence/consistency", **{"from": 1, "to": new["size"] + 1})
    assert (beyond.status_code, beyond.json()["code"]) == (400, "evidence.no_such_tree")


class Receiver:
    """A subscriber's server: checks the signatures, remembers the events, and fails when told to."""

    def __init__(self) -> None:
        self.secret = b""
        self.status = 204
        self.deaf_to = ""
        self.seen: list[dict[str, Any]] = []
        self.app = FastAPI()
        self.app.post("/hook")(self.hook)
        self.app.get("/elsewhere")(self.hook)

    async def hook(self, request: Request) -> Response:
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=500)
        sent = request.headers
        signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
        right = base64.b64encode(hmac.digest(self.secret, signed, hashlib.sha256)).decode()
        assert sent["webhook-signature"] == f"v1,{right}"
        if self.status == 302:
            return Response(status_code=302, headers={"location": "/elsewhere"})
        if self.deaf_to and json.loads(body)["type"].endswith(self.deaf_to):
            return Response(status_code=503)
        if self.status < 300:
            self.seen.append(json.loads(body))
        return Response(status_code=self.status)


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[tuple[Receiver, str]]:
    made = Receiver()
    listener = listen(settings_for(tmp_path / "receiver", port=0))
    async with serving(made.app, listener):
        yield made, f"{url_of(listener)}/hook"


def webhooks(api: Served) -> Webhooks:
    hub = api.hub
    return Webhooks(Posting(hub.store, hub.clock, hub.sealer, "urn:test", agencies(hub.routes), sandbox=True))


async def subscribed(api: Served, receiver: Receiver, url: str, party: str) -> dict[str, Any]:
    answer = await api.client.post(
        "/v1/subscriptions", json={"url": url, "types": list(TYPES)}, headers={"Authorization": f"Bearer {party}"}
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    receiver.secret = base64.b64decode(made["secret"].removeprefix("whsec_"))
    return made


async def test_a_party_is_told_of_its_own_messages_signed_and_in_order(
    api: Served, receiver: tuple[Receiver, str]
) -> None:
    server, url = receiver
    await accepted(api, "before")
    await merged(api)
    await subscribed(api, server, url, "sandbox-edliyye")
    made = [(await accepted(api, f"e-{number}"))[0]["message_id"] for number in range(5)]
    await merged(api)

    assert await webhooks(api).deliver() == 5
    assert await webhooks(api).deliver() == 0

    assert [event["dataref"] for event in server.seen] == [f"/v1/messages/{message}" for message in made]
    assert {event["type"] for event in server.seen} == {"az.qayidis.hub.message.accepted"}
    assert all("7ABCD12" not in json.dumps(event) for event in server.seen)


async def test_others_hear_only_what_they_may_see(api: Served, receiver: tuple[Receiver, str]) -> None:
    server, url = receiver
    await subscribed(api, server, url, "sandbox-meis")
    for number in range(3):
        await accepted(api, f"e-{number}")
    await merged(api)
    assert await webhooks(api).deliver() == 0

    await subscribed(api, server, url, "sandbox-committee")
    async with api.hub.store.write() as tx:
        await tx.execute("UPDATE subscriptions SET next_seq = 0")
        await tx.execute("DELETE FROM subscriptions WHERE party = 'meis'")
    assert await webhooks(api).deliver() == 3


async def test_a_receiver_that_fails_is_told_again_later_and_nothing_is_skipped(
    api: Served, receiver: tuple[Receiver, str]
) -> None:
    server, url = receiver
    made = await subscribed(api, server, url, "sandbox-edliyye")
    await accepted(api, "e-1")
    await accepted(api, "e-2")
    await merged(api)

    server.status = 302
    assert await webhooks(api).deliver() == 0
    server.status = 204
    assert await webhooks(api).deliver() == 0, "not before its time"
    shown = (await api.get("/v1/subscriptions", "sandbox-edliyye")).json()
    async with api.hub.store.write() as tx:
        await tx.execute("UPDATE subscriptions SET next_due = 0")
    assert await webhooks(api).deliver() == 2

    assert [(each["id"], each["failures"], each["last_error"], each["secret"]) for each in shown] == [
        (made["id"], 1, "http_302", None)
    ]
    again = (await api.get("/v1/subscriptions", "sandbox-edliyye")).json()[0]
    assert (again["failures"], again["last_error"], again["next_attempt_at"]) == (0, None, None)


async def test_of_two_events_at_one_place_the_second_is_told_though_the_receiver_failed_between_them(
    api: Served, receiver: tuple[Receiver, str]
) -> None:
    server, url = receiver
    await subscribed(api, server, url, "sandbox-edliyye")
    message = (await accepted(api))[0]["message_id"]
    async with api.hub.store.write() as tx:
        now = await tx.now()
        last = make_leaf("delivery.delivered", new_id(), now, message=message, destination="register")
        await write_leaves(tx, [last])
        await tx.execute("UPDATE messages SET completed_at = :now WHERE id = :id", {"now": now, "id": message})
    await merged(api)
    server.deaf_to = "message.settled"
    assert await webhooks(api).deliver() == 2

    server.deaf_to = ""
    async with api.hub.store.write() as tx:
        await tx.execute("UPDATE subscriptions SET next_due = 0")
    await webhooks(api).deliver()

    told = [each["type"].removeprefix("az.qayidis.hub.") for each in server.seen]
    assert told == ["message.accepted", "delivery.delivered", "delivery.delivered", "message.settled"]


async def test_a_subscription_is_ended_by_its_party_alone(api: Served, receiver: tuple[Receiver, str]) -> None:
    server, url = receiver
    made = await subscribed(api, server, url, "sandbox-edliyye")
    path = f"/v1/subscriptions/{made['id']}"

    foreign = await api.client.delete(path, headers={"Authorization": "Bearer sandbox-meis"})
    own = await api.client.delete(path, headers={"Authorization": "Bearer sandbox-edliyye"})

    assert (foreign.status_code, own.status_code) == (404, 204)
    assert (await api.get("/v1/subscriptions", "sandbox-edliyye")).json() == []


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"url": "http://169.254.169.254/latest", "types": [TYPES[0]]}, "events.url_refused"),
    ({"url": "ftp://127.0.0.1/x", "types": [TYPES[0]]}, "events.url_refused"),
    ({"url": "http://user:password@127.0.0.1/x", "types": [TYPES[0]]}, "events.url_refused"),
    ({"url": "http://127.0.0.1/x", "types": ["az.qayidis.hub.nothing"]}, "events.unknown_type"),
    ({"url": "http://127.0.0.1/x", "types": []}, "api.invalid"),
]


async def test_a_subscription_that_cannot_be_is_refused(api: Served) -> None:
    for wanted, code in REFUSED:
        answer = await api.client.post(
            "/v1/subscriptions", json=wanted, headers={"Authorization": "Bearer sandbox-edliyye"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, code), wanted


async def test_every_event_is_described(api: Served) -> None:
    described = (await api.client.get("/asyncapi")).json()

    assert described["asyncapi"] == "3.0.0"
    assert {channel["address"] for channel in described["channels"].values()} == set(TYPES)
    assert described["components"]["schemas"]["event"]["properties"]["type"]["enum"] == list(TYPES)


async def test_measures_count_what_was_accepted_and_what_waits(api: Served) -> None:
    await accepted(api, "e-1")
    await accepted(api, "e-2")
    await merged(api)

    text = (await api.client.get("/metrics")).text

    assert 'hub_messages_accepted_total{format="justice.civil-act.v1"} 2.0' in text
    assert 'hub_deliveries{destination="register",state="due"} 1.0' in text
    assert 'hub_deliveries{destination="register",state="blocked"} 1.0' in text
    assert 'hub_breaker_state{operation="meis.person.update"} 0.0' in text
    assert "hub_evidence_unmerged 0.0" in text
