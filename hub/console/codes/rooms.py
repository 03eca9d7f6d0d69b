"""The pages about codes and quarantine, the more exact addresses first."""

from __future__ import annotations

from hub.console.codes import agreeing, quarantine, work_list

ROOMS = (work_list, agreeing, quarantine)
