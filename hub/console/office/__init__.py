"""The room of the office: who stands in for whom, working days, units and commissions, handover acts, case files."""

from __future__ import annotations

from hub.console.office import appeals, calendar, files, handovers, people, registers, reports, stand_ins
from hub.web.front import joined

router = joined(appeals, stand_ins, calendar, people, handovers, files, registers, reports)
