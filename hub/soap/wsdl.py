"""The description of a service (WSDL 1.1), written from its declaration: a binding for each version of SOAP.

Document/literal wrapped, as WS-I Basic Profile 1.1 wants it: one element a part, the schemas inside, all faults named.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from connectors.xroad.soap import XROAD
from document_flow.words import Words
from hub.soap.faults import COMMON
from hub.soap.service import Service
from hub.soap.versions import SOAP_11, SOAP_12, Version

NAMESPACE = "http://schemas.xmlsoap.org/wsdl/"


def write_wsdl(service: Service, address: str) -> bytes:
    """The description, with the address that the service is called at."""
    contract = service.contract
    # By the schemas' own prefixes: lxml drops a second one for the same namespace, and types would name a lost one.
    spaces = {
        "wsdl": NAMESPACE,
        "soap": SOAP_11.wsdl,
        "soap12": SOAP_12.wsdl,
        "xrd": XROAD,
        **{each.prefix: each.namespace for each in (contract, COMMON)},
    }
    root = etree.Element(_tag("definitions"), nsmap=spaces)
    root.set("name", title(service))
    root.set("targetNamespace", contract.namespace)
    _documented(root, service.words)
    types = _add(root, "types")
    types.extend(deepcopy(each.root) for each in (contract, COMMON))
    _messages(root, service)
    _port_type(root, service)
    for version in (SOAP_11, SOAP_12):
        _binding(root, service, version)
    ports = _add(root, "service", name=title(service))
    for version in (SOAP_11, SOAP_12):
        port = _add(ports, "port", name=_port(service, version), binding=_own(service, _port(service, version)))
        etree.SubElement(port, f"{{{version.wsdl}}}address").set("location", address)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def title(service: Service) -> str:
    """`idp-status` as `IdpStatus`."""
    return "".join(part.capitalize() for part in service.name.split("-"))


def _port(service: Service, version: Version) -> str:
    return f"{title(service)}Soap{version.name.replace('.', '')}"


def _own(service: Service, name: str) -> str:
    return f"{service.contract.prefix}:{name}"


def _messages(root: etree._Element, service: Service) -> None:
    for operation in service.operations:
        for name in (operation.name, operation.response):
            _add(_add(root, "message", name=name), "part", name="parameters", element=_own(service, name))
    for name in ("asking", "problem"):
        _add(_add(root, "message", name=name), "part", name=name, element=f"{COMMON.prefix}:{name}")


def _port_type(root: etree._Element, service: Service) -> None:
    made = _add(root, "portType", name=title(service))
    for operation in service.operations:
        each = _add(made, "operation", name=operation.name)
        _documented(each, operation.words)
        _add(each, "input", message=_own(service, operation.name))
        _add(each, "output", message=_own(service, operation.response))
        _add(each, "fault", name="problem", message=_own(service, "problem"))


def _binding(root: etree._Element, service: Service, version: Version) -> None:
    def soap(parent: etree._Element, tag: str, /, **attributes: str) -> None:
        made = etree.SubElement(parent, f"{{{version.wsdl}}}{tag}")
        for attribute, value in attributes.items():
            made.set(attribute, value)

    made = _add(root, "binding", name=_port(service, version), type=_own(service, title(service)))
    soap(made, "binding", style="document", transport="http://schemas.xmlsoap.org/soap/http")
    for operation in service.operations:
        each = _add(made, "operation", name=operation.name)
        # By it a security server knows the version of a service; other readers of descriptions pass over it.
        etree.SubElement(each, f"{{{XROAD}}}version").text = service.version
        soap(each, "operation", soapAction=service.action(operation), style="document")
        asked = _add(each, "input")
        if operation.about is not None:
            soap(asked, "header", message=_own(service, "asking"), part="asking", use="literal")
        soap(asked, "body", use="literal")
        soap(_add(each, "output"), "body", use="literal")
        soap(_add(each, "fault", name="problem"), "fault", name="problem", use="literal")


def _documented(parent: etree._Element, words: Words) -> None:
    _add(parent, "documentation").text = f"{words.az} / {words.en}"


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, _tag(tag))
    for attribute, value in attributes.items():
        made.set(attribute, value)
    return made


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
