"""Who states the facts of cases, and why one is not known, in words: for pages, sentences and doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from document_flow.cases.state import DISPUTED, Lacking
from hub.access.parties import WELL_KNOWN
from hub.errors import Words
from hub.exchange.ask.words import REASONS

_SOURCES: Final[Mapping[str, Words]] = {
    "register": Words("vahid məlumat bazası", "unified register"),
    "applicant": Words("ərizəçi", "applicant"),
}
_CODES: Final[Mapping[str, Words]] = {
    DISPUTED: Words("mənbələr fərqli deyir", "the sources disagree"),
    "register.not_known": Words("orada yoxdur", "it is not there"),
    "ask.not_told": Words("cavabında bu yoxdur", "the answer does not say it"),
}


def source_name(source: str) -> Words:
    """Who states a fact: the register, the applicant, an agency."""
    return _SOURCES.get(source) or WELL_KNOWN.get(source) or Words(source, source)


def trouble(lacking: Lacking) -> Words:
    """Why a fact is not known; its code where a newer hub wrote it, or an older one."""
    return REASONS.get(lacking.reason) or _CODES.get(lacking.code) or Words(lacking.code, lacking.code)


def told_of(lacking: Lacking) -> tuple[Words, Words]:
    """Who was asked for a fact, and what came of it."""
    return source_name(lacking.source), trouble(lacking)
