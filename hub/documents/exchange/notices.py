"""What we tell another body of a document that came from it: registered under our number, or refused for a reason."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.documents import facts
from document_flow.documents.facts import Registration
from hub.documents.exchange.addressing import carried, known_body
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from mappings.official_documents import BodyAddress, DocumentNotice, document_keys
from routes.outgoing_documents import SOURCE


@dataclass(frozen=True, slots=True)
class Notices:
    """Makes notices as messages of the hub; `institution` is our own index. Each is made once for a document."""

    planner: Planner
    institution: str

    def registered(self, arrival: facts.Origin, registration: Registration, unit: str, cause: Origin) -> NewMessage:
        """It is in our journal."""
        notice = DocumentNotice(
            consignment_id=arrival.consignment,
            sender=BodyAddress(code=self.institution, unit=unit),
            recipient=BodyAddress(code=arrival.body),
            outcome="registered",
            reg_no=registration.reg_no,
            reg_date=registration.on,
        )
        return self._message(notice, cause)

    def refused(self, arrival: facts.Origin, reason: str, unit: str, cause: Origin) -> NewMessage:
        """It is not for us. Raises Refused where nothing goes to that body any more."""
        known_body(arrival.body)
        notice = DocumentNotice(
            consignment_id=arrival.consignment,
            sender=BodyAddress(code=self.institution, unit=unit),
            recipient=BodyAddress(code=arrival.body),
            outcome="refused",
            reason=reason,
        )
        return carried(self._message(notice, cause), arrival.body)

    def _message(self, notice: DocumentNotice, cause: Origin) -> NewMessage:
        mark = f"notice {notice.recipient.code}\x00{notice.consignment_id}\x00{notice.outcome}"
        return self.planner.follow_up(SOURCE, notice, document_keys(notice), cause, mark)
