"""Decision tables as the API shows them, in the caller's language."""

from __future__ import annotations

from typing import Any

from document_flow.decisions.drawing import as_rows
from document_flow.decisions.table import Table
from document_flow.decisions.texts import show_fact
from document_flow.decisions.versions import TableVersion
from hub.api.law.decision_models import ExplainedView, FactView, ReplayView, RowView, RulingView, SheetView, ShownTable
from hub.documents.law.impact import Impact
from hub.documents.law.rulings import LawAnswer, Record
from hub.documents.law.table_repository import Kept
from hub.errors import Lang


def shown_table(kept: Kept, version: TableVersion, leaves: list[dict[str, Any]], lang: Lang) -> ShownTable:
    """One version in full."""
    here = f"/v1/decisions/{kept.name}"
    table = version.table
    return ShownTable.of(
        kept,
        lang,
        version=version.number,
        facts=[
            FactView(
                name=each.fact,
                label=table.label(each.fact).say(lang),
                type=each.kind,
                values=[show_fact(value).say(lang) for value in each.allowed.listed] if each.allowed else [],
            )
            for each in table.facts()
        ],
        sheets=_sheets(table, lang),
        cases=kept.stored[version.number].cases,
        evidence=leaves,
        links={"self": f"{here}?version={version.number}", "dmn": f"{here}/versions/{version.number}.dmn"},
    )


def _sheets(table: Table, lang: Lang) -> list[SheetView]:
    return [
        SheetView(
            title=sheet.title.say(lang),
            headings=[each.say(lang) for each in sheet.headings],
            rows=[
                RowView(
                    cells=[cell.say(lang) for cell in row],
                    rule=rule.id,
                    basis=rule.basis,
                    assumed=rule.is_assumed,
                    note=rule.note,
                )
                for row, rule in zip(sheet.rows, decision.rules, strict=True)
            ],
        )
        for sheet, decision in zip(as_rows(table), table.decisions, strict=True)
    ]


def _decided_by(asked: LawAnswer, lang: Lang) -> dict[str, Any]:
    version = asked.version
    return {
        "as_of": asked.as_of,
        "version": version.number if version else None,
        "sha256": version.sha256 if version else None,
        "ignored": asked.ignored,
        "notes": [each.say(lang) for each in asked.notes],
    }


def answer_view(table: str, asked: LawAnswer, lang: Lang) -> RulingView:
    """The answer."""
    return RulingView.of(asked.outcome, lang, table=table, **_decided_by(asked, lang))


def explained_view(record: Record, asked: LawAnswer, lang: Lang) -> ExplainedView:
    """The answer with its reasons."""
    told = {"table": record.table, "record": record.id, "sentences": record.sentences(lang)}
    return ExplainedView.of(asked.outcome, lang, **told, **_decided_by(asked, lang))


def replay_view(table: str, impact: Impact, lang: Lang, *, remembered: bool) -> ReplayView:
    """The impact."""
    kinds = {f"{old} → {new}": count for (old, new), count in sorted(impact.replay.kinds.items())}
    found = [
        {"case": each.case, "before": each.before, "after": each.after, "only_basis": each.only_basis}
        | {"facts": impact.facts.get(each.case)}
        for each in impact.shown
    ]
    return ReplayView.of(impact, lang, table=table, kinds=kinds, differences=found, remembered=remembered)
