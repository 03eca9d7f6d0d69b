"""The signed contract of web2app 1.3, built and recognised by its exact bytes.

    {"SignableContainer":{"ProtoInfo","OperationInfo","DataInfo","ClientInfo"},"Header":{"AlgName","Signature"}}

`Signature` is Base64 of HMAC-SHA256 with the master key over the SHA-256 of SignableContainer's bytes. They are compact
JSON in UTF-8 by separators alone: public clients that strip spaces from the finished text lose those inside names.
Letters are not escaped, as in SİMA's own demonstration client. `DataInfo` carries the digest of what is to be signed,
where that is known yet, so that the phone can tell another file from ours; that the app looks at it is not documented.

The contract names the signer's FIN, since the protocol does, and travels in an address: links must not be logged.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

import segno

from connectors.web2app.operation import SigningOperation
from connectors.web2app.refusal import Refused, refused

SCHEME: Final = "sima://web-to-app?data="
_QUERY: Final = "tsquery="
_BEFORE: Final = b'{"SignableContainer":'
_BETWEEN: Final = b',"Header":{"AlgName":"HMACSHA256","Signature":"'
_AFTER: Final = b'"}}'
_SIGNATURE_CHARS: Final = 44
_LONGEST_QR: Final = 2953
"""Bytes that the largest QR code holds at error correction level L (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Client:
    """How we present ourselves in the app: number and name as registered with SİMA, addresses that the app shows."""

    client_id: int
    client_name: str
    icon_uri: str
    redirect_uri: str
    host_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where SİMA's app reaches us; `file` has no slash at its end."""

    file: str
    callback: str


def build_contract(operation: SigningOperation, client: Client, addresses: Addresses, master_key: bytes) -> bytes:
    """The contract's bytes; the same arguments give the same bytes."""
    container = _compact(_container(operation, client, addresses))
    return _BEFORE + container + _BETWEEN + _signature(container, master_key) + _AFTER


def file_address(addresses: Addresses, contract: bytes) -> str:
    """The address that the QR code holds and the app fetches the file from."""
    return f"{addresses.file}/?{_QUERY}{base64.b64encode(contract).decode('ascii')}"


def qr_svg(address: str) -> str | Refused:
    """The QR code as an SVG element with a quiet zone of four modules, black on nothing."""
    length = len(address.encode("utf-8"))
    if length > _LONGEST_QR:
        return refused("contract_too_long", length=length, most=_LONGEST_QR)
    out = io.BytesIO()
    segno.make_qr(address, error="l", boost_error=False).save(out, kind="svg", xmldecl=False, scale=3)
    return out.getvalue().decode("utf-8")


def operation_id_of(query: str, master_key: bytes) -> str | Refused:
    """The operation id in a query `tsquery=…`, if that is a contract that we signed, byte for byte.

    Base64's own `+` stands for itself here; reading the query as a form would turn it into a space.
    """
    if not query.startswith(_QUERY):
        return refused("contract")
    try:
        contract = base64.b64decode(unquote(query.removeprefix(_QUERY)), validate=True)
    except (binascii.Error, ValueError):
        return refused("contract")
    container = _signed_container(contract, master_key)
    if container is None:
        return refused("contract")
    operation_id: str = json.loads(container)["OperationInfo"]["OperationId"]
    return operation_id


def _signed_container(contract: bytes, master_key: bytes) -> bytes | None:
    """The SignableContainer's bytes. Nothing is parsed before the signature is known to be ours."""
    tail = len(_BETWEEN) + _SIGNATURE_CHARS + len(_AFTER)
    container = contract[len(_BEFORE) : -tail]
    expected = _BEFORE + container + _BETWEEN + _signature(container, master_key) + _AFTER
    return container if hmac.compare_digest(contract, expected) else None


def _signature(container: bytes, master_key: bytes) -> bytes:
    return base64.b64encode(hmac.digest(master_key, hashlib.sha256(container).digest(), "sha256"))


def _container(operation: SigningOperation, client: Client, addresses: Addresses) -> dict[str, Any]:
    return {
        "ProtoInfo": {"Name": "web2app", "Version": "1.3"},
        "OperationInfo": {
            "Type": operation.kind,
            "OperationId": operation.operation_id,
            "NbfUTC": int(operation.not_before.timestamp()),
            "ExpUTC": int(operation.expires.timestamp()),
            "Assignee": list(operation.assignees),
        },
        "DataInfo": {"DataURI": f"{addresses.file}/", **_fingerprint(operation.content)},
        "ClientInfo": {
            "ClientId": client.client_id,
            "ClientName": client.client_name,
            "IconURI": client.icon_uri,
            "Callback": addresses.callback,
            "HostName": list(client.host_names),
            "RedirectURI": client.redirect_uri,
        },
    }


def _fingerprint(content: bytes | None) -> dict[str, str]:
    if content is None:
        return {}
    return {"AlgName": "SHA256", "FingerPrint": base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")}


def _compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
