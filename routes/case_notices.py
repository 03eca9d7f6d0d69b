"""That there is a paper, to its applicant: by the portal that the application came from, and by SMS."""

from __future__ import annotations

from collections.abc import Callable

from connectors.agencies import takers_of
from mappings.case_notices import CaseNotice
from mappings.records import Record
from routes.route import Destination, Route, Use

SOURCE = "hub.case-notice.v1"
"""What notices are sent as; the hub makes these messages in the transaction that issues the paper."""
PORTALS = frozenset(agency.name for agency, _ in takers_of("case-notice"))
"""Which of those that hand applications in tell their applicants too."""
EVERYBODY = next((agency.name for agency, _ in takers_of("case-notice") if agency.knows_citizens), "")
"""The portal on which every citizen may log in, wherever they applied; empty where none is."""
GATEWAY = next((agency.name for agency, _ in takers_of("sms")), "")
"""Who sends SMS; empty where nobody does."""


def _for_portal(name: str) -> Callable[[Record], bool]:
    return lambda record: isinstance(record, CaseNotice) and record.way == "portal" and record.portal == name


def _for_gateway(record: Record) -> bool:
    return isinstance(record, CaseNotice) and record.way == "sms"


# One that cannot be handed over holds up no later one: a clerk is told to send a letter anyhow.
route = Route(
    name="case-notices",
    source=SOURCE,
    destinations=(
        *(
            Destination(
                taken.operation,
                writes=taken.writes,
                when=_for_portal(agency.name),
                on_failure="pass",
                use=Use("notice", "1036-IIQ", "identity"),
            )
            for agency, taken in takers_of("case-notice")
        ),
        *(
            Destination(
                taken.operation,
                writes=taken.writes,
                when=_for_gateway,
                on_failure="pass",
                use=Use("notice", "1036-IIQ", "telephone"),
            )
            for agency, taken in takers_of("sms")
            if agency.name == GATEWAY
        ),
    ),
    title_az="Ərizəçilərə bildirişlər",
    title_en="Notices to applicants",
)
