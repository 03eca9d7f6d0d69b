"""SİMA: no service that anybody calls, only phones that scan: `POST /_sandbox/sima/scan`.

    {"link", "person": a FIN, "decision": "sign" | "reject" | "ignore", "pin": "1234"}
        -> {"operation", "file": an answer or null, "callbacks": [answers]}; 422 where the app would show an error

Persons' certificates come from the sandbox's authority, so its `ca.pem` is what to pin. Knobs of a scan, by
`PUT /_sandbox/sima/behaviour`: `latency_ms` waits before the callback, `down` is silence after the file was fetched,
and `phone` is one of

    double_callback    the callback comes twice          changed_bytes   it is changed after ts-sign was made
    wrong_certificate  one that nobody pinned            tampered_file   what is signed is not what we gave
    careless           the app checks nothing: not our signature, the times, the person or the file

The ledger holds every callback that left, by operation and body; a second sending of the same is its repeat.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.agencies.sima.twin.phone import PIN, Card, LinkRefused, ScannedContract
from connectors.sandbox import hub_credentials
from connectors.sandbox.authority.issuing import Subscriber
from connectors.sandbox.authority.store import AuthorityStore
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.twins.twin import Dependencies, Silent, Simulation
from connectors.seed_officials import HOLDERS

OPERATION = "sima.scan"

_TIMEOUT_S = 20.0


class Scan(BaseModel):
    """What a person does with a link or with what a QR code holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    link: str
    person: str
    decision: Literal["sign", "reject", "ignore"] = "sign"
    pin: str = PIN


class Cards:
    """One card a person, issued when it is first needed; a restarted sandbox issues new ones."""

    def __init__(self, authority: AuthorityStore) -> None:
        self._authority = authority
        self._cards: dict[str, Card] = {}

    def of(self, holder: SyntheticPerson) -> Card:
        """The person's card."""
        if holder.fin not in self._cards:
            name = HOLDERS.get(holder.fin, f"{holder.surname} {holder.given_name}")
            subscriber = Subscriber(name, holder.fin, "person", "ec")
            pair = self._authority.issue(subscriber, datetime.now(UTC).replace(microsecond=0))
            if not isinstance(pair.key, ec.EllipticCurvePrivateKey):
                raise TypeError(type(pair.key).__name__)
            self._cards[holder.fin] = Card(pair.key, pair.certificate)
        return self._cards[holder.fin]


class Sima(Silent):
    """All phones in one: phones call, and are not called."""

    def __init__(self, sandbox: Dependencies) -> None:
        super().__init__("sima")
        self._ledger, self._knobs, self._cards = sandbox.ledger, sandbox.knobs, Cards(sandbox.authority)

    async def steer(self, what: str, request: Request) -> Reply:
        """A scan takes as long as the person with the phone."""
        if what != "scan" or request.method != "POST":
            return problem(404, "sandbox.no_such_control")
        self._ledger.count_call(self.agency)
        return await self.scan(request, self._knobs.draw(self.agency, OPERATION))

    async def scan(self, request: Request, behaviour: Behaviour) -> Reply:
        """Do with the link what the person decided; answers when the phone is done with it."""
        try:
            order = Scan.model_validate_json(request.body)
        except ValidationError as error:
            return json_reply(400, {"status": 400, "code": "phone.order", "detail": str(error)})
        number = number_of(order.person)
        if number is None:
            return problem(404, "phone.no_such_person")
        card = self._cards.of(person(number))
        if behaviour.phone == "wrong_certificate":
            card = _nobodys_card(order.person)
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=_TIMEOUT_S) as client:
                return json_reply(200, await self._use(order, card, behaviour, client))
        except LinkRefused as error:
            return problem(422, str(error))
        except httpx.HTTPError:
            return problem(502, "phone.unreachable")

    async def _use(self, order: Scan, card: Card, behaviour: Behaviour, client: httpx.AsyncClient) -> dict[str, Any]:
        contract = ScannedContract.read(order.link, hub_credentials(self.agency))
        if behaviour.phone != "careless":
            contract.check(order.person, time.time())
        story: dict[str, Any] = {"operation": contract.operation["OperationId"], "file": None, "callbacks": []}
        if order.decision == "ignore":
            return story
        url = httpx.URL(contract.address)
        answer = await client.get(url, headers=card.headers(url.raw_path))
        if answer.status_code != httpx.codes.OK:
            story["file"] = _told(answer)
            return story
        story["file"] = {"status": answer.status_code}
        content = _content(contract, answer, behaviour)
        if order.decision == "sign":
            if order.pin != PIN:
                raise LinkRefused("phone.pin")
            story["callbacks"] = await self._call_back(contract, card, content, behaviour, client)
        return story

    async def _call_back(
        self, contract: ScannedContract, card: Card, content: bytes, behaviour: Behaviour, client: httpx.AsyncClient
    ) -> list[dict[str, Any]]:
        body = await card.answer(contract, content)
        headers = {**card.headers(body), "content-type": "application/json"}
        if behaviour.phone == "changed_bytes":
            body += b" "
        await asyncio.sleep(behaviour.latency_ms / 1000)
        if behaviour.drops_connection:
            return []
        answers = []
        for _ in range(2 if behaviour.phone == "double_callback" else 1):
            self._note(contract, body)
            answers.append(_told(await client.post(contract.client["Callback"], content=body, headers=headers)))
        return answers

    def _note(self, contract: ScannedContract, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()
        subject = {"operation": contract.operation["OperationId"], "type": contract.operation["Type"]}
        key = f"{subject['operation']}:{digest[:16]}"
        self._ledger.apply(Application(self.agency, key, "sima.callback", digest, subject), lambda _: Reply(204))


def _content(contract: ScannedContract, answer: httpx.Response, behaviour: Behaviour) -> bytes:
    try:
        content = base64.b64decode(answer.json()["data"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise LinkRefused("phone.file") from error
    if behaviour.phone == "tampered_file":
        return bytes([*content[:-1], content[-1] ^ 1])
    if behaviour.phone != "careless":
        contract.check_file(content)
    return content


def _told(answer: httpx.Response) -> dict[str, Any]:
    return {"status": answer.status_code, "body": answer.text}


def _nobodys_card(fin: str) -> Card:
    """A card that its holder made: the right person's code under an issuer that nobody pinned."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, fin)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    return Card(key, builder.sign(key, hashes.SHA256()))


SIMULATION = Simulation(Sima)
