"""What is said when a step with a version is refused: a sentence for each code, with what to do."""

from __future__ import annotations

from document_flow.outcome import Refusal, Why
from document_flow.words import Words

_WORDS: dict[str, tuple[str, str]] = {
    "no_version": ("{0} nömrəli versiya yoxdur", "there is no version {0}"),
    "status": (
        "{0} nömrəli versiya «{1}» vəziyyətindədir, bu addım üçün «{2}» lazımdır",
        "version {0} is {3}; this step needs one that is {4}",
    ),
    "no_replay": (
        "{0} nömrəli versiya üçün əvvəlcə saxlanmış işlər üzrə təsir müqayisəsi aparılmalıdır",
        "version {0} needs an impact replay over the stored cases first",
    ),
    "not_sound": ("cədvəldə {0} səhv var, birincisi: {1}", "the table has {0} errors, the first: {1}"),
    "no_reason": (
        "{0} nömrəli versiyanı qüvvədən salmaq üçün səbəb və akt göstərilməlidir (akt yoxdursa, assumed)",
        "ending version {0} needs a reason and an act (assumed where there is none)",
    ),
    "backwards": ("son gün ({1}) ilk gündən ({0}) əvvəldir", "the last day ({1}) is before the first ({0})"),
    "two_in_force": (
        "{0} nömrəli versiya da {1} tarixindən sonra qüvvədədir; əvvəlcə onu qüvvədən salın",
        "version {0} is in force too from {1} on; repeal it first",
    ),
    "outside": (
        "{0} tarixi {1} nömrəli versiyanın qüvvədə olduğu müddətdən kənardadır",
        "{0} is outside the time when version {1} is in force",
    ),
}


def refusal(code: str, *shown: str, why: Why = "state") -> Refusal:
    """The refusal `decisions.<code>`."""
    az, en = _WORDS[code]
    return Refusal(f"decisions.{code}", Words(az.format(*shown), en.format(*shown)), why)
