"""The two versions of SOAP and how each is bound to HTTP: its namespace, media type, and where the action is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from lxml import etree
from starlette.types import Scope

from hub.errors import Refused, Words
from hub.web.limits import header

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
MULTIPART = "multipart/related"
_LONGEST = 1_000
"""Characters of a Content-Type; a longer one is none."""


@dataclass(frozen=True, slots=True)
class Version:
    """`roles` are those that every receiver plays, in which a header block is ours."""

    name: str
    namespace: str
    media_type: str
    wsdl: str
    roles: frozenset[str]

    def tag(self, name: str) -> str:
        """A name of the envelope, qualified."""
        return f"{{{self.namespace}}}{name}"

    @property
    def role(self) -> str:
        """The attribute that says for whom a header block is."""
        return self.tag("actor" if self is SOAP_11 else "role")

    def element(self, name: str) -> etree._Element:
        """An element of the envelope."""
        return etree.Element(self.tag(name), nsmap={"soap": self.namespace})


SOAP_11 = Version(
    "1.1",
    "http://schemas.xmlsoap.org/soap/envelope/",
    "text/xml",
    "http://schemas.xmlsoap.org/wsdl/soap/",
    frozenset(("", "http://schemas.xmlsoap.org/soap/actor/next")),
)
SOAP_12 = Version(
    "1.2",
    "http://www.w3.org/2003/05/soap-envelope",
    "application/soap+xml",
    "http://schemas.xmlsoap.org/wsdl/soap12/",
    frozenset(
        (
            "",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
        )
    ),
)


def version_of(scope: Scope) -> Version:
    """The version that a request's Content-Type says; 1.1 where it says neither, to answer something."""
    said = _inside(content_type(scope)) if is_in_parts(scope) else content_type(scope)
    return SOAP_12 if _media_type_of(said) == SOAP_12.media_type else SOAP_11


def is_in_parts(scope: Scope) -> bool:
    """Whether a request says that it has parts."""
    return _media_type(scope) == MULTIPART


def refuse_content_type(scope: Scope, *, in_parts: bool = False) -> None:
    """Refused unless it is the media type of a version, in UTF-8, or parts for who takes them."""
    if _media_type(scope) not in (SOAP_11.media_type, SOAP_12.media_type) and not (in_parts and is_in_parts(scope)):
        raise Refused("soap.content_type", _CONTENT_TYPE, status=415, place="Content-Type")
    charset = _CHARSET.search(content_type(scope))
    if charset is not None and charset[1].lower() not in ("utf-8", "utf8"):
        raise Refused(
            "door.charset",
            Words(
                "Content-Type başlığında yalnız charset=utf-8 ola bilər.", "Content-Type may name charset=utf-8 only."
            ),
            status=415,
            place="Content-Type",
        )


def action_of(scope: Scope) -> str:
    """What the caller says that it wants: SOAPAction (SOAP 1.1, 6.1.1) or `action` (RFC 3902), of a request in parts
    also inside its `start-info` (XOP 1.0, 4.1); "" if it does not.
    """
    if version_of(scope) is SOAP_12:
        about = content_type(scope)
        return _parameter(about, "action") or (_parameter(_inside(about), "action") if is_in_parts(scope) else "")
    said = [value for name, value in scope["headers"] if name == b"soapaction"]
    if len(said) > 1:
        raise Refused(
            "door.header_twice",
            Words("“SOAPAction” başlığı bir dəfə göndərilir.", "The header SOAPAction is sent once."),
            place="SOAPAction",
        )
    return said[0].decode("latin-1").strip().strip('"') if said else ""


def content_type(scope: Scope) -> str:
    """As it was sent, cut where it is longer than any."""
    return (header(scope, b"content-type") or "")[:_LONGEST]


def _media_type(scope: Scope) -> str:
    return _media_type_of(content_type(scope))


def _media_type_of(said: str) -> str:
    return said.partition(";")[0].strip().lower()


def _inside(said: str) -> str:
    """The whole Content-Type of the envelope in a request in parts, which stands quoted in `start-info`."""
    return _parameter(said, "start-info")


def _parameter(said: str, name: str) -> str:
    """One parameter of a Content-Type, unquoted (RFC 2045, 5.1); what stands in another's quotes is none."""
    told = Message()
    told["content-type"] = said
    found = told.get_param(name)
    return found.strip() if isinstance(found, str) else ""


_CONTENT_TYPE = Words(
    "SOAP 1.1 üçün text/xml, SOAP 1.2 üçün application/soap+xml göndərin; hissələri (MTOM) məzmun alan "
    "xidmətlər götürür.",
    "Send text/xml for SOAP 1.1, application/soap+xml for SOAP 1.2; parts (MTOM) go to services that take content.",
)
