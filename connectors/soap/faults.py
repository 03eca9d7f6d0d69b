"""What a SOAP Fault means, by its code alone: fault strings are prose and may name a person."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from connectors.outcome import Busy, Exchanged, Rejected, Unknown
from connectors.soap.envelope import NAMESPACE

_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_REFUSED = {
    "Client": "agency.fault_client",
    "MustUnderstand": "agency.fault_must_understand",
    "VersionMismatch": "agency.fault_version",
}


def fault_outcome(
    fault: etree._Element, exchanged: Exchanged, transient: Mapping[str, str]
) -> Rejected | Busy | Unknown:
    """`transient` is the agency's fault map: local codes that mean "not applied, come back", and our code for each.

    A Server fault alone is Unknown: it may have come after the work (SOAP 1.1, 4.4.1).
    """
    space, local = _code(fault)
    if local in transient:
        return Busy(exchanged, transient[local])
    if space == _WSSE:
        return Rejected(exchanged, "agency.unauthorised", "WS-Security fault")
    kind = local.partition(".")[0]
    if space == NAMESPACE and kind in _REFUSED:
        return Rejected(exchanged, _REFUSED[kind])
    return Unknown(exchanged, "agency.fault_server" if kind == "Server" else "agency.fault_other")


def _code(fault: etree._Element) -> tuple[str | None, str]:
    """Namespace and local part of `faultcode`, whose text is a qualified name; an unbound prefix has no namespace."""
    element = fault.find("faultcode")
    text = "" if element is None or element.text is None else element.text.strip()
    prefix, colon, local = text.rpartition(":")
    return (fault if element is None else element).nsmap.get(prefix if colon else None), local
