"""For whom X-Road's security server calls: its word is believed of the one party that the settings name, no other.

That party has proved itself like every other, so the channel is guarded as all are; the header grants nothing by
itself. Whom it names is a party of ours by the settings, or nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from connectors.xroad.identifiers import Call, ClientId, XroadRefused
from hub.access.keyring import Keyring
from hub.access.parties import Party
from hub.errors import Forbidden, Refused, Words
from hub.settings import XroadSettings

log = structlog.get_logger("hub.access")


class SecurityServers:
    """Knows who may speak for others, and which party each of those is."""

    def __init__(self, settings: XroadSettings | None, keyring: Keyring) -> None:
        self.here = None if settings is None else ClientId.parse(settings.subsystem)
        self._party = "" if settings is None else settings.security_server
        self._clients: Mapping[str, str] = {} if settings is None else settings.clients
        self._keyring = keyring

    def include(self, party: Party) -> bool:
        """Whether that party's word on who calls is believed."""
        return bool(self._party) and party.name == self._party

    async def client(self, call: Call) -> Party:
        """The party for which a call comes. Forbidden for a client that the settings or the parties do not know, or
        that calls for somebody for whom it may not; Refused for a call to a service that is not ours.
        """
        if call.service.provider != self.here:
            raise refused(XroadRefused("xroad.other_provider", "service"))
        name = f"{call.client} for {call.represented}" if call.represented else str(call.client)
        party = self._clients.get(name)
        found = None if party is None else await self._keyring.named(party)
        if found is None:
            log.warning("security_event", kind="xroad_client_unknown")
            raise Forbidden("xroad.client_unknown", _WORDS["xroad.client_unknown"])
        return found


def refused(error: XroadRefused) -> Refused:
    """In words, with the place."""
    return Refused(error.code, _WORDS[error.code], place=error.place)


NO_SUCH_SERVICE = Words(
    "Belə xidmət yoxdur və ya ona hüququnuz yoxdur.", "There is no such service, or you have no right to it."
)
_WORDS: Mapping[str, Words] = {
    "xroad.client_unknown": Words(
        "X-Road çağırışının müştərisi burada heç bir tərəfə uyğun gəlmir və ya təmsil etdiyi adından çağıra bilməz.",
        "The client of this X-Road call is no party here, or may not call for whom it represents.",
    ),
    "xroad.other_provider": Words(
        "“service” bizim alt sistemin xidmətini göstərmir.", "service names no service of our subsystem."
    ),
    "xroad.identifier": Words(
        "X-Road identifikatoru düzgün deyil: kodlar sxemin sırası ilə və icazəli işarələrlə yazılır.",
        "An X-Road identifier is not right: codes stand in the schema's order, in its alphabet.",
    ),
    "xroad.object_type": Words(
        "objectType bu identifikatora uyğun deyil (ad fəzası ilə yazılır).",
        "objectType does not fit this identifier (it is qualified by its namespace).",
    ),
    "xroad.header_missing": Words("X-Road başlıq bloku çatışmır.", "A header block of X-Road is missing."),
    "xroad.header_twice": Words("X-Road başlıq bloku bir dəfə göndərilir.", "A header block of X-Road is sent once."),
    "xroad.header_unknown": Words(
        "X-Road ad fəzasında tanınmayan başlıq bloku var.", "The header has an unknown block in a namespace of X-Road."
    ),
    "xroad.header_text": Words(
        "X-Road başlığındakı mətn boş, çox uzun və ya idarəedici işarəlidir.",
        "A text in the header of X-Road is empty, too long, or has control signs.",
    ),
    "xroad.protocol_version": Words("protocolVersion 4.0 olmalıdır.", "protocolVersion is 4.0."),
    "xroad.answers_own": Words("Bu yalnız cavabda olur.", "This stands in answers alone."),
    "xroad.path": Words(
        "Ünvan r1 ünvanı deyil: /r1/instansiya/sinif/üzv/alt sistem/xidmət/…; addımlar boş, nöqtədən ibarət və ya "
        "ikiqat kodlanmış olmur.",
        "This is no address of r1: /r1/instance/class/member/subsystem/service/…; no step is empty, made of dots, or "
        "encoded twice.",
    ),
    "xroad.service": Words(
        "“service” kodu və ya versiyası Body elementinin əməliyyatı deyil.",
        "The code or version of service is not that of the operation in the Body.",
    ),
    "xroad.soap_version": Words("X-Road yalnız SOAP 1.1 daşıyır.", "X-Road carries SOAP 1.1 alone."),
    "xroad.no_such_service": NO_SUCH_SERVICE,
}
