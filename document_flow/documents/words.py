"""The names of kinds and statuses in both languages, as the vocabulary of record keeping has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from document_flow.appeals import AppealKind, Channel
from document_flow.documents.facts import DispatchState, Kind, Relation, Status
from document_flow.words import Words

KINDS: Mapping[Kind, Words] = MappingProxyType(
    {
        "incoming": Words("daxil olan sənəd", "incoming document"),
        "outgoing": Words("göndərilən sənəd", "outgoing document"),
        "internal": Words("daxili sənəd", "internal document"),
        "appeal": Words("vətəndaş müraciəti", "citizen's appeal"),
    }
)
APPEALS: Mapping[AppealKind, Words] = MappingProxyType(
    {
        "proposal": Words("təklif", "proposal"),
        "application": Words("ərizə", "application"),
        "complaint": Words("şikayət", "complaint"),
    }
)
CHANNELS: Mapping[Channel, Words] = MappingProxyType(
    {
        "written": Words("yazılı", "in writing"),
        "electronic": Words("elektron", "electronic"),
        "reception": Words("qəbulda", "at a reception"),
        "hotline": Words("qaynar xətt", "by the hotline"),
    }
)
STATUSES: Mapping[Status, Words] = MappingProxyType(
    {
        Status.DRAFT: Words("layihə", "draft"),
        Status.ARRIVED: Words("qeydə alınmayıb", "not registered yet"),
        Status.REGISTERED: Words("qeydə alınıb", "registered"),
        Status.IN_APPROVAL: Words("razılaşmadadır", "in approval"),
        Status.RETURNED: Words("qaytarılıb", "returned"),
        Status.APPROVED: Words("təsdiqlənib", "approved"),
        Status.REFUSED: Words("imtina edilib", "refused"),
        Status.RECALLED: Words("geri çağırılıb", "recalled"),
        Status.SEALED: Words("möhürlənib", "sealed"),
        Status.SENT: Words("göndərilib", "sent"),
        Status.ANSWERED: Words("cavab alınıb", "answered"),
        Status.IN_EXECUTION: Words("icradadır", "in execution"),
        Status.EXECUTED: Words("icra edilib", "executed"),
        Status.FILED: Words("işə tikilib", "in its file"),
        Status.DESTROYED: Words("məhv edilib", "destroyed"),
    }
)
DISPATCH_STATES: Mapping[DispatchState, Words] = MappingProxyType(
    {
        DispatchState.SENT: Words("göndərilib", "sent"),
        DispatchState.RECEIVED: Words("qəbul edilib", "received"),
        DispatchState.REGISTERED: Words("orada qeydə alınıb", "registered there"),
        DispatchState.REFUSED: Words("imtina edilib", "refused"),
        DispatchState.ANSWERED: Words("cavab alınıb", "answered"),
        DispatchState.SILENT: Words("vaxtında cavab gəlməyib", "silent"),
    }
)
RELATIONS: Mapping[Relation, Words] = MappingProxyType(
    {
        "answers": Words("buna cavabdır", "answers"),
        "answered_by": Words("cavabı budur", "is answered by"),
        "concerns": Words("bununla bağlıdır", "concerns"),
        "repeats": Words("bundan sonra təkrar müraciətdir", "repeats"),
    }
)
"""How a document belongs to another one."""
