"""A signed file is judged by what it carries, and where that no longer suffices its pinned authorities are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from connectors.outcome import Exchanged, Unavailable
from connectors.sandbox.authority.issuing import new_hierarchy
from connectors.trust.faults import TrustServiceFailed
from document_flow.seals.asking import askable
from document_flow.seals.provider import RevocationFacts
from document_flow.seals.trust import TrustStore
from hub.documents.signing.verifying import Form, verified
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW, LocalAuthority

LATER = NOW + timedelta(days=30)


@dataclass
class Services:
    """The authority of these tests as the hub reaches it; `away` is one that does not answer."""

    authority: LocalAuthority
    away: bool = False
    asked: int = 0

    async def trust(self) -> TrustStore:
        return self.authority.trust

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        self.asked += 1
        if self.away:
            raise TrustServiceFailed(Unavailable(Exchanged(), "trust.http"))
        return await self.authority.about(certificate, issuer)


FORMS: tuple[tuple[Form, str], ...] = (("pdf", "pades"), ("asice", "asice"), ("xml", "xades"))


@pytest.mark.parametrize(("form", "kind"), FORMS)
async def test_what_is_archived_is_valid_at_once_unasked_and_later_by_a_fresh_answer(form: Form, kind: str) -> None:
    desk = Desk()
    signed = await desk.sign(desk.request(kind, "B-LTA", key=desk.person))  # type: ignore[arg-type]
    services = Services(desk.authority)

    at_once = await verified(signed.document, form, services, NOW + timedelta(minutes=1))
    unasked = services.asked
    desk.authority.now = LATER
    later = await verified(signed.document, form, services, LATER)
    services.away = True
    while_away = await verified(signed.document, form, services, LATER)

    assert (at_once.status, unasked) == ("valid", 0)
    assert (later.status, services.asked > 0) == ("valid", True)
    assert while_away.status == "indeterminate"


async def test_nobody_is_asked_about_what_no_pinned_authority_has_issued() -> None:
    desk = Desk()
    signed = await desk.sign(desk.request("asice"))
    stranger = TrustStore.from_pem("other", [new_hierarchy(NOW).pem])

    assert askable(signed.document, "asice", desk.authority.trust)
    assert askable(signed.document, "asice", stranger) == ()
    assert askable(b"PK nothing", "asice", desk.authority.trust) == ()
