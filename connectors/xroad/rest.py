"""Addresses and headers of REST r1 (PR-REST), read strictly: a path has one reading, and no step of it leads upwards.

Each segment is decoded once, by itself; what a second decoding, a proxy or a file system could take for something else
(dots alone, `%`, `;`, a slash of either kind, an empty segment) is refused and not cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote_to_bytes

from connectors.xroad.identifiers import Call, ClientId, ServiceId, XroadRefused, read_code

PREFIX = "/r1/"
HASH = "x-road-request-hash"
ERROR = "x-road-error"
_CLIENT, _SERVICE, _ID, _USER, _ISSUE = (f"x-road-{name}" for name in ("client", "service", "id", "userid", "issue"))
_REPRESENTED, _SECURITY_SERVER, _REQUEST = (
    f"x-road-{name}" for name in ("represented-party", "security-server", "request-id")
)
_ECHOED = (_CLIENT, _ID, _USER, _ISSUE, _REPRESENTED, _REQUEST)
_KNOWN = frozenset((*_ECHOED, _SECURITY_SERVER))
_ANSWERS = frozenset((HASH, ERROR, _SERVICE))
_WRITTEN = {
    _CLIENT: "X-Road-Client",
    _SERVICE: "X-Road-Service",
    _ID: "X-Road-Id",
    _USER: "X-Road-UserId",
    _ISSUE: "X-Road-Issue",
    _REPRESENTED: "X-Road-Represented-Party",
    _REQUEST: "X-Road-Request-Id",
}
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]{1,200}", re.ASCII)
"""What a segment below a service has in our addresses: the unreserved signs of RFC 3986."""
_ENCODED = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+")
_DOTS = re.compile(r"\.+")
_PRINTABLE = "".join(chr(each) for each in range(0x20, 0x7F))
_TEXT = re.compile(r"[\x20-\x7e]{1,255}")


def read_path(raw: bytes) -> tuple[ServiceId, tuple[str, ...]]:
    """The service that an undecoded path names, and the steps below it. Raises XroadRefused."""
    steps = raw.removeprefix(PREFIX.encode()).split(b"/")
    if not raw.startswith(PREFIX.encode()) or len(steps) < 5:
        raise XroadRefused("xroad.path", "path")
    found = [_decoded(each) for each in steps]
    instance, member_class, member_code, subsystem, code = (read_code(each, "path") for each in found[:5])
    below = tuple(found[5:])
    if any(not _SEGMENT.fullmatch(each) or _DOTS.fullmatch(each) for each in below):
        raise XroadRefused("xroad.path", "path")
    return ServiceId(ClientId(instance, member_class, member_code, subsystem), code), below


def _decoded(segment: bytes) -> str:
    if not _ENCODED.fullmatch(segment):
        raise XroadRefused("xroad.path", "path")
    try:
        return unquote_to_bytes(segment).decode()
    except UnicodeDecodeError as error:
        raise XroadRefused("xroad.path", "path") from error


def read_headers(headers: Iterable[tuple[bytes, bytes]], service: ServiceId) -> tuple[Call, dict[str, str]]:
    """The call to a service, and the headers that go back in the answer. Raises XroadRefused.

    A repeated header is refused: security servers trust the last one and forward all.
    """
    found: dict[str, str] = {}
    for raw_name, value in headers:
        name = raw_name.decode("latin-1").lower()
        if name in _ANSWERS:
            raise XroadRefused("xroad.answers_own", _WRITTEN.get(name, name))
        if name in _KNOWN:
            if name in found:
                raise XroadRefused("xroad.header_twice", _WRITTEN.get(name, name))
            found[name] = _text(value.decode("latin-1").strip(), _WRITTEN.get(name, name))
    for needed in (_CLIENT, _ID):
        if needed not in found:
            raise XroadRefused("xroad.header_missing", _WRITTEN[needed])
    client = ClientId.parse(_identifier(found[_CLIENT], _WRITTEN[_CLIENT]), _WRITTEN[_CLIENT])
    represented = _identifier(found.get(_REPRESENTED, ""), _WRITTEN[_REPRESENTED])
    call = Call(client, service, found[_ID], found.get(_USER, ""), found.get(_ISSUE, ""), represented)
    back = {_WRITTEN[name]: found[name] for name in _ECHOED if name in found}
    return call, back | {_WRITTEN[_SERVICE]: path_of(service)}


def write_headers(call: Call) -> dict[str, str]:
    """What a request carries; a text that is not ASCII is percent-encoded, as headers of HTTP need it."""
    user, issue = (quote(each, safe=_PRINTABLE) for each in (call.user_id, call.issue))
    values = {_CLIENT: _quoted(call.client.codes), _ID: call.id, _USER: user, _ISSUE: issue}
    return {_WRITTEN[name]: value for name, value in values.items() if value}


def path_of(service: ServiceId) -> str:
    """The service's codes as in an address, each encoded by itself."""
    return _quoted((*service.provider.codes, service.code))


def other_echo(call: Call, answered: Mapping[str, list[str]]) -> str:
    """The first header of an answer that is not as it was sent, or comes twice; "" where all agree.

    A security server puts client, service and id into every answer of its own; the provider's user and issue may be
    left out.
    """
    sent = {**write_headers(call), _WRITTEN[_SERVICE]: path_of(call.service)}
    for name, value in sent.items():
        told = answered.get(name.lower(), [])
        may_be_absent = name in (_WRITTEN[_USER], _WRITTEN[_ISSUE])
        if told != [value] and not (may_be_absent and not told):
            return name
    return ""


def _identifier(text: str, place: str) -> str:
    """Codes by slashes, each decoded by itself, so that an encoded slash is no slash."""
    if not text:
        return ""
    return "/".join(read_code(_decoded(each.encode()), place) for each in text.split("/"))


def _quoted(codes: Iterable[str]) -> str:
    return "/".join(quote(each, safe="'()+,=") for each in codes)


def _text(value: str, place: str) -> str:
    if not _TEXT.fullmatch(value):
        raise XroadRefused("xroad.header_text", place)
    return value
