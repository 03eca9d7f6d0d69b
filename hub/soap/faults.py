"""Every refusal and failure as a SOAP Fault: the API's stable code, and the words in both languages in its detail.

Its reference is also in the log. SOAP 1.1 answers a Fault with 500 (6.2; Basic Profile R1126), SOAP 1.2 the sender's
with 400 (part 2, 7.5.2). What HTTP decides before a message is read keeps its own status: 401, 413, 415, 429, 503.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import get_args

from lxml import etree
from starlette.responses import Response
from starlette.types import Scope

from hub.errors import HubError, Lang
from hub.soap.contract import Contract
from hub.soap.envelope import NotUnderstood, VersionMismatch, enveloped
from hub.soap.versions import SOAP_11, SOAP_12, Version, version_of
from hub.telemetry.logs import place_of
from hub.web.limits import language_of
from hub.web.problem import headers_of, logged

COMMON = Contract(Path(__file__).parent / "common.xsd")
ECHO = "soap.echo"
"""The scope's header blocks that go back whatever answers."""
SIGNING = "soap.signing"
"""What signs the answer, where the caller gets signed ones."""
_OF_HTTP = frozenset((401, 413, 415, 429, 503))
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fault(error: HubError, scope: Scope, reference: str | None = None) -> Response:
    """The answer for an error, in the version of the request; logs one line under the same reference."""
    version, lang = version_of(scope), language_of(scope)
    detail = _detail(error, logged(error, reference))
    made = _fault_11(error, lang, detail) if version is SOAP_11 else _fault_12(error, lang, detail)
    content = enveloped(version, made, *scope.get(ECHO, ()), *_blocks(error, version))
    signing = scope.get(SIGNING)
    if signing is not None:
        content = signing(content)
    return Response(content, _status(error, version), headers_of(error), f"{version.media_type}; charset=utf-8")


def _status(error: HubError, version: Version) -> int:
    if error.status in _OF_HTTP:
        return error.status
    is_senders = version is SOAP_12 and _kind(error, version) == "Sender"
    return HTTPStatus.BAD_REQUEST if is_senders else HTTPStatus.INTERNAL_SERVER_ERROR


def _kind(error: HubError, version: Version) -> str:
    match error:
        case VersionMismatch():
            return "VersionMismatch"
        case NotUnderstood():
            return "MustUnderstand"
        case _ if error.side == "sender":
            return "Client" if version is SOAP_11 else "Sender"
        case _:
            return "Server" if version is SOAP_11 else "Receiver"


def _detail(error: HubError, reference: str) -> etree._Element:
    return COMMON.element(
        "problem",
        {
            "code": error.code,
            "side": error.side,
            "retryable": error.retryable,
            "place": place_of(error),
            "suggestion": error.extra.get("suggestion"),
            "reference": reference,
            "az": error.words.az,
            "en": error.words.en,
        },
    )


def _fault_11(error: HubError, lang: Lang, detail: etree._Element) -> etree._Element:
    """SOAP 1.1, 4.4: its children have no namespace, and the detail is about the Body, never about the header."""
    made = SOAP_11.element("Fault")
    etree.SubElement(made, "faultcode").text = f"soap:{_kind(error, SOAP_11)}"
    sentence = etree.SubElement(made, "faultstring")
    sentence.set(_LANG, lang)
    sentence.text = error.words.say(lang)
    if not isinstance(error, VersionMismatch | NotUnderstood):
        etree.SubElement(made, "detail").append(detail)
    return made


def _fault_12(error: HubError, lang: Lang, detail: etree._Element) -> etree._Element:
    """SOAP 1.2, 5.4: the reason in both languages, the caller's first; the code is the subcode too."""
    made = SOAP_12.element("Fault")
    code = etree.SubElement(made, SOAP_12.tag("Code"))
    etree.SubElement(code, SOAP_12.tag("Value")).text = f"soap:{_kind(error, SOAP_12)}"
    if not isinstance(error, VersionMismatch | NotUnderstood):
        subcode = etree.SubElement(code, SOAP_12.tag("Subcode"))
        value = etree.SubElement(subcode, SOAP_12.tag("Value"), nsmap={"h": COMMON.namespace})
        value.text = f"h:{error.code}"
    reason = etree.SubElement(made, SOAP_12.tag("Reason"))
    for spoken in sorted(get_args(Lang), key=lambda each: each != lang):
        text = etree.SubElement(reason, SOAP_12.tag("Text"))
        text.set(_LANG, spoken)
        text.text = error.words.say(spoken)
    etree.SubElement(made, SOAP_12.tag("Detail")).append(detail)
    return made


def _blocks(error: HubError, version: Version) -> list[etree._Element]:
    """What SOAP 1.2 wants in the header: the versions that are known (5.4.7), the blocks that are not (5.4.8)."""
    if version is SOAP_11:
        return []
    match error:
        case VersionMismatch():
            upgrade = SOAP_12.element("Upgrade")
            for known in (SOAP_12, SOAP_11):
                supported = etree.SubElement(
                    upgrade, SOAP_12.tag("SupportedEnvelope"), nsmap={"known": known.namespace}
                )
                supported.set("qname", "known:Envelope")
            return [upgrade]
        case NotUnderstood():
            return [_not_understood(etree.QName(block)) for block in error.blocks]
        case _:
            return []


def _not_understood(name: etree.QName) -> etree._Element:
    spaces = {"soap": SOAP_12.namespace, "unknown": name.namespace} if name.namespace else {"soap": SOAP_12.namespace}
    made = etree.Element(SOAP_12.tag("NotUnderstood"), nsmap=spaces)
    made.set("qname", f"unknown:{name.localname}" if name.namespace else name.localname)
    return made
