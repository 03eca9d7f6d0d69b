"""GET /soap lists the services; `?wsdl` describes one, `?xsd=` gives one of the schemas that stand in it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.errors import NotFound, Refused, Words, found_or
from hub.settings import Settings
from hub.soap.endpoint import UNKNOWN
from hub.soap.faults import COMMON
from hub.soap.service import Service
from hub.soap.services import SERVICES
from hub.soap.wsdl import write_wsdl
from hub.web.answers import XmlAnswer
from hub.web.context import HubDep
from hub.web.problem import language

router = APIRouter(include_in_schema=False)


def address_of(settings: Settings, service: Service) -> str:
    """Where others reach a service: never what a request says of its host."""
    base = settings.people_url or f"http://{settings.host}:{settings.port}"
    return f"{base}/soap/{service.name}"


@router.get("/soap")
async def list_services(request: Request, hub: HubDep) -> dict[str, object]:
    """Every service with its operations, the right that each needs, and where it is described."""
    lang = language(request.headers.get("accept-language"))
    listed = [
        {
            "name": each.name,
            "title": each.words.say(lang),
            "wsdl": f"{address_of(hub.settings, each)}?wsdl",
            "operations": [
                {"name": one.name, "title": one.words.say(lang), "right": one.right, "purpose": one.about is not None}
                for one in each.operations
            ],
        }
        for each in SERVICES.values()
    ]
    return {"services": listed}


@router.get("/soap/{service}")
async def describe_service(request: Request, hub: HubDep, service: str) -> Response:
    """The description or a schema; clients write `?wsdl` in any case and without a value."""
    found = found_or(SERVICES.get(service), NotFound("soap.unknown_service", UNKNOWN))
    asked = {name.lower(): value for name, value in request.query_params.items()}
    if "wsdl" in asked:
        return XmlAnswer(write_wsdl(found, address_of(hub.settings, found)), media_type="text/xml")
    schemas = {"common": COMMON, found.name: found.contract}
    if asked.get("xsd") in schemas:
        return XmlAnswer(schemas[asked["xsd"]].raw, media_type="text/xml")
    raise Refused("soap.describe", _HOW, place="query")


_HOW = Words(
    "Təsvir üçün ?wsdl, sxem üçün ?xsd=common və ya ?xsd=<xidmət> yazın; çağırış POST ilədir.",
    "Ask ?wsdl for the description, ?xsd=common or ?xsd=<service> for a schema; calls are POST.",
)
