"""What may be asked and what may happen here, as tables."""

from __future__ import annotations

from typing import get_args

from document_flow.act import OneOf
from document_flow.paths.commands import Command
from document_flow.paths.events import Event
from document_flow.words import Words

COMMAND_TYPES = OneOf(get_args(Command))
EVENT_TYPES = OneOf(get_args(Event))
NAMES = {
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
    "suspended": Words("müddət dayandırıldı", "the clock was stopped"),
    "resumed": Words("müddət davam edir", "the clock runs again"),
    "reminded": Words("xatırlatma göndərildi", "reminded"),
    "escalated": Words("rəhbərliyə bildirildi", "taken to the head"),
}
