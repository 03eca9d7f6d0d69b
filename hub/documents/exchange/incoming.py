"""Where an incoming document goes first: as the table `incoming-routing` decides, else to the registry.

The table is asked for sender, kind and whether an answer is due, as of the day of arrival. Where it does not decide, or
names a unit that nobody heads, the registry sorts the document by hand; the document says which of it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from document_flow.decisions.explain import Explanation
from document_flow.decisions.outcome import Decided
from document_flow.decisions.versions import TableVersions
from document_flow.documents.facts import Routing
from document_flow.people import Directory
from document_flow.words import Words
from hub.documents.office.body import BodyRules
from mappings.official_documents import OfficialDocument

SENDER, DOC_TYPE, REPLY_DUE, UNIT = "göndərən", "sənəd_növü", "cavab_tələb_olunur", "bölmə"
"""The facts of the table, and its output."""
_BY_HAND = Words(
    "Sənəd dəftərxanada qaldı, dərkənarı rəhbərlik qoyur.",
    "The document stays with the registry; the leadership gives the resolution.",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Sorts what comes in. `assumed` lets rules without a legal basis decide: in the sandbox only."""

    rules: BodyRules
    assumed: bool = False

    @property
    def registry(self) -> str:
        """The unit that gets what no rule sends elsewhere."""
        return self.rules.competence.registry

    @property
    def institution(self) -> str:
        """Our own code."""
        return self.rules.numbering.institution

    def by(self, law: TableVersions | None) -> Desk:
        """The same desk, going by this table where there is one."""
        return self if law is None else replace(self, rules=replace(self.rules, routing=law))

    def unit_for(self, record: OfficialDocument, on: date, directory: Directory) -> tuple[str, Routing | None]:
        """The unit that the document goes to, and why; without a table, the registry."""
        if self.rules.routing is None:
            return self.registry, None
        facts = {
            SENDER: record.sender.code,
            DOC_TYPE: record.doc_type,
            REPLY_DUE: record.reply_due is not None,
        }
        found = self.rules.routing.explain(facts, as_of=on, allow_assumed=self.assumed)
        unit = found.outcome.outputs.get(UNIT) if isinstance(found.outcome, Decided) else None
        if isinstance(unit, str) and directory.head_of(unit) is not None:
            return unit, _routing(found, decided=True)
        more = () if unit is None else (_headless(str(unit)),)
        return self.registry, _routing(found, *more, _BY_HAND, decided=False)


def _routing(found: Explanation, *more: Words, decided: bool) -> Routing:
    said = (*found.sentences, *more)
    why = Words(" ".join(each.az for each in said), " ".join(each.en for each in said))
    return Routing(found.table, found.version, found.sha256, decided, why)


def _headless(unit: str) -> Words:
    return Words(f"“{unit}” bölməsi yoxdur və ya rəhbəri yoxdur.", f"There is no unit {unit}, or nobody heads it.")
