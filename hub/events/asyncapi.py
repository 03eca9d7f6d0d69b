"""The AsyncAPI 3.0 description of the events, made from the catalogue."""

from __future__ import annotations

from typing import Any

from hub.events.catalogue import CATALOGUE, TYPES, EventKind

_CONTENT = "application/cloudevents+json"


def document(version: str, exchange: str, *, broker: bool) -> dict[str, Any]:
    """The document of a hub whose events go to that exchange; `broker` is False where only webhooks leave it."""
    channels = {_name(kind): _channel(kind, exchange, broker=broker) for kind in CATALOGUE}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Qayıdış Hub",
            "version": version,
            "description": "Thin CloudEvents: that something happened, and where to fetch it under one's own rights. "
            "At least once; an event told twice has the same id. In the order of the evidence log.",
        },
        "defaultContentType": _CONTENT,
        "channels": channels,
        "operations": {
            f"send-{name}": {"action": "send", "channel": {"$ref": f"#/channels/{name}"}} for name in channels
        },
        "components": {
            "messages": {_name(kind): _message(kind) for kind in CATALOGUE},
            "schemas": {"event": _SCHEMA, "webhookHeaders": _WEBHOOK_HEADERS},
        },
    }


def _name(kind: EventKind) -> str:
    return kind.leaf.replace(".", "-")


def _channel(kind: EventKind, exchange: str, *, broker: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "address": kind.type,
        "title": kind.leaf,
        "description": f"{kind.en} / {kind.az}",
        "messages": {_name(kind): {"$ref": f"#/components/messages/{_name(kind)}"}},
    }
    if broker:
        topic = {"name": exchange, "type": "topic", "durable": True, "autoDelete": False}
        made["bindings"] = {"amqp": {"is": "routingKey", "exchange": topic, "bindingVersion": "0.3.0"}}
    return made


def _message(kind: EventKind) -> dict[str, Any]:
    return {
        "name": kind.type,
        "summary": kind.en,
        "contentType": _CONTENT,
        "headers": {"$ref": "#/components/schemas/webhookHeaders"},
        "payload": {"$ref": "#/components/schemas/event"},
        "bindings": {"http": {"bindingVersion": "0.3.0"}},
    }


_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "type", "source", "time", "dataref", "subject"],
    "additionalProperties": False,
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "description": "The id of the evidence leaf; the same whenever it is told again"},
        "type": {"type": "string", "enum": list(TYPES)},
        "source": {"type": "string", "format": "uri", "description": "This installation of the hub"},
        "time": {"type": "string", "format": "date-time"},
        "dataref": {"type": "string", "format": "uri-reference", "description": "Where to fetch the message"},
        "subject": {"type": "string", "description": "Id of the message or of the delivery"},
    },
}
_WEBHOOK_HEADERS: dict[str, Any] = {
    "type": "object",
    "description": "Webhooks only: Standard Webhooks, scheme v1 (HMAC-SHA-256 over id.timestamp.body)",
    "properties": {
        "webhook-id": {"type": "string"},
        "webhook-timestamp": {"type": "string", "description": "Seconds since 1970"},
        "webhook-signature": {"type": "string", "description": "v1,<base64>"},
    },
}
