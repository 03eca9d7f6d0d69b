"""The milestones of documents as log lines: ids and numbers, never a title or a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import structlog

from hub.documents.acting.acting import Acted

log = structlog.get_logger("hub.documents")


def tell(acted: Acted) -> None:
    """One line for each milestone that a command made; a repetition makes none."""
    registered = acted.state.registration
    for name in acted.events:
        if name in _LINES:
            _LINES[name](acted.document, registered.reg_no if registered else "—")


def _registered(document: str, reg_no: str) -> None:
    log.info("document_registered", document=document, reg_no=reg_no)


def _resolved(document: str, reg_no: str) -> None:
    log.info("document_resolved", document=document, reg_no=reg_no)


def _submitted(document: str, _reg_no: str) -> None:
    log.info("document_submitted", document=document)


def _returned(document: str, _reg_no: str) -> None:
    log.info("document_returned", document=document)


def _voted(document: str, _reg_no: str) -> None:
    log.info("document_voted", document=document)


def _approved(document: str, _reg_no: str) -> None:
    log.info("document_approved", document=document)


def _sealed(document: str, reg_no: str) -> None:
    log.info("document_signed", document=document, reg_no=reg_no)


def _sent(document: str, reg_no: str) -> None:
    log.info("document_sent", document=document, reg_no=reg_no)


def _answered(document: str, reg_no: str) -> None:
    log.info("document_answered", document=document, reg_no=reg_no)


def _filed(document: str, reg_no: str) -> None:
    log.info("document_filed", document=document, reg_no=reg_no)


_LINES: Mapping[str, Callable[[str, str], None]] = MappingProxyType(
    {
        "registered": _registered,
        "resolution_given": _resolved,
        "submitted": _submitted,
        "returned": _returned,
        "meeting_closed": _voted,
        "run_approved": _approved,
        "signed": _sealed,
        "sent": _sent,
        "answer_taken": _answered,
        "filed": _filed,
    }
)
