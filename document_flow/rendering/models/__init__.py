"""What each form takes: frozen values, in ordinary letters; the form does the capitals and the dates.

Every text has room for so many characters (`document_flow.rendering.text`), every list for `MOST_ROWS` rows; both are
looked at when the document is rendered, so a fault is told with its place.
"""

from document_flow.rendering.models.acts import (
    Destroyed,
    DestructionAct,
    HandedOver,
    HandoverAct,
    HomeHandover,
    MemberReceiving,
)
from document_flow.rendering.models.cards import (
    ControlCard,
    Extension,
    Movement,
    Order,
    RegistrationCard,
    Reminder,
    ResolutionCard,
)
from document_flow.rendering.models.certificate import AcquaintanceSheet, Acquainted, Certificate, FamilyMember
from document_flow.rendering.models.explanation import (
    Basis,
    Condition,
    DecisionExplanation,
    FactUsed,
    RuleShown,
    TableUsed,
)
from document_flow.rendering.models.letter import Addressee, Enclosure, Letter
from document_flow.rendering.models.minutes import (
    AgendaItem,
    Attendee,
    Ballot,
    Dissent,
    Guest,
    Minutes,
    Recusal,
    Speech,
    Votes,
)
from document_flow.rendering.models.parts import (
    Agreement,
    Approval,
    Body,
    Executor,
    Fact,
    Mark,
    Reference,
    Signatory,
    Verification,
    Visa,
)
from document_flow.rendering.models.table_sheet import SheetTable, TableSheet
from document_flow.rendering.models.visit import MemberSeen, VisitAct

__all__ = [
    "AcquaintanceSheet",
    "Acquainted",
    "Addressee",
    "AgendaItem",
    "Agreement",
    "Approval",
    "Attendee",
    "Ballot",
    "Basis",
    "Body",
    "Certificate",
    "Condition",
    "ControlCard",
    "DecisionExplanation",
    "Destroyed",
    "DestructionAct",
    "Dissent",
    "Enclosure",
    "Executor",
    "Extension",
    "Fact",
    "FactUsed",
    "FamilyMember",
    "Guest",
    "HandedOver",
    "HandoverAct",
    "HomeHandover",
    "Letter",
    "Mark",
    "MemberReceiving",
    "MemberSeen",
    "Minutes",
    "Movement",
    "Order",
    "Recusal",
    "Reference",
    "RegistrationCard",
    "Reminder",
    "ResolutionCard",
    "RuleShown",
    "SheetTable",
    "Signatory",
    "Speech",
    "TableSheet",
    "TableUsed",
    "Verification",
    "Visa",
    "VisitAct",
    "Votes",
]
