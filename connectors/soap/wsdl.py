"""A WSDL that is pinned in an agency's folder: builds envelopes and knows the schema of what may be in a Body.

zeep builds; it never sends and never reads an answer: it takes wrong elements, failed types and a second Body without
an error (measured on 4.3.3). The address in the WSDL is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.parsing import parse_xml
from connectors.soap.envelope import HEADER


class CannotWrite(ValueError):
    """A document that the WSDL has no room for: a defect of a mapping. The text names elements, never values."""


_PINNED = "file:///pinned/"
_AGENCIES = Path(__file__).parents[1] / "agencies"


@cache
def pinned_wsdl(agency: str) -> PinnedWsdl:
    """The contract in an agency's folder, loaded once a process; hub and simulated agency read the same files."""
    return PinnedWsdl(_AGENCIES / agency, agency)


class _Folder:
    """zeep's transport, cut down to files by name out of one folder, under an address of its own."""

    def __init__(self, folder: Path) -> None:
        self._files = {_PINNED + path.name: path for path in folder.iterdir() if path.suffix in {".wsdl", ".xsd"}}

    def load(self, url: str) -> bytes:
        """The bytes of a pinned file; KeyError for any other address, so nothing else is read or fetched."""
        return self._files[url].read_bytes()


class _Builder:
    """zeep over the pinned files. It and what it brings take some 10 MB and a third of a second to load."""

    def __init__(self, folder: Path, name: str) -> None:
        import zeep  # noqa: PLC0415  # a relay and most APIs never build an envelope
        from zeep.exceptions import Error  # noqa: PLC0415

        settings = zeep.Settings(strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        client: Any = zeep.Client(f"{_PINNED}{name}.wsdl", transport=_Folder(folder), settings=settings)  # type: ignore[no-untyped-call]  # zeep annotates only in part
        (self.binding,) = client.wsdl.bindings.values()
        self._service = client.create_service(self.binding.name.text, "")
        self._create = client.create_message
        self._refusals: tuple[type[Exception], ...] = (Error, TypeError)

    def message(self, operation: str, body: Mapping[str, Any], headers: Mapping[str, Any]) -> etree._Element:
        try:
            message: etree._Element = self._create(self._service, operation, **body, **headers)
        except self._refusals as error:
            raise CannotWrite(str(error).partition(" Signature")[0]) from error
        return message


class PinnedWsdl:
    """The one binding of `{name}.wsdl` and the one schema `{name}.xsd` in `folder`; zeep comes with the first call."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        schema = parse_xml((folder / f"{name}.xsd").read_bytes())
        self.namespace = schema.get("targetNamespace", "")
        self.elements = frozenset(each.get("name", "") for each in schema.findall("{*}element"))
        self._schema = etree.XMLSchema(schema)

    @property
    def text(self) -> bytes:
        """The WSDL as it stands in the folder."""
        return (self._folder / f"{self._name}.wsdl").read_bytes()

    @property
    def operations(self) -> frozenset[str]:
        """The names of all operations of its port type."""
        return frozenset(each.get("name", "") for each in parse_xml(self.text).findall("{*}portType/{*}operation"))

    @cached_property
    def _builder(self) -> _Builder:
        return _Builder(self._folder, self._name)

    def envelope(
        self,
        operation: str,
        body: Mapping[str, Any],
        header: Mapping[str, str] | None = None,
        blocks: Iterable[etree._Element] = (),
    ) -> bytes:
        """The request as bytes, equal for equal arguments, its Body valid by the schema. Raises CannotWrite.

        `blocks` stand in the header beside its own fields, and before them.
        """
        message = self._builder.message(operation, body, {"_soapheaders": dict(header)} if header else {})
        broken = self.breach(message[-1][0])
        if broken is not None:
            raise CannotWrite(broken)
        for place, block in enumerate(blocks):
            if place == 0 and len(message) == 1:
                message.insert(0, etree.Element(HEADER))
            message[0].insert(place, block)
        return etree.tostring(message, encoding="utf-8", xml_declaration=True)

    def soap_action(self, operation: str) -> str:
        """The value of the SOAPAction header, quoted as SOAP 1.1 wants it (6.1.1)."""
        return f'"{self._builder.binding.get(operation).soapaction}"'

    def breach(self, element: etree._Element) -> str | None:
        """The first rule that a Body's element breaks, and where; None if it is valid."""
        if self._schema.validate(element):
            return None
        errors: Any = self._schema.error_log
        return f"{errors[0].type_name} at {errors[0].path}"
