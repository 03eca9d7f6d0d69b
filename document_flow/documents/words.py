"""The names of kinds and statuses in both languages, as the vocabulary of record keeping has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from document_flow.documents.facts import Kind, Status
from document_flow.words import Words

KINDS: Mapping[Kind, Words] = MappingProxyType(
    {
        "incoming": Words("daxil olan sənəd", "incoming document"),
        "outgoing": Words("göndərilən sənəd", "outgoing document"),
        "internal": Words("daxili sənəd", "internal document"),
        "appeal": Words("vətəndaş müraciəti", "citizen's appeal"),
    }
)
STATUSES: Mapping[Status, Words] = MappingProxyType(
    {
        Status.DRAFT: Words("layihə", "draft"),
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
