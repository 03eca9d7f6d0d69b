"""The OpenAPI description: what FastAPI knows, and the hot endpoint that FastAPI does not see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from hub.app import Hub
from hub.evidence.receipt import Promise
from hub.web.issues import IssueView
from mappings.mapping import FILES

_ABOUT = (
    "Qurumlararası məlumat mübadiləsi. Açar `Authorization: Bearer …` başlığında verilir; xətalar "
    "`application/problem+json` ilə sabit kodla qaytarılır. SOAP xidmətləri `GET /soap` ünvanındadır.\n\n"
    "Exchange of records between agencies. The key goes into `Authorization: Bearer …`; errors are "
    "`application/problem+json` with a stable code. `GET /soap` lists the SOAP services."
)
_REF = "#/components/schemas/"
_PLACE = re.compile(r"\{([^}]+)\}")


class AcceptedMessage(BaseModel):
    """The 202 answer; the same again for the same message sent again."""

    message_id: str
    state: str
    receipt: Promise
    issues: list[IssueView]
    links: dict[str, str]


class Problem(BaseModel):
    """RFC 9457. `code` is stable, `detail` in the caller's language, `reference` is also in the hub's log."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    place: str | None
    reference: str


def describe(app: FastAPI, hub: Hub) -> None:
    """Make `/openapi.json` of the application complete."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes))
            _add_schemas(made)
            made["paths"].setdefault("/v1/messages/{format}", {})["post"] = _accept(hub)
            _add_problems(made)
            made["paths"] = _each_once(made["paths"])
        return made

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the description


def _add_schemas(made: dict[str, Any]) -> None:
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for model in (AcceptedMessage, Problem):
        schema = model.model_json_schema(ref_template=_REF + "{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema


def _add_problems(made: dict[str, Any]) -> None:
    """The statuses with which each operation may answer a problem, by name; FastAPI's own 422 never leaves."""
    content = {"application/problem+json": {"schema": {"$ref": f"{_REF}Problem"}}}
    for path in made["paths"].values():
        for method, operation in path.items():
            operation["responses"].pop("422", None)
            for status in _problems_of(method, operation):
                answer = {"description": HTTPStatus(status).phrase, "content": content}
                operation["responses"].setdefault(str(status), answer)
            for status, answer in operation["responses"].items():
                if status >= "400":
                    answer.setdefault("content", content)


def _each_once(paths: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Paths that differ in the names of their places are one (OpenAPI 3.1, 4.8.8): under the place's every name."""
    same: dict[str, list[str]] = {}
    for path in paths:
        same.setdefault(_PLACE.sub("{}", path), []).append(path)
    return {_one_name(found): _joined([(path, paths[path]) for path in found]) for found in same.values()}


def _one_name(paths: list[str]) -> str:
    names = iter("_or_".join(dict.fromkeys(each)) for each in zip(*map(_PLACE.findall, paths), strict=True))
    return _PLACE.sub(lambda _: f"{{{next(names)}}}", paths[0])


def _joined(paths: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    named = _PLACE.findall(_one_name([path for path, _ in paths]))
    for path, operations in paths:
        called = dict(zip(_PLACE.findall(path), named, strict=True))
        for operation in operations.values():
            for place in operation.get("parameters", ()):
                if place["in"] == "path":
                    place["name"] = called[place["name"]]
    return {method: operation for _, operations in paths for method, operation in operations.items()}


def _problems_of(method: str, operation: Mapping[str, Any]) -> list[int]:
    """By what the operation has: a key, parameters, a body, an effect."""
    found = [400, 500, 503]
    if operation.get("security"):
        found += [401, 403, 404, 429]
    if operation.get("parameters"):
        found += [404, 409, 422]
    if method != "get":
        found += [403, 404, 408, 409, 411, 413, 415, 422, 429, 507]
    return sorted(set(found))


def _accept(hub: Hub) -> dict[str, Any]:
    names = [name for name, made in hub.formats.items() if made.syntax not in FILES and hub.routes.for_format(name)]
    body = {"schema": {"type": "string", "format": "binary"}}
    return {
        "tags": ["messages"],
        "summary": "Post a message",
        "description": "Mesajı qəbul edir və yalnız saxlandıqdan sonra cavab verir.\n\n"
        "Takes one message and answers only after it is stored. What parses but cannot be mapped is accepted and "
        "quarantined, with its issues in the answer.",
        "operationId": "post_message",
        "security": [{"HTTPBearer": []}],
        "parameters": [
            {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": sorted(names)}},
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "For formats without an id of their own.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            {"name": "traceparent", "in": "header", "required": False, "schema": {"type": "string"}},
        ],
        "requestBody": {"required": True, "content": {"application/json": body, "application/xml": body}},
        "responses": {
            "202": {
                "description": "Accepted",
                "content": {"application/json": {"schema": {"$ref": f"{_REF}AcceptedMessage"}}},
            },
        },
    }
