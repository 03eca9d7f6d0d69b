"""The room of the office: who stands in for whom, working days, units and commissions, handover acts, case files."""

from __future__ import annotations

from fastapi import APIRouter

from hub.console.office import appeals, calendar, files, handovers, people, registers, reports, stand_ins

router = APIRouter()
for part in (appeals, stand_ins, calendar, people, handovers, files, registers, reports):
    router.include_router(part.router)
