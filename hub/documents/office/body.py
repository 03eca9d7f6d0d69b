"""What the body itself has settled, as sheets in one folder: index, numbers, file plan, appeals, moved days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

from document_flow.appeals import AppealRules, load_appeal_rules
from document_flow.calendar import DayOverride, load_overrides
from document_flow.competence import BY_DEFAULT as COMPETENCE
from document_flow.competence import Competence, load_competence
from document_flow.correspondence import load_bodies
from document_flow.decisions.folder import check_versions, load
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.versions import TableVersions
from document_flow.letterhead import BY_DEFAULT as NAME_ALONE
from document_flow.letterhead import Letterhead, load_letterhead
from document_flow.nomenclature import Nomenclature, load_nomenclature
from document_flow.receptions import ReceptionHours, load_receptions
from document_flow.registration import Numbering, load_numbering
from document_flow.requisites import BY_DEFAULT, RequisiteRules, load_requisites
from document_flow.sheet import SheetRefused
from document_flow.words import Words

SAMPLES = Path(__file__).parents[3] / "document_flow" / "samples"
"""Sheets made up to show the form; an installation names a folder of its own by HUB_BODY_RULES."""
ROUTING = "incoming-routing"
"""The folder, beside the sheets, of the table by which incoming documents find their units; there need be none."""
REQUISITES = "requisites.yaml"
"""The sheet, if there is one, of what a kind of document is signed by and whose visas it has."""
BODIES_SHEET = "bodies.yaml"
"""The sheet, if there is one, of bodies by their index to which papers go, beside those reached electronically."""
COMPETENCE_SHEET = "competence.yaml"
"""The sheet, if there is one, of who may do what over whose unit and term."""
LETTERHEAD = "letterhead.yaml"
"""The sheet, if there is one, of what stands on the body's paper; files that it names lie beside it."""
RECEPTIONS = "receptions.yaml"
"""The sheet, if there is one, of who receives citizens when."""
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
    competence: Competence = COMPETENCE
    bodies: Mapping[str, Words] = field(default_factory=dict)
    letterhead: Letterhead = NAME_ALONE
    receptions: tuple[ReceptionHours, ...] = ()

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
    """Read the sheets of a folder, those that come with the code once a process; raises BodyRulesRefused with
    everything that is wrong in any of them.
    """
    return _samples() if folder == SAMPLES else _read(folder)


@cache
def _samples() -> BodyRules:
    return _read(SAMPLES)


def _read(folder: Path) -> BodyRules:
    problems: list[str] = []

    def text(name: str) -> str:
        try:
            return (folder / name).read_text(encoding="utf-8")
        except OSError as missing:
            problems.append(f"{name}: {missing.strerror}: put this sheet into {folder}")
            return ""

    plans: dict[int, Nomenclature] = {}
    days: dict[date, DayOverride] = {}
    numbering, appeals = None, None
    own: _Own = {}
    try:
        numbering = load_numbering(text("registration.yaml"))
        appeals = load_appeal_rules(text("appeal_rules.yaml"))
        own = _own(folder)
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
    return BodyRules(numbering, plans, appeals, days, routing, **own)


class _Own(TypedDict, total=False):
    """Of sheets that there need not be."""

    requisites: RequisiteRules
    competence: Competence
    bodies: Mapping[str, Words]
    letterhead: Letterhead
    receptions: tuple[ReceptionHours, ...]


def _own(folder: Path) -> _Own:
    found: _Own = {}
    if (sheet := folder / REQUISITES).exists():
        found["requisites"] = load_requisites(sheet.read_text(encoding="utf-8"))
    if (sheet := folder / COMPETENCE_SHEET).exists():
        found["competence"] = load_competence(sheet.read_text(encoding="utf-8"))
    if (sheet := folder / BODIES_SHEET).exists():
        found["bodies"] = load_bodies(sheet.read_text(encoding="utf-8"))
    if (sheet := folder / RECEPTIONS).exists():
        found["receptions"] = load_receptions(sheet.read_text(encoding="utf-8"))
    if (sheet := folder / LETTERHEAD).exists():
        text = sheet.read_text(encoding="utf-8")
        found["letterhead"] = load_letterhead(text, lambda name: (folder / Path(name).name).read_bytes())
    return found


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
