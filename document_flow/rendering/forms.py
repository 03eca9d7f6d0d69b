"""The forms there are, and what each takes."""

from __future__ import annotations

from enum import StrEnum

from document_flow.rendering import models


class PrintKind(StrEnum):
    """A printable document; the value is also the name of its form in `templates/`."""

    LETTER = "letter"
    RESOLUTION_CARD = "resolution_card"
    REGISTRATION_CARD = "registration_card"
    CONTROL_CARD = "control_card"
    MINUTES = "minutes"
    HANDOVER_ACT = "handover_act"
    DESTRUCTION_ACT = "destruction_act"
    CERTIFICATE = "certificate"
    ACQUAINTANCE_SHEET = "acquaintance_sheet"
    EXPLANATION = "explanation"
    VISIT_ACT = "visit_act"
    HOME_HANDOVER = "home_handover"
    TABLE_SHEET = "table_sheet"


Printable = (
    models.Letter
    | models.ResolutionCard
    | models.RegistrationCard
    | models.ControlCard
    | models.Minutes
    | models.HandoverAct
    | models.DestructionAct
    | models.Certificate
    | models.AcquaintanceSheet
    | models.DecisionExplanation
    | models.VisitAct
    | models.HomeHandover
    | models.TableSheet
)

TAKES: dict[PrintKind, type[Printable]] = {
    PrintKind.LETTER: models.Letter,
    PrintKind.RESOLUTION_CARD: models.ResolutionCard,
    PrintKind.REGISTRATION_CARD: models.RegistrationCard,
    PrintKind.CONTROL_CARD: models.ControlCard,
    PrintKind.MINUTES: models.Minutes,
    PrintKind.HANDOVER_ACT: models.HandoverAct,
    PrintKind.DESTRUCTION_ACT: models.DestructionAct,
    PrintKind.CERTIFICATE: models.Certificate,
    PrintKind.ACQUAINTANCE_SHEET: models.AcquaintanceSheet,
    PrintKind.EXPLANATION: models.DecisionExplanation,
    PrintKind.VISIT_ACT: models.VisitAct,
    PrintKind.HOME_HANDOVER: models.HomeHandover,
    PrintKind.TABLE_SHEET: models.TableSheet,
}
