"""An agency that speaks SOAP under one path and REST under its others."""

from __future__ import annotations

from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.soap import SoapTwin
from connectors.sandbox.twins.twin import Service


class SoapAndRest:
    """Both over one ledger; whatever the REST half has a path for is its own."""

    def __init__(self, soap: SoapTwin, rest: RestTwin) -> None:
        self.agency, self._soap, self._rest = soap.agency, soap, rest

    def service(self, request: Request) -> Service | Reply:
        """By the path."""
        return self._of(request).service(request)

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """In the dialect in which it was asked."""
        return self._of(request).disturbed(request, behaviour)

    def wrong_element(self) -> Reply:
        """That of SOAP is no answer to REST either."""
        return self._soap.wrong_element()

    def _of(self, request: Request) -> SoapTwin | RestTwin:
        return self._rest if request.path in self._rest.paths else self._soap
