"""The sandbox's ASGI application: finds the agency, lets its knobs act, and answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from connectors.sandbox.behaviour import Behaviour, Hostile, Knobs
from connectors.sandbox.control import Control
from connectors.sandbox.http import Receive, Reply, Request, Scope, Send, problem, read_request
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.traffic.sender import Traffic
from connectors.sandbox.twins.twin import Service, Twin
from connectors.sandbox.wire import drop, send_cut, send_dripping, send_whole

_MAINTENANCE = Reply(200, b"<!DOCTYPE html><html><body>Texniki i&#351;l&#601;r aparilir</body></html>", "text/html")


class Sandbox:
    """All agencies under one port: `/{agency}/...`, their controls under `/_sandbox/`."""

    def __init__(self, ledger: Ledger, twins: Iterable[Twin], knobs: Knobs, traffic: Traffic | None) -> None:
        self._ledger = ledger
        self._twins = {twin.agency: twin for twin in twins}
        self._knobs = knobs
        self._control = Control(ledger, knobs, self._twins, traffic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request."""
        request = await read_request(scope, receive)
        if request is None:
            await drop(scope, receive)
            return
        first = request.path.split("/", 2)[1]
        if first == "_sandbox":
            await send_whole(send, await self._control.answer(request))
            return
        twin = self._twins.get(first)
        if twin is None:
            await send_whole(send, problem(404, "sandbox.no_such_agency"))
            return
        await self._serve(twin, request, (scope, receive, send))

    async def _serve(self, twin: Twin, request: Request, wire: tuple[Scope, Receive, Send]) -> None:
        self._ledger.count_call(twin.agency)
        service = twin.service(request)
        if isinstance(service, Reply):
            await send_whole(wire[2], service)
            return
        behaviour = self._knobs.draw(twin.agency, service.operation)
        if behaviour.latency_ms:
            await asyncio.sleep(behaviour.latency_ms / 1000)
        reply = self._reply(twin, service, request, behaviour)
        await _send(behaviour, reply, wire)

    @staticmethod
    def _reply(twin: Twin, service: Service, request: Request, behaviour: Behaviour) -> Reply:
        """The order is the point: the ledger commits inside `answer`, before anything leaves."""
        if not behaviour.replaces_answer:
            reply = service.answer()
            return twin.wrong_element() if behaviour.wrong_element else reply
        if behaviour.after_apply:
            service.answer()
        return _replacement(twin, request, behaviour)


def _replacement(twin: Twin, request: Request, behaviour: Behaviour) -> Reply:
    if behaviour.html:
        return _MAINTENANCE
    if behaviour.hostile is not None:
        return _hostile(behaviour.hostile)
    if behaviour.fault is not None or behaviour.code is not None:
        return twin.disturbed(request, behaviour)
    reply = problem(behaviour.fail or 503, "sandbox.told_to_fail")
    if behaviour.retry_after is None:
        return reply
    return Reply(reply.status, reply.body, reply.content_type, {"retry-after": str(behaviour.retry_after)})


def _hostile(how: Hostile) -> Reply:
    """What no agency of good will sends, under the type that its callers expect of XML."""
    body = {
        "bomb": b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
        "huge": b"<a>" + b"<b/>" * 3_000_000 + b"</a>",
        "malformed": b"<Envelope><Body>",
    }[how]
    return Reply(200, body, "text/xml; charset=utf-8")


async def _send(behaviour: Behaviour, reply: Reply, wire: tuple[Scope, Receive, Send]) -> None:
    scope, receive, send = wire
    if behaviour.drops_connection:
        await drop(scope, receive, reset=behaviour.reset)
    elif behaviour.cut_at is not None:
        await send_cut(scope, receive, send, reply, behaviour.cut_at)
    elif behaviour.drip_bytes_per_s is not None:
        await send_dripping(scope, send, reply, behaviour.drip_bytes_per_s)
    else:
        await send_whole(send, reply)
