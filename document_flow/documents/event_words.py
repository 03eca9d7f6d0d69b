"""The names of events in both languages: those of documents, of their approval paths and of their resolutions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from document_flow.words import Words

_DOCUMENT = {
    "created": Words("yaradıldı", "begun"),
    "revised": Words("yeni versiya", "new version"),
    "registered": Words("qeydə alındı", "registered"),
    "signed": Words("imzalandı və ya möhürləndi", "signed or sealed"),
    "sent": Words("göndərildi", "sent"),
    "receipt_taken": Words("qarşı qurum qəbul etdi", "received by the other body"),
    "notice_taken": Words("qarşı qurumdan qeydiyyat və ya imtina bildirişi", "notice of the other body"),
    "answer_taken": Words("cavab gəldi", "answered"),
    "silence_noticed": Words("qarşı qurum vaxtında cavab vermədi", "the other body is silent"),
    "dispatch_seen": Words("dəftərxana tanış oldu", "the registry took note"),
    "arrival_refused": Words("qəbulundan imtina edildi", "its arrival was refused"),
    "related": Words("başqa sənədlə əlaqələndirildi", "linked to another document"),
    "study_granted": Words("öyrənilmə üçün müddət artırıldı", "more time for study"),
    "forwarded": Words("aidiyyəti üzrə göndərildi", "forwarded to the body it belongs to"),
    "citizen_told": Words("vətəndaşa bildirildi", "the citizen was told"),
    "acquainted": Words("tanış oldu", "read and noted"),
    "author_changed": Words("layihə başqasına verildi", "another author"),
    "held": Words("hüquqi saxlamaya götürüldü", "put under a legal hold"),
    "hold_released": Words("hüquqi saxlama bitdi", "legal hold ended"),
    "filed": Words("işə tikildi", "put in its file"),
    "destroyed": Words("məhv edildi", "destroyed"),
}
_PATH = {
    "begun": Words("razılaşma yoluna qoyuldu", "put on its path"),
    "submitted": Words("razılaşmaya göndərildi", "submitted"),
    "stage_opened": Words("mərhələ başlandı", "a stage began"),
    "marked": Words("rəy bildirildi", "a mark was given"),
    "agreement_recorded": Words("başqa qurumun rəyi yazıldı", "another body's agreement was recorded"),
    "stage_passed": Words("mərhələ keçildi", "a stage passed"),
    "stage_refused": Words("mərhələdə rədd edildi", "a stage refused"),
    "run_approved": Words("təsdiqləndi", "approved"),
    "run_refused": Words("imtina edildi", "refused"),
    "returned": Words("qaytarıldı", "returned"),
    "resubmitted": Words("təkrar göndərildi", "resubmitted"),
    "content_replaced": Words("razılaşmada məzmun dəyişdi", "its content changed on the way"),
    "recalled": Words("geri çağırıldı", "recalled"),
    "commented": Words("şərh yazıldı", "a remark"),
    "privately_noted": Words("şəxsi qeyd yazıldı", "a private note"),
    "assigned": Words("mərhələdə başqaları təyin edildi", "others took over"),
    "due_passed": Words("müddət keçdi", "the last day passed"),
    "path_moved": Words("yolun başqa versiyasına keçirildi", "moved to another version of its path"),
    "meeting_opened": Words("iclas təyin edildi", "a meeting was set"),
    "members_invited": Words("üzvlər dəvət edildi", "members were invited"),
    "attendance_marked": Words("iştirak yazıldı", "attendance was noted"),
    "member_recused": Words("üzv özünü kənarlaşdırdı", "a member withdrew"),
    "voting_opened": Words("səsvermə başlandı", "voting began"),
    "casting_vote_given": Words("sədrin həlledici səsi", "the chair's casting vote"),
    "dissent_recorded": Words("xüsusi rəy", "a member's own opinion"),
    "meeting_closed": Words("iclas bitdi", "the meeting ended"),
    "minutes_signed": Words("protokol imzalandı", "the minutes were signed"),
}
_ORDERS = {
    "resolution_given": Words("dərkənar qoyuldu", "a resolution was given"),
    "reported": Words("icra barədə məlumat verildi", "execution was reported"),
    "co_reported": Words("müştərək icraçı öz hissəsini bitirdi", "a co-executor has done the part"),
    "dissented": Words("müştərək icraçının ayrıca arayışı", "a co-executor's separate note"),
    "control_set": Words("nəzarətə götürüldü", "put under control"),
    "control_released": Words("nəzarətdən çıxarıldı", "released from control"),
    "extension_requested": Words("müddətin uzadılması xahiş edildi", "an extension was requested"),
    "extension_decided": Words("müddətin uzadılmasına baxıldı", "the extension was decided"),
    "execution_returned": Words("icra qaytarıldı", "execution was sent back"),
    "term_moved": Words("müddət qanunla dəyişdi", "its term was moved by law"),
    "executed": Words("icra edildi", "executed"),
    "handed_over": Words("təhvil verildi", "handed over"),
}
_BOTH = {
    "suspended": Words("müddət dayandırıldı", "the clock was stopped"),
    "resumed": Words("müddət davam edir", "the clock runs again"),
    "reminded": Words("xatırlatma göndərildi", "reminded"),
    "escalated": Words("rəhbərliyə bildirildi", "taken to the head"),
}
EVENT_NAMES: Mapping[str, Words] = MappingProxyType({**_DOCUMENT, **_PATH, **_ORDERS, **_BOTH})
"""What each kind of event is called in a history."""
