"""What may be asked and what may happen here, as tables."""

from __future__ import annotations

from typing import get_args

from document_flow.act import OneOf
from document_flow.orders.commands import Command
from document_flow.orders.events import Event
from document_flow.words import Words

COMMAND_TYPES = OneOf(get_args(Command))
EVENT_TYPES = OneOf(get_args(Event))
NAMES = {
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
    "suspended": Words("müddət dayandırıldı", "the clock was stopped"),
    "resumed": Words("müddət davam edir", "the clock runs again"),
    "reminded": Words("xatırlatma göndərildi", "reminded"),
    "escalated": Words("rəhbərliyə bildirildi", "taken to the head"),
}
