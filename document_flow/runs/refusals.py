"""Why a command about a run changes nothing: every code of this room, with its words and the kind of refusal."""

from __future__ import annotations

from typing import Final

from document_flow.refusing import Refusals, Table

_TABLE: Table = {
    "runs.phase": (
        "state",
        "Gedişatın indiki vəziyyətində bu mümkün deyil: {phase}.",
        "This is not possible with the run as it stands: {phase}.",
    ),
    "runs.busy": (
        "state",
        "Siyahılar üzərində əvvəlki tapşırıq hələ icra olunur: {phase}. Bir az sonra yenidən baxın.",
        "What was asked of the lists before is still being carried out: {phase}. Look again in a while.",
    ),
    "runs.no_lists": (
        "invalid",
        "“{programme}” proqramının faylında siyahı qaydası (lists) yoxdur; onu əlavə edin.",
        "The programme “{programme}” says nothing of lists in its file (lists); add it.",
    ),
    "runs.correction": (
        "invalid",
        "Düzəliş gedişatla deyil, ayrıca qərarla edilir: artıq ödəniş üçün qərar verin, az ödəniş üçün borc açın.",
        "A correction is no run: decide about an overpayment by itself, and open arrears for what was not paid.",
    ),
    "runs.no_arrears": (
        "invalid",
        "“{programme}” proqramının siyahıları ilə pul ödənilmir, ona görə borc gedişatı yoxdur.",
        "No money flows by the lists of “{programme}”, so there are no arrears.",
    ),
    "runs.legal_day": (
        "invalid",
        "{day} günü {period} dövrünə düşmür. Dövrün bir gününü yazın, adətən ayın 1-ni.",
        "The day {day} is not in the period {period}. Give a day of the period, mostly the 1st of the month.",
    ),
    "runs.party": (
        "forbidden",
        "“{name}” “{party}” tərəfi adından danışa bilməz.",
        "“{name}” does not speak for the party “{party}”.",
    ),
    "runs.approved_already": ("state", "“{party}” artıq təsdiq edib.", "“{party}” has approved already."),
    "runs.other_root": (
        "stale",
        "Gördüyünüz gedişat bu deyil: {root}…, indi {expected}…. Yenidən baxın.",
        "These are not the lists that you saw: {root}…, now {expected}…. Look at them again.",
    ),
    "runs.no_basis": ("invalid", "Sənədi və ya səbəbi göstərin.", "Name the document or the reason."),
    "runs.no_group": (
        "invalid",
        "Bu gedişatda belə yerin siyahısı yoxdur: {place}. Siyahılarda yazıldığı kimi göstərin.",
        "The run has no list of such a place: {place}. Write it as the lists do.",
    ),
    "runs.issued": (
        "state",
        "Buraxılmış siyahılar geri götürülmür, bu gedişat ləğv oluna bilməz. Düzəliş siyahısı tərtib edin.",
        "Lists that were issued are not taken back, so this run cannot be cancelled. Cut a correction.",
    ),
}
refusal: Final = Refusals("runs", _TABLE)
"""The refusal of that code, its words filled in."""
