"""How the lines of the access history ended, as people read it; what was done is named where all of it is listed."""

from __future__ import annotations

from collections.abc import Mapping

from hub.console.settings.audit import SERVICES
from hub.errors import Words

_OUTCOMES: Mapping[str, Words] = {
    "answered": Words("cavab verildi", "answered"),
    "found": Words("tapıldı", "found"),
    "unknown": Words("tapılmadı", "not found"),
    "shown": Words("göstərildi", "shown"),
    "interrupted": Words("yarımçıq qaldı", "interrupted"),
    "register.scope": Words("imtina edildi: rayon yoxlanıla bilmir", "refused: the district cannot be checked"),
}
_FINE = frozenset(("answered", "found", "unknown", "shown", "interrupted", "ok"))


def service_words(code: str) -> Words:
    """What was done."""
    return SERVICES.get(code) or Words(code, code)


def outcome_words(code: str) -> tuple[Words, bool]:
    """How it ended, and whether that was a refusal."""
    refused = Words(f"imtina edildi: {code}", f"refused: {code}")
    return (_OUTCOMES.get(code) or (Words(code, code) if code in _FINE else refused)), code not in _FINE
