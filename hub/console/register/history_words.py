"""What the lines of the access history are called: what was done, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Words

_SERVICES: Mapping[str, Words] = {
    "ask.identity": Words("Şəxsiyyət barədə sorğu", "Question about identity"),
    "register.find": Words("Reyestrdə axtarış", "Search in the register"),
    "register.look": Words("Reyestrdə gizli məlumatın göstərilməsi", "Values shown in the register"),
    "decisions.record": Words("Qərarın əsasına baxış", "Look at the facts of a decision"),
}
_OUTCOMES: Mapping[str, Words] = {
    "answered": Words("cavab verildi", "answered"),
    "found": Words("tapıldı", "found"),
    "unknown": Words("tapılmadı", "not found"),
    "seen": Words("göstərildi", "shown"),
    "interrupted": Words("yarımçıq qaldı", "interrupted"),
    "register.scope": Words("imtina edildi: rayon yoxlanıla bilmir", "refused: the district cannot be checked"),
}
_FINE = frozenset(("answered", "found", "unknown", "seen", "interrupted", "ok"))


def service_words(code: str) -> Words:
    """What was done."""
    return _SERVICES.get(code) or Words(code, code)


def outcome_words(code: str) -> tuple[Words, bool]:
    """How it ended, and whether that was a refusal."""
    refused = Words(f"imtina edildi: {code}", f"refused: {code}")
    return (_OUTCOMES.get(code) or (Words(code, code) if code in _FINE else refused)), code not in _FINE
