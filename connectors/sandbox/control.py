"""What testers and demonstrators steer the sandbox by: ledgers and knobs under `/_sandbox/{agency}/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from pydantic import ValidationError

from connectors.sandbox.behaviour import Behaviour, Knobs
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.traffic.sender import Traffic
from connectors.sandbox.twins.twin import Steered, Twin

_ALL = 1_000_000


class Control:
    """Answers under `/_sandbox`. It bears no authentication: the sandbox listens on loopback and holds no real data."""

    def __init__(self, ledger: Ledger, knobs: Knobs, agencies: Mapping[str, Twin], traffic: Traffic | None) -> None:
        self._traffic = traffic
        self._ledger = ledger
        self._knobs = knobs
        self._agencies = agencies

    async def answer(self, request: Request) -> Reply:
        """`/_sandbox/health`, `/_sandbox/traffic`, or a ledger, the behaviour or another control of an agency."""
        match request.path.split("/")[2:]:
            case ["health"]:
                return json_reply(200, {"status": "ok", "agencies": sorted(self._agencies)})
            case ["traffic"]:
                return json_reply(200, asdict(self._traffic.position) if self._traffic else {})
            case [agency, "ledger"] if agency in self._agencies:
                return self._of_ledger(agency, request)
            case [agency, "behaviour"] if agency in self._agencies:
                return self._of_behaviour(agency, request)
            case [agency, what] if agency in self._agencies:
                return await self._steered(agency, what, request)
            case _:
                return problem(404, "sandbox.no_such_control")

    async def _steered(self, agency: str, what: str, request: Request) -> Reply:
        twin: object = self._agencies[agency]
        if not isinstance(twin, Steered):
            return problem(404, "sandbox.no_such_control")
        return await twin.steer(what, request)

    def _of_ledger(self, agency: str, request: Request) -> Reply:
        match request.method:
            case "GET":
                since, limit = request.query.get("since", "0"), request.query.get("limit", str(_ALL))
                if not (since.isdecimal() and limit.isdecimal()):
                    return problem(400, "sandbox.no_number")
                return json_reply(200, self._ledger.show(agency, int(since), int(limit)))
            case "DELETE":
                self._ledger.clear(agency)
                return Reply(204)
            case _:
                return problem(405, "sandbox.method")

    def _of_behaviour(self, agency: str, request: Request) -> Reply:
        match request.method:
            case "GET":
                return json_reply(200, self._knobs.show(agency))
            case "PUT":
                try:
                    behaviour = Behaviour.model_validate_json(request.body)
                except ValidationError as error:
                    return json_reply(400, {"status": 400, "code": "sandbox.knob", "detail": str(error)})
                self._knobs.put(agency, behaviour)
                return json_reply(200, self._knobs.show(agency))
            case _:
                return problem(405, "sandbox.method")
