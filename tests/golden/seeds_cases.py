"""Two people have applied for a certificate: one this morning, one holds it already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.revocation import ProposeRevocation
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import Known, Lacking, Paper, Ruling
from document_flow.people import HUB
from tests.golden.house import House

_AT = datetime(2026, 11, 26, 6, tzinfo=UTC)
_VALUES = {
    "soyad": "Nümunəyeva",
    "ad": "Gülnarə",
    "doğum_tarixi": "1988-03-07",
    "status": "məcburi köçkün",
    "status_bitib": False,
    "ailə": [{"relation": "spouse", "surname": "Nümunəyev", "given_name": "Əli", "birth_date": "1984"}],
}
_FACTS = tuple(
    Known(name=name, value=value, source="register" if name.startswith("status") else "din", at=_AT)
    for name, value in _VALUES.items()
)


async def seed_cases(house: House) -> None:
    """At the desk, by the clerk."""
    cases = house.served.hub.programmes.cases
    answers = {"certificate_purpose": "BANK", "with_family": True}
    made = [
        await cases.open(
            "certificate",
            OpenCase(by="sevinc", subject=fin, channel="desk", came_from="committee", answers=answers),
            f"golden {fin}",
        )
        for fin in ("94FMDDD", "5ABCD12")
    ]
    house.names["case"], house.names["certificate"] = (each.id for each in made)
    lacking = (Lacking(name="həyatda", source="din", code="ask.agency_unavailable", reason="down"),)
    name = house.names["certificate"]
    await cases.act(name, TakeFacts(by=HUB, facts=_FACTS, lacking=lacking), "golden facts")
    today = (await house.served.hub.office.documents.around()).context(house.served.hub.clock.now()).today
    ruling = Ruling(
        outcome="granted",
        row={"qərar": "verilir", "səbəb": "status qüvvədədir"},
        record="0" * 32,
        table_sha256="a" * 64,
        as_of=today,
        basis=("Qanun 668-IQ, 21.05.1999",),
        facts=_VALUES,
        assumed={"həyatda": "sağdır"},
    )
    ruled = await cases.act(name, RuleCase(by=HUB, ruling=ruling), "golden ruling")
    number = ruled.case.ruling.paper_no if ruled.case.ruling else ""
    content = await house.served.hub.office.printing.content.keep(b"%PDF-1.7\n")
    paper = Paper(
        no=number,
        sha256=content.sha256,
        issued_on=today,
        valid_until=today + timedelta(days=30),
        is_provisional=True,
    )
    await cases.act(name, IssuePaper(by=HUB, paper=paper), "golden paper")
    await cases.act(name, ProposeRevocation(by="elcin", reason="Ünvan səhvdir"), "golden proposal")
