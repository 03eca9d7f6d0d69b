"""The header blocks of SOAP (PR-MESS 2.3): read strictly, written by the schema, compared in an answer.

Every block of X-Road's namespaces is known or refused; each stands once; identifiers have their codes in the schema's
order under the `objectType` that their length makes them. White space around a text is forgiven: others write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from connectors.xroad.identifiers import Call, ClientId, ServiceId, XroadRefused, read_code
from connectors.xroad.request_hash import SHA_512

XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
REPRESENTATION = "http://x-road.eu/xsd/representation.xsd"
TOKEN = "http://x-road.eu/xsd/security-token.xsd"
SPACES = {"xrd": XROAD, "id": IDENTIFIERS, "rep": REPRESENTATION}
PROTOCOL = "4.0"

LONGEST = 255
"""Characters of an id that security servers keep; a longer text is cut in somebody's log."""

_CLIENT = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
_SERVICE = (*_CLIENT, "serviceCode", "serviceVersion")
_SERVER = (*_CLIENT[:3], "serverCode")
_VERSION = re.compile(r"4\.[0-9]{1,2}", re.ASCII)
_TEXT = re.compile(rf"[^\x00-\x1f\x7f]{{1,{LONGEST}}}")


def _tag(name: str, space: str = XROAD) -> str:
    return f"{{{space}}}{name}"


_TEXTS = {name: _tag(name) for name in ("id", "userId", "issue", "protocolVersion")}
_OPTIONAL = ("userId", "issue")
HASH = _tag("requestHash")
_REPRESENTED, _SECURITY_SERVER = _tag("representedParty", REPRESENTATION), _tag("securityServer")
_TYPE = _tag("objectType", IDENTIFIERS)
BLOCKS = frozenset(
    (*_TEXTS.values(), _tag("client"), _tag("service"), _REPRESENTED, _SECURITY_SERVER, _tag("securityToken", TOKEN))
)
"""Those of a request; `requestHash` is an answer's alone."""
_CENTRAL = _tag("centralService")
"""Names another service than `service` does (PR-MESS before 7.0)."""


def read_call(blocks: Iterable[etree._Element]) -> Call:
    """The call that a request's header makes. Raises XroadRefused with the block that is wrong."""
    found = _blocks(blocks)
    if HASH in found:
        raise XroadRefused("xroad.answers_own", "requestHash")
    return _call(found)


def read_echo(blocks: Iterable[etree._Element]) -> tuple[Call, str | None]:
    """The call that an answer's header echoes, and the request's hash where it tells one. Raises XroadRefused."""
    found = _blocks(blocks)
    told = found.get(HASH)
    if told is None:
        return _call(found), None
    if told.get("algorithmId") != SHA_512:
        raise XroadRefused("xroad.hash_algorithm", "requestHash")
    return _call(found), _text(told, "requestHash")


def echo_of(blocks: Iterable[etree._Element], envelope: str, hashed: str) -> Iterator[etree._Element]:
    """What goes back: every block as it came, in order, but for what it says to who receives it; the request's hash."""
    for block in blocks:
        if block.tag in BLOCKS:
            made = deepcopy(block)
            made.tail = None
            for name in [each for each in made.attrib if str(each).startswith(f"{{{envelope}}}")]:
                del made.attrib[name]
            yield made
    told = _element("requestHash", hashed)
    told.set("algorithmId", SHA_512)
    yield told


def write_call(call: Call) -> Iterator[etree._Element]:
    """The blocks of a request, in the order of the published samples."""
    yield identifier("client", call.client.codes)
    yield service(call.service)
    if call.represented:
        made = _element("representedParty", space=REPRESENTATION)
        party_class, _, code = call.represented.rpartition("/")
        for name, value in (("partyClass", party_class), ("partyCode", code)):
            if value:
                made.append(_element(name, value, REPRESENTATION))
        yield made
    for name, value in (
        ("userId", call.user_id),
        ("issue", call.issue),
        ("id", call.id),
        ("protocolVersion", PROTOCOL),
    ):
        if value:
            yield _element(name, value)


def service(named: ServiceId) -> etree._Element:
    """A service's identifier as an element `service`; its provider is a subsystem."""
    return identifier("service", (*named.provider.codes, named.code, *([named.version] if named.version else [])))


def identifier(name: str, codes: tuple[str, ...]) -> etree._Element:
    """An identifier by its codes from the instance down."""
    made = _element(name)
    is_service = name == "service"
    made.set(_TYPE, "SERVICE" if is_service else "SUBSYSTEM" if len(codes) == 4 else "MEMBER")
    for each, code in zip(_SERVICE if is_service else _CLIENT, codes, strict=False):
        made.append(_element(each, code, IDENTIFIERS))
    return made


def _blocks(blocks: Iterable[etree._Element]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for block in blocks:
        name = etree.QName(block)
        if name.namespace not in (XROAD, REPRESENTATION, TOKEN):
            continue
        tag = str(block.tag)
        if tag == _CENTRAL:
            raise XroadRefused("xroad.header_unknown", "Header")
        if tag not in BLOCKS and tag != HASH:
            continue
        if tag in found:
            raise XroadRefused("xroad.header_twice", name.localname)
        found[tag] = block
    return found


def _call(found: dict[str, etree._Element]) -> Call:
    for needed in ("client", "service", "id", "protocolVersion"):
        if _tag(needed) not in found:
            raise XroadRefused("xroad.header_missing", needed)
    texts = {name: _optional(found[tag], name) for name, tag in _TEXTS.items() if tag in found and name in _OPTIONAL}
    texts |= {name: _text(found[tag], name) for name, tag in _TEXTS.items() if name not in _OPTIONAL}
    if not _VERSION.fullmatch(texts["protocolVersion"]):
        raise XroadRefused("xroad.protocol_version", "protocolVersion")
    if _SECURITY_SERVER in found:
        _codes(found[_SECURITY_SERVER], _SERVER, "SERVER", "securityServer")
    client, of = _client(found[_tag("client")]), _service(found[_tag("service")])
    represented = _represented(found[_REPRESENTED]) if _REPRESENTED in found else ""
    return Call(client, of, texts["id"], texts.get("userId", ""), texts.get("issue", ""), represented)


def _client(block: etree._Element) -> ClientId:
    kind = "SUBSYSTEM" if len(block) == len(_CLIENT) else "MEMBER"
    return ClientId(*_codes(block, _CLIENT[: 4 if kind == "SUBSYSTEM" else 3], kind, "client").values())


def _service(block: etree._Element) -> ServiceId:
    codes = _codes(block, _SERVICE if len(block) == len(_SERVICE) else _SERVICE[:-1], "SERVICE", "service")
    return ServiceId(
        ClientId(*(codes[name] for name in _CLIENT)), codes["serviceCode"], codes.get("serviceVersion", "")
    )


def _codes(block: etree._Element, names: tuple[str, ...], kind: str, place: str) -> dict[str, str]:
    if block.get(_TYPE) != kind:
        raise XroadRefused("xroad.object_type", place)
    if [str(each.tag) for each in block] != [_tag(name, IDENTIFIERS) for name in names]:
        raise XroadRefused("xroad.identifier", place)
    return {name: read_code(_text(each, place), place) for name, each in zip(names, block, strict=True)}


def _represented(block: etree._Element) -> str:
    names = [str(each.tag) for each in block]
    code, party_class = _tag("partyCode", REPRESENTATION), _tag("partyClass", REPRESENTATION)
    if names not in ([code], [party_class, code]):
        raise XroadRefused("xroad.identifier", "representedParty")
    return "/".join(read_code(_text(each, "representedParty"), "representedParty") for each in block)


def _optional(element: etree._Element, place: str) -> str:
    """Security servers' own samples send them empty, and an issue in lines; it is kept as one."""
    if not len(element) and not (element.text or "").strip():
        return ""
    return _text(element, place, lines=place == "issue")


def _text(element: etree._Element, place: str, *, lines: bool = False) -> str:
    text = (element.text or "").strip()
    text = " ".join(text.split()) if lines else text
    if len(element) or not _TEXT.fullmatch(text):
        raise XroadRefused("xroad.header_text", place)
    return text


def _element(name: str, text: str | None = None, space: str = XROAD) -> etree._Element:
    made = etree.Element(_tag(name, space), nsmap=SPACES)
    made.text = text
    return made
