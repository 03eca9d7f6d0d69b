"""How one operation goes by X-Road: to which service, as whose call, and whether an answer is that call's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from connectors.operations import ByXroad
from connectors.xroad.identifiers import Call, ClientId, ServiceId, XroadRefused
from connectors.xroad.request_hash import request_hash
from connectors.xroad.soap import read_echo


@dataclass(frozen=True, slots=True)
class XroadWay:
    """Our subsystem, the agency's service, and where user and issue of a call come from."""

    client: ClientId
    service: ServiceId
    by: ByXroad

    @classmethod
    def of(cls, by: ByXroad, subsystem: str, client: str) -> XroadWay:
        """`subsystem` is the agency's without the instance, which is that of `client`. Raises XroadRefused."""
        us = ClientId.parse(client)
        provider = ClientId.parse(f"{us.instance}/{subsystem}", "subsystem")
        if not (us.subsystem and provider.subsystem):
            raise XroadRefused("xroad.identifier", "subsystem")
        return cls(us, ServiceId(provider, by.service, by.version), by)

    def call(self, given: Mapping[str, str]) -> Call:
        """One call under the delivery's key, so that a resend has the same id; `given` fills the templates."""
        user, issue = (template.format_map(given).strip() for template in (self.by.user, self.by.issue))
        return Call(self.client, self.service, given["key"], user, issue)

    def status(self, key: str) -> Call:
        """The call that asks what became of a key."""
        service = replace(self.service, code=self.by.status or self.service.code)
        return Call(self.client, service, key)


def other_header(call: Call, blocks: Iterable[etree._Element], sent: bytes) -> tuple[str, str] | None:
    """Why an answer's header is not that of the call: our code, and the place; None where it is."""
    try:
        told, hashed = read_echo(blocks)
    except XroadRefused as error:
        return "agency.xroad_header", error.place
    for name in ("client", "service", "id", "user_id", "issue", "represented"):
        if getattr(told, name) != getattr(call, name):
            return "agency.xroad_other_call", name
    if hashed is not None and hashed != request_hash(sent):
        return "agency.xroad_hash", "requestHash"
    return None
