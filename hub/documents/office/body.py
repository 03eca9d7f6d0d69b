"""What the body itself has settled, as sheets in one folder: index, numbers, file plan, appeals, moved days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from document_flow.appeals import AppealRules, load_appeal_rules
from document_flow.calendar import DayOverride, load_overrides
from document_flow.decisions.folder import check_versions, load
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.versions import TableVersions
from document_flow.nomenclature import Nomenclature, load_nomenclature
from document_flow.registration import Numbering, load_numbering
from document_flow.requisites import BY_DEFAULT, RequisiteRules, load_requisites
from document_flow.sheet import SheetRefused

SAMPLES = Path(__file__).parents[3] / "document_flow" / "samples"
"""Sheets made up to show the form; an installation names a folder of its own by HUB_BODY_RULES."""
ROUTING = "incoming-routing"
"""The folder, beside the sheets, of the table by which incoming documents find their units; there need be none."""
REQUISITES = "requisites.yaml"
"""The sheet, if there is one, of what a kind of document is signed by and whose visas it has."""
_TABLES = SAMPLES.parent / "decisions" / "tables"


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The sheets, read and checked."""

    numbering: Numbering
    nomenclature: Mapping[int, Nomenclature]
    appeals: AppealRules
    days: Mapping[date, DayOverride]
    routing: TableVersions | None = None
    requisites: RequisiteRules = BY_DEFAULT

    def file_for(self, unit: str, year: int) -> str:
        """The file of the plan in which a unit's incoming correspondence is kept; empty where the plan names none."""
        plan = self.nomenclature.get(year) or next(iter(self.nomenclature.values()), None)
        files = plan.files.values() if plan is not None else ()
        own = [each.index for each in files if each.unit == unit]
        return own[0] if own else next((each.index for each in files), "")

    def index_of(self, unit: str, year: int) -> str:
        """The unit's index: the first part of its files' indexes in the plan; the unit's own name where it has none."""
        plan = self.nomenclature.get(year) or next(iter(self.nomenclature.values()), None)
        own = plan.of_unit(unit) if plan is not None else ()
        return own[0].index.partition("-")[0] if own else unit


class BodyRulesRefused(Exception):
    """A sheet is missing or wrong; `problems` names every one of them with its file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_body_rules(folder: Path) -> BodyRules:
    """Read the sheets of a folder; raises BodyRulesRefused with everything that is wrong in any of them."""
    problems: list[str] = []

    def text(name: str) -> str:
        try:
            return (folder / name).read_text(encoding="utf-8")
        except OSError as missing:
            problems.append(f"{name}: {missing.strerror}: put this sheet into {folder}")
            return ""

    plans: dict[int, Nomenclature] = {}
    days: dict[date, DayOverride] = {}
    numbering, appeals, requisites = None, None, BY_DEFAULT
    try:
        numbering = load_numbering(text("registration.yaml"))
        appeals = load_appeal_rules(text("appeal_rules.yaml"))
        if (folder / REQUISITES).exists():
            requisites = load_requisites(text(REQUISITES))
        for sheet in sorted(folder.glob("nomenclature_*.yaml")):
            plan = load_nomenclature(sheet.read_text(encoding="utf-8"))
            plans[plan.year] = plan
        for sheet in sorted(folder.glob("calendar_*.yaml")):
            days.update(load_overrides(sheet.read_text(encoding="utf-8")))
    except SheetRefused as refused:
        problems.append(str(refused))
    routing = _routing((_TABLES if folder == SAMPLES else folder) / ROUTING, problems)
    if problems or numbering is None or appeals is None:
        raise BodyRulesRefused(problems)
    return BodyRules(numbering, plans, appeals, days, routing, requisites)


def _routing(folder: Path, problems: list[str]) -> TableVersions | None:
    if not folder.is_dir():
        return None
    try:
        made = load(folder)
    except TableRefused as refused:
        problems += [f"{ROUTING}: {each}" for each in refused.problems]
        return None
    problems += [f"{ROUTING}: {each}" for each in check_versions(made) if each.severity == "error"]
    return made
