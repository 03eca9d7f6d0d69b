"""Paths whose work pages do too: a table of where each is, by which reading or command of `hub.web`, and its status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from hub.web.context import StrictRoute
from hub.web.documents import bulk, inbox, moving
from hub.web.office import directory, handovers, reports, retention, volumes

router = APIRouter(route_class=StrictRoute)
_DOORS: tuple[tuple[str, str, str, Callable[..., Any], int], ...] = (
    ("directory", "GET", "/v1/directory", directory.show, 200),
    ("directory", "POST", "/v1/stand-ins", directory.appoint_stand_in, 201),
    ("directory", "POST", "/v1/stand-ins/{stand_in_id}/end", directory.end, 204),
    ("directory", "PUT", "/v1/commissions/{name}", directory.settle_commission, 200),
    ("directory", "PUT", "/v1/units/{name}", directory.settle_unit, 200),
    ("directory", "PUT", "/v1/officials/{login}", directory.settle_post, 200),
    ("directory", "POST", "/v1/directory/proposals/{proposal_id}/agree", directory.agree, 200),
    ("directory", "POST", "/v1/directory/proposals/{proposal_id}/refuse", directory.refuse, 200),
    ("directory", "PUT", "/v1/calendar/days", directory.settle_days, 200),
    ("handovers", "POST", "/v1/handovers", handovers.draw, 201),
    ("handovers", "GET", "/v1/handovers/{handover_id}", handovers.show, 200),
    ("handovers", "POST", "/v1/handovers/{handover_id}/carry-out", handovers.carry, 200),
    ("retention", "GET", "/v1/retention/proposal", retention.propose, 200),
    ("retention", "POST", "/v1/retention/acts", retention.act, 201),
    ("retention", "GET", "/v1/retention/acts/{act_id}", retention.show_act, 200),
    ("retention", "POST", "/v1/retention/acts/{act_id}/carry-out", retention.carry, 200),
    ("retention", "GET", "/v1/retention/volumes", volumes.show_volumes, 200),
    ("retention", "POST", "/v1/retention/volumes/close", volumes.close, 200),
    ("retention", "POST", "/v1/retention/volumes/not-needed", volumes.not_needed, 200),
    ("reports", "GET", "/v1/reports/control", reports.control, 200),
    ("reports", "GET", "/v1/reports/overdue", reports.show_overdue, 200),
    ("reports", "GET", "/v1/reports/on-time", reports.on_time, 200),
    ("documents", "POST", "/v1/documents/{document_id}/move-path", moving.move_path, 200),
    ("documents", "POST", "/v1/documents/bulk-approvals", bulk.approve_in_bulk, 200),
    ("documents", "GET", "/v1/inbox", inbox.inbox, 200),
)
"""Tag, method, path, what is done, and the status of its answer."""
for _tag, _method, _path, _does, _status in _DOORS:
    router.add_api_route(_path, _does, methods=[_method], tags=[_tag], status_code=_status)
