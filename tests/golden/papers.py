"""What is printed on paper, as its text is read back out of the PDF."""

from __future__ import annotations

from tests.golden.house import House
from tests.golden.volatile import settled
from tests.unit.document_flow.rendering.printed import Printed

PAPERS = (
    ("registration-card", "sevinc", "extension", "/v1/documents/{}/prints/registration-card.pdf"),
    ("resolution-card", "elcin", "resolved", "/v1/documents/{}/prints/resolution-card.pdf"),
    ("control-card", "elcin", "extension", "/v1/documents/{}/prints/control-card.pdf"),
    ("minutes", "aysel", "meeting", "/v1/documents/{}/prints/minutes.pdf"),
    ("ruling", "nigar", "ruling", "/v1/decisions/records/{}.pdf"),
    ("letter", "rauf", "numbered", "/console/documents/{}/letter.pdf"),
    ("handover-act", "sevinc", "handover", "/console/documents/office/handovers/{}/act.pdf"),
)
"""By kind: for whom, of which of the house's things, where."""


async def papers(house: House, lang: str) -> dict[str, str]:
    """By file the words of each paper, a line for each run of text."""
    found: dict[str, str] = {}
    for kind, who, name, path in PAPERS:
        headers = {
            "authorization": f"Bearer sandbox-{who}",
            "cookie": f"hub_session=sandbox-{who}; hub_lang={lang}",
            "accept-language": lang,
        }
        answer = await house.served.client.get(path.format(house.names[name]), headers=headers)
        assert answer.status_code == 200, f"{kind}: {answer.text}"
        lines = (line.strip() for line in Printed(answer.content).text.splitlines())
        found[f"papers/{lang}/{kind}.txt"] = settled("\n".join(line for line in lines if line))
    return found
